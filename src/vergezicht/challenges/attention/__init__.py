"""What asks for attention: challenges, partners, and the mail that reminds of them."""
