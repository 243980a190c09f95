"""A private link to a draft: who made it for whom, until when, and what who read along said of each block."""
