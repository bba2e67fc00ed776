"""Clients of other systems; they know nothing of ours. Every failure is NotSent, Refused or Unsure."""
