"""The words of a page in another language, text by text; everything they refer to stays in the one source."""
