"""What people did while they had the conversation, and how Fin tells it when the customer is his again."""

from __future__ import annotations

from dataclasses import replace

from bridge.core.conversation.draft import Draft
from bridge.core.conversation.quoting import named, quoted
from bridge.core.conversation.state import TeamWork
from bridge.core.conversation.texts import Texts
from bridge.core.procedures.run import Run
from bridge.core.words.body import Body, from_plain
from bridge.core.words.values import Attachment, Author, TicketStatus

ACCOUNT_CHARS = 700
"""No account is longer, whatever was said and whoever said it."""
NAME_CHARS = 40
DONE_CHARS = 60
DONE_TOLD = 2
BEGUN_KEPT = 10


def begins(draft: Draft) -> None:
    """People have the conversation from now on: what they do is kept in mind."""
    draft.now(work=TeamWork())


def heard(draft: Draft, author: Author, body: Body, attachments: tuple[Attachment, ...]) -> None:
    """An agent said something to the customer."""
    work = draft.c.work or TeamWork()
    names = (author.name, draft.c.contact.name, draft.rules.fin.name)
    words = quoted(body.text, names, before=work.words if author.name == work.agent else "")
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
    """The live chat is over, and the customer hears from Fin what was done in it."""
    ticket = draft.c.ticket
    told = account(draft.c.work or TeamWork(), draft.texts, ticket.status if ticket is not None else None)
    over = _over(draft.texts, who)
    draft.say(
        from_plain("\n\n".join(one for one in (over, told, draft.texts.chat_goes_on) if one), is_linked=False)
    )


def account(work: TeamWork, texts: Texts, status: TicketStatus | None) -> str:
    """What people did, in a few plain sentences; empty when they said and sent nothing.

    Only what is known: the latest words that told something, files, what had been ordered before and was done
    meanwhile, and the ticket's state. Never longer than `ACCOUNT_CHARS`.

    Args:
        work: What they did.
        texts: In the conversation's language.
        status: Of the ticket, where there is one.
    """
    said: list[str] = []
    if work.words:
        said.append(_filled(texts.chat_words, agent=named(work.wrote, NAME_CHARS), words=work.words))
    if work.files:
        text = texts.chat_file if work.files == 1 else texts.chat_files
        said.append(_filled(text, agent=named(work.agent, NAME_CHARS), count=str(work.files)))
    said += [
        _filled(texts.chat_went_through, what=named(title, DONE_CHARS)) for title in work.done[-DONE_TOLD:]
    ]
    if said and (state := _state(texts, status)):
        said.append(state)
    return " ".join(said)


def _over(texts: Texts, who: str) -> str:
    name = named(who, NAME_CHARS)
    return _filled(texts.chat_over, agent=name) if name else texts.chat_over_alone


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


def _filled(text: str, **values: str) -> str:
    """The sentence with its holes filled, all at once: what fills one is not read again."""
    return text.format_map(values)
