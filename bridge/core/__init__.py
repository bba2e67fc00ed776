"""Pure code: what happened, what it means, what shall follow. No I/O, no clock, no chance."""
