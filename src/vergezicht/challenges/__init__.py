"""WHAT WE DO: the cycle, its challenges (wijkopgaven), their actions and course checks, on an adopted release."""
