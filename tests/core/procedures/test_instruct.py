"""Instruction steps: a model may do what the step mentions, after the customer's yes, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bridge.core.procedures.connector import Connector, Input
from bridge.core.procedures.mentions import Mention, mentions_in
from bridge.core.words.effects import CallConnector, Instruct, Look, Think
from bridge.core.words.entries import Part
from bridge.core.words.outcome import Outcome
from bridge.core.words.reading import NoAnswer
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Owner
from tests.play import ADA, START, Play

TEXT = """
when_to_use: {description: x}
attributes:
  fault: {type: list, options: [broken, dirty], description: what is wrong}
  number: {type: string, pattern: "^[0-9]{4}$"}
steps:
  - instruct: >-
      Find out what is wrong: @update fault and @update number.
      @use look then @use book. @tag repair @note @end
  - say: "Fault: {{ fault }}."
  - end: {follow_up: false}
on_error:
  - handoff: {message: I could not do that.}
"""
CONNECTORS = {
    "look": Connector(url="https://x.example/look", inputs={"number": Input(required=True)}),
    "book": Connector(
        url="https://x.example/book",
        method="POST",
        effect="unsafe",
        description="Books a repair",
        contacts="verified",
        inputs={
            "number": Input(required=True),
            "customer": Input.model_validate({"from": "contact.external_id"}),
        },
    ),
    "secret": Connector(url="https://x.example/secret", method="POST", effect="unsafe"),
}


class Model:
    """A play in which the model's words are given by hand."""

    def __init__(self, text: str = TEXT, **more: Any) -> None:
        self.p = Play.of(text, CONNECTORS, **more)
        self.p.begins("my lamp is not right")

    @property
    def asked(self) -> Instruct:
        return self.p.ordered(Instruct)[-1]

    def wants(self, *calls: tuple[str, dict[str, Any]], text: str = "") -> Model:
        self.p.effects.append(self.asked)
        self.p.returns({"text": text, "calls": [{"name": n, "arguments": a} for n, a in calls]})
        return self


def connectors(model: Model) -> list[str]:
    return [one.connector for one in model.p.ordered(CallConnector)]


def test_mentions_are_read_from_the_text() -> None:
    found = mentions_in(
        "First @update fault. Then @look up and @use get_order, @handoff. @tag vip-2 @read order.total"
    )
    assert found == (
        Mention("update", "fault"),
        Mention("look up"),
        Mention("use", "get_order"),
        Mention("handoff"),
        Mention("tag", "vip-2"),
        Mention("read", "order.total"),
    )


def test_only_what_is_mentioned_is_offered() -> None:
    names = {one.name for one in Model().asked.tools}
    assert names == {
        "step_done", "customer_wants_people", "update_fault", "update_number", "use_look", "use_book",
        "tag_repair", "note", "end",
    }  # fmt: skip
    book = next(one for one in Model().asked.tools if one.name == "use_book")
    assert set(book.parameters["properties"]) == {"number"}, "what is bound cannot be given"


def test_the_model_asks_the_customer_and_one_call_is_made_for_each_turn() -> None:
    m = Model().wants(text="What is wrong with it?")
    assert m.p.said() == ["What is wrong with it?"]
    before = len(m.p.ordered(Think))
    m.p.writes("it is dirty")
    assert len(m.p.ordered(Think)) == before
    assert m.asked.told[-1] == "The customer says: it is dirty"
    m.wants(("update_fault", {"value": "dirty"}), ("step_done", {}))
    assert m.p.said() == ["Fault: dirty."]
    assert m.p.c.outcome is Outcome.PROCEDURE_COMPLETED


def test_a_change_is_made_after_the_customers_yes_and_once() -> None:
    m = Model().wants(("use_look", {"number": "1234"}))
    assert connectors(m) == ["look"]
    m.p.returns({"ok": True})
    m.wants(("use_book", {"number": "1234"}))
    assert connectors(m) == ["look"], "not before the yes"
    assert m.p.said() == ["Shall I do this? Books a repair (number: 1234)."]
    m.p.presses("Yes")
    assert connectors(m) == ["look", "book"]
    m.p.returns({"id": "B-1"})
    m.wants(("use_book", {"number": "1234"}))
    assert connectors(m) == ["look", "book"]
    assert "that was done already" in m.asked.told[-1]


def test_a_no_is_told_to_the_model_and_nothing_is_done() -> None:
    m = Model().wants(("use_book", {"number": "1234"}))
    m.p.presses("No")
    assert connectors(m) == []
    assert m.asked.told[-1] == "The customer does not want book."
    m.wants(("use_book", {"number": "1234"}))
    m.p.writes("yes but only if it is free, otherwise not")
    assert connectors(m) == []


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("use_secret", {}),
        ("use_book", {"number": "1234", "customer": "43"}),
        ("use_book", {}),
        ("use_book", {"number": "1234", "amount": 9_999}),
        ("update_fault", {"value": "haunted"}),
        ("update_number", {"value": "12345; drop"}),
        ("update_contact", {"value": "x"}),
        ("tag_vip", {}),
        ("hand_off", {}),
        ("switch_refund_order", {}),
        ("step", {}),
        ("", {}),
    ],
)
def test_what_is_not_offered_or_does_not_fit_is_refused_told_and_logged(
    name: str, arguments: dict[str, Any]
) -> None:
    m = Model().wants((name, arguments))
    assert connectors(m) == []
    assert m.asked.told[-1].startswith("Refused: ")
    assert any("Refused" in one for one in m.p.why)
    assert m.p.c.run is not None
    assert m.p.c.run.values.get("fault") is None


def test_many_calls_at_once_are_cut_and_an_endless_model_ends_with_people() -> None:
    m = Model().wants(*[("update_fault", {"value": "dirty"})] * 50)
    assert "too many at once" in m.asked.told[-1]
    for _ in range(20):
        if m.p.c.owner is Owner.TEAM:
            break
        m.wants(("note", {"text": "x"}))
    assert m.p.c.owner is Owner.TEAM


def test_who_asks_for_people_gets_people() -> None:
    m = Model().wants(("customer_wants_people", {}))
    assert (m.p.c.owner, m.p.c.outcome) == (Owner.TEAM, Outcome.ESCALATED)


def test_an_unproven_contact_changes_nothing() -> None:
    m = Model()
    m.p.conversation = replace(m.p.c, contact=replace(ADA, verified=False))
    m.wants(("use_book", {"number": "1234"}))
    assert connectors(m) == []
    assert "for verified contacts only" in m.asked.told[-1]


def test_without_an_answer_of_the_model_the_error_branch_goes_on() -> None:
    m = Model()
    m.p.effects.append(m.asked)
    m.p.refuses("no model")
    assert m.p.said() == ["I could not do that."]


def test_an_unknown_outcome_goes_to_people_at_once() -> None:
    m = Model().wants(("use_book", {"number": "1234"}))
    m.p.presses("Yes")
    m.p.refuses("cut off", unknown=True)
    assert m.p.c.owner is Owner.TEAM
    assert connectors(m) == ["book"]


ALLOWED = TEXT.replace(
    '  - say: "Fault', """    allow: {book: "look.ok && inputs.number == '1234'"}\n  - say: "Fault"""
)


@pytest.mark.parametrize(
    ("answer", "number", "is_made"),
    [({"ok": True}, "1234", True), ({"ok": False}, "1234", False), ({"ok": True}, "9999", False)],
)
def test_a_call_is_made_only_while_its_condition_holds(answer: Any, number: str, is_made: bool) -> None:
    m = Model(ALLOWED).wants(("use_look", {"number": "1234"}))
    m.p.returns(answer)
    m.wants(("use_book", {"number": number}))
    if is_made:
        m.p.presses("Yes")
    else:
        assert "Refused: use_book: not while" in m.asked.told[-1]
    assert ("book" in connectors(m)) is is_made


def test_before_its_condition_can_be_decided_nothing_is_called() -> None:
    m = Model(ALLOWED).wants(("use_book", {"number": "1234"}))
    assert "its condition cannot be decided yet" in m.asked.told[-1]
    assert connectors(m) == []


def test_a_change_with_other_values_is_still_a_second_one() -> None:
    m = Model().wants(("use_book", {"number": "1234"}))
    m.p.presses("Yes").returns({"id": "B-1"})
    m.wants(("use_book", {"number": "5678"}))
    assert "that was done already" in m.asked.told[-1]
    assert connectors(m) == ["book"]


def test_a_condition_that_counts_lets_it_be_done_as_often_as_it_says() -> None:
    m = Model(ALLOWED.replace("look.ok && inputs.number == '1234'", "times < 2"))
    m.wants(("use_look", {"number": "1234"})).p.returns({"ok": True})
    for number in ("1234", "5678", "9999"):
        m.wants(("use_book", {"number": number}))
        if m.p.c.offered:
            m.p.presses("Yes").returns({})
    assert connectors(m) == ["look", "book", "book"]


def test_a_model_that_asks_for_nothing_else_is_left_for_people() -> None:
    m = Model().wants(("drop_database", {})).wants(("note", {"text": "x"})).wants()
    assert m.p.said() == ["I could not do that."]
    assert len({one.call for one in m.p.ordered(Instruct)}) == 3
    assert m.p.c.owner is Owner.TEAM


def test_what_was_refused_is_in_the_log_also_when_the_step_ends_with_it() -> None:
    m = Model().wants(("drop_database", {}), ("update_fault", {"value": "dirty"}), ("step_done", {}))
    assert any("Refused: drop_database: not offered here" in line for line in m.p.why)
    assert m.p.c.outcome is Outcome.PROCEDURE_COMPLETED


def test_what_the_model_fills_in_is_shown_sign_by_sign() -> None:
    m = Model().wants(("use_book", {"number": "[1](https://evil.example) https://evil.example"}))
    assert m.p.last is not None
    [shown] = [one for one in m.p.last.entries if isinstance(one, Part)]
    assert "<a" not in shown.body.html


def test_however_often_the_model_is_asked_the_customer_hears_something_in_time() -> None:
    m = Model()
    m.p.now += timedelta(seconds=10)
    m.wants(("use_look", {"number": "1234"}))
    patience = m.p.rules.think_patience_s
    assert m.p.timers[TimerName.THINKING] == START + timedelta(seconds=patience)
    m.p.passes(patience)
    assert m.p.said() == [m.p.rules.texts.takes_longer]


READS = """
when_to_use: {description: x}
attributes: {number: {type: string}}
steps:
  - instruct: "Look at it with @use look and @use stock, @look up, then say so. @use book"
on_error:
  - handoff: {message: I could not do that.}
"""
STOCK = {**CONNECTORS, "stock": Connector(url="https://x.example/stock", inputs={"number": Input()})}


def reading() -> Model:
    model = Model.__new__(Model)
    model.p = Play.of(READS, STOCK)
    model.p.begins("my lamp is not right")
    return model


def test_several_reads_in_one_request_are_all_answered_before_the_model_is_asked_again() -> None:
    m = reading()
    m.wants(
        ("use_look", {"number": "1234"}), ("use_stock", {"number": "1"}), ("look_up", {"question": "lamps"})
    )
    assert connectors(m) == ["look"]
    m.p.returns({"ok": True})
    assert connectors(m) == ["look", "stock"]
    m.p.returns({"left": 3})
    before = len(m.p.ordered(Instruct))
    m.p.looked(NoAnswer())
    assert len(m.p.ordered(Instruct)) == before + 1
    assert m.asked.told[-3:] == (
        "look answered: {'ok': True}",
        "stock answered: {'left': 3}",
        "The help articles have nothing about it.",
    )
    assert m.p.c.run is not None
    assert m.p.c.run.values["look"] == {"ok": True}
    assert [one.connector for one in m.p.c.run.done] == ["look", "stock"]


def test_a_change_behind_a_read_is_not_made_in_its_wake() -> None:
    m = reading().wants(("use_look", {"number": "1234"}), ("use_book", {"number": "1234"}))
    m.p.returns({"ok": True})
    assert connectors(m) == ["look"]
    assert m.p.said() == []


def test_three_requests_and_the_customer_hears_something() -> None:
    m = reading()
    for number in ("1", "2"):
        assert not m.asked.is_last
        m.wants(("use_look", {"number": number}))
        m.p.returns({"ok": number})
    assert (m.asked.is_last, m.asked.most_calls) == (True, 1)
    m.wants(("use_look", {"number": "3"}))
    m.p.returns({"ok": "3"})
    assert len({one.call for one in m.p.ordered(Instruct)}) == 3
    assert m.p.said() == ["I could not do that."]
    assert m.p.c.owner is Owner.TEAM


def test_what_a_broken_answer_cost_counts_as_well() -> None:
    m = reading()
    m.p.returns({"text": "", "calls": [{"name": "use_look", "arguments": {"number": "1"}}], "spent": 2})
    m.p.returns({"ok": True})
    assert (m.asked.is_last, m.asked.most_calls) == (True, 1)


def test_the_customers_words_begin_the_count_anew() -> None:
    m = reading()
    for number in ("1", "2"):
        m.wants(("use_look", {"number": number}))
        m.p.returns({"ok": number})
    m.wants(text="Is it dark?")
    m.p.writes("yes, quite dark")
    assert (m.asked.is_last, m.asked.most_calls) == (False, 3)


def test_the_procedures_own_guidance_goes_along() -> None:
    m = Model(f"guidance: Never promise a date.\n{TEXT}")
    assert m.asked.guidance == "Never promise a date."


def test_of_an_object_the_model_reads_what_is_mentioned_and_nothing_beside_it() -> None:
    text = TEXT.replace("Find out what is wrong:", "Greet by @read contact.name. Find out what is wrong:")
    asked = Model(text).asked
    assert asked.known["contact.name"] == "Ada"
    assert "ada@example.com" not in str(asked.known)
    assert (
        Model(TEXT.replace("Find out", "@read contact.no.such Find out")).asked.known["contact.no.such"]
        is None
    )


def test_what_it_looks_up_is_for_the_model_itself_to_read() -> None:
    m = Model(TEXT.replace("@note", "@note @look up")).wants(("look_up", {"question": "is it covered?"}))
    (look,) = m.p.ordered(Look)
    assert look.for_model
    assert look.text == "is it covered?"
