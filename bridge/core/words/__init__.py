"""The words that everything else is written in: events, effects, entries, timers, readings."""
