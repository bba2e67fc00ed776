"""Every step kind, played in a conversation."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.core.procedures.connector import Connector, Input
from bridge.core.procedures.steps import STEPS
from bridge.core.words.body import from_plain
from bridge.core.words.effects import (
    CallConnector,
    CreateTicket,
    Look,
    RunCode,
    SendEvent,
    SendMail,
    TagContact,
    UpdateTicket,
)
from bridge.core.words.outcome import Outcome
from bridge.core.words.reading import Answer, NoAnswer
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Owner, Source
from tests.play import Play, catalog, defined

HEAD = "when_to_use: {description: x}\n"
SHOP = {
    "look": Connector(url="https://s.example/{{ n }}", inputs={"n": Input(type="string", required=True)}),
    "pay": Connector(
        url="https://s.example/pay",
        method="POST",
        effect="idempotent",
        inputs={"n": Input(type="decimal"), "who": Input.model_validate({"from": "contact.external_id"})},
    ),
    "guarded": Connector(url="https://s.example/g", method="POST", effect="idempotent", approval=True),
}


def played(steps: str, head: str = "", **more: Any) -> Play:
    return Play.of(f"{HEAD}{head}steps:\n{steps}", SHOP, **more)


def failed(p: Play) -> bool:
    return p.c.owner is Owner.TEAM and p.c.outcome is Outcome.FAILED


def test_say_writes_what_fills_its_holes_as_text() -> None:
    p = played('  - set: {x: "*a* <b>[c](http://evil.example)"}\n  - say: "**Hello** {{ x }}"\n').begins()
    assert p.said()[0] == "Hello *a* <b>[c](http://evil.example)"


def test_ask_keeps_the_answer_and_its_buttons_are_the_only_ones() -> None:
    p = played('  - ask: "Which?"\n    buttons: [Red, Blue]\n    as: c\n  - say: "{{ c }}!"\n').begins()
    assert [one.text for one in p.c.offered] == ["Red", "Blue"]
    p.writes("green").reads(NoAnswer())
    assert [one.text for one in p.c.offered] == ["Red", "Blue"]
    p.said()
    p.writes("the blue one")
    assert p.said()[0] == "Blue!"


def test_ask_without_buttons_takes_any_words_once_a_brain_has_looked() -> None:
    p = played('  - ask: "What happened?"\n    as: t\n  - say: "{{ t }}"\n').begins()
    p.said()
    p.writes("it fell").reads(NoAnswer())
    assert p.said()[0] == "it fell"


def test_ask_with_a_time_of_its_own_takes_its_own_way() -> None:
    steps = "  - ask: There?\n    as: t\n    timeout: 5m\n    on_timeout:\n      - say: Bye.\n      - end\n"
    p = played(steps).begins()
    assert TimerName.PENDING not in p.timers
    p.passes(299)
    assert p.said() == ["There?"]
    p.passes(2)
    assert p.said()[0] == "Bye."


def test_collect_asks_only_for_what_is_missing_and_takes_several_at_once() -> None:
    head = (
        "attributes:\n  n: {pattern: '^[0-9]{6}$', ask: Number?}\n  mail: {type: email, ask: Mail?}\n"
        "  size: {type: list, options: [S, L], ask: Size?}\n"
    )
    p = played('  - collect: [n, mail, size]\n  - say: "{{ n }} {{ mail }} {{ size }}"\n', head).begins()
    assert p.said() == ["Number?"]
    p.writes("123456, a@b.example")
    assert p.said() == ["Size?"]
    p.presses("L")
    assert p.said()[0] == "123456 a@b.example L"


def test_use_gives_typed_inputs_and_cannot_set_what_is_bound() -> None:
    p = played('  - use: pay\n    with: {n: "3.5"}\n    as: r\n  - say: "{{ r.id }}"\n').begins()
    assert p.ordered(CallConnector)[0].inputs == {"n": 3.5}
    p.returns({"id": 9})
    assert p.said()[0] == "9"
    assert failed(played('  - use: pay\n    with: {who: "43"}\n').begins())
    assert failed(played("  - use: look\n").begins())
    assert failed(played("  - use: nobody\n").begins())


def test_use_makes_the_same_change_once_and_reads_as_often_as_asked() -> None:
    pay = "  - use: pay\n    with: {n: 1}\n"
    p = played(f'{pay}{pay}    as: again\n  - say: "{{{{ again }}}}"\n')
    p.begins().returns("paid")
    assert p.said()[0] == "paid"
    assert len(p.ordered(CallConnector)) == 1
    p = played("  - use: look\n    with: {n: a}\n  - use: look\n    with: {n: a}\n").begins().returns(1)
    assert len(p.ordered(CallConnector)) == 2


@pytest.mark.parametrize(("approved", "calls"), [(True, 1), (False, 0)])
def test_use_waits_for_a_teammate_where_the_connector_wants_it(approved: bool, calls: int) -> None:
    p = played("  - use: guarded\n").begins()
    assert p.ordered(SendEvent)[0].topic == "procedure.hitl_notification.created"
    assert p.teammate({"approved": "perhaps"}) == "`approved` must be a boolean."
    assert p.teammate({"approved": approved}) == "accepted"
    assert len(p.ordered(CallConnector)) == calls
    assert failed(p) is not approved


def test_a_call_that_nobody_approves_is_not_made_and_its_run_does_not_wait_for_ever() -> None:
    p = played("  - use: guarded\n").begins().passes(23 * 3600)
    assert p.c.run is not None
    p.passes(2 * 3600)
    assert p.ordered(CallConnector) == []
    assert failed(p)
    assert any("nobody approved `guarded` in time" in one for one in p.why)


def test_a_step_may_have_its_own_way_out_of_an_error() -> None:
    p = played(
        '  - use: look\n    with: {n: a}\n    on_error:\n      - say: "Sorry: {{ error }}"\n  - say: On.\n'
    )
    p.begins().refuses("404")
    assert p.said()[:2] == ["Sorry: `look`: 404", "On."]


@pytest.mark.parametrize(("n", "said"), [(1, "one"), (2, "two"), (3, "three"), (4, "many")])
def test_if_goes_into_the_first_branch_that_holds(n: int, said: str) -> None:
    steps = f"""
  - set: {{n: {n}}}
  - if: n == 1
    then: [{{say: one}}]
    elif:
      - {{if: n == 2, then: [{{say: two}}]}}
      - {{if: n == 3, then: [{{say: three}}]}}
    else: [{{say: many}}]
  - say: after
"""
    assert played(steps).begins().said()[:2] == [said, "after"]


def test_a_condition_that_cannot_be_decided_fails_and_is_never_guessed() -> None:
    assert failed(played("  - set: {n: a}\n  - if: n > 1\n    then: [{say: no}]\n").begins())


def test_instruct_without_a_model_is_a_failure_and_says_so() -> None:
    p = played("  - instruct: Be kind.\n").begins()
    p.refuses("An instruct step needs a model: set BRIDGE_LLM__BASE_URL.")
    assert failed(p)
    assert any("BRIDGE_LLM__BASE_URL" in one for one in p.why)


def test_answer_says_it_with_its_sources_or_goes_elsewhere() -> None:
    steps = '  - answer: "{{ message }}"\n    else: [{say: Nothing found.}]\n'
    found = Answer(
        body=from_plain("Five days."),
        sources=(Source(content_type="article", title="T", url="https://s.example/t"),),
        score=0.9,
    )
    p = played(steps).begins("how long")
    assert p.ordered(Look)[0].text == "how long"
    assert p.looked(found).said()[0] == "Five days."
    p = played(steps).begins("how long")
    assert p.looked(NoAnswer()).said()[0] == "Nothing found."
    assert failed(played('  - answer: "x"\n').begins().looked(NoAnswer()))


def test_run_does_what_the_sub_procedure_says_and_comes_back() -> None:
    greet = "procedures:\n  greet:\n    - set: {who: Ada}\n    - say: Hello.\n"
    assert played('  - run: greet\n  - say: "after {{ who }}"\n' + greet).begins().said()[:2] == [
        "Hello.",
        "after Ada",
    ]


def test_a_shared_sub_procedure_sees_only_what_it_is_given() -> None:
    shared = {
        "double": "inputs: {n: {type: integer}}\nreturns: twice\nsteps:\n"
        '  - set: {twice: "{{ n * 2 }}", secret: "{{ mine }}"}\n  - say: "[{{ secret }}]"\n'
    }
    run = "  - run: double\n    with: {n: 4}\n    as: r\n"
    steps = f'  - set: {{mine: x, n: 1}}\n{run}  - say: "{{{{ r }}}} {{{{ n }}}} {{{{ twice }}}}"\n'
    assert played(steps, shared=shared).begins().said()[:2] == ["[]", "8 1"]
    assert failed(played("  - run: double\n    with: {n: four}\n", shared=shared).begins())


def test_switch_begins_another_procedure_without_its_data() -> None:
    p = played("  - set: {x: 1}\n  - switch: q\n")
    other = defined(HEAD + 'steps:\n  - say: "[{{ x }}]"\n', "q")
    p.rules = type(p.rules)(catalog=catalog([*p.rules.catalog.procedures.values(), other]))
    p.begins()
    assert p.said()[0] == "[]"
    assert failed(played("  - switch: nowhere\n").begins())


def test_procedures_that_switch_in_a_circle_end_with_people() -> None:
    p = played("  - switch: p\n").begins()
    assert failed(p)


def test_workflow_begins_a_workflow() -> None:
    p = played("  - workflow: w\n")
    flow = defined("steps:\n  - say: From the workflow.\n", "w", "workflow")
    p.rules = type(p.rules)(catalog=catalog(list(p.rules.catalog.procedures.values()), None, [flow]))
    assert p.begins().said()[0] == "From the workflow."


def test_set_refuses_a_value_of_another_type() -> None:
    head = "attributes: {n: {type: integer}}\n"
    assert played('  - set: {n: "{{ 1 + 1 }}"}\n  - say: "{{ n }}"\n', head).begins().said()[0] == "2"
    assert failed(played("  - set: {n: two}\n", head).begins())


def test_code_gets_its_inputs_and_gives_its_value() -> None:
    p = played('  - code: "max(x)"\n    with: {x: "{{ [1, 3] }}"}\n    as: m\n  - say: "{{ m }}"\n').begins()
    assert (p.ordered(RunCode)[0].source, p.ordered(RunCode)[0].inputs) == ("max(x)", {"x": [1, 3]})
    assert p.returns(3).said()[0] == "3"
    assert failed(played('  - code: "1/0"\n').begins().refuses("ZeroDivisionError"))


def test_classify_takes_only_a_label_that_was_offered() -> None:
    steps = (
        '  - classify: {labels: {billing: invoices, tech: errors}}\n    as: topic\n  - say: "[{{ topic }}]"\n'
    )
    p = played(steps).begins("my invoice")
    assert p.ordered(Look)[0].labels == {"billing": "invoices", "tech": "errors"}
    assert p.returns("billing").said()[0] == "[billing]"
    assert played(steps).begins().returns("admin").said()[0] == "[]"


def test_wait_goes_on_after_days_and_answers_meanwhile() -> None:
    p = played("  - wait: 2d\n  - say: Now.\n").begins()
    assert p.said() == []
    p.writes("well?").reads(NoAnswer())
    assert "still waiting" in p.said()[0]
    p.passes(2 * 86_400 - 1)
    assert p.said() == []
    p.passes(2)
    assert p.said()[0] == "Now."


HOOK = """
  - set: {url: "{{ hooks.paid }}"}
  - wait_for_webhook: {name: paid, example: {amount: 1.0, lines: [{n: 1}]}, timeout: 1d}
    as: event
    on_timeout: [{say: Too late.}]
  - say: "{{ event.amount }}"
"""


def test_wait_for_webhook_resumes_with_what_fits_and_refuses_what_does_not() -> None:
    p = played(HOOK).begins()
    assert p.c.runs[0].values["url"] == f"https://bridge.example/hooks/{p.c.runs[0].id}/paid"
    for wrong in ({}, {"amount": "1"}, {"amount": True, "lines": []}, {"amount": 1, "lines": [{"m": 1}]}, []):
        assert p.hook("paid", wrong) == "mismatch"
    assert p.c.runs[0].waits is not None
    run = p.c.runs[0].id
    assert p.hook("paid", {"amount": 5, "lines": [{"n": 2, "more": 1}], "extra": None}) == "resumed"
    assert p.said()[0] == "5"
    assert p.hook("paid", {}, run) == "gone"


def test_a_callback_that_comes_early_is_kept_until_the_run_is_there() -> None:
    p = played("  - ask: Ready?\n    buttons: [Yes]\n" + HOOK[1:]).begins()
    assert p.hook("paid", {"amount": 7, "lines": []}) == "kept"
    p.said()
    assert p.presses("Yes").said()[0] == "7"


def test_a_callback_that_never_comes_takes_its_own_way() -> None:
    p = played(HOOK).begins()
    p.passes(86_401)
    assert p.said()[0] == "Too late."


ASK = """
  - ask_teammate:
      question: "May {{ contact.name }} have it?"
      attributes: {ok: {type: boolean}, why: {type: string}}
      timeout: 1d
    on_timeout: [{say: Nobody was there.}]
  - say: "{{ ok }} {{ why }}"
"""


def test_ask_teammate_takes_all_answers_or_none() -> None:
    p = played(ASK).begins()
    [note] = [one for one in p.ordered(UpdateTicket) if one.comment and not one.comment.public]
    assert note.comment is not None
    assert "May Ada have it?" in note.comment.body.text
    item = p.ordered(SendEvent)[0].item
    assert p.teammate({"ok": True}) == "`why` is missing."
    assert p.teammate({"ok": 1, "why": "x"}) == "`ok` must be a boolean."
    assert p.teammate({"ok": True, "why": "x", "z": 1}) == "`z` was not asked for."
    assert p.teammate({"ok": True, "why": "x"}, "99") == "step_id is not the step that waits."
    assert p.teammate({"ok": True, "why": "fine"}, item["step_id"]) == "accepted"
    assert p.said()[0] == "yes fine"
    assert p.teammate({"ok": True, "why": "x"}) == "No procedure in this conversation waits for a teammate."


def test_a_teammate_who_never_answers_is_not_waited_for_for_ever() -> None:
    p = played(ASK).begins()
    p.passes(86_401)
    assert p.said()[0] == "Nobody was there."


def test_verify_email_takes_the_right_code_and_three_wrong_ones_fail() -> None:
    steps = '  - verify_email: {to: "{{ contact.email }}"}\n    as: mail\n  - say: "ok {{ mail }}"\n'
    p = played(steps).begins()
    mail = p.ordered(SendMail)[0]
    assert (mail.to, "123456" in mail.text) == ("ada@example.com", True)
    assert p.said() == ["I have sent a six-digit code to a…@example.com. What is the code?"]
    p.returns()
    p.writes("000000")
    assert p.c.owner is Owner.FIN
    p.said()
    assert p.writes("it is 123 456").said()[0] == "ok ada@example.com"
    p = played(steps).begins().writes("1").writes("2").writes("3")
    assert failed(p)
    assert failed(played(steps).begins().passes(601))
    assert failed(played(steps).begins().refuses("mailbox unknown"))


def test_create_ticket_makes_one_where_there_is_none() -> None:
    steps = '  - create_ticket: {subject: "Broken {{ contact.name }}", text: It is broken.}\n'
    p = played(steps, create_on="handoff").begins()
    [made] = p.ordered(CreateTicket)
    assert (made.subject, made.comment.body.text) == ("Broken Ada", "It is broken.")
    assert len(played(steps).begins().ordered(CreateTicket)) == 1


def test_tag_and_tag_contact_add_and_never_take() -> None:
    p = played('  - tag: [VIP customer, "{{ contact.plan }}"]\n  - tag_contact: vip\n').begins()
    assert {"vip_customer", "pro"} <= p.tags
    assert p.ordered(TagContact)[0].tags == ("vip",)
    assert failed(played('  - tag: ["{{ nothing }}"]\n').begins())


def test_notes_wait_for_a_ticket() -> None:
    p = played("  - note: Look at this.\n  - handoff\n", create_on="handoff").begins()
    notes = [one.comment.body.text for one in p.ordered(UpdateTicket) if one.comment]
    assert "Look at this." in notes


def test_summarize_leaves_a_packet() -> None:
    p = played("  - summarize: note\n").begins()
    assert next(one.packet for one in p.ordered(UpdateTicket))


@pytest.mark.parametrize("step", ["handoff", "handoff: team", "handoff: {to: team, tags: [x y]}"])
def test_handoff_is_counted_as_designed(step: str) -> None:
    p = played(f"  - {step}\n").begins()
    assert (p.c.owner, p.c.outcome) == (Owner.TEAM, Outcome.PROCEDURE_HANDOFF)


@pytest.mark.parametrize(
    ("step", "asks"), [("end", True), ("end: {follow_up: false}", False), ("say: x", True)]
)
def test_end_asks_for_more_unless_told_otherwise(step: str, asks: bool) -> None:
    p = played(f"  - {step}\n").begins()
    assert ("Is there anything else that I can help you with?" in p.said()) is asks
    assert p.c.outcome is Outcome.PROCEDURE_COMPLETED


def test_every_kind_is_played_here() -> None:
    source = __import__("pathlib").Path(__file__).read_text()
    assert [kind for kind in STEPS if f"{kind}:" not in source] == []
