"""How much a page loads for the Messenger."""

import gzip

from bridge.channels.messenger.script import WIDGET

LOADER_BYTES = 3 * 1024
ALL_BYTES = 35 * 1024
FOR_OPERATORS = {"picker.js"}
"""Loaded on pages that are opened with `#fin-pick`, and nowhere else."""


def packed(path):
    return len(gzip.compress(path.read_bytes(), 9))


def test_the_loader_is_small():
    assert packed(WIDGET / "messenger.js") <= LOADER_BYTES


def test_all_that_the_first_opening_loads_is_small():
    largest_words = max(packed(path) for path in WIDGET.glob("words/*.json"))
    loaded = [path for path in WIDGET.rglob("*.js") if path.name not in FOR_OPERATORS]
    assert sum(packed(path) for path in loaded) + largest_words <= ALL_BYTES


def test_every_script_names_its_licence():
    for path in WIDGET.rglob("*.js"):
        assert path.read_text().startswith("// SPDX-License-Identifier: MIT\n"), path
