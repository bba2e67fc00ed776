"""A stateful local Zendesk for the demo and the tests; the bridge never imports it."""
