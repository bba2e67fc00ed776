"""Addresses that resume a waiting procedure, and one-time codes: made from our keys, stored nowhere."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence

MAC_BYTES = 20
"""160 bits, which nobody guesses."""
CODE_DIGITS = 6
TOKEN_CHARS = 400


class HookTokens:
    """Makes and reads the last part of `/hooks/{token}`.

    Args:
        keys: `BRIDGE_SECRET_KEYS`, newest first: the first signs, all of them verify.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = [_derived(key, b"bridge-hooks") for key in keys]
        self._code_key = _derived(keys[0], b"bridge-codes")

    def make(self, conversation_id: str, run_id: str, name: str) -> str:
        """The token of one wait; the same whenever it is made with the same key."""
        said = f"{conversation_id} {run_id} {name}".encode()
        return _text(said) + "." + _text(_mac(self._keys[0], said))

    def read(self, token: str) -> tuple[str, str, str]:
        """Conversation, run and name of the wait.

        Raises:
            ValueError: None of our keys made it.
        """
        said, _, mac = token[:TOKEN_CHARS].partition(".")
        try:
            words, given = _bytes(said), _bytes(mac)
        except (binascii.Error, ValueError):
            raise ValueError("no token") from None
        if not any(hmac.compare_digest(_mac(key, words), given) for key in self._keys):
            raise ValueError("not our token")
        conversation_id, run_id, name = words.decode().split(" ")
        return conversation_id, run_id, name

    def code(self, run_id: str, key: str) -> str:
        """The digits that are mailed for one wait of one run."""
        mac = hmac.new(self._code_key, f"{run_id} {key}".encode(), hashlib.sha256).digest()
        return f"{int.from_bytes(mac[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def _mac(key: bytes, words: bytes) -> bytes:
    return hmac.new(key, words, hashlib.sha256).digest()[:MAC_BYTES]


def _derived(key: str, purpose: bytes) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=32, person=purpose).digest()


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
