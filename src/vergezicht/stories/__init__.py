"""HOW WE TELL IT: Wagtail pages, blocks and living numbers."""
