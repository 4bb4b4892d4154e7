"""Find runs: by filter a page at a time, one with all that is known of it, and what recurs in them."""
