"""Who a customer would be as a requester, and whether external_id and address agree about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.zendesk import objects
from connectors.zendesk.support import Support, User

SEARCH = "/api/v2/users/search.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """What the account knows of one customer.

    Args:
        detail: Who his tickets would belong to.
        fix: How to mend what is wrong; empty when nothing is.
        lacks_id: The user whose external_id is to be set, where that alone mends it.
    """

    detail: str
    fix: str = ""
    lacks_id: User | None = None


async def requester(support: Support, *, external_id: str, email: str | None) -> Requester:
    """Looks, and changes nothing. Source: Support API, users/search and users/create_or_update.

    Args:
        support: The account.
        external_id: The user_id that the site vouches for.
        email: His address, where the site knows it.
    """
    named = await _search(support, {"external_id": external_id})
    by_id = named[0] if named else None
    by_email = await _by_address(support, email) if email else None
    if by_id is not None and by_email is not None and by_id.id != by_email.id:
        return Requester(
            detail=f"external_id {external_id} is {_shown(by_id)}, the address belongs to {_shown(by_email)}",
            fix=f"Merge user {by_id.id} into user {by_email.id} in Zendesk, or correct one of them.",
        )
    if by_id is not None:
        return Requester(detail=f"external_id {external_id} is {_shown(by_id)}")
    if by_email is None:
        return Requester(
            detail=f"nobody has external_id {external_id}: the user is made with the first ticket"
        )
    if by_email.external_id:
        return Requester(
            detail=f"the address belongs to {_shown(by_email)}, whose external_id is {by_email.external_id}",
            fix=f"Let the site send user_id {by_email.external_id}, or change the external_id in Zendesk.",
        )
    return Requester(
        detail=f"the address belongs to {_shown(by_email)}, who has no external_id",
        fix=f"Set it: python -m bridge zendesk requester --user-id {external_id} --email … --fix",
        lacks_id=by_email,
    )


async def set_external_id(support: Support, user: User, external_id: str) -> None:
    """Makes `user` the one that the site means. Source: PUT users/{id}."""
    await support.call("PUT", f"/api/v2/users/{user.id}.json", json={"user": {"external_id": external_id}})


async def _by_address(support: Support, email: str) -> User | None:
    found = await _search(support, {"query": f'email:"{email}"'})
    return next((one for one in found if (one.email or "").lower() == email.lower()), None)


async def _search(support: Support, query: dict[str, str]) -> Sequence[User]:
    return await support.get(SEARCH, query, told=lambda raw: [objects.user(one) for one in raw["users"]])


def _shown(user: User) -> str:
    return f"user {user.id} ({user.name})"
