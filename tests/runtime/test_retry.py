"""Schedules grow, are spread, and say when it is enough."""

from typing import get_args

import pytest

from bridge.core.words.effects import Effect
from bridge.runtime.retry import LONGEST_PAUSE_S, SCHEDULES


@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=list(SCHEDULES))
def test_delays_grow_to_the_last_one_and_stay_there(schedule):
    delays = [schedule.delay_s(tried, "eff_1") for tried in range(1, 40)]
    for place, delay in enumerate(delays):
        plain = schedule.delays_s[min(place, len(schedule.delays_s) - 1)]
        assert plain <= delay <= plain * 1.25
    assert len({schedule.delay_s(5, f"eff_{n}") for n in range(50)}) > 40
    assert schedule.why


def test_every_lane_has_its_schedule():
    assert {one.lane for one in get_args(Effect)} <= set(SCHEDULES)


def test_a_desk_is_waited_for_and_a_thought_is_not():
    assert not SCHEDULES["desk"].is_spent(tried=10_000, mistakes=0)
    assert SCHEDULES["desk"].is_spent(tried=1, mistakes=5)
    assert SCHEDULES["fin"].is_spent(tried=4, mistakes=0)
    assert sum(SCHEDULES["fin"].delays_s) < 5  # the customer hears something within fifteen seconds


def test_a_pause_is_what_was_asked_for_within_reason():
    desk = SCHEDULES["desk"]
    assert desk.pause_s(30.0) == 30.0
    assert desk.pause_s(0.0) == desk.pause_s(-1.0) == desk.delays_s[0]
    assert desk.pause_s(1e9) == LONGEST_PAUSE_S
