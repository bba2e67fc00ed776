"""The bridge between a Messenger and Zendesk: events in, one decision, effects out."""
