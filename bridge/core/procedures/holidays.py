"""Public holidays that a whole country has, by rule: fixed days, days counted from Easter, n-th weekdays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import TypeAlias

Rule: TypeAlias = Callable[[int], date]

MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar. Source: Meeus, Astronomical Algorithms, chapter 8."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _on(month: int, day: int) -> Rule:
    return lambda year: date(year, month, day)


def _from_easter(days: int) -> Rule:
    return lambda year: easter(year) + timedelta(days=days)


def _nth(place: int, weekday: int, month: int) -> Rule:
    """The first, second … such weekday of a month; -1 is its last."""

    def day(year: int) -> date:
        if place > 0:
            first = date(year, month, 1)
            return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (place - 1))
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)

    return day


def _observed(rule: Rule) -> Rule:
    """In the United States: a Saturday is kept on the Friday before, a Sunday on the Monday after."""

    def day(year: int) -> date:
        there = rule(year)
        return there + timedelta(days={SATURDAY: -1, SUNDAY: 1}.get(there.weekday(), 0))

    return day


def _kept_later(rule: Rule, days: Mapping[int, int]) -> Rule:
    """In the United Kingdom: what falls on a weekend is kept on a working day after it, `days` later."""

    def day(year: int) -> date:
        there = rule(year)
        return there + timedelta(days=days.get(there.weekday(), 0))

    return day


_BY_MONDAY = {SATURDAY: 2, SUNDAY: 1}
_BEHIND_CHRISTMAS = {SATURDAY: 2, SUNDAY: 2, MONDAY: 1}

_GOOD_FRIDAY, _EASTER_MONDAY = _from_easter(-2), _from_easter(1)
_ASCENSION, _WHIT_MONDAY = _from_easter(39), _from_easter(50)
_NEW_YEAR, _MAY_DAY, _CHRISTMAS, _BOXING_DAY = _on(1, 1), _on(5, 1), _on(12, 25), _on(12, 26)

COUNTRIES: Mapping[str, tuple[Rule, ...]] = {
    "AT": (
        *(_NEW_YEAR, _on(1, 6), _EASTER_MONDAY, _MAY_DAY, _ASCENSION, _WHIT_MONDAY, _from_easter(60)),
        *(_on(8, 15), _on(10, 26), _on(11, 1), _on(12, 8), _CHRISTMAS, _BOXING_DAY),
    ),
    "DE": (
        *(_NEW_YEAR, _GOOD_FRIDAY, _EASTER_MONDAY, _MAY_DAY, _ASCENSION, _WHIT_MONDAY),
        *(_on(10, 3), _CHRISTMAS, _BOXING_DAY),
    ),
    "FR": (
        *(_NEW_YEAR, _EASTER_MONDAY, _MAY_DAY, _on(5, 8), _ASCENSION, _WHIT_MONDAY),
        *(_on(7, 14), _on(8, 15), _on(11, 1), _on(11, 11), _CHRISTMAS),
    ),
    "GB": (
        *(_kept_later(_NEW_YEAR, _BY_MONDAY), _GOOD_FRIDAY, _EASTER_MONDAY),
        *(_nth(1, MONDAY, 5), _nth(-1, MONDAY, 5), _nth(-1, MONDAY, 8)),
        *(_kept_later(_CHRISTMAS, _BY_MONDAY), _kept_later(_BOXING_DAY, _BEHIND_CHRISTMAS)),
    ),
    "NL": (*(_NEW_YEAR, _EASTER_MONDAY, _on(4, 27), _ASCENSION, _WHIT_MONDAY, _CHRISTMAS, _BOXING_DAY),),
    "US": (
        *(_observed(_NEW_YEAR), _nth(3, MONDAY, 1), _nth(3, MONDAY, 2), _nth(-1, MONDAY, 5)),
        *(_observed(_on(6, 19)), _observed(_on(7, 4)), _nth(1, MONDAY, 9), _nth(2, MONDAY, 10)),
        *(_observed(_on(11, 11)), _nth(4, THURSDAY, 11), _observed(_CHRISTMAS)),
    ),
}
"""Of a whole country, by ISO 3166: what one region alone keeps is named as a date.

England and Wales stand for GB, federal holidays for US."""


@cache
def holidays(country: str, year: int) -> frozenset[date]:
    """The country's holidays that are kept in `year`; of an unknown country none."""
    kept = {rule(one) for rule in COUNTRIES.get(country, ()) for one in (year, year + 1)}
    return frozenset(day for day in kept if day.year == year)  # a New Year may be kept in December
