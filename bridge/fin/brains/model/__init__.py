"""The brain with a model: what it is told, what it may ask for, what becomes of what it says."""
