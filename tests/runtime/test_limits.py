"""So many a minute, and the truth about how long to wait."""

from bridge.runtime import limits
from bridge.runtime.clock import ManualClock
from bridge.runtime.limits import Left, RateLimit
from tests.runtime.world import START


def test_a_minutes_worth_at_once_and_then_one_by_one():
    clock = ManualClock(START)
    limit = RateLimit(clock, 30)
    assert [limit.take("ann") for _ in range(30)] == [0.0] * 30
    wait_s = limit.take("ann")
    assert 1.9 < wait_s <= 2.0
    assert limit.take("bob") == 0.0
    clock.advance(wait_s)
    assert limit.take("ann") == 0.0
    assert limit.take("ann") > 0
    clock.advance(3600)
    assert [limit.take("ann") > 0 for _ in range(31)] == [False] * 30 + [True]


def test_what_was_counted_by_mistake_is_given_back():
    limit = RateLimit(ManualClock(START), 1)
    limit.give_back("ann")
    assert limit.take("ann") == 0.0
    limit.give_back("ann")
    assert limit.take("ann") == 0.0
    assert limit.take("ann") > 0


def test_zero_switches_it_off():
    limit = RateLimit(ManualClock(START), 0)
    assert {limit.take("ann") for _ in range(1000)} == {0.0}


def test_what_is_left_is_told_and_nothing_counted():
    clock = ManualClock(START)
    limit = RateLimit(clock, 60, at_once=10)
    assert limit.left("ann") == Left(most=10, now=10, full_s=0.0)
    assert [limit.take("ann") for _ in range(10)] == [0.0] * 10
    assert limit.left("ann") == limit.left("ann") == Left(most=10, now=0, full_s=10.0)
    assert limit.take("ann") == 1.0
    clock.advance(2.5)
    assert limit.left("ann") == Left(most=10, now=2, full_s=7.5)
    assert RateLimit(clock, 0).left("ann") == Left(most=0, now=0, full_s=0.0)


def test_strangers_without_number_fill_no_memory():
    limit = RateLimit(ManualClock(START), 1)
    for number in range(limits.MOST_KEYS + 100):
        limit.take(str(number))
    assert len(limit._buckets) == limits.MOST_KEYS
