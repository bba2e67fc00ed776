"""What Fin says of itself in other languages: one file each, one entry here; other customers read English."""

from __future__ import annotations

from collections.abc import Mapping

from bridge.core.conversation.texts import Texts
from bridge.core.conversation.translations import dutch, french, german, italian, portuguese, spanish

TRANSLATIONS: Mapping[str, Texts] = {
    "de": german.TEXTS,
    "fr": french.TEXTS,
    "es": spanish.TEXTS,
    "it": italian.TEXTS,
    "pt": portuguese.TEXTS,
    "nl": dutch.TEXTS,
}
