"""Orders of procedures to the world: data connectors, code, mail, our own events."""
