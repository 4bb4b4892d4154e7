"""What a row, and all rows of a file together, must keep beyond their cells."""
