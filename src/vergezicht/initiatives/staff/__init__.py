"""What waits for staff: the queue, letters, warnings."""
