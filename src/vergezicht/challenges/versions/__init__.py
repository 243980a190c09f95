"""What is public changes in versions, with a date, a role and a reason; and by the eyes of two people."""
