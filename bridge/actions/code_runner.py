"""Performs RunCode: a few lines of Python in the sandbox."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from bridge.core.words.effects import RunCode
from bridge.core.words.events import CallReturned, Event
from bridge.core.words.values import Json
from bridge.outside import verdicts
from bridge.runtime.verdict import Refused

if TYPE_CHECKING:
    from bridge.runtime.perform import Attempt

Run: TypeAlias = Callable[[str, Mapping[str, Json]], Awaitable[Json]]
"""Code and its variables → its value; raises ValueError with a sentence when it fails."""


class CodeRunner:
    """The performer of RunCode.

    Args:
        run: The sandbox.
        now: The time, aware UTC.
    """

    def __init__(self, run: Run, now: Callable[[], datetime]) -> None:
        self._run = run
        self._now = now

    async def __call__(self, attempt: Attempt[RunCode], /) -> Sequence[Event]:
        """What it came to, for the run that waits.

        Raises:
            Refused: It failed; the reason says where.
        """
        effect = attempt.effect
        try:
            with verdicts():
                value = await self._run(effect.source, effect.inputs)
        except ValueError as error:
            raise Refused(str(error)) from None
        return (
            CallReturned(
                conversation_id=effect.conversation_id,
                at=self._now(),
                run_id=effect.run_id,
                call=effect.call,
                value=value,
                detail="the code has run",
            ),
        )
