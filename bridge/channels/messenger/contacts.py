"""From an identity to the contact whose conversations he may see.

A claim never opens anybody's history: without proof a contact belongs to one browser's visitor token and to
what was claimed there, and nothing is merged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bridge.channels.messenger.identity import UnverifiedUser, VerifiedUser, Visitor, normalised_email
from bridge.channels.messenger.sessions import new_token, token_hash
from bridge.core.words.ids import derived
from bridge.core.words.values import Contact
from bridge.runtime import people
from bridge.runtime.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Who boots.

    Args:
        contact: Whose conversations he sees.
        visitor_token: For the browser to keep; None for a verified user, who needs none.
        retired: The contact that this browser was before; its sessions end.
    """

    contact: Contact
    visitor_token: str | None
    retired: str | None


async def known(
    store: Store,
    identity: VerifiedUser | UnverifiedUser | Visitor,
    visitor_token: str | None,
    attributes: Mapping[str, Any],
) -> Known:
    """The contact of `identity` at the browser that holds `visitor_token`.

    Args:
        store: The rows.
        identity: As far as it was proven.
        visitor_token: As the browser sent it; one that we did not mint is ignored: it may be planted.
        attributes: What the page says besides; stored with the contact.
    """
    before = await people.visitor(store, token_hash(visitor_token)) if visitor_token else None
    if isinstance(identity, VerifiedUser):
        return await _verified(store, identity, visitor_token, before, attributes)
    token = visitor_token if visitor_token and before is not None else new_token("vis")
    hashed = token_hash(token)
    make = _unproven(identity, hashed)
    key = _claim_key(identity, hashed)
    contact = await _kept(store, key, make, attributes)
    if before is None or before.id != contact.id:
        await people.remember_visitor(store, hashed, contact.id)
    retired = before.id if before is not None and before.id != contact.id else None
    return Known(contact=contact, visitor_token=token, retired=retired)


async def _verified(
    store: Store,
    identity: VerifiedUser,
    visitor_token: str | None,
    before: Contact | None,
    attributes: Mapping[str, Any],
) -> Known:
    email = normalised_email(identity.email) if identity.email else None
    key, make = people.proven(user_id=identity.user_id, email=email, name=identity.name)
    contact = await _kept(store, key, make, attributes)
    if (
        visitor_token and before is not None
    ):  # whoever else knows this token must not meet the user through it
        await people.forget_visitor(store, token_hash(visitor_token))
    return Known(contact=contact, visitor_token=None, retired=before.id if before is not None else None)


def _claim_key(identity: UnverifiedUser | Visitor, hashed: str) -> str:
    if isinstance(identity, Visitor):
        return f"visitor:{hashed}"
    claimed = f"user:{identity.user_id}" if identity.user_id else f"email:{identity.email}"
    return f"claimed:{hashed}:{derived('con', claimed)}"


def _unproven(identity: UnverifiedUser | Visitor, hashed: str) -> Contact:
    own = derived("con", _claim_key(identity, hashed))
    is_user = isinstance(identity, UnverifiedUser)
    email = identity.email if isinstance(identity, UnverifiedUser) else None
    return Contact(
        id=own,
        role="user" if is_user else "visitor",
        verified=False,
        external_id=own,
        name=identity.name or email or f"Visitor {own[-4:]}",
        email=email,
    )


async def _kept(store: Store, key: str, make: Contact, attributes: Mapping[str, Any]) -> Contact:
    """The contact of `key`, made at the first time, and with what is new about him."""
    contact = await people.find_or_make_contact(store, key, make, dict(attributes))
    known_now = replace(
        contact,
        name=make.name if make.name != contact.name and not _is_made_up(make) else contact.name,
        email=make.email or contact.email,
    )
    if known_now == contact:
        return contact
    await people.update_contact(store, known_now, dict(attributes))
    return known_now


def _is_made_up(contact: Contact) -> bool:
    return contact.name in (f"Visitor {contact.id[-4:]}", f"User {contact.external_id}", contact.email)
