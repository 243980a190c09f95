"""What follows the figures inside a text: living numbers, claims behind a sentence, and areas named on the map."""
