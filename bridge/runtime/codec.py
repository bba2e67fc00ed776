"""The core's words as JSON and back; the one format in which they are stored."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Annotated, Any, Generic, TypeVar

from pydantic import Field, TypeAdapter

from bridge.core.conversation.state import Conversation
from bridge.core.words.effects import Effect
from bridge.core.words.entries import Entry
from bridge.core.words.events import Event
from bridge.core.words.values import Contact

T = TypeVar("T")

KEPT_CHARS = 4_000
"""A longer text is not kept: most are far shorter, and all that are kept are to take a few megabytes."""


class Codec(Generic[T]):
    """One type's way into the store and out of it.

    A field that is added to the type needs a default: rows that were written before do not have it.
    A field that was taken away is ignored in old rows.

    Args:
        type_: What is stored.
        kept: So many values are kept for who loads the same text again, as a conversation's log is with each
            turn; they are immutable.
    """

    def __init__(self, type_: Any, *, kept: int = 0) -> None:
        self._type = type_
        self._adapter: TypeAdapter[T] | None = None
        self._again = lru_cache(kept)(self._loaded) if kept else None

    def dump(self, value: T) -> str:
        """JSON without blanks; never holds a NUL character, which PostgreSQL would refuse."""
        return self._ready().dump_json(value).decode()

    def load(self, text: str | bytes) -> T:
        """The value.

        Raises:
            ValueError: The text is not JSON of this type.
        """
        if self._again is None or len(text) > KEPT_CHARS:
            return self._loaded(text)
        return self._again(text)

    def _loaded(self, text: str | bytes) -> T:
        return self._ready().validate_json(text)

    def _ready(self) -> TypeAdapter[T]:
        if self._adapter is None:  # building one takes milliseconds, so it waits for its first use
            self._adapter = TypeAdapter(self._type)
        return self._adapter


conversations: Codec[Conversation] = Codec(Conversation, kept=512)
contacts: Codec[Contact] = Codec(Contact)
events: Codec[Event] = Codec(Annotated[Event, Field(discriminator="kind")])
effects: Codec[Effect] = Codec(Annotated[Effect, Field(discriminator="kind")])
entries: Codec[Entry] = Codec(Annotated[Entry, Field(discriminator="kind")], kept=2048)


@cache
def attributes() -> TypeAdapter[dict[str, Any]]:
    """Custom attributes: any JSON object."""
    return TypeAdapter(dict[str, Any])
