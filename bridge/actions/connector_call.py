"""Performs CallConnector: one call of a data connector, with what the session and the vault add."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bridge.core.procedures.connector import Connector
from bridge.core.procedures.request import request, secrets_of
from bridge.core.words.effects import CallConnector
from bridge.core.words.events import CallReturned, Event
from bridge.outside import verdicts
from bridge.runtime.executions import Executed
from bridge.runtime.verdict import Refused
from connectors.data_connector import Answer, Call
from connectors.execution import Execution

if TYPE_CHECKING:
    from bridge.runtime.perform import Attempt


class ConnectorCaller:
    """The performer of CallConnector.

    Args:
        connectors: The live definitions, asked anew at each call.
        send: Makes the call.
        secret: A secret by its name, or None.
        now: The time, aware UTC.
    """

    def __init__(
        self,
        connectors: Callable[[], Mapping[str, Connector]],
        send: Callable[[Call], Awaitable[Answer]],
        secret: Callable[[str], Awaitable[str | None]],
        now: Callable[[], datetime],
    ) -> None:
        self._connectors = connectors
        self._send = send
        self._secret = secret
        self._now = now

    async def __call__(self, attempt: Attempt[CallConnector], /) -> Sequence[Event]:
        """The outputs, for the run that waits.

        Raises:
            NotSent, Refused, Unsure: Of bridge.runtime.verdict.
        """
        effect = attempt.effect
        connector = self._connectors().get(effect.connector)
        if connector is None:
            raise Refused(f"There is no data connector `{effect.connector}` any more.")
        if connector.effect != effect.touch:
            raise Refused(
                f"`{effect.connector}` was changed from {effect.touch} to {connector.effect} meanwhile."
            )
        if connector.contacts == "verified" and not effect.contact.verified:
            raise Refused(f"`{effect.connector}` is for verified contacts only.")
        wanted = {name: await self._secret(name) for name in secrets_of(connector)}
        known = {name: value for name, value in wanted.items() if value is not None}
        try:
            made = request(connector, effect.inputs, effect.contact, known)
        except ValueError as error:
            raise Refused(f"`{effect.connector}`: {error}.") from None
        call = Call(
            name=effect.connector,
            method=made.method,
            url=made.url,
            headers=made.headers,
            body=made.body,
            effect=effect.touch,
            idempotency_key=attempt.effect_id,
            timeout_s=connector.timeout,
            outputs=connector.outputs,
            transform=connector.transform,
            secrets=tuple(known.values()),
            about=effect.conversation_id,
        )
        with verdicts():
            answer = await self._send(call)
        return (
            CallReturned(
                conversation_id=effect.conversation_id,
                at=self._now(),
                run_id=effect.run_id,
                call=effect.call,
                value=answer.values,
                detail=f"{effect.connector}: {answer.status} in {answer.milliseconds} ms",
            ),
        )


def executed(execution: Execution, at: datetime, hide: Callable[[str], str] = str) -> Executed:
    """A connector's record of one call as a line of the log.

    Args:
        execution: The record.
        at: Now.
        hide: Takes out what no log needs to see, besides the secrets that the call was made with.
    """
    return Executed(
        id=f"exe_{secrets.token_hex(12)}",
        at=at,
        connector=execution.connector,
        conversation_id=execution.about,
        method=execution.method,
        url=hide(f"{execution.host}{execution.path}"),
        status=execution.status,
        milliseconds=execution.milliseconds,
        outcome=execution.outcome,
        error_type=execution.error_type,
        error=hide(execution.error or "; ".join(execution.failed_outputs)),
        excerpt=hide(execution.excerpt),
    )
