"""Routes that are not a channel: desk webhooks, health, metrics."""
