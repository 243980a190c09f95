"""Answers become figures about areas, figures ground challenges, stories tell them, editions publish them."""

__version__ = "0.1.0"
