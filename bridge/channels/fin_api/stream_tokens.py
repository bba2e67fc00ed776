"""What opens a stream of events: an address with a JWT that lives three minutes and names one conversation.

Source: Intercom API, Fin Agent API, `sse_subscription_url`; RFC 7519 with HS256.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import orjson

from bridge.core.conversation.state import Conversation

LIFE = timedelta(minutes=3)
TOKEN_CHARS = 4_000
REWIND = "2m"
_HEADER = {"alg": "HS256", "typ": "JWT"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamToken:
    """What a token says.

    Args:
        id: Of the token.
        external_id: The caller's id of the conversation.
        conversation_id: Ours.
        after: The line of the log after which the stream begins.
        expires_at: Aware UTC.
        is_legacy, is_email: How the caller wants his events.
        is_once: Only `complete` ends it.
    """

    id: str
    external_id: str
    conversation_id: str
    after: int
    expires_at: datetime
    is_legacy: bool = False
    is_email: bool = False
    is_once: bool = False


class StreamTokens:
    """Makes and reads them.

    Args:
        keys: `BRIDGE_SECRET_KEYS`, newest first: the first signs, all of them verify.
        app_id: The workspace.
        base_url: Ours.
        now: The time, aware UTC.
    """

    def __init__(self, keys: Sequence[str], app_id: str, base_url: str, now: Callable[[], datetime]) -> None:
        self._keys = [
            hashlib.blake2b(key.encode(), digest_size=32, person=b"bridge-streams").digest() for key in keys
        ]
        self._app_id = app_id
        self._base_url = base_url
        self._now = now

    def address(self, c: Conversation, *, after: int, rewinds: bool, is_once: bool = False) -> str:
        """Where the events of a caller's conversation stream.

        Args:
            c: With a caller.
            after: The line of the log after which it begins.
            rewinds: Whether the address says how far back it reaches, as all but a reply's do.
            is_once: Only `complete` ends it.
        """
        caller = c.caller
        if caller is None:
            raise LookupError("a conversation that nobody calls for has no stream")
        said = {
            "jti": secrets.token_hex(12),
            "app": self._app_id,
            "ext": caller.conversation,
            "cnv": c.id,
            "after": after,
            "exp": int((self._now() + LIFE).timestamp()),
            "legacy": caller.is_legacy,
            "email": caller.is_email,
            "once": is_once or caller.is_once,
        }
        query = {"channels": self.channel(caller.conversation), "accessToken": self._made(said)}
        if rewinds:
            query["rewind"] = REWIND
        return f"{self._base_url}/fin/events?{urlencode(query)}"

    def channel(self, external_id: str) -> str:
        """What a stream's address calls the conversation."""
        return f"fin_agent_api:{self._app_id}:{external_id}"

    def read(self, token: str) -> StreamToken:
        """What it says.

        Raises:
            ValueError: It is not ours, for another workspace, or its time is over.
        """
        signed, _, mac = token[:TOKEN_CHARS].rpartition(".")
        try:
            given = _bytes(mac)
            said: Any = orjson.loads(_bytes(signed.partition(".")[2]))
        except (binascii.Error, ValueError):
            raise ValueError("no token") from None
        if not any(hmac.compare_digest(_mac(key, signed), given) for key in self._keys):
            raise ValueError("not our token")
        expires_at = datetime.fromtimestamp(said["exp"], UTC)
        if said["app"] != self._app_id or expires_at <= self._now():
            raise ValueError("for another workspace, or too late")
        return StreamToken(
            id=said["jti"],
            external_id=said["ext"],
            conversation_id=said["cnv"],
            after=said["after"],
            expires_at=expires_at,
            is_legacy=said["legacy"],
            is_email=said["email"],
            is_once=said["once"],
        )

    def _made(self, said: dict[str, Any]) -> str:
        signed = f"{_text(orjson.dumps(_HEADER))}.{_text(orjson.dumps(said))}"
        return f"{signed}.{_text(_mac(self._keys[0], signed))}"


def _mac(key: bytes, signed: str) -> bytes:
    return hmac.new(key, signed.encode(errors="replace"), hashlib.sha256).digest()


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
