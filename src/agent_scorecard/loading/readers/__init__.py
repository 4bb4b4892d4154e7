"""From files of any accepted kind to tables of text."""
