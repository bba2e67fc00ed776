"""Fin's API as a channel: other systems speak for their users, and are told what Fin does."""
