"""When something is tried again: schedules as data, each with its reason."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

LONGEST_PAUSE_S = 900.0
"""A destination that asks for more than this is asked again anyway: the number may be garbage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How patient we are with one destination.

    Args:
        delays_s: Before the second, third … try, in seconds; the last one repeats.
        tries: Tries in all when the other side fails; None is for ever.
        mistakes: Tries in all when our own code fails.
        patience_s: How long one try may take before it is cut off and counted as unsure.
        why: For whoever wants to change the numbers.
    """

    delays_s: tuple[float, ...]
    tries: int | None
    mistakes: int
    patience_s: float
    why: str

    def delay_s(self, tried: int, who: str) -> float:
        """Seconds until the next try after `tried` ones, up to a quarter more, so that not all come at once.

        Args:
            tried: 1, 2, …
            who: An id; the same gets the same extra.
        """
        delay = self.delays_s[min(tried, len(self.delays_s)) - 1]
        spread = zlib.crc32(f"{who}:{tried}".encode()) % 1000 / 4000
        return delay * (1 + spread)

    def pause_s(self, asked_s: float) -> float:
        """What the other side asked for, within reason: none at all would be asked again without end."""
        return min(max(asked_s, self.delays_s[0]), LONGEST_PAUSE_S)

    def is_spent(self, *, tried: int, mistakes: int) -> bool:
        """Whether there are no tries left."""
        return mistakes >= self.mistakes or (self.tries is not None and tried >= self.tries)


SCHEDULES: dict[str, Schedule] = {
    "fin": Schedule(
        delays_s=(0.2, 0.5, 1.0),
        tries=4,
        mistakes=2,
        patience_s=30.0,
        why="A customer waits: after a few seconds people take over, whatever the reason.",
    ),
    "digest": Schedule(
        delays_s=(0.5, 2.0),
        tries=3,
        mistakes=2,
        patience_s=30.0,
        why="Nobody waits for a summary, and no thought behind it; the note without one stands already.",
    ),
    "recap": Schedule(
        delays_s=(0.5,),
        tries=2,
        mistakes=1,
        patience_s=15.0,
        why="The customer hears within seconds what people did, told by a model or without one.",
    ),
    "desk": Schedule(
        delays_s=(0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0),
        tries=None,
        mistakes=5,
        patience_s=60.0,
        why="An hour without the help desk loses nothing and keeps the order; one minute is soon enough.",
    ),
    "chat": Schedule(
        delays_s=(0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0),
        tries=None,
        mistakes=5,
        patience_s=60.0,
        why="Words to an agent keep their order; a customer whom nobody takes is told by a timer of his own.",
    ),
    "connector": Schedule(
        delays_s=(0.5, 1.0, 2.0, 4.0),
        tries=5,
        mistakes=2,
        patience_s=40.0,
        why="A customer waits, and hears so after twelve seconds; in a minute the error branch takes over.",
    ),
    "mail": Schedule(
        delays_s=(1.0, 2.0, 5.0, 10.0),
        tries=5,
        mistakes=2,
        patience_s=60.0,
        why="A code that comes after minutes is of no use; other mail is asked for again by its run.",
    ),
    "contact": Schedule(
        delays_s=(1.0, 5.0, 20.0, 60.0),
        tries=None,
        mistakes=5,
        patience_s=60.0,
        why="Nobody waits for a tag on a user; it must come some time.",
    ),
    "events": Schedule(
        delays_s=(0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0),
        tries=16,
        mistakes=5,
        patience_s=30.0,
        why="A customer waits at first; a listener may be down for an hour, then an operator decides.",
    ),
    "deliveries": Schedule(
        delays_s=(0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0),
        tries=None,
        mistakes=5,
        patience_s=60.0,
        why="The sender has our 200 and will not send it again.",
    ),
}
