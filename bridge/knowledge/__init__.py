"""The team's own content: read, cut into passages, searched."""
