"""Addresses that an answer by e-mail comes back to: `reply+<conversation>.<mac>@…`, in lower case letters."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence

MAC_BYTES = 10
"""80 bits: enough beside the sender's address, which must fit too; a local part has 64 characters."""
_ADDRESS = re.compile(r"\+(cnv_[a-z0-9]{8,40})\.([a-z2-7]{16})@", re.IGNORECASE)


class MailTokens:
    """Makes and reads such addresses.

    Args:
        keys: `BRIDGE_SECRET_KEYS`, newest first: the first signs, all of them verify.
        address: Where answers are received, such as `reply@messenger.example`; empty for nowhere.
    """

    def __init__(self, keys: Sequence[str], address: str) -> None:
        self._keys = [
            hashlib.blake2b(key.encode(), digest_size=32, person=b"bridge-mail").digest() for key in keys
        ]
        self._address = address

    def make(self, conversation_id: str) -> str:
        """The address of one conversation; empty where answers are received nowhere."""
        if not self._address:
            return ""
        local, _, domain = self._address.rpartition("@")
        return f"{local}+{conversation_id}.{_mac(self._keys[0], conversation_id)}@{domain}"

    def read(self, addresses: Sequence[str]) -> str | None:
        """The conversation that one of the addresses is of; None when none is ours."""
        for address in addresses:
            found = _ADDRESS.search(address)
            if found is None:
                continue
            conversation_id, mac = found[1].lower(), found[2].lower()
            if any(hmac.compare_digest(_mac(key, conversation_id), mac) for key in self._keys):
                return conversation_id
        return None


def _mac(key: bytes, conversation_id: str) -> str:
    made = hmac.new(key, conversation_id.encode(), hashlib.sha256).digest()[:MAC_BYTES]
    return base64.b32encode(made).decode().lower()
