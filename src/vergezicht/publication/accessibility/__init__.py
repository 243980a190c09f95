"""Accessibility: what a machine finds on the pages of an edition, what people checked, and the log of both."""
