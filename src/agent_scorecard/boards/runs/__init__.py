"""The explorer of runs: how complete the record is, what was asked of it, one run, what recurs, and what is kept."""
