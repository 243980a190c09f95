"""What may be shown: no figure tells of a person, and none can be computed from the others."""
