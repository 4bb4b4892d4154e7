"""Files in: checked cell by cell, published in one transaction, reported row by row."""
