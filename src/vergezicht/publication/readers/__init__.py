"""How often pages are read and how far, without knowing by whom (docs/howto/readers.md)."""
