"""MAIL THAT WAITS: what is put here is sent once, whatever crashes, and forgotten once it is sent."""
