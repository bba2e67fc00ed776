"""Performs TellCaller: posts one event to who calls Fin's API, in order and until it is taken."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import orjson

from bridge.actions.caller_shapes import event_of
from bridge.actions.event_out import Listener, signed
from bridge.core.conversation.state import Conversation
from bridge.core.words.effects import TellCaller
from bridge.core.words.entries import Line
from bridge.core.words.events import Event
from bridge.outside import verdicts
from bridge.runtime.verdict import Unsure
from connectors.failures import Refused

if TYPE_CHECKING:
    from bridge.runtime.perform import Attempt
    from connectors.http import HttpClient

TIMEOUT_S = 15.0
GONE = 410

ReadConversation: TypeAlias = Callable[[str], Awaitable[Conversation | None]]
ReadLine: TypeAlias = Callable[[str, int], Awaitable[Line | None]]
"""(conversation's id, seq) → the line."""


class CallerTeller:
    """The performer of TellCaller. Without a listener there is nobody to tell, and that is no failure.

    Args:
        http: Guarded.
        listener: Where to, and what signs it.
        base_url: Ours, for the addresses of files.
        conversation: Reads one.
        line: Reads one line of its log; the event is made of it anew at each try, and the same.

    Source: Intercom API, Fin Agent API, "Setting up webhooks".
    """

    def __init__(
        self,
        http: HttpClient,
        listener: Listener,
        base_url: str,
        *,
        conversation: ReadConversation,
        line: ReadLine,
    ) -> None:
        self._base_url = base_url
        self._http = http
        self._listener = listener
        self._conversation = conversation
        self._line = line

    async def __call__(self, attempt: Attempt[TellCaller], /) -> Sequence[Event]:
        """Sends it; the line's id is the event's id, by which a listener knows a repetition."""
        effect = attempt.effect
        if not self._listener.url:
            return ()
        conversation = await self._conversation(effect.conversation_id)
        line = await self._line(effect.conversation_id, effect.seq)
        if conversation is None or conversation.caller is None or line is None:
            return ()  # erased meanwhile
        event = event_of(
            line,
            conversation.caller,
            is_legacy=effect.is_legacy,
            is_email=effect.is_email,
            name=conversation.contact.name,
            language=conversation.speaks,
            base_url=self._base_url,
        )
        if event is not None:
            await self._post(orjson.dumps(event), line.id)
        return ()

    async def _post(self, body: bytes, event_id: str) -> None:
        headers = {**signed(self._listener, body), "X-Fin-Agent-API-Event-Id": event_id}
        with verdicts():
            try:
                await self._http.request(
                    "POST",
                    self._listener.url,
                    headers=headers,
                    body=body,
                    touch="idempotent",
                    timeout_s=TIMEOUT_S,
                )
            except Refused as no:
                if no.status in (0, GONE):
                    raise
                # a listener under repair says 404 or 500 alike; what comes next must not overtake this
                raise Unsure(f"The listener answered {no.status}.") from no
