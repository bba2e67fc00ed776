"""Plays scenarios through the real wheel: the world is made of stand-ins, and time is moved by hand."""
