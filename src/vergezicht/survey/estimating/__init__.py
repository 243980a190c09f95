"""Figures with their uncertainty, for areas and groups, and what may be said about a difference between two."""
