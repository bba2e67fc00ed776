"""Office hours to the second: zones, holidays, nights, and the nights on which the clock is changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bridge.core.procedures.holidays import COUNTRIES, easter, holidays
from bridge.core.procedures.hours import DAYS, Hours

MOMENTS = st.integers(1_577_836_800, 2_051_222_400).map(lambda at: datetime.fromtimestamp(at, UTC))
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Hours.model_validate(
    {
        "time_zone": "Europe/Berlin",
        "weekly": {day: ["09:00-17:30"] for day in DAYS[:5]},
        "holidays": {"country": "DE", "dates": ["12-24", "2026-11-23"]},
    }
)


@pytest.mark.parametrize(
    ("local", "is_open"),
    [
        ("2026-11-20T08:59:59.999", False),
        ("2026-11-20T09:00:00", True),
        ("2026-11-20T17:29:59.999", True),
        ("2026-11-20T17:30:00", False),
        ("2026-11-21T12:00:00", False),  # Saturday
        ("2026-11-23T12:00:00", False),  # a date of its own
        ("2027-11-23T12:00:00", True),  # of that year only
        ("2026-12-24T12:00:00", False),  # every year
        ("2027-12-24T12:00:00", False),
        ("2026-12-25T12:00:00", False),  # the country's
        ("2026-04-03T12:00:00", False),  # Good Friday
        ("2026-04-02T12:00:00", True),
    ],
)
def test_the_boundary_is_kept_to_the_second(local: str, is_open: bool) -> None:
    assert OFFICE.is_open(datetime.fromisoformat(local).replace(tzinfo=BERLIN)) is is_open


def test_the_zone_counts_and_not_the_customers() -> None:
    assert OFFICE.is_open(datetime(2026, 7, 1, 7, 0, tzinfo=UTC))  # 9:00 in summer
    assert not OFFICE.is_open(datetime(2026, 1, 5, 7, 59, 59, tzinfo=UTC))
    assert OFFICE.is_open(datetime(2026, 1, 5, 8, 0, tzinfo=UTC))  # 9:00 in winter


NIGHT = Hours.model_validate({"time_zone": "Europe/Berlin", "weekly": {"sun": ["02:30-03:00"]}})


def _open_seconds(hours: Hours, start: datetime, seconds: int) -> int:
    return sum(hours.is_open(start + timedelta(seconds=second)) for second in range(seconds))


def test_an_hour_that_comes_twice_is_open_twice() -> None:
    """25 October 2026, 3:00 becomes 2:00: half past two is there twice, an hour apart."""
    begins = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)  # 2:00 in summer time
    assert not NIGHT.is_open(begins + timedelta(seconds=1799))
    assert NIGHT.is_open(begins + timedelta(seconds=1800))
    assert NIGHT.is_open(begins + timedelta(seconds=3599))
    assert not NIGHT.is_open(begins + timedelta(seconds=3600))  # 2:00 again
    assert NIGHT.is_open(begins + timedelta(seconds=5400))
    assert not NIGHT.is_open(begins + timedelta(seconds=7200))  # 3:00 in winter time
    assert _open_seconds(NIGHT, begins - timedelta(hours=1), 4 * 3600) == 2 * 1800


def test_an_hour_that_never_comes_is_never_open() -> None:
    """29 March 2026, 2:00 becomes 3:00."""
    begins = datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)
    assert _open_seconds(NIGHT, begins, 2 * 3600) == 0


def test_a_span_over_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    shift = Hours.model_validate({"weekly": {"fri": ["22:00-06:00"]}, "holidays": {"dates": ["2026-11-20"]}})
    assert shift.is_open(datetime(2026, 11, 14, 5, 59, 59, tzinfo=UTC))
    assert not shift.is_open(datetime(2026, 11, 14, 6, 0, tzinfo=UTC))
    assert not shift.is_open(datetime(2026, 11, 13, 5, 0, tzinfo=UTC))
    assert not shift.is_open(datetime(2026, 11, 21, 1, 0, tzinfo=UTC)), "the Friday was a holiday"


def test_a_whole_day_and_no_day() -> None:
    hours = Hours.model_validate({"weekly": {"mon": ["00:00-24:00"], "tue": []}})
    assert hours.is_open(datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC))
    assert not hours.is_open(datetime(2026, 11, 24, 0, 0, tzinfo=UTC))
    assert not Hours().is_open(datetime(2026, 11, 23, 12, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"time_zone": "Mars/Olympus"}, "Europe/Berlin"),
        ({"time_zone": "../../etc/passwd"}, "Europe/Berlin"),
        ({"weekly": {"monday": ["09:00-10:00"]}}, "mon"),
        ({"weekly": {"mon": ["9-5"]}}, "09:00-17:30"),
        ({"weekly": {"mon": ["09:00-09:00"]}}, "00:00-24:00"),
        ({"weekly": {"mon": ["09:00-24:30"]}}, "00:00-24:00"),
        ({"holidays": {"dates": ["Christmas"]}}, "2026-12-24"),
        ({"holidays": {"dates": ["2026-02-30"]}}, "day"),
        ({"holidays": {"country": "Atlantis"}}, "dates"),
        ({"situations": [{"if": "((", "mode": "ticket"}]}, "situations"),
        ({"situations": [{"if": "true", "mode": "pigeon"}]}, "live_chat"),
        ({"typo": 1}, "typo"),
    ],
)
def test_what_is_wrong_in_the_file_is_said(wrong: dict[str, object], what: str) -> None:
    with pytest.raises(ValidationError, match=what):
        Hours.model_validate(wrong)


def test_holidays_as_the_calendars_say() -> None:
    assert [easter(year) for year in (2024, 2025, 2026, 2038)] == [
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2038, 4, 25),
    ]
    assert {date(2026, 5, 14), date(2026, 5, 25)} <= holidays("DE", 2026)
    assert date(2026, 6, 4) in holidays("AT", 2026)
    assert date(2026, 11, 26) in holidays("US", 2026)
    assert date(2026, 7, 3) in holidays("US", 2026), "the fourth is a Saturday"
    assert date(2021, 12, 31) in holidays("US", 2021), "the first of January 2022 is a Saturday"
    assert {date(2021, 12, 27), date(2021, 12, 28)} <= holidays("GB", 2021), "a weekend"
    assert {date(2022, 12, 26), date(2022, 12, 27)} <= holidays("GB", 2022), "a Sunday and a Monday"
    assert {date(2020, 12, 25), date(2020, 12, 28)} <= holidays("GB", 2020), "a Friday and a Saturday"
    assert {date(2023, 12, 25), date(2023, 12, 26)} <= holidays("GB", 2023)
    assert date(2026, 8, 31) in holidays("GB", 2026)
    assert holidays("XX", 2026) == frozenset()


@given(
    at=MOMENTS,
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
    start=st.integers(0, 23),
    length=st.integers(1, 23),
)
def test_open_is_what_the_wall_clock_shows(at: datetime, zone: str, start: int, length: int) -> None:
    end = (start + length) % 24
    text = f"{start:02}:00-{end:02}:00"
    hours = Hours.model_validate({"time_zone": zone, "weekly": {day: [text] for day in DAYS}})
    clock = at.astimezone(ZoneInfo(zone)).hour
    assert hours.is_open(at) is ((clock - start) % 24 < length)


@given(at=MOMENTS)
def test_a_holiday_has_no_hours(at: datetime) -> None:
    for country in COUNTRIES:
        hours = Hours.model_validate(
            {"weekly": {day: ["00:00-24:00"] for day in DAYS}, "holidays": {"country": country}}
        )
        assert hours.is_open(at) is (at.date() not in holidays(country, at.year))
