"""Procedures and workflows: their file format, and the engine that runs them."""
