"""A procedure is asked for by who speaks for the customer through Fin's API: it runs at once, for certain.

Source: Intercom API, Preview, `/fin/procedures/{procedure_id}/run`.
"""

from __future__ import annotations

from bridge.core.conversation.audience import not_for
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.procedure import start
from bridge.core.conversation.state import Conversation
from bridge.core.conversation.ticket import Moment
from bridge.core.words.body import from_plain
from bridge.core.words.caller_events import ProcedureRequested
from bridge.core.words.entries import Part
from bridge.core.words.values import Author, Comment, Owner

FIRST_WORDS = 120


def begin(event: ProcedureRequested) -> Conversation:
    """The conversation that begins with it."""
    text = event.body.text if event.body is not None and event.said_by == "user" else ""
    return Conversation(
        id=event.conversation_id,
        contact=event.contact,
        channel=event.channel,
        created_at=event.at,
        updated_at=event.at,
        first_words=" ".join(text.split())[:FIRST_WORDS],
    )


def begun(draft: Draft, event: ProcedureRequested) -> None:
    """The edge is answered why it is refused: `exists`, `not_live` or `audience`."""
    definition = draft.rules.catalog.procedures.get(event.procedure)
    if draft.c.seq or draft.c.turn:
        _refuse(draft, "exists", "The conversation has begun already.")
    elif definition is None:
        _refuse(draft, "not_live", "The procedure is not live.")
    elif why := not_for(draft, definition):
        _refuse(draft, "audience", f"The procedure is not for this user: {why}.")
    else:
        draft.now(
            owner=Owner.FIN,
            turn=1,
            caller=event.caller,
            wrote_at=draft.at,
            first_words=draft.c.first_words or definition.title,
        )
        _say_first(draft, event)
        if draft.rules.for_api == "first_message":
            asked = event.body or from_plain(definition.title)
            moments = (Moment.FIRST_MESSAGE, Moment.ASSIGNED_TO_FIN)
            draft.create_ticket(Comment(author="customer", body=asked), *moments)
        start(draft, definition, values=event.values)


def _say_first(draft: Draft, event: ProcedureRequested) -> None:
    if event.body is None:
        return
    if event.said_by == "fin":
        draft.say(event.body)
        return
    author = Author(type="user", name=event.contact.name)
    draft.part(Part(at=event.at, author=author, body=event.body))
    draft.now(unanswered=(event.body.text,))


def _refuse(draft: Draft, word: str, sentence: str) -> None:
    draft.answer(word)
    draft.refuse(sentence)
