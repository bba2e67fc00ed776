"""Performs SendMail: one e-mail, known by the effect's id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bridge.core.words.effects import SendMail
from bridge.core.words.events import CallReturned, Event
from bridge.outside import verdicts
from bridge.runtime.verdict import Refused
from connectors.mail import Post

if TYPE_CHECKING:
    from bridge.runtime.perform import Attempt

REASON = "No mail server is configured: set BRIDGE_MAIL__SMTP_URL and BRIDGE_MAIL__FROM."


class MailSender:
    """The performer of SendMail.

    Args:
        post: None where no mail server is configured; then all mail is refused with what to set.
        domain: The right side of the Message-ID.
        now: The time, aware UTC.
    """

    def __init__(self, post: Post | None, domain: str, now: Callable[[], datetime]) -> None:
        self._post = post
        self._domain = domain
        self._now = now

    async def __call__(self, attempt: Attempt[SendMail], /) -> Sequence[Event]:
        """That the mail server has it, for the run that waits.

        A repetition has the same Message-ID, by which mailboxes know the same mail.

        Raises:
            NotSent, Refused, Unsure: Of bridge.runtime.verdict.
        """
        effect = attempt.effect
        if self._post is None:
            raise Refused(REASON)
        with verdicts():
            await self._post.send(
                effect.to,
                effect.subject,
                effect.text,
                message_id=f"<{attempt.effect_id}@{self._domain}>",
            )
        return (
            CallReturned(
                conversation_id=effect.conversation_id,
                at=self._now(),
                run_id=effect.run_id,
                call=effect.call,
                value=None,
                detail="the mail server has the mail",
            ),
        )
