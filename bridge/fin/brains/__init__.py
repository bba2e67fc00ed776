"""The brains that can be plugged in."""
