"""What can be chosen, and what it is when nobody chooses."""

from __future__ import annotations

import pytest

from connectors.sandbox.options import Options
from connectors.sandbox.state import SandboxState


def test_nothing_chosen_is_a_zendesk_without_limits_and_mails() -> None:
    options = Options()
    assert (options.account_per_minute, dict(options.limits), options.default_triggers) == (None, {}, False)
    assert len(options.webhook_retry_delays_s) == 3
    assert SandboxState(options).triggers == {}


def test_a_wish_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(TypeError, match="colour"):
        Options(colour="red")  # type: ignore[call-arg]  # the point of the test


def test_time_and_login_are_those_that_were_chosen() -> None:
    state = SandboxState(Options(now=lambda: 5.0, email="bot@shop.example", default_triggers=True))
    assert (state.now(), state.fin.email) == (5.0, "bot@shop.example")
    assert len(state.triggers) == 2
