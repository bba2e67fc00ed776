"""What Sunshine Conversations tells us, as models that read its JSON.

A needed part that is missing is a `pydantic.ValidationError`, which is a `ValueError`. Parts that only some
kinds have are read leniently: what is null is as if it were not there.

Source: Sunshine Conversations API v2, Schemas.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, TypeAlias

from pydantic import AliasPath, BeforeValidator, ConfigDict, Field, PlainValidator

from connectors.zendesk.conversation_bodies import Author, Filled, Model, Profile

AGENT = "__zendesk_msg.agent.id"
"""In a message's metadata the Agent Workspace names who wrote: a Support user's id, or `__trigger`."""
WORKSPACE = "zd:agentWorkspace"
"""The type of the Agent Workspace's switchboard integration, and the source of its messages."""

Plain: TypeAlias = Annotated[str, BeforeValidator(lambda told: "" if told is None else str(told))]
IsTrue: TypeAlias = Annotated[bool, PlainValidator(lambda told: told is True)]
Told: TypeAlias = Annotated[
    Mapping[str, Any], BeforeValidator(lambda told: told if isinstance(told, dict) else {})
]
Bytes: TypeAlias = Annotated[
    int | None, BeforeValidator(lambda told: int(told) if isinstance(told, int | float) else None)
]


def _at(first: str, then: str, *, default: str | None = None) -> Any:
    """A field that lies deeper in the API's JSON than in ours."""
    return Field(default=default, validation_alias=AliasPath(first, then))


class Answer(Model):
    """A model that is only read, and only by the API's names."""

    model_config = ConfigDict(populate_by_name=False)


class ChatUser(Answer):
    """A user of messaging; `zendesk_id` is the Support user's id once the two are linked."""

    id: str
    external_id: Filled = None
    zendesk_id: Filled = None
    profile: Annotated[Profile, BeforeValidator(lambda told: told or {})] = Profile()
    metadata: Told = Field(default_factory=dict)


class ChatApp(Answer):
    """The app's settings that we look at; None where it does not tell."""

    id: str
    name: Plain = Field(default="", alias="displayName")
    is_multi_conversation: bool | None = _at("settings", "multiConvoEnabled")
    can_end_session: bool | None = _at("settings", "endSessionEnabled")


class Control(Answer):
    """A switchboard integration, as a conversation names it: who is in control, or is offered it."""

    id: str
    name: Plain = ""
    integration_id: Plain = ""
    integration_type: Plain = ""


Controls: TypeAlias = Annotated[Control | None, BeforeValidator(lambda told: told or None)]


class Conversation(Answer):
    """A conversation; `active` has control, `pending` is offered it, None is nobody; webhooks tell less."""

    id: str
    type: Annotated[str, BeforeValidator(lambda told: told or "personal")] = "personal"
    metadata: Told = Field(default_factory=dict)
    active: Controls = Field(default=None, alias="activeSwitchboardIntegration")
    pending: Controls = Field(default=None, alias="pendingSwitchboardIntegration")
    created_at: Annotated[datetime | None, BeforeValidator(lambda told: told or None)] = None
    is_default: IsTrue = Field(default=False, alias="isDefault")


class Message(Answer):
    """A message as a list or a webhook tells it; a kind that we do not know has no text and no media.

    Args:
        type: `text`, `file`, `image`, or a kind that we do not send: `carousel`, `form`, `location` …
        text: Plain; empty when there is none.
        html_text: Rich; of strangers, like any text.
        media_url: Of a file or picture.
        media_size_bytes: As it is told.
        source: The channel: `zd:agentWorkspace`, `zd:answerBot`, `api:conversations` (ours) …
        activity: When the system wrote it: `ticket:closed`, `conversation:endedByUser` …
        is_deleted: It stands for one that was deleted.
    """

    id: str
    received_at: datetime = Field(alias="received")
    author: Author
    type: Plain = _at("content", "type", default="")
    text: Plain = _at("content", "text", default="")
    html_text: Filled = _at("content", "htmlText")
    media_url: Filled = _at("content", "mediaUrl")
    media_type: Filled = _at("content", "mediaType")
    media_size_bytes: Bytes = _at("content", "mediaSize")
    alt_text: Filled = _at("content", "altText")
    source: Plain = _at("source", "type", default="")
    metadata: Told = Field(default_factory=dict)
    activity: Filled = _at("activity", "type")
    is_deleted: IsTrue = Field(default=False, alias="deleted")

    @property
    def agent_id(self) -> int | None:
        """The Support user who wrote it in the Agent Workspace; None for bots, triggers, customers and us."""
        named = str(self.metadata.get(AGENT, ""))
        is_theirs = self.author.type == "business" and self.source == WORKSPACE
        return int(named) if is_theirs and named.isascii() and named.isdigit() else None


class Attachment(Answer):
    """An uploaded file, ready to be posted in the conversation that it was uploaded for."""

    media_url: str
    media_type: Plain = ""


class Download(Model):
    """A file that somebody sent."""

    media_type: str
    data: bytes
