"""Who a contact is at Zendesk: asked once and remembered, until Zendesk says that it is so no more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bridge.core.words.values import Contact
from connectors import failures
from connectors.zendesk.support import Support, User

T = TypeVar("T")

KEPT = 2000


class People:
    """Contacts as Zendesk's users.

    Args:
        support: The client.
    """

    def __init__(self, support: Support) -> None:
        self._support = support
        self._ids: dict[Contact, int] = {}

    async def as_user(self, contact: Contact, call: Callable[[int], Awaitable[T]]) -> T:
        """Calls with the id of the contact's user; once more when an agent merged that one into another."""
        is_kept = contact in self._ids
        user_id = await self._id(contact)
        try:
            return await call(user_id)
        except failures.Refused as refused:
            if not is_kept or refused.status not in (404, 422):
                raise
            del self._ids[contact]
            anew = await self._id(contact)
            if anew == user_id:
                raise
            return await call(anew)

    async def is_gone(self, user_id: int) -> bool:
        """Whether the user was deleted, or merged into another one."""
        try:
            return not (await self._support.user(user_id)).active
        except failures.Refused as refused:
            if refused.status == 404:  # noqa: PLR2004 - HTTP's word for a user who is not there
                return True
            raise

    async def _id(self, contact: Contact) -> int:
        if contact in self._ids:
            return self._ids[contact]
        user = await self._made(contact)
        if len(self._ids) >= KEPT:
            self._ids.clear()
        self._ids[contact] = user.id
        return user.id

    async def _made(self, contact: Contact) -> User:
        """The user, made or brought up to date.

        Only a proven e-mail is given away: anything else would let a stranger become somebody's requester,
        or make Zendesk write to an address that is not his. One that belongs to another user stays there:
        whose tickets these are, the external_id says.
        """
        email = contact.email if contact.verified else None
        try:
            return await self._user(contact, email)
        except failures.Refused as refused:
            if email is None or refused.status != 422:  # noqa: PLR2004 - an address that is another user's
                raise
            return await self._user(contact, None)

    async def _user(self, contact: Contact, email: str | None) -> User:
        return await self._support.create_or_update_user(
            external_id=contact.external_id, email=email, name=contact.name, verified=contact.verified
        )
