"""A draft of a story that tells what the figures of an area say, for an editor to go on with."""
