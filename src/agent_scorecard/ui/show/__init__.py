"""Boards as regions of a page: one module for each screen, nothing but layout and words already chosen."""
