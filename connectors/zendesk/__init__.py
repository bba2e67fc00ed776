"""Zendesk's Support API, spoken through zenpy with a session of our own."""
