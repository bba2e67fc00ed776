"""A small world for scenarios: two procedures, two connectors, one article, no sandbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import yaml  # type: ignore[import-untyped]  # PyYAML ships no types

from bridge.core.conversation.rules import Rules
from bridge.core.procedures.connector import Connector
from bridge.core.words.body import from_plain
from bridge.core.words.effects import RunCode
from bridge.core.words.events import CallReturned, Event
from bridge.core.words.reading import Answer, Candidate, NoAnswer, Reading, StartProcedure, WantsTeam
from bridge.core.words.values import Source
from bridge.fin.brain import Question
from bridge.runtime.perform import Attempt, Performer
from bridge.simulation.comparison import Played
from bridge.simulation.play import play
from bridge.simulation.scenario import read_scenarios
from bridge.simulation.world import CODE, World
from tests.play import catalog, defined

PAY = """
when_to_use: {description: The customer wants to be paid.}
attributes:
  number: {type: string, pattern: "[0-9]{4}", ask: Which number?}
steps:
  - collect: [number]
  - use: read_it
    with: {number: "{{ number }}"}
    as: it
  - ask: "Pay {{ it.total }}?"
    buttons: ["Yes", "No"]
    as: answer
  - if: answer == 'Yes'
    then:
      - use: pay_it
        with: {number: "{{ number }}"}
      - tag: [paid]
      - say: Paid.
      - end: {follow_up: false}
    else:
      - note: He said no.
on_error:
  - handoff: {to: team, message: It broke., tags: [broken]}
"""
WAIT = """
when_to_use: {description: The customer waits for something.}
steps:
  - verify_email: {}
  - wait_for_webhook: {name: parcel, example: {here: true}, timeout: 2d}
    as: parcel
  - ask_teammate: {question: Is it heavy?, attributes: {heavy: {type: boolean}}, timeout: 1h}
  - code: heavy
    with: {heavy: "{{ heavy }}"}
    as: is_heavy
  - say: "Heavy: {{ is_heavy }}."
"""
NUMBER = {"number": {"type": "string", "required": True}}
CONNECTORS = {
    "read_it": Connector.model_validate(
        {
            "url": "https://shop.example/{{ number }}",
            "inputs": NUMBER,
            "outputs": {"total": "order.total"},
            "mock_response": {"order": {"total": 5}},
        }
    ),
    "pay_it": Connector.model_validate(
        {
            "url": "https://shop.example/{{ number }}",
            "method": "POST",
            "inputs": NUMBER,
            "effect": "idempotent",
            "mock_response": {},
        }
    ),
}


class Brain:
    """Knows four words: pay, wait, hours, human."""

    async def read(self, question: Question, /) -> Reading:
        text = question.text
        nothing = NoAnswer(best_score=0.0)
        if "secret" in text and question.reader is not None and question.reader.contact.verified:
            return Answer(body=from_plain("For you alone."), sources=(), score=0.9)
        if "hours" in text:
            source = Source(content_type="article", title="Opening hours", url="https://shop.example/hours")
            return Answer(body=from_plain("Nine to five."), sources=(source,), score=0.9)
        if "human" in text:
            return WantsTeam()
        for name in ("pay", "wait"):
            if name in text:
                return StartProcedure(candidates=(Candidate(procedure=name, score=0.9),), otherwise=nothing)
        return nothing


class _Code:
    """Answers with its only input, by the scenario's clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    async def __call__(self, attempt: Attempt[RunCode], /) -> Sequence[Event]:
        effect = attempt.effect
        (value,) = effect.inputs.values()
        return (
            CallReturned(
                conversation_id=effect.conversation_id,
                at=self._now(),
                run_id=effect.run_id,
                call=effect.call,
                value=value,
            ),
        )


def _code(now: Callable[[], datetime]) -> Performer[RunCode]:
    return _Code(now)


def small_world() -> World:
    found = catalog([defined(PAY, "pay"), defined(WAIT, "wait")], CONNECTORS)
    rules = Rules(catalog=found, email_code=lambda _run, _key: CODE)
    return World(catalog=found, brain=Brain(), code=_code, rules=rules)


async def played(text: str, folder: Path) -> Played:
    """What comes of the one scenario that is written in `text`, without its name."""
    file = folder / "one.yaml"
    file.write_text(yaml.safe_dump({"scenarios": [{"name": "one", **yaml.safe_load(text)}]}))
    (scenario,), problems = read_scenarios(file)
    assert problems == ()
    return await play(scenario, small_world())
