"""The weekly review: who is in the first month, and the three parts of one meeting."""
