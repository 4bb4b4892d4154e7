"""The gates page as regions: one module for each view."""
