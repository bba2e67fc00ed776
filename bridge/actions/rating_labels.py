"""The five ratings that a caller of Fin's API shows: key, emoji, and what it is called in each language."""

from __future__ import annotations

from collections.abc import Mapping

KEYS = ("terrible", "bad", "ok", "good", "amazing")
EMOJIS = (
    "\N{ANGRY FACE}",
    "\N{SLIGHTLY FROWNING FACE}",
    "\N{NEUTRAL FACE}",
    "\N{SMILING FACE WITH OPEN MOUTH}",
    "\N{GRINNING FACE WITH STAR EYES}",
)
LABELS: Mapping[str, tuple[str, str, str, str, str]] = {
    "en": ("Terrible", "Bad", "OK", "Great", "Amazing"),
    "de": ("Schrecklich", "Schlecht", "Okay", "Gut", "Großartig"),
    "fr": ("Très mauvais", "Mauvais", "Correct", "Bien", "Excellent"),
    "es": ("Muy malo", "Malo", "Normal", "Bueno", "Excelente"),
    "it": ("Pessimo", "Scarso", "Discreto", "Buono", "Ottimo"),
    "pt": ("Péssimo", "Mau", "Razoável", "Bom", "Excelente"),
    "nl": ("Heel slecht", "Slecht", "Redelijk", "Goed", "Geweldig"),
}


def options_in(language: str) -> list[dict[str, str]]:
    """What is shown, worst first; in English where the language has no words here."""
    labels = LABELS.get(language.partition("-")[0].lower(), LABELS["en"])
    return [
        {"key": key, "emoji": emoji, "label": label}
        for key, emoji, label in zip(KEYS, EMOJIS, labels, strict=True)
    ]
