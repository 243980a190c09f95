"""Choosing the figure or the claim of a sentence by name; the reference is written for you."""
