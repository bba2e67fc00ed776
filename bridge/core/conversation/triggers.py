"""A procedure is triggered: Fin speaks first, and the customer's first reply begins it or sets it aside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bridge.core.conversation import mailing
from bridge.core.conversation.audience import not_for
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.procedure import start
from bridge.core.conversation.rules import Rules
from bridge.core.conversation.scene import known_before
from bridge.core.conversation.state import Armed, Conversation
from bridge.core.conversation.switching import SURE
from bridge.core.procedures.definition import Definition
from bridge.core.procedures.expressions import ExpressionError
from bridge.core.procedures.template import literal
from bridge.core.words.outcome import Outcome
from bridge.core.words.reading import Answer, Reading, StartProcedure, WantsTeam
from bridge.core.words.timers import TimerName
from bridge.core.words.trigger_events import ProcedureTriggered
from bridge.core.words.values import Channel, Contact, Json, Owner

SHOWN = 100
"""Characters of a value in an error."""
BY = {
    "api": "our systems asked for it",
    "element_click": "of a click",
    "event": "of what was done on the page",
}


def begin(event: ProcedureTriggered) -> Conversation:
    """The conversation that a trigger begins; the customer's reply gives it its first words."""
    return Conversation(
        id=event.conversation_id,
        contact=event.contact,
        channel=event.channel,
        created_at=event.at,
        updated_at=event.at,
    )


def triggered(draft: Draft, event: ProcedureTriggered) -> None:
    """Fin says the first message. There is no ticket before the customer has written.

    The edge is answered `began`, or `standing` when this very procedure waits for a reply here already. What
    is refused says why: `over` (something else goes on here), `not_live`, `audience`, `channel`, `values` or
    `message`.
    """
    c = draft.c
    if c.seq or c.turn:
        if c.is_unanswered and c.armed is not None and c.armed.procedure == event.procedure:
            draft.answer("standing")
        else:
            _refuse(draft, "over", "This conversation goes on already.")
        return
    definition = draft.rules.catalog.procedures.get(event.procedure)
    proactive = definition.head.proactive if definition is not None else None
    if definition is None or proactive is None or event.by not in proactive.on:
        _refuse(draft, "not_live", "Procedure is not live")
        return
    if why := not_for(draft, definition):
        _refuse(draft, "audience", f"The procedure is not for this user: {why}.")
        return
    if event.channel is Channel.EMAIL and (why := mailing.why_not(draft)):
        _refuse(draft, "channel", f"The user cannot be written to by e-mail: {why}.")
        return
    values, wrong = _values(definition, event)
    if wrong and event.by == "api":
        _refuse(draft, "values", next(iter(wrong.values())))
        return
    known = known_before(draft, definition, values)
    if missing := [name for name in _wanted(definition) if known.get(name) is None]:
        _refuse(draft, "message", f"The first message needs the attribute '{missing[0]}'.")
        return
    try:
        text = proactive.first_message.markdown(known)
    except ExpressionError as error:
        _refuse(draft, "message", f"The first message cannot be filled in: {error}.")
        return
    said = draft.say(text).text
    draft.now(
        owner=Owner.FIN,
        first_words=definition.title if event.channel is Channel.EMAIL else "",
        armed=Armed(procedure=definition.id, by=event.by, said=said, values=values),
    )
    draft.why("triggered", f"{definition.id} {definition.version} by {event.by}")
    for name in wrong:
        draft.why("value_ignored", name)
    draft.note(f"Fin wrote first, because {BY[event.by]} ({literal(definition.title)}):\n\n> {_quoted(said)}")
    draft.set_timer(TimerName.UNANSWERED, proactive.close_after.total_seconds())
    draft.answer("began")


def followed(draft: Draft, armed: Armed, reading: Reading) -> bool:
    """The first reply was read: whether the triggered procedure begins; else it is set aside for good.

    Source: Intercom help centre, "Proactive procedure triggers", Routing after the first customer reply.
    """
    draft.now(armed=None)
    definition = draft.rules.catalog.procedures.get(armed.procedure)
    if definition is None:
        aside = "it is not live any more"
    else:
        aside = not_for(draft, definition) or _pulled_away(draft, armed, reading)
    if definition is None or aside:
        draft.why("set_aside", f"{armed.procedure}: {aside}")
        return False
    start(draft, definition, values=armed.values)
    return True


def unread(draft: Draft) -> bool:
    """No brain could read the first reply: whether a triggered procedure begins with it as it is."""
    armed = draft.c.armed
    definition = draft.rules.catalog.procedures.get(armed.procedure) if armed is not None else None
    if armed is None or definition is None or not_for(draft, definition):
        return False
    draft.now(armed=None, thinking=False)
    start(draft, definition, values=armed.values)
    return True


def unanswered(draft: Draft) -> None:
    """Nobody replied: closed, and no resolution. A later reply still begins what was triggered."""
    if draft.c.is_unanswered:
        draft.now(outcome=Outcome.PENDING)
        draft.why("outcome", Outcome.PENDING.value)


def subject_of(draft: Draft) -> str:
    """What a ticket is called whose first comment is a bare "yes"; empty where nothing was triggered."""
    armed = draft.c.armed
    definition = draft.rules.catalog.procedures.get(armed.procedure) if armed is not None else None
    if definition is None or definition.title == draft.c.first_words:
        return ""
    return f"{definition.title}: {draft.c.first_words}"


def is_offered(
    rules: Rules, definition: Definition, contact: Contact, channel: Channel, at: datetime
) -> bool:
    """Whether this contact is of the audience of a procedure that he has not yet met."""
    nobody = Conversation(id="", contact=contact, channel=channel, created_at=at, updated_at=at)
    return not not_for(Draft(nobody, rules, at), definition)


def _refuse(draft: Draft, word: str, sentence: str) -> None:
    draft.answer(word)
    draft.refuse(sentence)


def _values(definition: Definition, event: ProcedureTriggered) -> tuple[Mapping[str, Json], dict[str, str]]:
    """What was given, by attribute, and what is wrong with the rest. What a page gives is text, read as such.

    Source: Intercom API, Fin Agent API, `errors` of a start: the two sentences.
    """
    values: dict[str, Json] = {}
    wrong: dict[str, str] = {}
    for name, given in event.values.items():
        attribute = definition.head.attributes.get(name)
        if attribute is None:
            wrong[name] = f"Conversation attribute '{name}' does not exist"
            continue
        is_text = event.by != "api" and isinstance(given, str)
        value = attribute.found_in(given) if is_text else given
        if value is not None and attribute.accepts(value):
            values[name] = value
        else:
            shown, kind = str(given)[:SHOWN], attribute.type
            wrong[name] = f"'{shown}' is not a valid value for attribute '{name}' of type '{kind}'"
    return values, wrong


def _wanted(definition: Definition) -> list[str]:
    """The attributes that the first message speaks of."""
    proactive = definition.head.proactive
    names = proactive.first_message.names if proactive is not None else frozenset[str]()
    return sorted(names & set(definition.head.attributes))


def _pulled_away(draft: Draft, armed: Armed, reading: Reading) -> str:
    """Why the reply leads elsewhere; empty when it does not."""
    text = "\n".join(draft.c.unanswered)
    match reading:
        case WantsTeam():
            return "asks for a human"
        case StartProcedure():
            for one in reading.candidates:
                if one.procedure == armed.procedure:
                    return ""
                other = draft.rules.catalog.procedures.get(one.procedure)
                if other is not None and one.score >= SURE and not not_for(draft, other):
                    return f"{other.id} fits, score {one.score:.2f}"
            return _pulled_away(draft, armed, reading.otherwise)
        case Answer() if "?" in text or reading.score >= SURE:
            return f"the content answers it, score {reading.score:.2f}"
        case _:
            return ""


def _quoted(text: str) -> str:
    return literal(" ".join(text.split()))
