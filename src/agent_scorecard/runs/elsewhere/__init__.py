"""Runs that stay where they are: read through the same door on a cluster, only their figures come here."""
