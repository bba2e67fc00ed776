"""What we say to Sunshine Conversations: people, authors, contents, metadata, as the API takes them.

Source: Sunshine Conversations API v2, Schemas.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AliasChoices, AliasPath, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

NAME_LONGEST = 128
URL_LONGEST = 2048
LOCALE_LONGEST = 64

Metadata: TypeAlias = Mapping[str, str | int | float | bool]


def _filled(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


Filled: TypeAlias = Annotated[str | None, BeforeValidator(_filled)]
"""A text; an empty one is none."""


class Model(BaseModel):
    """What the API takes or tells: its names are in camel case, and what it adds some day is passed over."""

    model_config = ConfigDict(
        frozen=True,
        alias_generator=to_camel,
        populate_by_name=True,
        coerce_numbers_to_str=True,
        hide_input_in_errors=True,  # they are people's words
    )


class Profile(Model):
    """What agents see of a user; None leaves a field as it is."""

    given_name: str | None = None
    surname: str | None = None
    email: str | None = None
    avatar_url: str | None = None
    locale: str | None = None


class Author(Model):
    """Who a message is from.

    Args:
        type: `user` is the customer, `business` everybody on our side.
        user_id: The customer's, here.
        user_external_id: The customer's, with us.
        display_name: Shown as the author.
        avatar_url: A picture: JPG, PNG or GIF.
        subtypes: `AI` adds a disclaimer for the customer; in answers also `agent`, `bot`, `activity`.
    """

    type: Annotated[
        Literal["user", "business"], BeforeValidator(lambda told: "user" if told == "user" else "business")
    ]
    user_id: Filled = None
    user_external_id: Filled = Field(
        default=None,
        validation_alias=AliasChoices(AliasPath("user", "externalId"), "userExternalId", "user_external_id"),
    )
    display_name: Filled = None
    avatar_url: Filled = None
    subtypes: Annotated[tuple[str, ...], BeforeValidator(lambda told: tuple(told or ()))] = ()


class Text(Model):
    """A text of at most 4,096 characters; `split_text` makes pieces of a longer one."""

    text: str


class Media(Model):
    """A file or a picture by its URL; one that was uploaded for another conversation is refused."""

    type: Literal["file", "image"]
    media_url: str
    alt_text: str | None = None
    text: str | None = None


Content: TypeAlias = Text | Media


def profile_json(profile: Profile) -> dict[str, str]:
    """A profile as the API takes it: names are cut to its limit, what cannot be cut is left out."""
    fits = {
        "given_name": (profile.given_name or "")[:NAME_LONGEST],
        "surname": (profile.surname or "")[:NAME_LONGEST],
        "email": _within(profile.email, NAME_LONGEST),
        "avatar_url": _within(profile.avatar_url, URL_LONGEST),
        "locale": _within(profile.locale, LOCALE_LONGEST),
    }
    made = profile.model_copy(update={name: value or None for name, value in fits.items()})
    told: dict[str, str] = made.model_dump(by_alias=True, exclude_none=True)
    return told


def author_json(author: Author) -> dict[str, Any]:
    """An author as the API takes it."""
    told = author.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {name: value for name, value in told.items() if value != []}


def content_json(content: Content) -> dict[str, Any]:
    """A message's content as the API takes it."""
    if isinstance(content, Text):
        return {"type": "text", "text": content.text}
    cut = content.model_copy(update={"alt_text": (content.alt_text or "")[:NAME_LONGEST] or None})
    return cut.model_dump(by_alias=True, exclude_none=True)


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
