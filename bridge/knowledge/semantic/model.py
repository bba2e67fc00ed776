"""Embeds texts with the weights in a folder, once their hash is the one that the operator pinned."""

from __future__ import annotations

import hashlib
import mmap
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bridge.knowledge.semantic.sizes import read_sizes
from bridge.knowledge.semantic.unusable import ModelUnusable
from bridge.knowledge.semantic.wordpiece import WordPiece, read_vocabulary

if TYPE_CHECKING:
    from bridge.knowledge.semantic.encoder import Encoder, Floats

WEIGHTS, VOCABULARY, CONFIG = "model.safetensors", "vocab.txt", "config.json"
REMEMBERED = 5_000
"""Texts whose vectors are kept: procedures' texts are asked for again whenever a file changes."""
LONGEST_REMEMBERED = 1_000
"""Letters; a longer text is no example and is hardly ever said twice."""


class Embedder:
    """Turns texts into vectors of length 1; safe to use from several threads.

    Args:
        wordpiece: The model's vocabulary.
        encoder: Its weights.
    """

    def __init__(self, wordpiece: WordPiece, encoder: Encoder) -> None:
        self._wordpiece = wordpiece
        self._encoder = encoder
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, Floats] = OrderedDict()
        """By hash: a customer's words are not kept."""

    @classmethod
    def open(cls, folder: Path, sha256: str) -> Embedder:
        """Checks the hash of the weights, then reads the model. Blocks for a fraction of a second.

        Args:
            folder: Holds model.safetensors, vocab.txt and config.json of an uncased BERT.
            sha256: Of model.safetensors, in hex.

        Raises:
            ModelUnusable: numpy or a file is missing, the hash is another, or the files are no BERT's.
        """
        if not is_installed():
            raise ModelUnusable(
                'the extra semantic is not installed (pip install "messenger-bridge[semantic]")'
            )
        # Threads of numpy's own spin on cores that the service needs: twice the work for the same time.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        from bridge.knowledge.semantic.encoder import Encoder
        from bridge.knowledge.semantic.safetensors import read_tensors

        weights = folder / WEIGHTS
        raw = _mapped(weights)
        found = hashlib.sha256(raw).hexdigest()
        if found != sha256.lower():
            raise ModelUnusable(f"{weights}: its SHA-256 is {found}, not {sha256.lower()}")
        sizes = read_sizes(folder / CONFIG)
        pieces = read_vocabulary(folder / VOCABULARY)
        if len(pieces) > sizes.vocab_size:
            raise ModelUnusable(
                f"{folder / VOCABULARY}: has {len(pieces)} pieces, {CONFIG} says {sizes.vocab_size}"
            )
        wordpiece = WordPiece(pieces, most=sizes.max_position_embeddings)
        made = cls(wordpiece, Encoder(sizes, read_tensors(str(weights), raw)))
        made._try(weights)
        return made

    @property
    def size(self) -> int:
        """Numbers of a vector."""
        return self._encoder.sizes.hidden_size

    def embed(self, texts: Sequence[str]) -> Floats:
        """One row of length 1 per text. Takes milliseconds per text that is not kept: call it in a thread."""
        import numpy as np

        with self._lock:
            known = {text: self._kept[name] for text in texts if (name := _name(text)) in self._kept}
            for text in known:
                self._kept.move_to_end(_name(text))
        new = list(dict.fromkeys(text for text in texts if text not in known))
        if new:
            rows = self._encoder.encode([self._wordpiece.ids(text) for text in new], self._wordpiece.padding)
            known |= zip(new, rows, strict=True)
            self._keep(new, known)
        return np.array([known[text] for text in texts], np.float32).reshape(len(texts), self.size)

    def _keep(self, new: Sequence[str], known: dict[str, Floats]) -> None:
        with self._lock:
            # A copy, because a row would keep all rows of its batch alive.
            self._kept.update(
                (_name(text), known[text].copy()) for text in new if len(text) <= LONGEST_REMEMBERED
            )
            while len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)

    def _try(self, weights: Path) -> None:
        """Weights of the right shape may still be no numbers that one can reckon with."""
        import numpy as np

        with np.errstate(all="ignore"):
            rows = self.embed(["hello"])
        if not np.isfinite(rows).all() or not rows.any():
            raise ModelUnusable(f"{weights}: its numbers make no vector")


def is_installed() -> bool:
    """Whether the extra `semantic` is there."""
    return find_spec("numpy") is not None


def _name(text: str) -> bytes:
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()


def _mapped(path: Path) -> memoryview:
    """The file's bytes, shared with all processes that read it; another file in its place changes nothing."""
    try:
        with path.open("rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except OSError as error:
        raise ModelUnusable(f"{path}: {error.strerror}") from None
    except ValueError:
        raise ModelUnusable(f"{path}: is empty") from None
