"""The oversight page as regions: one module for each view."""
