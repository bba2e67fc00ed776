"""Turns the wheel: one transaction per turn, the outbox, deliveries, timers, leases, the clock."""
