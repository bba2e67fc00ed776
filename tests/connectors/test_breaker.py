"""A circuit per host: closed, open for a while, half open for one call."""

from __future__ import annotations

import asyncio

import pytest

from connectors.breaker import HOSTS, TRIAL_S, Breaker
from connectors.failures import NotSent, Refused, Unsure


class Watch:
    """Time that goes on when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def breaker(watch: Watch) -> Breaker:
    return Breaker(watch, failures=3, open_s=10)


def fail(breaker: Breaker, host: str = "shop", failure: Exception | None = None) -> None:
    failure = failure or NotSent("no")
    with pytest.raises(type(failure)), breaker.call(host):
        raise failure


def succeed(breaker: Breaker, host: str = "shop") -> None:
    with breaker.call(host):
        pass


def open_it(breaker: Breaker, host: str = "shop") -> None:
    for _ in range(3):
        fail(breaker, host)


def test_it_opens_after_failures_in_a_row_and_says_until_when(breaker, watch):
    open_it(breaker)
    watch.now += 4
    with pytest.raises(NotSent, match=r"shop failed 3 times in a row; it is tried again in 6 s") as error:
        succeed(breaker)
    assert error.value.retry_after_s == 6
    assert breaker.is_open("shop")


def test_another_host_is_another_circuit(breaker):
    open_it(breaker)
    succeed(breaker, "other")
    assert not breaker.is_open("other")


def test_a_success_in_between_begins_anew(breaker):
    fail(breaker)
    fail(breaker)
    succeed(breaker)
    fail(breaker)
    fail(breaker)
    assert not breaker.is_open("shop")


@pytest.mark.parametrize(
    ("failure", "counts"),
    [
        (NotSent("x"), True),
        (Unsure("x"), True),
        (Refused("x", status=404), False),
        (ValueError(), False),
        (asyncio.CancelledError(), False),
    ],
)
def test_only_what_tells_of_an_ill_host_counts(breaker, failure, counts):
    for _ in range(3):
        with pytest.raises(type(failure)), breaker.call("shop"):
            raise failure
    assert breaker.is_open("shop") is counts


def test_an_answer_can_be_called_ill(breaker):
    for _ in range(3):
        with breaker.call("shop") as call:
            call.is_ill = True
    assert breaker.is_open("shop")


def test_after_a_while_one_call_tries_the_host_and_its_success_closes(breaker, watch):
    open_it(breaker)
    watch.now += 10
    with breaker.call("shop"), pytest.raises(NotSent) as error:
        succeed(breaker)
    assert error.value.retry_after_s == TRIAL_S
    succeed(breaker)
    fail(breaker)
    assert not breaker.is_open("shop")


def test_a_failed_trial_opens_it_again_for_the_whole_time(breaker, watch):
    open_it(breaker)
    watch.now += 10
    fail(breaker)
    watch.now += 9
    assert breaker.is_open("shop")
    watch.now += 1
    succeed(breaker)


@pytest.mark.parametrize("end", [asyncio.CancelledError(), Refused("x", status=403)])
def test_a_trial_that_tells_nothing_leaves_the_next_one_free(breaker, watch, end):
    open_it(breaker)
    watch.now += 10
    fail(breaker, failure=end) if isinstance(end, Exception) else cancel(breaker)
    assert not breaker.is_open("shop")
    fail(breaker)
    assert breaker.is_open("shop")


def cancel(breaker: Breaker) -> None:
    with pytest.raises(asyncio.CancelledError), breaker.call("shop"):
        raise asyncio.CancelledError


def test_only_so_many_failing_hosts_are_remembered(breaker):
    open_it(breaker, "first")
    for n in range(HOSTS):
        fail(breaker, f"host{n}")
    assert not breaker.is_open("first")
