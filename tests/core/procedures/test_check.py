"""`check` finds what would fail or never happen, names the line and how to mend it."""

from __future__ import annotations

import pytest

from bridge.core.procedures.check import check
from bridge.core.procedures.connector import Connector, Input
from bridge.core.procedures.parse import parse, parse_shared
from bridge.core.procedures.source import SourceError, read

CONNECTORS = {
    "get_order": Connector(
        url="https://s.example/{{ number }}",
        inputs={
            "number": Input(type="string", required=True),
            "customer": Input.model_validate({"from": "contact.external_id"}),
        },
    )
}
HEAD = "when_to_use: {description: x}\n"


def problems(text: str, shared: dict[str, str] | None = None, *, head: str = HEAD) -> list[str]:
    subs = {}
    for name, sub in (shared or {}).items():
        made, wrong = parse_shared(name, sub, file=f"{name}.yaml")
        assert made is not None, wrong
        subs[name] = made
    parsed = parse("p", head + text, kind="procedure", file="p.yaml", shared=subs)
    if parsed.definition is None:
        return [str(one) for one in parsed.problems]
    found = check(
        parsed.definition,
        "p.yaml",
        connectors=CONNECTORS,
        procedures=frozenset({"p", "return_item"}),
        workflows=frozenset({"handoff"}),
    )
    return [str(one) for one in found]


@pytest.mark.parametrize(
    ("text", "line", "what", "mend"),
    [
        ("steps: []\n", 2, "list of steps", "Each begins"),
        ("steps:\n  - sya: x\n", 3, "No step kind", "say"),
        ("steps:\n  - {say: x, note: y}\n", 3, "Two steps in one", "Begin each"),
        ("steps:\n  - say: x\n    colour: red\n", 4, "`colour`", "Known are"),
        ("steps:\n  - ask: x\n    button: [a]\n", 4, "`button`", "Did you mean `buttons`?"),
        ("stepps:\n  - say: x\n", 1, "list of steps", ""),
        ("steps:\n  - if: 'a >'\n    then: [{say: x}]\n", 3, "`if`", ""),
        ("steps:\n  - say: '{{ a'\n", 3, "never closed", ""),
        (
            "steps:\n  - say: 'Hello {{ nmae }}'\nattributes: {name: {}}\n",
            3,
            "`nmae` is set nowhere",
            "`name`?",
        ),
        ("steps:\n  - end\n  - say: x\n", 4, "never reached", "ends"),
        (
            "steps:\n  - if: 'true'\n    then: [end]\n    else: [handoff]\n  - say: x\n",
            6,
            "never reached",
            "",
        ),
        ("steps:\n  - use: get_order\n", 3, "needs the input `number`", "with:"),
        ("steps:\n  - use: get_odrer\n", 3, "no data connector", "Did you mean `get_order`?"),
        ("steps:\n  - use: get_order\n    with: {number: a, no: b}\n", 3, "has no input `no`", ""),
        ("steps:\n  - use: get_order\n    with: {number: a, customer: b}\n", 3, "is bound", "Take it away"),
        ("steps:\n  - collect: [order]\n", 3, "`order` is not declared", "attributes"),
        ("steps:\n  - run: gone\n", 3, "no sub-procedure", "procedures/shared"),
        ("steps:\n  - switch: retrun_item\n", 3, "no procedure", "`return_item`?"),
        ("steps:\n  - workflow: hand\n", 3, "no workflow", "handoff"),
        ("steps:\n  - run: a\nprocedures:\n  a: [{run: b}]\n  b: [{run: a}]\n", 6, "for ever", ""),
        ("steps:\n  - instruct: be kind\n", 3, "needs a model", "BRIDGE_LLM"),
        ("steps:\n  - wait: tomorrow\n", 3, "a number and a unit", ""),
        ("steps:\n  - say: x\nattributes:\n  contact: {}\n", 5, "meaning of its own", "another name"),
        ("steps:\n  - say: x\nattributes:\n  a: {type: lisst}\n", 5, "`attributes.a.type`", ""),
        ("steps:\n  - say: x\n  - say: [x\n", 5, "no YAML", ""),
        ("proactive: {frist_message: x}\nsteps: [end]\n", 2, "`proactive.frist_message`", "`first_message`?"),
        ("proactive: {on: [api]}\nsteps: [end]\n", 2, "`proactive.first_message`", ""),
        ("steps: [end]\nproactive: {first_message: x, on: [clik]}\n", 3, "element_click", ""),
        ("steps: [end]\nproactive: {first_message: x, on: []}\n", 3, "at least 1", ""),
        (
            "steps: [end]\nproactive: {first_message: 'Order {{ ordr }}?'}\nattributes: {order: {}}\n",
            3,
            "`ordr` is not known when Fin says the first message",
            "Did you mean `order`?",
        ),
        ("steps: [end]\nproactive: {first_message: ''}\n", 3, "is empty", "Write what Fin says"),
        (
            "steps: [end]\nproactive: {first_message: '{{ message }}'}\n",
            3,
            "`message` is not known",
            "attributes",
        ),
        ("steps: [end]\nproactive: {first_message: x, on: [event]}\n", 3, "does not say which", "trackEvent"),
        (
            "steps: [end]\nproactive: {first_message: x, event: y}\n",
            3,
            "`event` is never",
            "Add event to `on`",
        ),
        (
            "steps: [end]\nproactive: {first_message: x, element: {selector: '#a'}}\n",
            3,
            "`element` is never",
            "Add element_click",
        ),
        (
            "steps: [end]\nproactive: {first_message: x, on: [element_click], element: {page: a/b}}\n",
            3,
            "neither a path nor an address: a/b",
            "such as /a/b",
        ),
        (
            "audience: {channels: [api]}\nproactive: {first_message: x, on: [element_click]}\nsteps: [end]\n",
            3,
            "other channels only",
            "Add web",
        ),
        (
            "steps: [end]\naudience: {contacts: visitors}\nproactive: {first_message: x}\n",
            4,
            "is a user, and the audience is visitors",
            "contacts: users",
        ),
        ("steps: [end]\nproactive: {first_message: x, close_after: soon}\n", 3, "a number and a unit", ""),
        ("title: x\ntitle: y\nsteps: [end]\n", 3, "twice", ""),
    ],
)
def test_a_mistake_has_its_line_its_name_and_a_way_out(text: str, line: int, what: str, mend: str) -> None:
    found = problems(text)
    assert found, "nothing was found"
    assert any(one.startswith(f"p.yaml:{line}:") and what in one and mend in one for one in found), found


def test_a_procedure_that_is_only_triggered_needs_no_words_to_be_chosen_by() -> None:
    text = """
proactive:
  first_message: "Is order {{ order }} right, {{ contact.name }}?"
  on: [api, element_click, event]
  element: {page: "/orders/*", selector: "#help"}
  event: order_failed
  close_after: 2h
attributes: {order: {}}
steps: [end]
"""
    assert problems(text, head="") == []
    assert "can never be chosen" in problems("steps: [end]", head="")[0]


def test_a_sound_file_has_no_problems() -> None:
    text = """
attributes: {number: {type: string, ask: "Which, {{ contact.name }}?"}}
steps:
  - collect: number
  - use: get_order
    with: {number: "{{ number }}"}
    as: order
    on_error: [{say: "{{ error }}"}, end]
  - run: sub
  - run: double
    with: {n: 2}
    as: four
  - if: order.ok && order.lines.all(l, l.n > 0)
    then: [{switch: return_item}]
  - say: "{{ four }} {{ inner }}"
procedures:
  sub:
    - set: {inner: 1}
"""
    shared = {"double": "inputs: {n: {type: integer}}\nreturns: r\nsteps: [{set: {r: '{{ n * 2 }}'}}]\n"}
    assert problems(text, shared) == []


def test_a_procedure_without_a_use_is_told_so() -> None:
    assert "when_to_use" in problems("steps: [end]\n", head="")[0]


def test_words_that_older_yaml_turns_into_something_else_stay_words() -> None:
    data = read("a: [Yes, no, on, off, 12:30, 2026-01-05, 007, true, null, ~, 1, 1.5, -2e3]").data
    assert data == {
        "a": ["Yes", "no", "on", "off", "12:30", "2026-01-05", "007", True, None, None, 1, 1.5, -2000.0]
    }


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [1]\nb: &b [*a, *a]\nc: *c\n",
        "a: " + "[" * 100 + "]" * 100,
        "x" * 300_000,
        "a: !!python/name:os.system",
    ],
)
def test_a_bomb_is_no_file(bomb: str) -> None:
    with pytest.raises(SourceError):
        read(bomb)


def test_the_version_follows_from_the_content_and_from_nothing_else() -> None:
    def version(text: str) -> str:
        made = parse("p", text, kind="procedure", file="p.yaml", shared={}).definition
        assert made is not None
        return made.version

    assert version("steps: [end]") == version("# a remark\nsteps:\n  - end\n")
    assert version("steps: [end]") != version("steps: [handoff]")
