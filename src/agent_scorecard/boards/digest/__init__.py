"""What a digest says: what is new since the last one to the same person, and the due list of the month."""
