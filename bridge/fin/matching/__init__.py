"""Chooses the procedure that a message starts: by its descriptions and examples, without a model."""
