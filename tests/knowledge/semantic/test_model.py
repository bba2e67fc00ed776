"""A folder becomes an embedder when its weights are those that were pinned."""

from __future__ import annotations

import hashlib
import math
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bridge.knowledge.semantic.model import Embedder
from bridge.knowledge.semantic.unusable import ModelUnusable
from tests.knowledge.semantic.tiny import sentences, write_model

OTHER = "0" * 64


def test_a_text_becomes_a_vector_and_other_words_another(tmp_path: Path) -> None:
    embedder = Embedder.open(tmp_path, write_model(tmp_path))
    rows = embedder.embed(["I want my money back", "i WANT my money back", "Where is my parcel?"])
    assert rows.shape == (3, embedder.size)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    assert np.array_equal(rows[0], rows[1])
    assert rows[0] @ rows[2] < 0.99


def test_half_precision_says_nearly_the_same(tmp_path: Path) -> None:
    full = Embedder.open(tmp_path / "4", write_model(tmp_path / "4"))
    half = Embedder.open(tmp_path / "2", write_model(tmp_path / "2", kind="<f2"))
    texts = sentences(20)
    assert (full.embed(texts) * half.embed(texts)).sum(axis=1).min() > 0.999


def test_a_text_gets_the_same_vector_again_in_whatever_company(tmp_path: Path) -> None:
    embedder = Embedder.open(tmp_path, write_model(tmp_path))
    first = embedder.embed(["Where is my parcel?"])
    assert np.array_equal(embedder.embed(["x", "Where is my parcel?", "x"])[1], first[0])
    assert embedder.embed([]).shape == (0, 32)
    assert embedder.embed(["", "🦊" * 5000]).shape == (2, 32)


def test_what_a_caller_does_with_a_vector_is_its_own_affair(tmp_path: Path) -> None:
    embedder = Embedder.open(tmp_path, write_model(tmp_path))
    kept = embedder.embed(["order"]).copy()
    embedder.embed(["order"])[0] = 0
    assert np.array_equal(embedder.embed(["order"]), kept)


def test_a_pinned_hash_may_be_written_in_capitals(tmp_path: Path) -> None:
    Embedder.open(tmp_path, write_model(tmp_path).upper())


def test_other_weights_are_refused_before_anything_is_parsed(tmp_path: Path) -> None:
    pinned = write_model(tmp_path)
    found = hashlib.sha256(b"malicious").hexdigest()
    (tmp_path / "model.safetensors").write_bytes(b"malicious")
    (tmp_path / "config.json").unlink()  # whoever parsed first would miss it
    with pytest.raises(ModelUnusable, match=f"its SHA-256 is {found}, not {pinned}"):
        Embedder.open(tmp_path, pinned)


@pytest.mark.parametrize("name", ["model.safetensors", "vocab.txt", "config.json"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    pinned = write_model(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ModelUnusable, match=f"{name}: No such file"):
        Embedder.open(tmp_path, pinned)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "model.safetensors: is empty"),
        (b"\xff" * 20, "a header of 18,446,744,073,709,551,615 bytes"),
        (b"\x02" + b"\0" * 7 + b"{}", "has no array 'embeddings.word_embeddings.weight'"),
    ],
)
def test_weights_that_are_none_are_refused_in_one_sentence(tmp_path: Path, raw: bytes, sentence: str) -> None:
    write_model(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(raw)
    with pytest.raises(ModelUnusable, match=sentence) as caught:
        Embedder.open(tmp_path, hashlib.sha256(raw).hexdigest())
    assert "\n" not in str(caught.value)


def test_numbers_that_make_no_vector_are_refused(tmp_path: Path) -> None:
    pinned = write_model(tmp_path, words=math.inf)
    with pytest.raises(ModelUnusable, match="its numbers make no vector"):
        Embedder.open(tmp_path, pinned)


def test_a_vocabulary_with_more_pieces_than_the_model_is_refused(tmp_path: Path) -> None:
    pinned = write_model(tmp_path)
    with (tmp_path / "vocab.txt").open("a") as file:
        file.write("more\n")
    with pytest.raises(ModelUnusable, match=r"vocab.txt: has \d+ pieces, config.json says \d+"):
        Embedder.open(tmp_path, pinned)


def test_without_the_extra_the_sentence_says_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from bridge.knowledge.semantic.model import Embedder\n"
        "assert 'numpy' not in sys.modules\n"
        "sys.meta_path[:] = [type('No', (), {'find_spec': staticmethod(lambda *_: None)})]\n"
        "try: Embedder.open(Path('.'), '0' * 64)\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout.startswith("ModelUnusable the extra semantic is not installed (pip install")


def test_several_threads_get_the_same_vectors(tmp_path: Path) -> None:
    embedder = Embedder.open(tmp_path, write_model(tmp_path))
    texts = sentences(40)
    expected = Embedder.open(tmp_path, write_model(tmp_path)).embed(texts)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda begin: embedder.embed(texts[begin:] + texts[:begin]), range(0, 40, 5)))
    for begin, rows in zip(range(0, 40, 5), made, strict=True):
        assert np.abs(np.roll(rows, begin, axis=0) - expected).max() < 1e-5


SPEED = """
import math, sys, time
from pathlib import Path
from bridge.knowledge.semantic.model import Embedder

began = time.perf_counter()
embedder = Embedder.open(Path(sys.argv[1]), sys.argv[2])
opened = time.perf_counter() - began
from tests.knowledge.semantic.tiny import sentences

best, many = math.inf, sentences(100, seed=4)
for text in sentences(20):
    began = time.perf_counter()
    embedder.embed([text])
    best = min(best, time.perf_counter() - began)  # others use this machine too
began = time.perf_counter()
embedder.embed(many)
print(opened * 1000, best * 1000, (time.perf_counter() - began) * 10)
"""


def test_a_model_of_a_usual_size_takes_milliseconds_per_message(tmp_path: Path) -> None:
    usual: dict[str, Any] = {
        "hidden_size": 384,
        "num_hidden_layers": 6,
        "num_attention_heads": 12,
        "intermediate_size": 1536,
        "max_position_embeddings": 512,
    }
    pinned = write_model(tmp_path, **usual)
    done = subprocess.run(  # in a process of its own, where numpy keeps to one thread
        [sys.executable, "-c", SPEED, str(tmp_path), pinned],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=True,
    )
    opened_ms, one_ms, many_ms = map(float, done.stdout.split())
    print(f"opened in {opened_ms:.0f} ms, one text {one_ms:.1f} ms, in a batch {many_ms:.1f} ms")
    assert one_ms < 200
