"""What people did while they had the conversation, and how Fin tells it when the customer is his again."""

from __future__ import annotations

from dataclasses import replace

from bridge.core.conversation.draft import Draft
from bridge.core.conversation.quoting import named, quoted, shortened
from bridge.core.conversation.state import Greeting, TeamWork
from bridge.core.conversation.texts import Texts
from bridge.core.procedures.run import Run
from bridge.core.words.body import Body, from_plain
from bridge.core.words.effects import Recap
from bridge.core.words.looked import Recapped
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Attachment, Author, TicketStatus

ACCOUNT_CHARS = 900
"""No account is longer, whatever was said and whoever said it."""
NAME_CHARS = 40
TOLD_CHARS = 360
"""Of what a model tells."""
TOLD_SENTENCES = 2
DONE_CHARS = 60
DONE_TOLD = 2
BEGUN_KEPT = 10


def begins(draft: Draft) -> None:
    """People have the conversation from now on: what they do is kept in mind."""
    draft.now(work=TeamWork(since=draft.c.seq))
    if draft.c.greeting is not None:
        draft.why("greeting_dropped", "People have the conversation again.")
        draft.now(greeting=None)
        draft.cancel(TimerName.GREETING)


def heard(draft: Draft, author: Author, body: Body, attachments: tuple[Attachment, ...]) -> None:
    """An agent said something to the customer."""
    work = draft.c.work or TeamWork()
    names = (author.name, draft.c.contact.name, draft.rules.fin.name)
    words = quoted(body.text, names, before=work.words if author.name == work.wrote else "")
    draft.now(
        work=replace(
            work,
            agent=author.name,
            words=words or work.words,
            wrote=author.name if words else work.wrote,
            files=work.files + len(attachments),
        )
    )


def stopped(draft: Draft, run: Run) -> None:
    """A procedure is stopped while something that it has ordered outside is still under way."""
    wait, catalog = run.waits, draft.rules.catalog
    connector = catalog.connectors.get(wait.name) if wait is not None and wait.what == "connector" else None
    work, definition = draft.c.work, catalog.versions.get(run.version)
    if work is not None and connector is not None and connector.effect != "read" and definition is not None:
        begun = (*work.begun, (run.id, definition.title))[-BEGUN_KEPT:]
        draft.now(work=replace(work, begun=begun))


def came_late(draft: Draft, run_id: str) -> None:
    """It was done after all."""
    work = draft.c.work
    if work is not None and (title := dict(work.begun).get(run_id)) is not None:
        draft.now(work=replace(work, done=(*work.done, title)[-BEGUN_KEPT:]))


def greet(draft: Draft, who: str) -> None:
    """The live chat is over, and the customer hears from Fin what was done in it.

    With a model it tells so, in one call that nobody waits for longer than for an answer: when it is late, or
    Fin has something else to say first, the customer hears it without.
    """
    c, rules = draft.c, draft.rules
    greeting = Greeting(key=c.seq + 1, who=who)
    if c.thinking or not rules.summarises or c.work is None or not c.work.words:
        _say(draft, greeting)
        return
    draft.now(greeting=greeting)
    draft.effect(Recap(conversation_id=c.id, key=greeting.key, since=c.work.since, language=c.speaks))
    draft.set_timer(TimerName.GREETING, rules.think_patience_s)


def due(draft: Draft) -> None:
    """If a greeting is still being made, it is said as it is."""
    if draft.c.greeting is not None:
        _say(draft, draft.c.greeting)


def came(draft: Draft, event: Recapped) -> None:
    """A model has told what people did; once it is said, what comes later changes nothing."""
    draft.whys(event.notes)
    greeting = draft.c.greeting
    is_late = greeting is None or greeting.key != event.key
    draft.why("recap_late" if is_late else "recap", event.detail)
    if greeting is not None and not is_late:
        _say(draft, greeting, shortened(event.text, TOLD_CHARS, TOLD_SENTENCES))


def known(draft: Draft) -> str:
    """What Fin can tell of what people did, to whoever asks for it later."""
    work = draft.c.work
    return account(work, draft.texts, _status(draft)) if work is not None else ""


def people(draft: Draft) -> tuple[str, ...]:
    """Who did it, by name."""
    work = draft.c.work
    return tuple(dict.fromkeys(one for one in (work.agent, work.wrote) if one)) if work is not None else ()


def _say(draft: Draft, greeting: Greeting, told: str = "") -> None:
    texts = draft.texts
    name = named(greeting.who, NAME_CHARS)
    over = texts.chat_over.format(agent=name) if name else texts.chat_over_alone
    done = account(draft.c.work or TeamWork(), texts, _status(draft), told)
    said = "\n\n".join(one for one in (over, done, texts.chat_goes_on) if one)
    draft.say(from_plain(said, is_linked=False))
    draft.now(greeting=None)
    draft.cancel(TimerName.GREETING)


def _status(draft: Draft) -> TicketStatus | None:
    """How people left the ticket; one that Fin has again, and not solved, tells nothing of that."""
    ticket = draft.c.ticket
    if ticket is None or (ticket.assignee == "fin" and ticket.status is not TicketStatus.SOLVED):
        return None
    return ticket.status


def account(work: TeamWork, texts: Texts, status: TicketStatus | None, told: str = "") -> str:
    """What people did, in a few plain sentences; empty when they said and sent nothing.

    Only what is known: the latest words that told something, files, what had been ordered before and was done
    meanwhile, and the ticket's state. Never longer than `ACCOUNT_CHARS`.

    Args:
        work: What they did.
        texts: In the conversation's language.
        status: Of the ticket, where there is one.
        told: What stands for the words that are quoted otherwise.
    """
    said = [told] if told else []
    if work.words and not told:
        said.append(texts.chat_words.format(agent=named(work.wrote, NAME_CHARS), words=work.words))
    if work.files:
        text = texts.chat_file if work.files == 1 else texts.chat_files
        said.append(text.format(agent=named(work.agent, NAME_CHARS), count=work.files))
    done = work.done[-DONE_TOLD:]
    said += [texts.chat_went_through.format(what=named(title, DONE_CHARS)) for title in done]
    if said and (state := _state(texts, status)):
        said.append(state)
    return " ".join(said)


def _state(texts: Texts, status: TicketStatus | None) -> str:
    match status:
        case TicketStatus.SOLVED | TicketStatus.CLOSED:
            return texts.chat_solved
        case TicketStatus.PENDING:
            return texts.chat_pending
        case TicketStatus.OPEN | TicketStatus.HOLD | TicketStatus.NEW:
            return texts.chat_open
        case None:
            return ""
