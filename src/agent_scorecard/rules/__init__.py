"""The rules: pure functions from facts, policy and a day to an answer with its reason."""
