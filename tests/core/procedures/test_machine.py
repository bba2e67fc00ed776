"""Random procedures, random failures: no step skipped, no change doubled, no run stuck without a reason."""

from __future__ import annotations

import json
import os
import re
from collections import Counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bridge.core.procedures.connector import Connector, Input
from bridge.core.words.body import from_plain
from bridge.core.words.effects import CallConnector, Effect, Look, RunCode, SendMail
from bridge.core.words.reading import NoAnswer, SmallTalk, WantsTeam
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Owner
from tests.play import Play

N = {"n": Input(type="integer")}
CONNECTORS = {
    "look": Connector(url="https://x.example/look", inputs=N),
    "pay": Connector(url="https://x.example/pay", method="POST", effect="idempotent", inputs=N),
    "ship": Connector(url="https://x.example/ship", method="POST", effect="unsafe", inputs=N),
    "risky": Connector(
        url="https://x.example/risky", method="POST", effect="unsafe", inputs=N, approval=True
    ),
}
ATTRIBUTES = {
    "number": {"type": "string", "pattern": "^[0-9]{4}$", "ask": "Number?"},
    "agreed": {"type": "boolean", "ask": "Agreed?"},
}


def _call(name: str) -> st.SearchStrategy[dict[str, object]]:
    return st.integers(0, 2).map(lambda n: {"use": name, "with": {"n": f"{{{{ {n} }}}}"}})


LEAVES: list[st.SearchStrategy[dict[str, object]]] = [
    st.just({"ask": "Which?", "buttons": ["A", "B"], "as": "choice"}),
    st.just({"ask": "Tell me more", "as": "more"}),
    st.just({"collect": ["number"]}),
    st.just({"collect": ["agreed", "number"]}),
    *(_call(name) for name in CONNECTORS),
    st.just({"code": "1 + 1", "as": "two"}),
    st.just({"wait": "1h"}),
    st.just({"wait_for_webhook": {"name": "paid", "timeout": "1d"}}),
    st.just(
        {"ask_teammate": {"question": "OK?", "attributes": {"ok": {"type": "boolean"}}, "timeout": "1d"}}
    ),
    st.just({"verify_email": {"timeout": "10m"}}),
    st.just({"set": {"x": "{{ 1 }}"}}),
    st.just({"tag": ["t"]}),
    st.just({"note": "seen"}),
    st.just({"answer": "how long does it take?"}),
]


@st.composite
def blocks(draw: st.DrawFn, depth: int = 2) -> list[dict[str, object]]:
    steps = []
    for _ in range(draw(st.integers(1, 4))):
        if depth and draw(st.integers(0, 3)) == 0:
            step: dict[str, object] = {
                "if": draw(st.sampled_from(["true", "false", "choice == 'A'", "contact.verified"])),
                "then": draw(blocks(depth - 1)),
            }
            if draw(st.booleans()):
                step["else"] = draw(blocks(depth - 1))
            steps.append(step)
        else:
            steps.append(draw(st.one_of(LEAVES)))
    return steps


@st.composite
def procedures(draw: st.DrawFn) -> str:
    """Between its steps every procedure says where it is: M0, M1, …"""
    main: list[dict[str, object]] = [{"set": {"choice": ""}}]
    for place, step in enumerate(draw(blocks())):
        main += [{"say": f"M{place}"}, step]
    main.append({"say": "Mend"})
    whole: dict[str, object] = {
        "when_to_use": {"description": "x"},
        "attributes": ATTRIBUTES,
        "steps": main,
    }
    if draw(st.booleans()):
        whole["on_error"] = draw(
            st.sampled_from(
                [[{"say": "E"}], [{"say": "E"}, {"handoff": {}}], [{"use": "look"}, {"handoff": {}}]]
            )
        )
    if draw(st.booleans()):
        whole["inactivity"] = {"after": "5m", "then": draw(st.sampled_from(["team", "close"]))}
    return json.dumps(whole)  # which is YAML too


class Runs(RuleBasedStateMachine):
    """Results come late, twice and out of order; the customer writes whenever he likes."""

    @initialize(text=procedures())
    def begin(self, text: str) -> None:
        self.p = Play.of(text, CONNECTORS)
        self.p.begins("please")
        self.done: set[int] = set()
        self.places = text.count('"say": "M')

    def open_calls(self) -> list[tuple[int, Effect]]:
        kinds = (CallConnector, RunCode, Look, SendMail)
        return [
            (place, one)
            for place, one in enumerate(self.p.effects)
            if isinstance(one, kinds) and place not in self.done
        ]

    def answered(self, place: int, effect: Effect, how: str) -> None:
        """`Play` answers the effect that it saw last."""
        before = len(self.p.effects)
        self.p.effects.append(effect)
        if isinstance(effect, Look):
            self.p.looked(NoAnswer())
        elif how == "comes":
            self.p.returns({"ok": True})
        else:
            self.p.refuses(unknown=how == "unknown")
        del self.p.effects[before]
        self.done.add(place)

    @rule(
        data=st.data(), how=st.sampled_from(["comes", "comes", "comes", "no", "unknown"]), again=st.booleans()
    )
    def a_result(self, data: st.DataObject, how: str, again: bool) -> None:  # noqa: FBT001 - hypothesis names it
        calls = self.open_calls()
        if not calls:
            return
        place, effect = data.draw(st.sampled_from(calls))
        for _ in range(1 + again):
            self.answered(place, effect, how)

    @rule(text=st.sampled_from(["1234", "no idea", "yes", "no", "A", "tell me", "number 9999", "123456"]))
    def writes(self, text: str) -> None:
        self.p.writes(text)

    @rule(
        reading=st.sampled_from([NoAnswer(), NoAnswer(), SmallTalk(body=from_plain("Hello!")), WantsTeam()])
    )
    def is_read(self, reading: NoAnswer | SmallTalk | WantsTeam) -> None:
        if self.p.c.thinking:
            self.p.reads(reading)

    @precondition(lambda self: bool(self.p.c.offered))
    @rule(data=st.data())
    def presses(self, data: st.DataObject) -> None:
        self.p.presses(data.draw(st.sampled_from([one.text for one in self.p.c.offered])))

    @rule(payload=st.sampled_from([None, {"a": 1}]))
    def calls_back(self, payload: object) -> None:
        if self.p.c.runs:
            assert self.p.hook("paid", payload) in ("resumed", "kept", "gone")

    @rule(approved=st.sampled_from([True, False, "yes"]), key=st.sampled_from(["ok", "approved"]))
    def a_teammate_answers(self, approved: object, key: str) -> None:
        self.p.teammate({key: approved})

    @rule(seconds=st.sampled_from([1, 13, 200, 3_700, 90_000]))
    def time_passes(self, seconds: int) -> None:
        self.p.passes(seconds)

    @invariant()
    def no_change_is_made_twice(self) -> None:
        made = Counter(
            (one.run_id, one.connector, str(one.inputs))
            for one in self.p.ordered(CallConnector)
            if one.touch != "read"
        )
        assert all(count == 1 for count in made.values()), made

    @invariant()
    def no_step_is_skipped(self) -> None:
        said = [text for who, text in self.p.parts if who == "fin"]
        marks = [one for text in said for one in re.findall(r"^M(\d+|end)$", text)]
        wanted = [str(place) for place in range(self.places - 1)] + ["end"]
        assert marks == wanted[: len(marks)]

    @invariant()
    def who_waits_says_for_what(self) -> None:
        c = self.p.c
        if c.run is None or c.owner is Owner.TEAM:
            return
        wait = c.run.waits
        assert wait is not None, "a run that stands still waits for something"
        if c.run.calls:
            assert TimerName.THINKING in self.p.timers or self.open_calls()
        elif wait.until is not None:
            assert TimerName.RUN in self.p.timers
        elif c.thinking:
            assert TimerName.THINKING in self.p.timers
        elif wait.what == "customer":
            paused = any(one.startswith("paused") for one in self.p.why)
            assert TimerName.PENDING in self.p.timers or paused

    def teardown(self) -> None:
        """When nobody writes any more, a run ends, goes to people, or is a pause that was asked for."""
        if not hasattr(self, "p"):
            return
        for _ in range(60):
            for place, effect in self.open_calls():  # every order is answered some time
                self.answered(place, effect, "no")
            self.p.passes(100_000)
        c = self.p.c
        paused = any(one.startswith("paused") for one in self.p.why)
        assert not c.runs or c.owner is Owner.TEAM or paused, (c.runs, self.p.why)


IS_SWEEP = os.environ.get("SWEEP") == "1"
Runs.TestCase.settings = settings(
    max_examples=5_000 if IS_SWEEP else 500,
    stateful_step_count=50 if IS_SWEEP else 30,
    derandomize=not IS_SWEEP,
    deadline=None,
    database=None,
)
TestRuns = pytest.mark.timeout(600)(pytest.mark.sweep(Runs.TestCase))
