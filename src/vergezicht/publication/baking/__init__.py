"""From a change in the editor to an edition: what asks for it, the bake, the swap, and what a new day asks."""
