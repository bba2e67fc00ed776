"""What an event means for one conversation."""
