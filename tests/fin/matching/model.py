"""Measures on the labelled messages what an embedding model adds to the words alone.

Run it: python -m tests.fin.matching.model FOLDER SHA256 [--held-out].
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bridge.fin.matching.made import questions_of
from bridge.fin.matching.matcher import Matcher
from bridge.knowledge.library import Library
from bridge.knowledge.semantic.model import Embedder
from tests.fin.matching.measure import measure, triggers
from tests.knowledge.measure import CONTENT

if __name__ == "__main__":
    folder, sha256 = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    is_held_out = "--held-out" in sys.argv
    embed = Embedder.open(Path(folder), sha256).embed
    began = time.perf_counter()
    matcher = Matcher(triggers(), background=questions_of(Library(CONTENT).current()), embed=embed)
    print(f"learnt in {time.perf_counter() - began:.2f} s")
    print("words alone: ", measure(held_out=is_held_out))
    print("with a model:", figures := measure(held_out=is_held_out, matcher=matcher))
    print(*figures.wrong, sep="\n")
