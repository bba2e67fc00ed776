"""The conversation's log: what the customer sees (parts), and the lines that say why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from bridge.core.words.body import Body
from bridge.core.words.values import Attachment, Author, ReplyOption, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One visible line.

    Args:
        client_id: The sender's own name for it; `history` for what was said elsewhere before we began.
        stream_id: Of the text that was shown while it was made.
    """

    at: datetime
    author: Author
    body: Body
    sources: tuple[Source, ...] = ()
    reply_options: tuple[ReplyOption, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    client_id: str | None = None
    stream_id: str | None = None
    kind: Literal["part"] = "part"


MODEL_SAID = "model_said"
"""The word of lines that hold a model's reply, masked; the operator says how long they are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A line for operators: what was decided and from what. Never a customer's words, never a secret.

    Args:
        what: One word for machines, e.g. `handed_off`, `stale_reading`, `outcome`.
        detail: One sentence for people.
    """

    at: datetime
    what: str
    detail: str = ""
    kind: Literal["why"] = "why"


Entry: TypeAlias = Part | Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry as it stands in the log, with its id and its place.

    Args:
        id: `prt_…`, derived from the event that made it.
        seq: 1, 2, … within the conversation, without gaps.
    """

    id: str
    seq: int
    conversation_id: str
    entry: Entry
