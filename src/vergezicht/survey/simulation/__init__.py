"""Invented answers for a municipality whose truth is known, for the demo and the tests."""
