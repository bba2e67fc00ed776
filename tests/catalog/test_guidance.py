"""guidance.yaml and escalation.yaml: read, limited, and what is wrong said by its line."""

from pathlib import Path

import pytest

from bridge.catalog.folder import read_folder
from bridge.catalog.guidance import read_attributes, read_escalation, read_guidance


def test_without_files_there_is_neither(tmp_path: Path) -> None:
    assert read_guidance(tmp_path) == ((), ())
    found, problems = read_escalation(tmp_path)
    assert (found and found.rules, problems) == ((), ())


def test_both_are_part_of_what_is_live(tmp_path: Path) -> None:
    (tmp_path / "guidance.yaml").write_text("- {kind: style, text: Be brief.}\n")
    (tmp_path / "escalation.yaml").write_text(
        "rules:\n  - {if: contact.vip == true, team: VIP, reason: Important}\nguidance: [When upset.]\n"
    )
    catalog = read_folder(tmp_path).catalog
    assert [one.text for one in catalog.guidance] == ["Be brief."]
    assert [one.reason for one in catalog.escalation.rules] == ["Important"]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("guidance.yaml", "- {kind: style, text: ok}\n- {kind: mood, text: x}\n", 2),
        ("guidance.yaml", "- {kind: style, text: ''}\n", 1),
        ("guidance.yaml", "kind: style\n", 1),
        ("guidance.yaml", "- [", 2),
        ("escalation.yaml", "rules:\n  - {if: '1 +', reason: x}\n", 2),
        ("escalation.yaml", "rules:\n  - {if: 'true'}\n", 2),
        ("escalation.yaml", "rulez: []\n", 1),
    ],
)
def test_what_is_wrong_is_said_and_what_was_live_stays(
    tmp_path: Path, name: str, text: str, line: int
) -> None:
    good = {
        "guidance.yaml": "- {kind: style, text: Be brief.}\n",
        "escalation.yaml": "rules: [{if: 'true', reason: x}]\n",
    }
    (tmp_path / name).write_text(good[name])
    before = read_folder(tmp_path)
    (tmp_path / name).write_text(text)
    after = read_folder(tmp_path, before)
    assert [(one.file, one.line) for one in after.problems][:1] == [(name, line)]
    assert after.catalog.guidance == before.catalog.guidance
    assert after.catalog.escalation == before.catalog.escalation
    assert not after.is_sound


def test_more_pieces_than_intercom_takes_are_too_many(tmp_path: Path) -> None:
    (tmp_path / "guidance.yaml").write_text("- {kind: style, text: x}\n" * 251)
    assert not read_folder(tmp_path).is_sound


def test_the_tickets_attributes_are_part_of_what_is_live(tmp_path: Path) -> None:
    (tmp_path / "attributes.yaml").write_text("topic: {options: {a: x, b: y}, zendesk_field: 7}\n")
    (topic,) = read_folder(tmp_path).catalog.attributes.values()
    assert (dict(topic.options), topic.zendesk_field) == ({"a": "x", "b": "y"}, 7)
    assert read_attributes(tmp_path / "no") == ({}, ())


@pytest.mark.parametrize(
    "text",
    [
        "topic: {options: {only: one}}\n",
        "topic: {options: [a, b]}\n",
        "topic: {options: {a: x, b: y}, zendesk_field: no}\n",
        "Topic with blanks: {options: {a: x, b: y}}\n",
        "topic: {options: {a: x, b: y}, colour: red}\n",
    ],
)
def test_a_broken_attribute_is_named_by_its_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "attributes.yaml").write_text(text)
    problems = read_folder(tmp_path).problems
    assert [(one.file, one.line) for one in problems][:1] == [("attributes.yaml", 1)]


def test_a_file_of_comments_alone_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "attributes.yaml").write_text("# none yet\n")
    assert read_attributes(tmp_path) == ({}, ())
