"""Words that promise, claim or tell of a hand-off: one file per language, and this table."""

from __future__ import annotations

from bridge.fin.brains.model.vows import dutch, english, french, german, italian, portuguese, spanish
from bridge.fin.brains.model.vows.vow_table import Vows

ALL: tuple[Vows, ...] = (
    english.VOWS,
    german.VOWS,
    french.VOWS,
    spanish.VOWS,
    italian.VOWS,
    portuguese.VOWS,
    dutch.VOWS,
)
