"""What an editor draws on the map: the marks, the field that keeps them, and the board to draw on."""
