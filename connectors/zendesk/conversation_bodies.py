"""What we say to Sunshine Conversations: people, authors, contents, metadata, as the API takes them.

Source: Sunshine Conversations API v2, Schemas.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

NAME_LONGEST = 128
URL_LONGEST = 2048
LOCALE_LONGEST = 64

Metadata: TypeAlias = Mapping[str, str | int | float | bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What agents see of a user; None leaves a field as it is."""

    given_name: str | None = None
    surname: str | None = None
    email: str | None = None
    avatar_url: str | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who a message is from.

    Args:
        type: `user` is the customer, `business` everybody on our side.
        user_id: The customer's, here.
        user_external_id: The customer's, with us; only in what we say.
        display_name: Shown as the author.
        avatar_url: A picture: JPG, PNG or GIF.
        subtypes: `AI` adds a disclaimer for the customer; in answers also `agent`, `bot`, `activity`.
    """

    type: Literal["user", "business"]
    user_id: str | None = None
    user_external_id: str | None = None
    display_name: str | None = None
    avatar_url: str | None = None
    subtypes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text of at most 4,096 characters; `split_text` makes pieces of a longer one."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file or a picture by its URL; one that was uploaded for another conversation is refused."""

    type: Literal["file", "image"]
    media_url: str
    alt_text: str | None = None
    text: str | None = None


Content: TypeAlias = Text | Media


def profile_json(profile: Profile) -> dict[str, str]:
    """A profile as the API takes it: names are cut to its limit, what cannot be cut is left out."""
    named = {
        "givenName": (profile.given_name or "")[:NAME_LONGEST],
        "surname": (profile.surname or "")[:NAME_LONGEST],
        "email": _within(profile.email, NAME_LONGEST),
        "avatarUrl": _within(profile.avatar_url, URL_LONGEST),
        "locale": _within(profile.locale, LOCALE_LONGEST),
    }
    return {key: value for key, value in named.items() if value}


def author_json(author: Author) -> dict[str, Any]:
    """An author as the API takes it."""
    named = {
        "type": author.type,
        "userId": author.user_id,
        "userExternalId": author.user_external_id,
        "displayName": author.display_name,
        "avatarUrl": author.avatar_url,
        "subtypes": list(author.subtypes) or None,
    }
    return {key: value for key, value in named.items() if value is not None}


def content_json(content: Content) -> dict[str, Any]:
    """A message's content as the API takes it."""
    if isinstance(content, Text):
        return {"type": "text", "text": content.text}
    named = {
        "type": content.type,
        "mediaUrl": content.media_url,
        "altText": (content.alt_text or "")[:NAME_LONGEST] or None,
        "text": content.text,
    }
    return {key: value for key, value in named.items() if value is not None}


def ticket_data(
    *, tags: tuple[str, ...] = (), fields: Mapping[int, str] | None = None, **system: str
) -> dict[str, str]:
    """What the Agent Workspace writes into the ticket that it opens, for `pass_control`.

    Args:
        tags: Added to it.
        fields: By the ids of ticket fields.
        system: `subject`, `description`, `priority`, `group_id`, `assignee_id`, `brand_id` …

    Source: Zendesk's help centre 4419179022874, "dataCapture".
    """
    told = {f"dataCapture.systemField.{name}": value for name, value in system.items()}
    if tags:
        told["dataCapture.systemField.tags"] = ",".join(tags)
    return told | {f"dataCapture.ticketField.{one}": value for one, value in (fields or {}).items()}


def _within(value: str | None, longest: int) -> str:
    return value if value and len(value) <= longest else ""
