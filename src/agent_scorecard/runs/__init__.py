"""Run records on their way in: checked line by line, staged aside, published at once, rolled up to days."""
