"""Search over all that an edition publishes: built from its pages when baked, asked by plain form and link."""
