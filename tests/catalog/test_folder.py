"""The configuration folder is read whole; what is broken is said and changes nothing that works."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridge.catalog.folder import Folder, fingerprint, read_folder
from tests.catalog.files import CHECK_AGE, CONNECTOR, GREETS, RUNS_SHARED, Config


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(tmp_path / "config")


def version(folder: Folder, id_: str) -> str:
    return folder.catalog.procedures[id_].version


def said(folder: Folder) -> list[str]:
    return [str(one) for one in folder.problems]


def test_a_folder_that_is_not_there_is_empty_and_sound(tmp_path: Path) -> None:
    folder = read_folder(tmp_path / "nowhere")
    assert folder.is_sound
    assert dict(folder.catalog.procedures) == {}


def test_procedures_workflows_and_connectors_are_found_by_their_files_names(config: Config) -> None:
    config.write("procedures/greet.yaml", GREETS)
    config.write("workflows/messenger.yaml", "on: first_message\nsteps:\n  - say: Welcome.\n")
    config.write("connectors/get_order.yaml", CONNECTOR)
    folder = read_folder(config.root)
    assert said(folder) == []
    assert set(folder.catalog.procedures) == {"greet"}
    assert set(folder.catalog.workflows) == {"messenger"}
    assert set(folder.catalog.connectors) == {"get_order"}
    assert folder.catalog.workflow_on("first_message") is folder.catalog.workflows["messenger"]


def test_a_draft_is_checked_and_no_customer_meets_it(config: Config) -> None:
    config.write("procedures/greet.yaml", "status: draft\n" + GREETS)
    config.write("procedures/broken.yaml", "status: draft\n" + GREETS.replace("say: Hello.", "use: nothing"))
    folder = read_folder(config.root)
    assert dict(folder.catalog.procedures) == {}
    assert set(folder.drafts) == {"greet"}
    assert folder.drafts["greet"].version in folder.catalog.versions
    assert said(folder) == ["procedures/broken.yaml:5: There is no data connector `nothing`."]


@pytest.mark.parametrize(
    "broken",
    [
        "steps: [",
        "",
        "steps:\n  - sya: Hello.\n",
        GREETS.replace("say: Hello.", 'say: "{{ nobody_set_this }}"'),
        GREETS.replace("say: Hello.", "use: no_such_connector"),
        GREETS.replace("when_to_use:", "#"),
        b"\xff\xfe\x00",
    ],
)
def test_a_broken_file_leaves_the_live_version_in_its_place(config: Config, broken: str | bytes) -> None:
    config.write("procedures/greet.yaml", GREETS)
    before = read_folder(config.root)
    config.write("procedures/greet.yaml", broken)
    after = read_folder(config.root, before)
    assert not after.is_sound
    assert version(after, "greet") == version(before, "greet")
    again = read_folder(config.root, after)
    assert version(again, "greet") == version(before, "greet")
    config.write("procedures/greet.yaml", GREETS.replace("Hello.", "Good day."))
    mended = read_folder(config.root, again)
    assert mended.is_sound
    assert version(mended, "greet") != version(before, "greet")


def test_a_broken_connector_leaves_the_one_that_worked(config: Config) -> None:
    config.write("connectors/get_order.yaml", CONNECTOR)
    uses = GREETS.replace("say: Hello.", 'use: get_order\n    with: {number: "1"}')
    config.write("procedures/greet.yaml", uses)
    before = read_folder(config.root)
    config.write("connectors/get_order.yaml", "url: [nowhere]")
    after = read_folder(config.root, before)
    assert said(after) == ["connectors/get_order.yaml:1: `url`: Input should be a valid string."]
    assert after.catalog.connectors == before.catalog.connectors
    assert set(after.catalog.procedures) == {"greet"}


def test_a_file_that_is_taken_away_is_gone(config: Config) -> None:
    config.write("procedures/greet.yaml", GREETS)
    config.write("procedures/other.yaml", GREETS)
    config.write("connectors/get_order.yaml", CONNECTOR)
    before = read_folder(config.root)
    config.remove("procedures/greet.yaml")
    config.remove("connectors/get_order.yaml")
    after = read_folder(config.root, before)
    assert after.is_sound
    assert set(after.catalog.procedures) == {"other"}
    assert dict(after.catalog.connectors) == {}


def test_a_connector_that_is_taken_away_is_missed_where_it_is_used(config: Config) -> None:
    config.write("connectors/get_order.yaml", CONNECTOR)
    config.write(
        "procedures/greet.yaml", GREETS.replace("say: Hello.", "use: get_order\n    with: {number: a}")
    )
    before = read_folder(config.root)
    config.remove("connectors/get_order.yaml")
    after = read_folder(config.root, before)
    assert said(after) == ["procedures/greet.yaml:4: There is no data connector `get_order`."]
    assert version(after, "greet") == version(before, "greet")


def test_two_problems_in_two_files_are_both_said_each_with_its_line(config: Config) -> None:
    config.write("procedures/a.yaml", GREETS.replace("say: Hello.", "sya: Hello."))
    config.write("procedures/b.yaml", GREETS.replace("title: Greet", "titel: Greet"))
    config.write("connectors/c.yaml", "url: https://shop.example\nmethd: GET\n")
    config.write("procedures/fine.yaml", GREETS)
    folder = read_folder(config.root)
    assert [(one.file, one.line) for one in folder.problems] == [
        ("connectors/c.yaml", 2),
        ("procedures/a.yaml", 4),
        ("procedures/b.yaml", 1),
    ]
    assert set(folder.catalog.procedures) == {"fine"}


def test_the_version_changes_with_the_content_and_not_with_a_remark(config: Config) -> None:
    config.write("procedures/greet.yaml", GREETS)
    first = version(read_folder(config.root), "greet")
    config.write("procedures/greet.yaml", "# A remark.\n" + GREETS)
    assert version(read_folder(config.root), "greet") == first
    config.write("procedures/greet.yaml", GREETS.replace("Hello.", "Hi."))
    assert version(read_folder(config.root), "greet") != first


def test_the_version_changes_with_a_shared_part_that_is_used(config: Config) -> None:
    config.write("procedures/adult.yaml", RUNS_SHARED)
    config.write("procedures/greet.yaml", GREETS)
    config.write("procedures/shared/check_age.yaml", CHECK_AGE)
    before = read_folder(config.root)
    assert before.is_sound, said(before)
    config.write("procedures/shared/check_age.yaml", CHECK_AGE.replace("18", "21"))
    after = read_folder(config.root, before)
    assert version(after, "adult") != version(before, "adult")
    assert version(after, "greet") == version(before, "greet")
    assert dict(after.written["procedure", "adult"].shared) == {"check_age": CHECK_AGE.replace("18", "21")}


def test_a_broken_shared_part_leaves_what_uses_it_as_it_was(config: Config) -> None:
    config.write("procedures/adult.yaml", RUNS_SHARED)
    config.write("procedures/shared/check_age.yaml", CHECK_AGE)
    before = read_folder(config.root)
    config.write("procedures/shared/check_age.yaml", CHECK_AGE.replace("set:", "sett:"))
    after = read_folder(config.root, before)
    assert {one.file for one in after.problems} == {
        "procedures/shared/check_age.yaml",
        "procedures/adult.yaml",
    }
    assert version(after, "adult") == version(before, "adult")


def test_two_procedures_of_the_same_content_are_two_versions(config: Config) -> None:
    config.write("procedures/a.yaml", GREETS)
    config.write("procedures/b.yaml", GREETS)
    folder = read_folder(config.root)
    assert version(folder, "a") != version(folder, "b")
    assert {one.id for one in folder.catalog.versions.values()} == {"a", "b"}


def test_a_name_that_cannot_be_an_id_is_said_with_how_to_mend_it(config: Config) -> None:
    config.write("procedures/refund-order.yaml", GREETS)
    [problem] = read_folder(config.root).problems
    assert (problem.file, problem.what) == ("procedures/refund-order.yaml", "`refund-order` cannot be an id.")
    assert "refund_order.yaml" in problem.mend


def test_an_editors_lock_and_a_link_to_nowhere_stop_nothing(config: Config) -> None:
    config.write("procedures/greet.yaml", GREETS)
    (config.root / "procedures" / ".#greet.yaml").symlink_to("ann@machine.4711")
    (config.root / "procedures" / "lost.yaml").symlink_to("nowhere.yaml")
    folder = read_folder(config.root)
    assert set(folder.catalog.procedures) == {"greet"}
    assert [one.file for one in folder.problems] == ["procedures/lost.yaml"]
    assert fingerprint(config.root) == folder.print


@pytest.mark.parametrize("opener", ["[", "{a: ", "- ", "? "])
def test_a_file_that_is_nested_without_end_cannot_end_the_service(config: Config, opener: str) -> None:
    config.write("procedures/greet.yaml", GREETS)
    config.write("procedures/deep.yaml", opener * (190_000 // len(opener)))
    folder = read_folder(config.root)
    assert said(folder) == ["procedures/deep.yaml:1: nested too deep."]
    assert set(folder.catalog.procedures) == {"greet"}


def test_a_number_without_end_is_a_problem_of_its_file(config: Config) -> None:
    config.write("procedures/greet.yaml", GREETS + f"attributes: {{a: {{default: {'9' * 5_000}}}}}\n")
    [problem] = read_folder(config.root).problems
    assert (problem.line, problem.what) == (6, "a number that long is a text: put it in quotes.")


PIECES = st.sampled_from(
    [
        "steps:\n",
        "  - say: ",
        "when_to_use: ",
        "{description: x}\n",
        "  - if: a == ",
        "'",
        '"',
        "{{ ",
        " }}",
        "]",
        "[",
        "\n",
        "    then: ",
        "attributes: ",
        "a: ",
        "!!python/object:os.system ",
        "&a ",
        "*a",
        "on_error: ",
        "procedures: ",
        "1e999",
        "\u2028",
        "- end\n",
        "url: ",
    ]
)
GARBAGE = st.one_of(
    st.text(max_size=200).map(lambda text: text.encode(errors="replace")),
    st.binary(max_size=100),
    st.lists(PIECES, max_size=30).map(lambda pieces: "".join(pieces).encode()),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(procedure=GARBAGE, shared=GARBAGE, connector=GARBAGE)
def test_whatever_the_files_hold_reading_them_never_raises(
    config: Config, procedure: bytes, shared: bytes, connector: bytes
) -> None:
    config.write("procedures/fine.yaml", GREETS)
    config.write("procedures/any.yaml", procedure)
    config.write("procedures/shared/any.yaml", shared)
    config.write("connectors/any.yaml", connector)
    folder = read_folder(config.root)
    assert "fine" in folder.catalog.procedures
    assert all(one.line >= 1 and one.what for one in folder.problems)


def test_two_hundred_procedures_are_read_fast_and_read_again_faster(config: Config) -> None:
    text = (Path(__file__).parents[2] / "config" / "procedures" / "refund_order.yaml").read_text()
    for name in ("get_order", "issue_refund"):
        config.write(
            f"connectors/{name}.yaml",
            (Path(__file__).parents[2] / "config" / "connectors" / f"{name}.yaml").read_text(),
        )
    for number in range(200):
        config.write(f"procedures/refund_{number}.yaml", text)
    began = time.perf_counter()
    folder = read_folder(config.root)
    first = time.perf_counter() - began
    assert (folder.is_sound, len(folder.catalog.procedures)) == (True, 200)
    config.write("procedures/refund_0.yaml", text.replace("Refund an order", "Refund"))
    began = time.perf_counter()
    again = read_folder(config.root, folder)
    second = time.perf_counter() - began
    assert version(again, "refund_0") != version(folder, "refund_0")
    assert first < 5, "a second on a machine that does nothing else"
    assert second < first / 2
