"""Takes out of a text what no model and no log needs to see: card numbers, account numbers, secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

NEXT = "\x1e"
"""Stands between texts that are looked at together; no text of a customer holds it."""
LEAST, MOST = 13, 19
"""Digits of a card number."""

_BETWEEN = r"[\s\x1e.,/_*|\u00ad\u200b-\u200f\u2010-\u2015\u2060\ufeff-]{0,4}"
"""What people, forms and phones put between the groups of a number, or what a second message does."""
_DIGITS = re.compile(rf"\d(?<!\d\d)(?:{_BETWEEN}\d){{{LEAST - 1},60}}(?!\d)")
_GROUP = re.compile(r"\d+")
_USUAL = re.compile(r"[ -]?")
_ISSUED = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}"
    r"|(?:6011|64[4-9]\d|65\d\d|35[2-8]\d|62\d\d)\d{12,15}|(?:5018|5020|5038|6304|67\d\d)\d{9,15}"
)
"""Numbers as issuers give them: what is parted in unusual ways is a card's only if it begins like one."""
_IBAN = re.compile(rf"\b[A-Za-z]{{2}}{_BETWEEN}\d{_BETWEEN}\d(?:{_BETWEEN}[A-Za-z0-9]){{11,30}}")
_IBAN_LENGTHS = {
    **dict.fromkeys(("NO",), 15),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FI", "FO", "GL", "NL"), 18),
    **dict.fromkeys(("MK", "SI"), 19),
    **dict.fromkeys(("AT", "BA", "EE", "KZ", "LT", "LU", "XK"), 20),
    **dict.fromkeys(("CH", "HR", "LI", "LV"), 21),
    **dict.fromkeys(("BG", "BH", "DE", "GB", "GE", "IE", "ME", "RS", "VA"), 22),
    **dict.fromkeys(("AE", "GI", "IL"), 23),
    **dict.fromkeys(("AD", "CZ", "ES", "MD", "PK", "RO", "SA", "SE", "SK", "TN"), 24),
    **dict.fromkeys(("PT",), 25),
    **dict.fromkeys(("IS", "TR"), 26),
    **dict.fromkeys(("FR", "GR", "IT", "MC", "SM"), 27),
    **dict.fromkeys(("AL", "AZ", "BY", "CY", "DO", "GT", "HU", "LB", "PL"), 28),
    **dict.fromkeys(("BR", "EG", "PS", "QA", "UA"), 29),
    **dict.fromkeys(("JO", "KW", "MU"), 30),
    **dict.fromkeys(("MT", "SC"), 31),
}
"""By country. Source: SWIFT, IBAN registry."""
_LIKE_IBAN = re.compile(r"[A-Z](?<!\w.)[A-Z]\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
"""Written as banks write it, even with a slip in it."""
_SECRET = re.compile(
    r"(?<![A-Za-z0-9])(?:sk-[A-Za-z0-9_-]{16,}|(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,}"
    r"|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}"
    r"|xox[abeprs]-[A-Za-z0-9-]{10,}|xapp-[A-Za-z0-9-]{10,}|A(?:KIA|SIA)[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{30,}"
    r"|whsec_[A-Za-z0-9+/=]{16,}|npm_[A-Za-z0-9]{30,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"
    r"|shp(?:at|ss|ca)_[A-Fa-f0-9]{20,}|ya29\.[A-Za-z0-9_-]{20,}"
    r"|eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,})(?![A-Za-z0-9])"
)
_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL)
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+(?=[A-Za-z0-9._~+/=-]*\d)[A-Za-z0-9._~+/=-]{12,}")
_LOGIN = re.compile(r"(://[^\s/:@]{1,200}:)[^\s/@]{1,200}(?=@)")
_WORDS = (
    "passwords?|passphrase|passcode|passwort|kennwort|pin|cvv2?|cvc2?|mot de passe|contraseña"
    "|contrasena|clave|parola d'ordine|wachtwoord|senha|palavra-passe|secret|api[ -]?key|access[ -]?token"
)
_IS = "is|was|ist|lautet|war|est|es|era|è|fu|sono|é|was|=|:"
_SAID = re.compile(
    rf"(?i)\b({_WORDS})((?:[ -](?:code|nummer|number))?\s*(?:\s(?:{_IS})(?:\s+|\s*[:=]\s*)|[:=]\s*))(\S+)"
    rf"|\b({_WORDS})((?:[ -](?:code|nummer|number))?\s+)(?=\S*\d)(\S{{3,}})"
)
_NO_SECRET = re.compile(
    r"(?i)(?:a|an|the|not|no|never|now|still|too|so|very|wrong|incorrect|invalid|expired|gone|lost|forgotten|"
    r"missing|needed|required|being|my|the|what|where|blocked|locked|nicht|kein\w*|falsch|ungültig|abgelaufen"
    r"|weg|verloren|vergessen|gesperrt|zu|immer|noch|pas|plus|faux|incorrecte?|invalide|expirée?|oublié|perdu"
    r"|bloquée?|trop|no|incorrect[ao]|inválid[ao]|caducad[ao]|bloquead[ao]|olvidad[ao]|muy|non|sbagliat[ao]"
    r"|errat[ao]|scadut[ao]|bloccat[ao]|niet|fout|verkeerd|verlopen|geblokkeerd|te|não|errad[ao]|expirad[ao]"
    r"|esquecid[ao]|at|by|for|from|in|of|on|to|see|open|only|also|always|correct|right|valid|accepted|rejected"
    r"|case-sensitive|changed|created|encrypted|generated|hidden|kept|mailed|printed|reset|safe|saved|sent|set"
    r"|shared|shown|stored|written|mindestens|auf|beim?|hier|im|in|per|siehe|geändert|gesendet|gespeichert"
    r"|gültig|gültige|korrekt|richtig|verschickt|verschlüsselt)[.,;:!?]*"
)
"""What is said of a password that is none."""
_DIGIT = re.compile(r"\d")
_TOKENS = (
    "sk-",
    "sk_",
    "rk_",
    "pk_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_",
    "glpat-",
    "xox",
    "xapp-",
    "AKIA",
    "ASIA",
    "AIza",
    "whsec_",
    "npm_",
    "SG.",
    "shp",
    "ya29.",
    "eyJ",
)
_BEGINNINGS = (
    "passw",
    "passp",
    "passc",
    "kennwort",
    "pin",
    "cvv",
    "cvc",
    "mot de passe",
    "contrase",
    "clave",
    "parola d",
    "wachtwoord",
    "senha",
    "palavra-passe",
    "secret",
    "api",
    "access",
)
"""How the words of `_WORDS` begin."""
_BEARERS = ("bearer", "basic")
_LIKE_OTHERS = "\u0130\u0131\u017f\u212a"
_ALIKE = str.maketrans(_LIKE_OTHERS, "iisk")
"""Other letters that count as these where small and large ones do not matter."""


def masked(text: str, patterns: Iterable[re.Pattern[str]] = (), *, is_published: bool = False) -> str:
    """The text with a word in square brackets for everything of that kind.

    Args:
        text: A stranger's.
        patterns: The operator's own.
        is_published: The team wrote it for customers: an account number in it is where they shall pay, and
            what it says of passwords is no password. Keys and what fits the patterns are hidden in it, too.
    """
    # most texts hold none of it: what cannot be there is not looked for, which is ten times as fast
    if not is_published and _DIGIT.search(text) is not None:
        text = _DIGITS.sub(_cards, text)
        text = _without_accounts(text)
        text = _LIKE_IBAN.sub("[account number]", text)
    text = _KEY.sub("[secret]", text)
    if any(one in text for one in _TOKENS):
        text = _SECRET.sub("[secret]", text)
    small = (text.translate(_ALIKE) if any(one in text for one in _LIKE_OTHERS) else text).lower()
    if any(one in small for one in _BEARERS):
        text = _BEARER.sub(r"\1 [secret]", text)
    text = _LOGIN.sub(r"\1[secret]", text)
    if not is_published and any(_begins_a_word(one, small) for one in _BEGINNINGS):
        text = _SAID.sub(_said, text)
    for pattern in patterns:
        text = pattern.sub("[hidden]", text)
    return text


def masked_together(texts: Sequence[str], patterns: Iterable[re.Pattern[str]] = ()) -> list[str]:
    """The texts, each masked, and what only several of them together are: a number sent in two messages."""
    parted = masked(NEXT.join(one.replace(NEXT, " ") for one in texts)).split(NEXT)
    return [masked(one, patterns) for one in parted] if texts else []


def _begins_a_word(beginning: str, text: str) -> bool:
    place = text.find(beginning)
    while place > 0 and (text[place - 1].isalnum() or text[place - 1] == "_"):
        place = text.find(beginning, place + 1)
    return place >= 0


def _cards(found: re.Match[str]) -> str:
    """A run of digits without the card numbers in it; an order number is left alone."""
    run = found[0]
    groups = list(_GROUP.finditer(run))
    digits = [one[0] if one[0].isascii() else "".join(str(int(sign)) for sign in one[0]) for one in groups]
    is_usual = all(_USUAL.fullmatch(run, a.end(), b.start()) for a, b in pairwise(groups))
    pieces: list[str] = []
    end = place = 0
    while place < len(groups):
        last = _card_from(digits, place, is_usual=is_usual)
        if last is None:
            place += 1
            continue
        covered = run[groups[place].start() : groups[last].end()]
        pieces += [run[end : groups[place].start()], "[card number]", NEXT * covered.count(NEXT)]
        end, place = groups[last].end(), last + 1
    return "".join([*pieces, run[end:]])


def _card_from(groups: Sequence[str], first: int, *, is_usual: bool) -> int | None:
    """The last group of the card number that begins with group `first`; None when none does."""
    digits = ""
    for place in range(first, len(groups)):
        digits += groups[place]
        if len(digits) > MOST:
            break
        is_all = is_usual and first == 0 and place == len(groups) - 1
        if len(digits) >= LEAST and (is_all or _ISSUED.fullmatch(digits)) and _checks(digits):
            return place
    return None


def _checks(digits: str) -> bool:
    """Whether the last digit is the one that Luhn's rule asks for."""
    doubled = [int(one) * 2 - 9 * (int(one) > 4) for one in digits[-2::-2]]  # noqa: PLR2004 - Luhn's own rule
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def _without_accounts(text: str) -> str:
    place = 0
    while (found := _IBAN.search(text, place)) is not None:
        made = _account(found)
        place = found.start() + 1  # what looks like one may hold the beginning of one
        if made != found[0]:
            text = text[: found.start()] + made + text[found.end() :]
    return text


def _account(found: re.Match[str]) -> str:
    """An account number whose length and check digits fit; words that look like one are left alone."""
    signs = [place for place, sign in enumerate(found[0]) if sign.isalnum()]
    bare = "".join(found[0][place] for place in signs).upper()
    length = _IBAN_LENGTHS.get(bare[:2], 0)
    number = bare[:length]
    if not length or len(number) < length or not number.isascii():
        return found[0]
    if int("".join(str(int(one, 36)) for one in number[4:] + number[:4])) % 97 != 1:
        return found[0]
    end = signs[length - 1] + 1
    return "[account number]" + NEXT * found[0][:end].count(NEXT) + found[0][end:]


def _said(found: re.Match[str]) -> str:
    word, between, value = (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
    return found[0] if _NO_SECRET.fullmatch(value) else f"{word}{between}[secret]"
