"""Sessions: 256 random bits that the browser holds, of which only the hash is stored."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from aiohttp import web

from bridge.channels.messenger.doors import Doors
from bridge.channels.messenger.needs import MessengerParts, Platform
from bridge.core.words.values import Contact
from bridge.runtime import people
from bridge.web.answers import nothing
from bridge.web.bodies import Body, json_body
from bridge.web.caller import TOKEN_CHARS, bearer
from bridge.web.errors import EdgeError

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A session that was just opened; the only moment at which its token is known here."""

    token: str
    expires_at: datetime


class Shutdown(Body):
    """The body of `POST /messenger/shutdown`.

    Args:
        visitor_token: Forgotten too, so that the next person at this browser begins as a stranger.
    """

    visitor_token: str | None = None


def new_token(prefix: str) -> str:
    """`prefix_` and 256 random bits."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def token_hash(token: str) -> str:
    """What is stored of a token. Plain SHA-256 will do: there is nothing to guess in 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


class Sessions:
    """Opens, finds and ends sessions."""

    def __init__(self, parts: MessengerParts, doors: Doors) -> None:
        self._parts = parts
        self._doors = doors

    async def open(self, contact: Contact, *, origin: str, platform: Platform) -> Opened:
        """A new session for `contact`."""
        token = new_token("ses")
        expires_at = self._parts.clock.now() + timedelta(hours=self._parts.identity.session_hours)
        await people.open_session(
            self._parts.store,
            contact_id=contact.id,
            token_hash=token_hash(token),
            expires_at=expires_at,
            origin=origin,
            platform=platform,
        )
        return Opened(token=token, expires_at=expires_at)

    async def found(self, token: str | None) -> people.Session | None:
        """The living session of `token`, if its contact is still let in."""
        found = await self._found(token, lambda _conn: None)
        return None if found is None else found[0]

    async def of(self, request: web.Request) -> people.Session:
        """The session that the request carries.

        Raises:
            EdgeError: 401 for none, an unknown, an ended, an expired and an unwelcome one alike.
        """
        session, _ = await self.of_with(request, lambda _conn: None)
        return session

    async def of_with(self, request: web.Request, read: people.Read[T]) -> tuple[people.Session, T]:
        """The same with what is asked for besides, in one reading.

        Raises:
            EdgeError: As `of`.
        """
        found = await self._found(bearer(request), read)
        if found is None:
            raise EdgeError(
                401,
                "session_invalid",
                "Boot again: this session is unknown or over.",
                headers={"WWW-Authenticate": "Bearer"},
            )
        return found

    async def _found(self, token: str | None, read: people.Read[T]) -> tuple[people.Session, T] | None:
        if not token or len(token) > TOKEN_CHARS:
            return None
        now = self._parts.clock.now()
        found = await people.session_and(self._parts.store, token_hash(token), now, read)
        return found if found is not None and await self._doors.welcome(found[0].contact) else None

    async def end(self, token: str) -> None:
        """Ends the session of `token` and whatever it holds open."""
        if len(token) > TOKEN_CHARS:
            return
        hashed = token_hash(token)
        session = await people.session(self._parts.store, hashed, self._parts.clock.now())
        if session is not None:
            await people.close_session(self._parts.store, hashed)
            self._parts.live.kick(session.contact.id, session.id)

    async def end_all_of(self, contact_id: str) -> None:
        """Ends every session of a contact."""
        await people.close_sessions_of(self._parts.store, contact_id)
        self._parts.live.kick(contact_id, None)

    async def shutdown(self, request: web.Request) -> web.StreamResponse:
        """`POST /messenger/shutdown`: the user logs out; 204 also when the session is long over."""
        body = await json_body(request, Shutdown) if request.body_exists else Shutdown()
        if (token := bearer(request)) is not None:
            await self.end(token)
        if body.visitor_token:
            hashed = token_hash(body.visitor_token)
            known = await people.visitor(self._parts.store, hashed)
            if known is not None:
                await self.end_all_of(known.id)
                await people.forget_visitor(self._parts.store, hashed)
        return nothing()
