"""The core's words as JSON and back; the one format in which they are stored."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Generic, TypeVar

from pydantic import Field, TypeAdapter

from bridge.core.conversation.state import Conversation
from bridge.core.words.effects import Effect
from bridge.core.words.entries import Entry
from bridge.core.words.events import Event
from bridge.core.words.values import Contact

T = TypeVar("T")


class Codec(Generic[T]):
    """One type's way into the store and out of it.

    A field that is added to the type needs a default: rows that were written before do not have it.
    A field that was taken away is ignored in old rows.
    """

    def __init__(self, type_: Any) -> None:
        self._type = type_
        self._adapter: TypeAdapter[T] | None = None

    def dump(self, value: T) -> str:
        """JSON without blanks; never holds a NUL character, which PostgreSQL would refuse."""
        return self._ready().dump_json(value).decode()

    def load(self, text: str | bytes) -> T:
        """The value.

        Raises:
            ValueError: The text is not JSON of this type.
        """
        return self._ready().validate_json(text)

    def _ready(self) -> TypeAdapter[T]:
        if self._adapter is None:  # building one takes milliseconds, so it waits for its first use
            self._adapter = TypeAdapter(self._type)
        return self._adapter


conversations: Codec[Conversation] = Codec(Conversation)
contacts: Codec[Contact] = Codec(Contact)
events: Codec[Event] = Codec(Annotated[Event, Field(discriminator="kind")])
effects: Codec[Effect] = Codec(Annotated[Effect, Field(discriminator="kind")])
entries: Codec[Entry] = Codec(Annotated[Entry, Field(discriminator="kind")])


@cache
def attributes() -> TypeAdapter[dict[str, Any]]:
    """Custom attributes: any JSON object."""
    return TypeAdapter(dict[str, Any])
