"""The quarterly review: one board for each of its ten steps, in the order of the walkthrough (register 21b)."""
