"""Understands language: performs Think and proposes a reading."""
