"""Measures on the labelled messages what an embedding model adds to the words alone.

Run it: python -m tests.fin.matching.model FOLDER SHA256 [--held-out].
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bridge.catalog.folder import read_folder
from bridge.fin.matching.made import matcher_of, questions_of
from bridge.fin.matching.matcher import Matcher
from bridge.knowledge.library import Library
from bridge.knowledge.semantic.model import Embedder
from tests.fin.matching.measure import measure, triggers
from tests.knowledge.measure import CONTENT

if TYPE_CHECKING:
    from bridge.fin.matching.meaning import Embed


def main(embed: Embed, *, held_out: bool) -> None:
    """Prints for both sets of procedures what words come to, and words with the model."""
    index = Library(CONTENT).current()
    for file in ("cases", "shipped"):
        began = time.perf_counter()
        if file == "cases":
            matcher: Matcher | None = Matcher(triggers(), background=questions_of(index), embed=embed)
        else:
            matcher = matcher_of(read_folder(CONTENT.parent), index, embed=embed)
        seconds = time.perf_counter() - began
        assert matcher is not None
        print(f"{file}: learnt in {seconds:.2f} s; trust {matcher.trust}")
        print("  words alone: ", measure(held_out=held_out, file=file))
        print("  with a model:", measure(held_out=held_out, file=file, matcher=matcher))


if __name__ == "__main__":
    folder, sha256 = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    main(Embedder.open(Path(folder), sha256).embed, held_out="--held-out" in sys.argv)
