"""What the channel is handed when it is built: everything it uses, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bridge.core.procedures.definition import Definition
from bridge.runtime.clock import Clock
from bridge.runtime.limits import RateLimit
from bridge.runtime.live import Live
from bridge.runtime.store import Store
from bridge.runtime.turn import Turns
from bridge.web.tokens import Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class FinApiParts:
    """All that the channel needs.

    Args:
        tokens: Who may call.
        written: Every procedure by id, drafts among them.
        app_id: Of the one workspace that is served here.
        base_url: Ours, for the addresses of streams.
        keys: Newest first; streams and files are signed with them.
        fin_name: Who writes, in letters and in what was said before.
        calls: Of one caller.
        upload_bytes: Of all files of one message together; 0 takes none.
        user_attributes: Name → type of those that exist; empty takes any.
        conversation_attributes: The same of conversations.
        ping_s: How often a silent stream says that it is alive.
        write_s: How long a reader may take for one frame.
        streams: Of one conversation.
    """

    store: Store
    turns: Turns
    live: Live
    clock: Clock
    tokens: Tokens
    written: Callable[[], Mapping[str, Definition]]
    app_id: str
    base_url: str
    keys: tuple[str, ...]
    fin_name: str
    calls: RateLimit
    upload_bytes: int = 10_000_000
    user_attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    conversation_attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    ping_s: float = 15.0
    write_s: float = 20.0
    streams: int = 10
