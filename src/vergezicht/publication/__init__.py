"""HOW IT REACHES PEOPLE: the public site as editions, each a complete static folder, swapped in atomically."""
