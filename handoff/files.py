"""Files that lie at the help desk get an address of ours: theirs may be closed to customers, and expires."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from bridge.core.words.chat_events import ChatReplied
from bridge.core.words.events import AgentReplied, CustomerCommented
from bridge.core.words.ids import derived
from bridge.core.words.values import Attachment
from bridge.runtime.deliveries import Incoming, Understood

FilePath: TypeAlias = Callable[[str, str], str]
"""(conversation's id, file's id) → where customers read it, a path on our host."""


def with_own_files(understood: Understood, path: FilePath) -> Understood:
    """The same with every file under an address of ours; what its own is stays within.

    The file's id depends on the event and its place alone, so that the same telling names the same file.
    """
    return replace(understood, incoming=tuple(_linked(one, path) for one in understood.incoming))


def _linked(incoming: Incoming, path: FilePath) -> Incoming:
    event = incoming.event
    if not isinstance(event, AgentReplied | CustomerCommented | ChatReplied) or not event.attachments:
        return incoming
    files = tuple(
        _own(file, event.conversation_id, derived("upl", incoming.event_id, place), path)
        for place, file in enumerate(event.attachments)
    )
    return replace(incoming, event=replace(event, attachments=files))


def _own(file: Attachment, conversation_id: str, file_id: str, path: FilePath) -> Attachment:
    return replace(file, id=file_id, url=path(conversation_id, file_id), lies_at=file.url)
