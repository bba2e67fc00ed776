"""The vectors of one moment's passages, and which of them lie near a question's."""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bridge.knowledge.index import Index
from bridge.knowledge.meaning.texts import Wanted

Floats: TypeAlias = NDArray[np.float32]

NEAREST = 50
"""Passages that a question is near to, at most."""
LEAST_TITLES = 5
"""With fewer articles nobody can say what is near."""
LEAST_SPREAD = 0.05
"""A model that tells an article's title from others' by less tells nothing."""


class Space:
    """Immutable; threads may share it.

    How near is near differs from model to model, so it is measured: 0 is as near as an article's title comes
    to the nearest article that it is not of, 1 as near as it comes to its own. What is less near is nothing.

    Args:
        wanted: The texts of an index.
        vectors: Name → vector of length 1, for as many of them as there are.
    """

    def __init__(self, wanted: Wanted, vectors: Mapping[str, Floats]) -> None:
        self._wanted = wanted
        named = [name for name in wanted.texts if name in vectors]
        # A server may have put another model in the place of one: what most vectors are like counts.
        sizes = Counter(vectors[name].size for name in named)
        size = sizes.most_common(1)[0][0] if sizes else 0
        named = [name for name in named if vectors[name].size == size]
        self._row = {name: row for row, name in enumerate(named)}
        self._matrix = np.empty((len(named), size), np.float32)
        for name, row in self._row.items():
            self._matrix[row] = vectors[name]
        self._of_passage = {key: name for key, (_, name) in wanted.names.items()}
        self._rows: weakref.WeakKeyDictionary[Index, NDArray[np.intp]] = weakref.WeakKeyDictionary()
        self.scale = self._scale(wanted)
        """(0, 1) as cosines; None when nobody can say."""

    def is_of(self, wanted: Wanted, vectors: Mapping[str, Floats]) -> bool:
        """Whether one made of these would be the same."""
        return self._wanted is wanted and all(name in self._row for name in vectors if name in wanted.texts)

    def vectors(self) -> dict[str, Floats]:
        """All of them, for the next space."""
        return {name: self._matrix[row] for name, row in self._row.items()}

    def near(self, index: Index, vector: Floats) -> Mapping[int, float]:
        """Number of the passage → 0..1, for those that are near; nothing when nobody can say.

        Args:
            index: Whose passages; it may be a later one than the space's.
            vector: Of the question, of length 1.
        """
        if self.scale is None or vector.shape != self._matrix.shape[1:]:
            return {}
        zero, one = self.scale
        rows = self._rows_of(index)
        if not rows.size:
            return {}
        worth = ((self._matrix @ vector - zero) / (one - zero))[rows]
        worth[rows < 0] = 0
        best = np.argpartition(-worth, min(NEAREST, worth.size - 1))[:NEAREST]
        return {int(place): float(min(worth[place], 1.0)) for place in best if worth[place] > 0}

    def _rows_of(self, index: Index) -> NDArray[np.intp]:
        """The row of each passage; -1 for one without a vector."""
        rows = self._rows.get(index)
        if rows is None:
            names = (self._of_passage.get(id(one), "") for one in index.passages)
            rows = np.fromiter((self._row.get(name, -1) for name in names), np.intp, len(index.passages))
            self._rows[index] = rows
        return rows

    def _scale(self, wanted: Wanted) -> tuple[float, float] | None:
        titles = [(self._row[name], own) for name, own in wanted.titles.items() if name in self._row]
        rows = np.array([self._row.get(name, -1) for name in wanted.passages], np.intp)
        if len(titles) < LEAST_TITLES or not (rows >= 0).any():
            return None
        others, own = [], []
        for row, places in titles:
            near = (self._matrix @ self._matrix[row])[rows]
            near[rows < 0] = -1
            is_own = np.zeros(len(rows), bool)
            is_own[list(places)] = True
            if near[is_own].max(initial=-1) > -1 and near[~is_own].max(initial=-1) > -1:
                own.append(near[is_own].max())
                others.append(near[~is_own].max())
        if len(own) < LEAST_TITLES:
            return None
        zero, one = float(np.mean(others)), float(np.mean(own))
        return (zero, one) if one - zero >= LEAST_SPREAD else None
