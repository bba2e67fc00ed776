"""When people are there: the file `hours.yaml`, and whether a moment lies within it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from bridge.core.procedures.expressions import Expression
from bridge.core.procedures.holidays import COUNTRIES, holidays
from bridge.core.words.values import HandoffMode

Weekday: TypeAlias = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES = 24 * 60
SPANS_MOST = 24
SITUATIONS_MOST = 100

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]\d|2[0-4]):([0-5]\d)")  # noqa: RUF001 - people write both dashes
_DAY = re.compile(r"(?:(\d{4})-)?(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to before `end`, in minutes of the wall clock; an end beyond 24:00 is on the next day."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Day:
    """A date; without a year it comes every year."""

    year: int | None
    month: int
    day: int

    def is_on(self, day: date) -> bool:
        """Whether it is that day."""
        return (self.month, self.day) == (day.month, day.day) and self.year in (None, day.year)


def _span(value: Any) -> Span:
    if isinstance(value, Span):
        return value
    found = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"{value!r} is no span of time; write one such as 09:00-17:30")
    hours = [int(one) for one in found.groups()]
    start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if end > MINUTES or start == end:
        raise ValueError(f"{value!r} is no span of time; a whole day is 00:00-24:00")
    return Span(start, end if end > start else end + MINUTES)


def _day(value: Any) -> Day:
    if isinstance(value, Day):
        return value
    text = value.isoformat() if isinstance(value, date) else value
    found = _DAY.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise ValueError(f"{value!r} is no day; write 2026-12-24, or 12-24 for every year")
    year, month, day = (int(one) if one else None for one in found.groups())
    date(year or 2024, month or 0, day or 0)  # the ValueError says what is wrong; 2024 has a 29th of February
    return Day(year, month or 0, day or 0)


Spans: TypeAlias = Annotated[
    tuple[Annotated[Span, BeforeValidator(_span)], ...], Field(max_length=SPANS_MOST)
]


class _Model(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True
    )


class Holidays(_Model):
    """Days without hours: those of a country, and single ones."""

    country: str | None = None
    dates: Annotated[tuple[Annotated[Day, BeforeValidator(_day)], ...], Field(max_length=1000)] = ()

    @field_validator("country")
    @classmethod
    def _known(cls, value: str | None) -> str | None:
        if value is not None and value not in COUNTRIES:
            raise ValueError(
                f"{value!r} is none of {', '.join(sorted(COUNTRIES))}; list the days under `dates` instead"
            )
        return value


class Situation(_Model):
    """A rule for the hand-off: the first that holds decides.

    Args:
        condition: CEL on `contact`, `conversation`, `message`, `reason`, `team`, `tags`, `office_open`,
            `agents_online` (null where the account does not tell) and `queue` (who waits for an agent).
    """

    condition: Expression = Field(alias="if")
    mode: HandoffMode


class Hours(_Model):
    """The file `hours.yaml`; all of it in one time zone, as the wall clock there shows it."""

    time_zone: str = "UTC"
    weekly: Mapping[Weekday, Spans] = {}
    holidays: Holidays = Holidays()
    situations: Annotated[tuple[Situation, ...], Field(max_length=SITUATIONS_MOST)] = ()

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"{value!r} is no time zone; write one such as Europe/Berlin") from None
        return value

    def is_open(self, at: datetime) -> bool:
        """Whether people are there at this moment (aware): from the first second of a span to before its end.

        The wall clock decides: an hour that a night in autumn has twice is open or closed twice.
        """
        local = at.astimezone(ZoneInfo(self.time_zone))
        minute = local.hour * 60 + local.minute
        today = local.date()
        return self._covers(today, minute) or self._covers(today - timedelta(days=1), minute + MINUTES)

    def _covers(self, day: date, minute: int) -> bool:
        spans = self.weekly.get(DAYS[day.weekday()], ())
        return any(one.start <= minute < one.end for one in spans) and not self.is_holiday(day)

    def is_holiday(self, day: date) -> bool:
        """Whether a day has no hours whatever weekday it is."""
        named = self.holidays
        if any(one.is_on(day) for one in named.dates):
            return True
        return named.country is not None and day in holidays(named.country, day.year)
