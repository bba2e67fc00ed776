"""Takes out of a text what no model and no log needs to see: card numbers, account numbers, secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CARD = re.compile(r"(?<![\d])(?:\d[ -]?){12,18}\d(?!\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_SECRET = re.compile(
    r"\b(?:sk-[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|xox[abpr]-[A-Za-z0-9-]{10,}|AKIA[A-Z0-9]{16}"
    r"|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,})\b"
)
_SAID = re.compile(r"(?i)\b(password|passwort|kennwort|pin|cvv|cvc)\b(\s*(?:is|ist|:|=)\s*)(\S+)")
LEAST, MOST = 13, 19
"""Digits of a card number."""


def masked(text: str, patterns: Iterable[re.Pattern[str]] = ()) -> str:
    """The text with a word in square brackets for everything of that kind.

    Args:
        text: A stranger's.
        patterns: The operator's own.
    """
    text = _CARD.sub(_card, text)
    text = _IBAN.sub("[account number]", text)
    text = _SECRET.sub("[secret]", text)
    text = _SAID.sub(r"\1\2[secret]", text)
    for pattern in patterns:
        text = pattern.sub("[hidden]", text)
    return text


def _card(found: re.Match[str]) -> str:
    """Numbers whose check digit fits; an order number is left alone."""
    digits = [int(sign) for sign in found[0] if sign.isdigit()]
    if not LEAST <= len(digits) <= MOST:
        return found[0]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]  # noqa: PLR2004 - Luhn's own rule
    return found[0] if (sum(digits[-1::-2]) + sum(doubled)) % 10 else "[card number]"
