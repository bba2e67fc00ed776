"""A condition that names what nobody knows never holds: `procedures check` says so, and it stays live."""

from pathlib import Path

import pytest

from bridge.catalog.folder import read_folder


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("escalation.yaml", "rules:\n  - {if: 'mesage == \"x\"', reason: x}\n", "Did you mean `message`?"),
        (
            "escalation.yaml",
            "rules:\n  - {if: plan == 'x', reason: x}\n",
            "`plan` is always null here. Known",
        ),
        (
            "escalation.yaml",
            "rules:\n  - {if: conversation.attributes.topik == 'x', reason: x}\n",
            "`conversation.attributes.topik` is set nowhere. Did you mean `topic`?",
        ),
        (
            "guidance.yaml",
            "-\n  {kind: style, text: x, audience: message == 'x'}\n",
            "`message` is always null",
        ),
        ("hours.yaml", "situations:\n  - {if: ques > 1, mode: ticket}\n", "`ques` is always null here."),
    ],
)
def test_what_no_condition_can_know_is_a_warning_with_its_line(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    (tmp_path / "attributes.yaml").write_text("topic: {description: x, options: {a: b, c: d}}\n")
    (tmp_path / name).write_text(text)
    folder = read_folder(tmp_path)
    (problem,) = folder.problems
    assert (problem.file, problem.line, problem.severity) == (name, 2, "warning")
    assert said in f"{problem.what} {problem.mend}"
    assert folder.is_sound


def test_what_is_known_and_what_a_condition_binds_itself_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "attributes.yaml").write_text("topic: {description: x, options: {a: b, c: d}}\n")
    (tmp_path / "escalation.yaml").write_text(
        "rules:\n"
        "  - {if: 'contact.tags.exists(one, one == \"vip\")', reason: x}\n"
        "  - {if: conversation.attributes.topic == 'a' && message != '', reason: y}\n"
    )
    (tmp_path / "hours.yaml").write_text("situations:\n  - {if: office_open && queue < 3, mode: live_chat}\n")
    assert read_folder(tmp_path).problems == ()
