"""Fin Tasks become drafts that pass the operator's own check, or one clear error."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridge.catalog.fin_task.blocks import TaskError
from bridge.catalog.fin_task.convert import Around, Conversion, convert
from bridge.catalog.folder import Folder, read_folder
from bridge.core.procedures.connector import Connector
from bridge.core.procedures.source import read
from bridge.core.words.values import Json

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())
HEAD = "Title: Refund\nDescription: The customer wants money back.\nInstructions:\n"


def made(
    text: str, *, connectors: Mapping[str, Connector] | None = None, has_model: bool = False
) -> Conversion:
    around = Around(connectors=connectors or {}, has_model=has_model)
    return convert(text, file="task.txt", around=around)


def data(made: Conversion) -> Json:
    return read(made.procedure).data


def steps(text: str, connectors: Mapping[str, Connector] | None = None) -> Json:
    return data(made(HEAD + text, connectors=connectors))["steps"]


def said(text: str) -> list[str]:
    """What is said of the instructions, whose first line is 1, beyond that there are no examples."""
    problems = [one for one in made(HEAD + text).problems if "no examples" not in one.what]
    return [f"{one.line - 3}: {one.what}" for one in problems]


def in_folder(conversion: Conversion, root: Path, *, has_model: bool = False) -> Folder:
    for name, text in conversion.connectors.items():
        (root / "connectors").mkdir(exist_ok=True)
        (root / "connectors" / f"{name}.yaml").write_text(text)
    (root / "procedures").mkdir(exist_ok=True)
    (root / "procedures" / f"{conversion.id}.yaml").write_text(conversion.procedure)
    return read_folder(root, has_model=has_model)


@pytest.mark.parametrize("has_model", [False, True])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_sample_becomes_a_draft_without_errors(path: Path, tmp_path: Path, *, has_model: bool) -> None:
    text = (
        path.read_text() if path.name != "list.json" else f'{{"title": "Track", "steps": {path.read_text()}}}'
    )
    conversion = convert(text, file=path.name, around=Around(connectors={}, has_model=has_model))
    folder = in_folder(conversion, tmp_path, has_model=has_model)
    assert [str(one) for one in folder.problems] == []
    assert set(folder.drafts) == {conversion.id}
    assert dict(folder.catalog.procedures) == {}
    assert all(one.mock_response for one in folder.catalog.connectors.values())
    assert "TODO" not in conversion.procedure
    assert all(one.file == path.name and one.line <= text.count("\n") + 1 for one in conversion.problems)


def test_a_cancellation_keeps_its_branches_and_says_what_only_a_person_can_write() -> None:
    conversion = made((Path(__file__).parent / "samples" / "cancel_order.txt").read_text())
    procedure = data(conversion)
    assert procedure["title"] == "Cancel an order"
    assert procedure["when_to_use"]["examples"] == ["please cancel my order", "I want my money back"]
    assert procedure["when_to_use"]["not_for"] == ["the customer asks how long refunds take"]
    collect, get, shipped, big, note, end = procedure["steps"]
    assert collect == {"collect": ["order_number", "reason"]}
    assert get == {"use": "get_order", "with": {"number": "{{ order_number }}"}, "as": "order"}
    assert (shipped["if"], shipped["then"]) == (
        "order.status == 'shipped'",
        [{"say": "It is on its way already."}],
    )
    assert shipped["else"][0]["use"] == "cancel_order"
    assert big["if"] == "order.total > 100.0"
    assert big["then"][-1]["handoff"]["team"] == "Billing"
    asked, angry = big["else"]
    assert asked["ask_teammate"]["question"] == "Is this so? the customer seems angry"
    assert (angry["if"], angry["else"][-1]) == ("is_so_1", {"say": "Done: {{ refund.reference }}."})
    assert note["note"].startswith("The task says: Check whether")
    assert end == {"end": {}}
    assert procedure["on_error"] == [{"handoff": {"to": "team"}}]
    assert set(conversion.connectors) == {"get_order", "cancel_order", "issue_refund"}
    assert read(conversion.connectors["get_order"]).data["mock_response"] == {
        "status": "shipped",
        "total": 101.0,
    }
    assert read(conversion.connectors["issue_refund"]).data["effect"] == "unsafe"


def test_a_webhook_keeps_its_example_and_says_where_its_address_is() -> None:
    procedure = data(made((Path(__file__).parent / "samples" / "verify_identity.txt").read_text()))
    _, start, say, wait, decide = procedure["steps"]
    assert start["with"]["callback"] == "{{ hooks.identity_check }}"
    assert say["say"].splitlines()[1:] == ["", "Thank you, {{ contact.name }}!"]
    assert wait["wait_for_webhook"]["example"]["data"] == {"result": "passed", "score": 0.9}
    assert wait["wait_for_webhook"]["timeout"] == "2d"
    assert decide["if"] == "identity_check.data.result == 'passed' && identity_check.data.score >= 0.5"


def test_lists_of_attributes_and_actions_are_taken_from_their_sections() -> None:
    conversion = made((Path(__file__).parent / "samples" / "address.txt").read_text())
    procedure = data(conversion)
    assert procedure["attributes"]["new_address"]["ask"] == "Where shall it go?"
    collect, _, arrived, ask, reroute, say = procedure["steps"]
    assert collect == {"collect": ["order_number", "new_address"]}
    assert arrived["if"] == "order.status in ['delivered', 'returned']"
    assert arrived["then"] == [{"say": "It has arrived already."}, {"end": {}}]
    assert ask["buttons"] == ["Yes", "No"]
    assert reroute["if"] == "order.status == 'in_transit' || order.carrier == 'DHL'"
    assert say == {"say": "It will go to {{ new_address }}."}
    assert read(conversion.connectors["reroute_parcel"]).data["inputs"] == {
        "number": {"type": "string", "required": True},
        "new_address": {"type": "string", "required": True},
    }


def test_python_conditions_fallbacks_and_the_contact_are_understood() -> None:
    procedure = data(made((Path(__file__).parent / "samples" / "trial_charge.txt").read_text()))
    get, trial, classify, mood, wait, summary, end = procedure["steps"]
    assert get == {
        "use": "get_subscription",
        "with": {"id": "{{ contact.external_id }}"},
        "as": "subscription",
    }
    assert trial["if"] == "subscription.status.matches('(?i)^trialing$') && subscription.days_left >= 3.0"
    assert trial["elif"] == [{"if": "subscription.status == null", "then": [{"handoff": {"to": "team"}}]}]
    assert trial["else"] == [{"say": "You pay {{ subscription.price }} on {{ subscription.next_charge }}."}]
    assert classify["as"] == "mood"
    assert (mood["then"], mood["else"]) == ([{"tag_contact": ["unhappy trial"]}], [{"note": "All is well."}])
    assert (wait, summary, end) == ({"wait": "10m"}, {"summarize": "note"}, {"end": {}})


def test_json_blocks_under_several_names_are_the_same_steps() -> None:
    conversion = convert(
        (Path(__file__).parent / "samples" / "login.json").read_text(),
        file="login.json",
        around=Around(connectors={}),
    )
    procedure = data(conversion)
    assert conversion.id == "login_issues"
    assert procedure["when_to_use"]["not_for"] == ["delete my account"]
    collect, send, sent, wait, ask, works = procedure["steps"]
    assert collect == {"collect": ["e_mail"]}
    assert send["with"] == {"email": "{{ e_mail }}"}
    assert sent["if"] == "sent.ok == true"
    assert sent["elif"][0]["then"][0]["handoff"] == {
        "to": "team",
        "team": "Accounts",
        "message": "Your account is locked.",
    }
    assert sent["else"] == [{"say": "I could not send a link."}]
    assert wait["wait_for_webhook"] == {
        "name": "link_opened",
        "example": {"opened": True},
        "timeout": "3600s",
    }
    assert ask == {"ask": "Does it work now?", "buttons": ["Yes", "No"], "as": "works"}
    assert (works["if"], works["then"]) == ("works == 'Yes'", [{"end": {}}])


def test_natural_language_is_a_note_without_a_model_and_an_instruction_with_one() -> None:
    text = (Path(__file__).parent / "samples" / "vague.txt").read_text()
    without, with_model = data(made(text))["steps"], data(made(text, has_model=True))["steps"]
    assert [*map(list, without)] == [["note"], ["handoff"]]
    assert "{{ '{{' }} the problem is solved." in without[0]["note"]
    assert [*map(list, with_model)] == [["instruct"], ["handoff"]]
    assert "please write this step" in made(text).procedure
    assert without[1] == {"handoff": {"to": "team", "team": "Technical support"}}


def test_what_is_not_understood_is_said_with_its_line() -> None:
    assert said("Run action Get order\nBe kind.\nEnd\n") == [
        "1: There is no data connector `get_order`: fill in the skeleton config/connectors/get_order.yaml.",
        "2: `Be kind.` is no step that we know; please write this step.",
    ]


def test_an_action_that_is_there_is_used_and_what_it_needs_is_asked_for() -> None:
    connectors = {
        "get_order": Connector.model_validate(
            {
                "url": "https://shop.example/{{ number }}?c={{ customer }}",
                "inputs": {
                    "number": {"required": True},
                    "customer": {"from": "contact.external_id", "required": True},
                },
                "outputs": {"total": "order.total"},
            }
        )
    }
    text = (
        HEAD
        + "Run action Get order with colour = red, customer = 7\nSay: It is {{order.total}}, {{order.tax}}."
    )
    conversion = made(text, connectors=connectors)
    assert conversion.connectors == {}
    assert data(conversion)["steps"] == [
        {"collect": ["number"]},
        {"use": "get_order", "with": {"number": "{{ number }}"}, "as": "order"},
        {"say": "It is {{ order.total }}, {{ order.tax }}."},
    ]
    whats = [one.what for one in conversion.problems]
    assert "The data connector `get_order` takes no input `colour`; it was left out." in whats
    assert "The data connector `get_order` takes no input `customer`; it was left out." in whats
    assert "`order.tax` is read, and the data connector `get_order` has no such output." in whats


def test_a_name_that_nothing_sets_is_declared_and_said() -> None:
    conversion = made(f"{HEAD}Say: Hello.\nSay: You have {{{{ points_left }}}} points.")
    assert data(conversion)["attributes"] == {"points_left": {"type": "string"}}
    assert "task.txt:5: `points_left` is read, and nothing in the task sets it" in str(
        conversion.problems[-1]
    )


def test_an_attribute_that_is_compared_with_a_number_is_a_number() -> None:
    conversion = made(
        HEAD + "Collect amount, confirmed\nIf amount is more than 50 and confirmed is yes then end"
    )
    assert data(conversion)["attributes"]["amount"]["type"] == "decimal"
    assert data(conversion)["attributes"]["confirmed"]["type"] == "boolean"
    assert data(conversion)["steps"][1]["if"] == "amount > 50.0 && confirmed == true"


def test_names_that_mean_something_else_to_us_are_changed_everywhere() -> None:
    text = "Collect message and error\nSay: {{message}}, {{error}}\nIf message is hello then end"
    assert steps(text) == [
        {"collect": ["message_given", "error_given"]},
        {"say": "{{ message_given }}, {{ error_given }}"},
        {"if": "message_given == 'hello'", "then": [{"end": {}}]},
    ]


def test_words_in_another_script_get_names_that_expressions_can_use() -> None:
    found = steps("Collect 注文番号\nSay: {{注文番号}} ありがとう")
    assert found == [{"collect": ["value_1"]}, {"say": "{{ value_1 }} ありがとう"}]


def test_what_stands_behind_an_end_is_left_out_and_said() -> None:
    conversion = made(HEAD + "If a_b is 1 then end, otherwise escalate\nSay: Never.\nSay: Never ever.")
    assert len(data(conversion)["steps"]) == 1
    assert "Left out behind this: Say: Never. Say: Never ever." in conversion.procedure
    assert any(one.line == 5 and "never reached" in one.what for one in conversion.problems)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "has no blocks"),
        ("Title: x\nDescription: y\n", 1, "has no blocks"),
        ("Run action Get order\n", 1, 'neither a "Title:" nor a "Description:"'),
        ('{"title": "x",\n "steps": [}', 2, "is not valid JSON"),
        ('{"title": NaN}', 1, "is not valid JSON"),
        ("[" * 50_000, 1, "is not valid JSON"),
        ("{}", 1, "has no blocks"),
        ('{"tasks": [{}, {}]}', 1, "several tasks"),
        ("x" * 100_001, 1, "longer than 100000 characters"),
    ],
)
def test_what_is_no_task_is_one_sentence_with_a_line(text: str, line: int, what: str) -> None:
    with pytest.raises(TaskError, match=re.escape(what)) as raised:
        made(text)
    assert raised.value.line == line


def test_a_task_of_thousands_of_lines_is_converted_or_refused_fast() -> None:
    text = HEAD + "".join(f"Say: {number}\n" for number in range(900))
    assert len(data(made(text))["steps"]) == 900
    with pytest.raises(TaskError, match="1000"):
        made(HEAD + "".join(f"Say: {number}\n" for number in range(1_001)))


def test_the_page_that_describes_the_format_is_converted_as_it_says() -> None:
    page = (Path(__file__).parents[3] / "docs" / "fin-tasks.md").read_text()
    text, task = re.findall(r"```(?:json)?\n(.*?)```", page.split("## As text")[1], re.DOTALL)
    conversion, from_json = made(text), made(task)
    assert [one.what.split(":")[0] for one in conversion.problems] == [
        "There is no data connector `get_order`",
        "There is no data connector `cancel_order`",
    ]
    first, get, decide, wait, tag = data(conversion)["steps"]
    assert (first["collect"], get["as"], tag) == (["order_number", "reason"], "order", {"tag": ["cancelled"]})
    assert decide["elif"][0]["if"] == "order.total > 100.0 && reason != 'broken'"
    assert wait["wait_for_webhook"] == {"name": "refund_paid", "example": {"paid": True}, "timeout": "2d"}
    assert len(from_json.problems) == 1
    assert data(from_json)["steps"][-2:] == [{"tag": ["paid"]}, {"end": {}}]


PIECES = [
    *("Title: x\n", "Description: y\n", "Instructions:\n", "Task block 2:\n", "Actions:\n", "Attributes:\n"),
    *(
        "If ",
        "then ",
        "Otherwise ",
        "Else if ",
        "End if\n",
        "and ",
        "or ",
        "is ",
        "is not ",
        "> ",
        "100",
        "€5",
    ),
    *(
        "Collect ",
        "Ask: ",
        "Run action ",
        "with ",
        "Tag ",
        "Send message: ",
        "Escalate",
        "Note: ",
        "set x = ",
    ),
    *(
        "Wait for webhook ",
        "for 2 days",
        'Example:\n{"a": 1}\n',
        "On timeout: ",
        "Wait ",
        "Classify as ",
        "End\n",
    ),
    *(
        "@",
        "{{ ",
        "}}",
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        ": ",
        ", ",
        "\n",
        "\n  ",
        "\n    ",
        "\n- ",
        "1. ",
        "\\",
        "|",
    ),
    *(
        "order.total",
        "a.b['c']",
        "inputs['temporary']['x']",
        "contact",
        "message",
        "error",
        "user.email",
        "x_y",
    ),
    *(
        "#",
        "&",
        "*",
        "%",
        "!",
        "~",
        "é",
        "日本",
        "\u2028",
        "\x00",
        "\x85",
        "\ufeff",
        "true",
        "null",
        "1e9",
        "in",
    ),
]
TASKS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=40).map(lambda pieces: HEAD + "".join(pieces)),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(PIECES),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "type",
                        "steps",
                        "text",
                        "name",
                        "if",
                        "then",
                        "else",
                        "branches",
                        "inputs",
                        "as",
                        "example",
                        "options",
                    ]
                ),
                inner
                | st.sampled_from(
                    ["action", "collect", "condition", "message", "webhook", "set", "tag", "classify"]
                ),
                max_size=5,
            )
        ),
        max_leaves=25,
    ).map(lambda steps: {"title": "x", "steps": steps}),
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(task=TASKS, has_model=st.booleans())
def test_any_text_gives_a_draft_that_passes_the_check_or_one_clear_error(
    task: str | dict[str, Json], *, has_model: bool
) -> None:
    text = task if isinstance(task, str) else json.dumps(task)
    try:
        conversion = made(text, has_model=has_model)
    except TaskError as error:
        refused = error
    else:
        refused = None
    if refused is not None:
        assert refused.line >= 1
        assert "\n" not in str(refused)
        assert not str(refused).startswith("cannot be"), "what is no block of ours becomes a note"
        return
    with TemporaryDirectory() as root:
        folder = in_folder(conversion, Path(root), has_model=has_model)
        assert folder.is_sound
        assert set(folder.drafts) == {conversion.id}
    assert all(1 <= one.line <= text.count("\n") + 99 for one in conversion.problems)
