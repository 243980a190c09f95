"""Meeting places: their opening hours, read from a file and given to others."""
