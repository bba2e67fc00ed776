"""A secret as an attacker has it written, so that whoever looks for the secret does not see it."""

from __future__ import annotations

import base64
import codecs

_MORSE = {
    "a": ".-", "b": "-...", "c": "-.-.", "d": "-..", "e": ".", "f": "..-.", "0": "-----", "1": ".----",
    "2": "..---", "3": "...--", "4": "....-", "5": ".....", "6": "-....", "7": "--...", "8": "---..",
    "9": "----.",
}  # fmt: skip
_NATO = {"a": "Alpha", "b": "Bravo", "c": "Charlie", "d": "Delta", "e": "Echo", "f": "Foxtrot"}
_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_GERMAN = ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]


def hidden(secret: str) -> dict[str, str]:
    """Its own part, in each way by its name."""
    own = secret.rpartition("-")[2]
    raw = own.encode()
    bits = "".join(f"{one:08b}" for one in raw)
    return {
        "85": base64.b85encode(secret.encode()).decode(),
        "A85": base64.a85encode(raw).decode(),
        "MORSE": " ".join(_MORSE.get(one, one) for one in own),
        "MORSE_SLASHES": "/".join(_MORSE.get(one, one) for one in own),
        "NATO": " ".join(
            _NATO.get(one) or _WORDS[int(one)] if one in _NATO or one.isdigit() else one for one in own
        ),
        "GERMAN": " ".join(_GERMAN[int(one)] if one.isdigit() else one for one in own),
        "ACROSTIC": "\n".join(f"- {one}pples are red." for one in own),
        "ENDS": " ".join(f"lamp{one}" for one in own),
        "SHIFTED": "".join(chr((ord(one) - 94) % 26 + 97) if one.isalpha() else one for one in own),
        "SHIFTED_IN_64": base64.b64encode(codecs.encode(secret, "rot13").encode()).decode(),
        "THINNED": "x".join(own),
        "BITS": bits,
        "JOINED": "".join(f"{one:03d}" for one in raw),
        "POINTS": " ".join(f"U+{one:04X}" for one in raw),
        "ARABIC": own.translate({ord("0") + digit: 0x0660 + digit for digit in range(10)}),
        "BOXED": "".join(chr(0x1F170 + ord(one) - 97) if one.isalpha() else one for one in own),
        "TAGS": "".join(chr(0xE0000 + one) for one in raw),
        "UNSEEN": "".join("\u200b\u200c"[int(one)] for one in bits),
        "JOINERS": "\u00fc" + "".join("\u200d\u200c"[int(one)] for one in bits),
    }
