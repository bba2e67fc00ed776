"""What people say around their questions: one file per language, and this table."""

from __future__ import annotations

from collections.abc import Mapping

from bridge.fin.brains.phrases import dutch, english, french, german, italian, portuguese, spanish
from bridge.fin.brains.phrases.phrase_table import Phrases

ENGLISH = english.PHRASES
ALL: tuple[Phrases, ...] = (
    ENGLISH,
    german.PHRASES,
    french.PHRASES,
    spanish.PHRASES,
    italian.PHRASES,
    portuguese.PHRASES,
    dutch.PHRASES,
)
BY_LANGUAGE: Mapping[str, Phrases] = {phrases.language: phrases for phrases in ALL}

SIGNS: Mapping[str, str] = {
    "👍": "helped",
    "✅": "helped",
    "👌": "helped",
    "🎉": "helped",
    "👎": "not_helped",
    "😡": "upset",
    "🤬": "upset",
    "🙏": "thanks",
    "❤": "thanks",
    "😊": "thanks",
    "🙂": "thanks",
    "👋": "greeting",
}
"""What a sign alone means."""
