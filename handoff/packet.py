"""What an agent gets to read at a hand-off: summary and state packet, from the conversation's log."""

from __future__ import annotations

import html
from collections.abc import Sequence

from bridge.core.conversation.state import Conversation
from bridge.core.words.entries import Line, Part, Why
from bridge.core.words.languages.names import name_of
from bridge.core.words.values import Reason

TRANSCRIPT_PARTS = 30
LONGEST = 60_000
"""Zendesk takes some 65,000 characters; where signs become many in HTML, less is shown of everything."""
STEPS_SHOWN = 20
_OF_PROCEDURES = frozenset(
    {"step", "call", "late_result", "corrected", "procedure_handoff", "procedure_escape"}
)
EXCERPT_LENGTH = 400

_REASONS = {
    Reason.ASKED_FOR_TEAM: "The customer asked for a person.",
    Reason.NO_ANSWER: "Fin found no answer in the team's content.",
    Reason.PENDING_TIMEOUT: "Nobody answered Fin's question in time.",
    Reason.FIN_LATE: "Fin did not answer in time.",
    Reason.FIN_FAILED: "Fin could not read the message.",
    Reason.DID_NOT_HELP: "The customer said twice that it did not help.",
    Reason.PROCEDURE: "A procedure handed over as it was designed to.",
    Reason.UPSET: "The customer is upset.",
    Reason.RULE: "An escalation rule holds.",
    Reason.PROCEDURE_FAILED: "A procedure could not go on.",
    Reason.API: "It was asked for by API.",
    Reason.UNSURE: "Nobody knows whether an outside system made a change that was ordered: please check.",
}


def packet_html(conversation: Conversation, lines: Sequence[Line], note: str = "") -> str:
    """The internal note: why, who, what was asked, what Fin tried and from which sources, and the transcript.

    Args:
        conversation: As it is now.
        lines: The whole log, in order.
        note: What was decided with it, as safe HTML: the words at the hand-off, what procedures collected.
    """
    made = _packet(conversation, lines, note, EXCERPT_LENGTH)
    return made if len(made) <= LONGEST else _packet(conversation, lines, note, EXCERPT_LENGTH // 5)


def _packet(conversation: Conversation, lines: Sequence[Line], note: str, most: int) -> str:
    entries = [line.entry for line in lines]
    parts = [entry for entry in entries if isinstance(entry, Part)]
    asked = [part.body.text for part in parts if part.author.type == "user"]
    tried = [part for part in parts if part.author.type == "fin" and part.sources]
    blocks = [
        f"<p><strong>Handed over by Fin.</strong> {html.escape(_reason(entries))}</p>",
        _list("Customer", [_who(conversation)]),
        _list("Language", _language(conversation)),
        _list("About", [f"{name}: {value}" for name, value in conversation.attributes.items()]),
        _list("Asked", [_short(text, most) for text in asked[-5:]]),
        _list("Procedure", _steps(entries)),
        _list("Fin answered", [_answer(part, most) for part in tried[-5:]] or ["nothing yet"]),
        _list("The customer said that it helped", ["yes"] if _was_confirmed(entries) else ["no"]),
        _list(
            "Transcript",
            [f"{_name(part)}: {_short(said_in(part), most)}" for part in parts[-TRANSCRIPT_PARTS:]],
        ),
    ]
    return "".join(block for block in (*blocks, _unsaid(note, parts)) if block)


def _unsaid(note: str, parts: Sequence[Part]) -> str:
    """The note without the words to the customer that it begins with: they stand in the transcript."""
    words = (part.body.html for part in reversed(parts[-TRANSCRIPT_PARTS:]) if part.author.type == "fin")
    return next((note.removeprefix(one) for one in words if one and note.startswith(one)), note)


def _reason(entries: Sequence[Part | Why]) -> str:
    for entry in reversed(entries):
        if isinstance(entry, Why) and entry.what == "handed_off":
            return _REASONS[Reason(entry.detail)]
    return "No reason was recorded."


def _steps(entries: Sequence[Part | Why]) -> list[str]:
    """What the latest procedure did, up to where it stands; not what the way to the team did after it."""
    steps: list[str] = []
    is_procedure = False
    for entry in entries:
        if not isinstance(entry, Why):
            continue
        if entry.what in ("procedure_started", "workflow_started"):
            is_procedure = entry.what == "procedure_started"
            if is_procedure:
                steps = [f"{entry.detail.partition(' ')[0]} began"]
        elif entry.what in _OF_PROCEDURES and is_procedure:
            steps.append(_short(entry.detail))
    return [*steps[:1], *steps[1:][-STEPS_SHOWN:]]


def _was_confirmed(entries: Sequence[Part | Why]) -> bool:
    return any(
        isinstance(e, Why) and e.what == "outcome" and e.detail == "resolution_confirmed" for e in entries
    )


def _who(conversation: Conversation) -> str:
    contact = conversation.contact
    if contact.role == "visitor":
        return f"{contact.name}, a visitor (nothing proven)"
    if contact.verified:
        return f"{contact.name}, verified user {contact.external_id}"
    claimed = f", says the e-mail is {contact.email}" if contact.email else ""
    return f"{contact.name}, identity NOT verified{claimed}"


def _language(conversation: Conversation) -> list[str]:
    tag = conversation.speaks
    return [f"{name_of(tag)} ({tag})"] if tag else []


def _name(part: Part) -> str:
    return "Customer" if part.author.type == "user" else part.author.name


def said_in(part: Part) -> str:
    """A part's words and the names of its files."""
    return " ".join([part.body.text, *(f"[{one.name}]" for one in part.attachments)]).strip()


def _answer(part: Part, most: int) -> str:
    sources = ", ".join(source.title for source in part.sources)
    return f"{_short(part.body.text, most)} (from: {sources})"


def _short(text: str, most: int = EXCERPT_LENGTH) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def _list(title: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    rows = "".join(f"<li>{html.escape(item)}</li>" for item in items)
    return f"<p><strong>{html.escape(title)}</strong></p><ul>{rows}</ul>"
