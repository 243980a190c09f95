"""Example content from the folder of a municipality, marked as such."""
