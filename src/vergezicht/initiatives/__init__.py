"""What residents do: meeting places, funding schemes, initiatives with their states, and support for them."""
