"""How long something takes, as people write it in a file: 90s, 10m, 2h, 3d."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator

LONGEST = timedelta(days=90)

_WRITTEN = re.compile(r"(\d{1,6})\s*(s|sec|m|min|h|d|w)")
_UNITS = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400, "w": 604_800}


def duration(value: Any) -> timedelta:
    """`10m` as a time span; a bare number is seconds.

    Raises:
        ValueError: It is none, is not positive or is longer than `LONGEST`.
    """
    if isinstance(value, timedelta):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        span = timedelta(seconds=value)
    elif isinstance(value, str) and (written := _WRITTEN.fullmatch(value.strip().lower())):
        span = timedelta(seconds=int(written[1]) * _UNITS[written[2]])
    else:
        raise ValueError("a duration is a number and a unit: 90s, 10m, 2h, 3d or 1w")
    if not timedelta() < span <= LONGEST:
        raise ValueError(f"a duration is longer than nothing and at most {LONGEST.days}d")
    return span


Duration = Annotated[timedelta, BeforeValidator(duration)]
"""A field of a file that holds a duration."""
