"""Moving stories: out as an archive, back in, and from one story to another."""
