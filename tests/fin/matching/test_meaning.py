"""An embedding model helps where words do not, and knows when nothing is meant."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bridge.catalog.folder import read_folder
from bridge.fin.matching.current import CurrentMatcher
from bridge.fin.matching.made import questions_of
from bridge.fin.matching.matcher import Matcher
from bridge.fin.matching.meaning import Meaning, Taught, _regression
from bridge.fin.matching.trigger import Trigger
from bridge.knowledge.index import Index
from bridge.knowledge.library import Library
from bridge.knowledge.semantic.model import Embedder
from tests.fin.matching.measure import measure, triggers
from tests.knowledge.measure import CONTENT
from tests.knowledge.semantic.tiny import write_model

SAME = ({"frobnicate", "twiddle", "mangle"}, {"gizmo", "widget", "doodad"}, {"polish", "shine", "buff"})
"""Words that this model knows to mean the same, as a real one knows those of English."""
POLISH = Trigger(
    procedure="polish",
    description="The customer wants something polished.",
    examples=("polish my gizmo", "please polish the gizmo", "can you polish it", "polish this, please"),
)
FROBNICATE = Trigger(
    procedure="frobnicate",
    description="The customer wants something frobnicated.",
    examples=("frobnicate my gizmo", "please frobnicate the gizmo", "can you frobnicate it for me"),
    not_for=("what does it mean to frobnicate?",),
)


def knowing(texts: Sequence[str]) -> Any:
    """A stand-in for a good model: the mean of one random direction per meaning."""
    rows = []
    for text in texts:
        words = "".join(c if c.isalnum() else " " for c in text.casefold()).split() or ["nothing"]
        names = [next((min(group) for group in SAME if word in group), word) for word in words]
        seeds = [int.from_bytes(name.encode(), "big") % 2**32 for name in names]
        row = np.mean([np.random.default_rng(seed).normal(size=96) for seed in seeds], axis=0)
        rows.append(row / np.linalg.norm(row))
    return np.array(rows, np.float32).reshape(len(texts), 96)


def started(matcher: Matcher, text: str) -> str | None:
    best = matcher.match(text).best
    return best.procedure if best is not None else None


def test_a_message_in_other_words_starts_the_procedure_that_it_means() -> None:
    words, meaning = Matcher([POLISH, FROBNICATE]), Matcher([POLISH, FROBNICATE], embed=knowing)
    for text, procedure in (
        ("twiddle my doodad", "frobnicate"),
        ("please mangle the widget", "frobnicate"),
        ("can you buff the doodad", "polish"),
        ("shine this widget, please", "polish"),
    ):
        assert started(words, text) is None
        assert started(meaning, text) == procedure, meaning.match(text)


@pytest.mark.parametrize(
    "text",
    [
        "what is the weather like in Rome?",
        "when do you open?",
        "hello",
        "what does it mean to mangle?",
        "",
        "🦊",
    ],
)
def test_what_means_no_procedure_starts_none(text: str) -> None:
    assert started(Matcher([POLISH, FROBNICATE], embed=knowing), text) is None


def test_an_example_is_its_procedure_and_a_counter_example_never() -> None:
    matcher = Matcher([POLISH, FROBNICATE], embed=knowing)
    assert matcher.match("Polish my gizmo!").procedures[0].score == 1.0
    refused = matcher.match("what does it mean to frobnicate").procedures
    assert {one.score for one in refused if one.procedure == "frobnicate"} == {0.0}


def test_a_copy_for_another_audience_takes_nothing_away() -> None:
    copy = Trigger(procedure="polish_vip", description=POLISH.description, examples=POLISH.examples)
    meant = Matcher([POLISH, copy, FROBNICATE], embed=knowing).match("please shine my widget").meant
    assert {one.procedure for one in meant} == {"polish", "polish_vip"}


def test_procedures_without_examples_are_chosen_by_their_descriptions() -> None:
    bare = [
        Trigger(
            procedure="polish", description="Polish the gizmo. Please polish the doodad. Shine the widget."
        ),
        Trigger(
            procedure="mangle", description="Mangle the gizmo. Please mangle the doodad. Twiddle widgets."
        ),
    ]
    assert Matcher(bare, embed=knowing).match("buff the doodad").procedures[0].procedure == "polish"


def test_without_procedures_no_model_is_asked() -> None:
    assert Matcher([], embed=knowing).match("polish my gizmo").procedures == ()


def test_a_score_depends_on_nothing_but_the_triggers() -> None:
    one, other = (Matcher([POLISH, FROBNICATE], embed=knowing).match("buff my gizmo") for _ in range(2))
    assert one == other


def test_what_a_text_gets_unseen_is_what_it_gets_when_it_is_left_out() -> None:
    chance = np.random.default_rng(5)
    seen, targets = chance.normal(size=(14, 6)), np.eye(3)[chance.integers(0, 3, 14)]
    worth = chance.uniform(0.3, 2, 14)
    _, unseen = _regression(seen, targets, worth, 0.7)
    for place in range(14):
        rest = np.arange(14) != place
        weights, _ = _regression(seen[rest], targets[rest], worth[rest], 0.7)
        assert np.allclose(unseen[place], seen[place] @ weights)


def test_a_model_is_trusted_as_far_as_it_knows_examples_that_it_was_not_taught() -> None:
    taught = [
        Taught(text=f"{word} {thing} {number}", label=label)
        for label, word in enumerate(("weather", "polish", "frobnicate"))
        for thing in ("gizmo", "lamp", "table", "cup", "spoon")
        for number in range(2)
    ]

    def guessing(texts: Sequence[str]) -> Any:
        seeds = [int.from_bytes(text.encode()[:40], "big") % 2**32 for text in texts]
        rows = np.array([np.random.default_rng(seed).normal(size=96) for seed in seeds])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    knows, guesses = Meaning(knowing, taught, 3), Meaning(guessing, taught, 3)
    assert knows.chances("buff the cup")[1] >= knows.threshold
    assert max(guesses.chances("buff the cup")[1:]) < guesses.threshold
    assert knows.trust > 0.9
    assert guesses.trust < 0.2
    assert sum(knows.chances("anything")) == pytest.approx(1)


def test_a_model_of_random_weights_does_no_harm(tmp_path: Path) -> None:
    embed = Embedder.open(tmp_path, write_model(tmp_path)).embed
    matcher = Matcher(triggers(), background=questions_of(Library(CONTENT).current()), embed=embed)
    with_model, words = measure(held_out=False, matcher=matcher), measure(held_out=False)
    print(with_model)
    assert with_model.right >= words.right - 0.05 * words.meant
    assert with_model.wrong_start + with_model.others_started <= words.wrong_start + words.others_started


def test_the_matcher_of_now_asks_the_model(tmp_path: Path) -> None:
    asked: list[str] = []

    def embed(texts: Sequence[str]) -> Any:
        asked.extend(texts)
        return knowing(texts)

    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures" / "polish.yaml").write_text(
        "title: Polish\nwhen_to_use:\n  description: Something is to be polished.\n"
        f"  examples: {json.dumps(POLISH.examples)}\nsteps:\n  - say: Done.\n"
    )
    folder, index = read_folder(tmp_path), Index([])
    matcher = CurrentMatcher(lambda: folder, lambda: index, embed=embed)()
    assert matcher is not None
    assert started(matcher, "please shine my doodad") == "polish"
    assert {"Something is to be polished.", *POLISH.examples, "please shine my doodad"} <= set(asked)


def test_two_hundred_procedures_cost_about_a_second_beside_their_embeddings() -> None:
    chance = np.random.default_rng(2)
    middles = chance.normal(size=(201, 384))
    taught = [Taught(text=f"{label} {place}", label=label) for label in range(201) for place in range(15)]
    rows = {one.text: middles[one.label] + chance.normal(size=384) for one in taught}

    def embed(texts: Sequence[str]) -> Any:
        found = np.array([rows[text] for text in texts])
        return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)

    began = time.perf_counter()
    meaning = Meaning(embed, taught, 201)
    print(f"3,015 texts of 201 classes learnt in {time.perf_counter() - began:.2f} s")
    began = time.perf_counter()
    assert all(np.argmax(meaning.chances(one.text)) == one.label for one in taught[::60])
    print(f"a message in {(time.perf_counter() - began) / 51 * 1000:.2f} ms beside its embedding")
    assert time.perf_counter() - began < 5
