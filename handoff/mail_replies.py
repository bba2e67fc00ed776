"""Performs MailReplies: one e-mail with what agents said, whose answer finds its way back."""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from bridge.core.words.effects import MailReplies
from bridge.core.words.entries import Line, Part
from bridge.core.words.events import Event
from bridge.outside import verdicts
from bridge.runtime.verdict import Refused
from connectors.mail import Post

if TYPE_CHECKING:
    from bridge.runtime.perform import Attempt

REASON = "No mail server is configured: set BRIDGE_MAIL__SMTP_URL and BRIDGE_MAIL__FROM."
SUBJECT_CHARS = 120


class ReplyMailer:
    """The performer of MailReplies.

    Args:
        post: None where no mail server is configured.
        lines: (conversation's id, after which `seq`) → the parts behind it.
        domain: Ours, for the ids of mails.
        answer_to: (conversation's id) → the address that an answer goes to; empty for the sender's own.
        base_url: Where the world reaches us; files lie there.
    """

    def __init__(
        self,
        post: Post | None,
        lines: Callable[[str, int], Awaitable[Sequence[Line]]],
        domain: str,
        answer_to: Callable[[str], str],
        base_url: str,
    ) -> None:
        self._post = post
        self._lines = lines
        self._domain = domain
        self._answer_to = answer_to
        self._base_url = base_url

    async def __call__(self, attempt: Attempt[MailReplies], /) -> Sequence[Event]:
        """Sends it; a repetition has the same Message-ID, and all mails of a conversation are one thread.

        Raises:
            NotSent, Refused, Unsure: Of bridge.runtime.verdict.
        """
        effect = attempt.effect
        if self._post is None:
            raise Refused(REASON)
        lines = await self._lines(effect.conversation_id, effect.from_seq - 1)
        said = [
            line.entry
            for line in lines
            if line.seq <= effect.to_seq
            and isinstance(line.entry, Part)
            and (line.entry.author.type == "agent" or effect.whose == "all")
            and line.entry.author.type != "user"
        ]
        if not said:
            return ()
        thread = f"<{effect.conversation_id}@{self._domain}>"
        headers = {"In-Reply-To": thread, "References": thread, "Auto-Submitted": "auto-generated"}
        if address := self._answer_to(effect.conversation_id):
            headers["Reply-To"] = address
        with verdicts():
            await self._post.send(
                effect.to,
                f"Re: {_line(effect.subject)[:SUBJECT_CHARS] or 'Your conversation'}",
                _text(said, self._base_url),
                message_id=f"<{attempt.effect_id}@{self._domain}>",
                html=_html(said, self._base_url),
                headers=headers,
            )
        return ()


def _line(text: str) -> str:
    """One line without control signs: a customer's words must not begin another header."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _choices(part: Part) -> str:
    """Buttons, as words that can be answered."""
    return f"\n\n({' / '.join(one.text for one in part.reply_options)})" if part.reply_options else ""


def _text(said: Sequence[Part], base_url: str) -> str:
    parts = [
        f"{one.author.name} wrote:\n\n{one.body.text}{_choices(one)}"
        + "".join(f"\n[{name}] {place}" for name, place in _files(one, base_url))
        for one in said
    ]
    return "\n\n".join(parts) + "\n\nAnswer this e-mail, or write in the Messenger: it is one conversation.\n"


def _html(said: Sequence[Part], base_url: str) -> str:
    parts = [
        f"<p><strong>{html.escape(one.author.name)}</strong></p>{one.body.html}{html.escape(_choices(one))}"
        + "".join(
            f'<p><a href="{html.escape(place)}">{html.escape(name)}</a></p>'
            for name, place in _files(one, base_url)
            if place
        )
        for one in said
    ]
    return "<hr>".join(parts) + "<p><small>Answer this e-mail, or write in the Messenger.</small></p>"


def _files(part: Part, base_url: str) -> list[tuple[str, str]]:
    """Names and addresses; one at Zendesk may be closed to the reader, and is only named."""
    return [(one.name, f"{base_url}{one.url}" if one.url.startswith("/") else "") for one in part.attachments]
