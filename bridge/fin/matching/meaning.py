"""Learns from sentence embeddings which procedure a message means, and how sure it must be of that.

Ridge regression has a closed form, and so has what each text would have got, had it not been taught. How far
to trust a vector, and from which score on, is therefore chosen at load, for whatever model is configured.
Source: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 7.10 (linear fits, leave-one-out).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Embed: TypeAlias = Callable[[Sequence[str]], NDArray[np.float32]]
"""Turns texts into rows of length 1."""
_Floats: TypeAlias = NDArray[np.float64]

RIDGES = (0.3, 1.0, 3.0, 10.0)
SHARPNESSES = (3.0, 5.0, 8.0, 12.0, 18.0, 27.0)
"""What is tried: how much the weights are held back, and how sharply regression values become chances."""
BALANCE = 0.5
"""0: a class counts by its texts, 1: each the same; the background has most texts."""
EVEN = 0.3
"""The share of a vector that is the same for all texts: how likely a class is, whatever is said."""
THRESHOLDS = tuple(float(one) for one in np.arange(0.2, 0.81, 0.02))
ERROR_COSTS = 3.0
"""A procedure that starts and was not meant is as bad as so many that were meant and did not start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A text and what it means.

    Args:
        text: As written.
        label: The class; 0 is the background, which starts nothing.
        worth: How much it counts.
        is_said: A customer may write so; thresholds are chosen on such texts alone.
    """

    text: str
    label: int
    worth: float = 1.0
    is_said: bool = True


class Meaning:
    """What was learnt; changes nothing, so several threads may ask at once.

    Args:
        embed: The model.
        texts: At least one of the background and one of another class.
        classes: How many there are, the background included.
    """

    threshold: float
    trust: float
    """From which chance on a procedure is meant, and how many of the examples start theirs then.

    Both are what the examples themselves say when each is left out in turn.
    """

    def __init__(self, embed: Embed, texts: Sequence[Taught], classes: int) -> None:
        self._embed = embed
        said, targets, worth = _by_text(texts, classes)
        vectors = embed(list(said)).astype(np.float64)
        share = (targets * worth[:, None]).sum(axis=0)
        worth = worth * (targets @ np.where(share > 0, share, 1) ** -BALANCE)
        worth /= worth.mean()
        self._middle = (worth[:, None] * vectors).sum(axis=0) / worth.sum()
        seen = self._centred(vectors)
        least = np.inf
        chances = targets
        for ridge in RIDGES:
            weights, unseen = _regression(seen, targets, worth, ridge)
            for sharpness in SHARPNESSES:
                tried = _shares(unseen, sharpness)
                loss = float(-(worth[:, None] * targets * np.log(tried + 1e-9)).sum())
                if loss < least:
                    least, chances = loss, tried
                    self._weights, self._sharpness = weights, sharpness
        said_so = np.array(list(said.values()))
        if not targets[said_so, 1:].any():  # no procedure has an example: descriptions must do
            said_so[:] = True
        self.threshold, self.trust = _threshold(chances[said_so], targets[said_so])

    def chances(self, text: str) -> list[float]:
        """How likely each class is; they sum up to one. Takes the time of one embedding."""
        row = self._centred(self._embed([text]).astype(np.float64))
        return [float(one) for one in _shares(row @ self._weights, self._sharpness)[0]]

    def _centred(self, vectors: _Floats) -> _Floats:
        """All sentences of a model point somewhat the same way, which tells nothing."""
        return np.hstack([vectors - self._middle, np.full((len(vectors), 1), EVEN)])


def _by_text(texts: Sequence[Taught], classes: int) -> tuple[dict[str, bool], _Floats, _Floats]:
    """Each text once, with what it means: where two procedures share an example, half of each."""
    said: dict[str, bool] = {}
    for one in texts:
        said[one.text] = said.get(one.text, False) or one.is_said
    places = {text: place for place, text in enumerate(said)}
    targets = np.zeros((len(said), classes))
    for one in texts:
        targets[places[one.text], one.label] += one.worth
    worth = targets.sum(axis=1)
    return said, targets / worth[:, None], worth


def _regression(seen: _Floats, targets: _Floats, worth: _Floats, ridge: float) -> tuple[_Floats, _Floats]:
    """The weights, and the values that each text gets from the weights without it."""
    weighted = seen * worth[:, None]
    inverse = np.linalg.inv(seen.T @ weighted + ridge * np.eye(seen.shape[1]))
    weights = inverse @ (weighted.T @ targets)
    own = np.einsum("ij,ij->i", weighted @ inverse, seen)[:, None]
    return weights, (seen @ weights - own * targets) / (1 - own)


def _shares(values: _Floats, sharpness: float) -> _Floats:
    exps = np.exp(sharpness * (values - values.max(axis=1, keepdims=True)))
    return np.asarray(exps / exps.sum(axis=1, keepdims=True))


def _threshold(chances: _Floats, targets: _Floats) -> tuple[float, float]:
    """Where most start that should and hardly any that should not; of a range its middle."""
    means_one = targets[:, 0] < np.float64(0.5)
    right = np.where(targets > 0, chances, 0)[:, 1:].sum(axis=1)
    wrong = np.where(targets > 0, 0, chances)[:, 1:].max(axis=1)
    best = np.where(means_one, np.maximum(right, wrong), chances[:, 1:].max(axis=1))

    def good(threshold: float) -> float:
        return _share((best >= threshold) & (right > wrong), means_one)

    def worth(threshold: float) -> float:
        starts = best >= threshold
        bad = _share(starts & (right <= wrong), means_one) + _share(starts, ~means_one)
        return good(threshold) - ERROR_COSTS * bad

    worths = [round(worth(one), 6) for one in THRESHOLDS]
    fit = [one for one, got in zip(THRESHOLDS, worths, strict=True) if got == max(worths)]
    chosen = fit[len(fit) // 2]
    return chosen, good(chosen)


def _share(which: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
    count: Any = among.sum()
    return float((which & among).sum() / count) if count else 0.0
