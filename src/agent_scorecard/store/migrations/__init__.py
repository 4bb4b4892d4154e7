"""Schema changes in order: revision 0001 is the first schema, each later one leads from the one before."""
