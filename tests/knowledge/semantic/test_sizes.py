"""A config.json gives the sizes of a BERT, or one sentence about what it gives instead."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bridge.knowledge.semantic.sizes import read_sizes
from bridge.knowledge.semantic.unusable import ModelUnusable
from tests.knowledge.semantic.tiny import SIZES

GOOD = {**SIZES, "vocab_size": 100}


def test_sizes_are_read_and_words_about_training_passed_over(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({**GOOD, "architectures": ["BertModel"]}))
    sizes = read_sizes(tmp_path / "config.json")
    assert (sizes.hidden_size, sizes.num_hidden_layers, sizes.layer_norm_eps) == (32, 2, 1e-12)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"model_type": "xlm-roberta"}, "model_type: Input should be 'bert'"),
        ({"hidden_act": "relu"}, "hidden_act: Input should be 'gelu'"),
        ({"hidden_size": 10**9}, "hidden_size: Input should be less than or equal to 4096"),
        ({"num_hidden_layers": "2"}, "num_hidden_layers: Input should be a valid integer"),
        ({"num_attention_heads": 5}, "hidden_size 32 has no 5 equal heads"),
        ({"layer_norm_eps": 0}, "layer_norm_eps: Input should be greater than 0"),
    ],
)
def test_what_we_cannot_compute_is_named(tmp_path: Path, changed: dict[str, Any], sentence: str) -> None:
    path = tmp_path / "config.json"
    path.write_text(json.dumps({**GOOD, **changed}))
    with pytest.raises(ModelUnusable, match=sentence) as caught:
        read_sizes(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("raw", "sentence"), [(None, "No such file"), (b"{", "Invalid JSON"), (b"[]", "object")]
)
def test_a_file_that_says_nothing_is_named(tmp_path: Path, raw: bytes | None, sentence: str) -> None:
    path = tmp_path / "config.json"
    if raw is not None:
        path.write_bytes(raw)
    with pytest.raises(ModelUnusable, match=sentence):
        read_sizes(path)
