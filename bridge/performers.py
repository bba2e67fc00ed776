"""Every effect and who performs it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from bridge.actions.caller_told import CallerTeller, ReadLine
from bridge.actions.code_runner import CodeRunner, Run
from bridge.actions.connector_call import ConnectorCaller
from bridge.actions.event_out import EventSender, Listener
from bridge.actions.mail_sender import MailSender
from bridge.core.conversation.state import Conversation
from bridge.core.procedures.connector import Connector
from bridge.core.words.chat_effects import EndChat, LinkChat, OpenChat, SayInChat
from bridge.core.words.effects import (
    CallConnector,
    CreateTicket,
    Digest,
    Effect,
    Instruct,
    Look,
    MailReplies,
    Recap,
    RunCode,
    SendEvent,
    SendMail,
    TagContact,
    TellCaller,
    Think,
    UpdateTicket,
)
from bridge.core.words.entries import Line
from bridge.fin.digest import Digester
from bridge.fin.instruct import Instructor
from bridge.fin.look import Looker
from bridge.fin.pictures import pictures_of
from bridge.fin.recap import Recapper
from bridge.fin.think import Context, Show, Thinker
from bridge.knowledge.audience import Reader
from bridge.runtime import log, uploads
from bridge.runtime.clock import Clock
from bridge.runtime.live import Chunk, Live
from bridge.runtime.outbox import Performer
from bridge.runtime.store import Store
from bridge.thinking import Minds
from connectors.data_connector import DataConnector
from connectors.http import HttpClient
from connectors.mail import Post
from handoff.asking import ReadConversation
from handoff.chats import LiveChats
from handoff.desk import HelpDesk
from handoff.live_chat import ChatEnder, ChatLinker, ChatOpener, ChatSpeaker
from handoff.mail_replies import ReplyMailer
from handoff.people import ContactTagger
from handoff.sent_files import ReadUpload
from handoff.tickets import ReadLines, TicketCreator, TicketUpdater

CONTEXT_LINES = 60
"""Of a conversation's log, for a brain that wants to know what was said before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What performers are made of.

    Args:
        chats: Live chats, where they are configured.
        connectors: The live definitions, asked anew at each call.
        data: Calls outside systems.
        http: Open, guarded.
        secret: A secret by its name.
        run_code: The sandbox.
        post: The mail server, where there is one.
        base_url: Where the world reaches us.
        answer_to: (conversation's id) → the address that an answer by e-mail goes to.
        procedure_field: The ticket's text field that names the procedure used last.
    """

    store: Store
    clock: Clock
    desk: HelpDesk
    chats: LiveChats | None
    minds: Minds
    live: Live
    connectors: Callable[[], Mapping[str, Connector]]
    data: DataConnector
    http: HttpClient
    secret: Callable[[str], Awaitable[str | None]]
    run_code: Run
    post: Post | None
    listener: Listener
    app_id: str
    base_url: str
    answer_to: Callable[[str], str]
    procedure_field: int | None = None


MakePerformers: TypeAlias = Mapping[type[Effect], Callable[[Hands], Performer[Any]]]


def _thinker(hands: Hands) -> Thinker:
    return Thinker(hands.minds.brain, hands.clock.now, context=_context(hands), show=_show(hands))


def _instructor(hands: Hands) -> Instructor:
    return Instructor(hands.minds.follower, hands.clock.now, context=_context(hands), show=_show(hands))


def _context(hands: Hands) -> Callable[[str], Awaitable[Context | None]]:
    async def context(conversation_id: str) -> Context | None:
        found = await log.latest(hands.store, conversation_id, CONTEXT_LINES)
        if found is None:
            return None
        conversation, lines = found
        has_model = hands.minds.follower is not None
        return Context(
            contact_id=conversation.contact.id,
            reader=_reader_of(conversation),
            lines=lines,
            images=await pictures_of(lines, partial(uploads.upload, hands.store)) if has_model else (),
        )

    return context


def _reader(hands: Hands) -> Callable[[str], Awaitable[Reader | None]]:
    async def reader(conversation_id: str) -> Reader | None:
        conversation = await log.conversation(hands.store, conversation_id)
        return None if conversation is None else _reader_of(conversation)

    return reader


def _reader_of(c: Conversation) -> Reader:
    return Reader(contact=c.contact, channel=c.channel, conversation_id=c.id)


def _show(hands: Hands) -> Show:
    def show(contact_id: str, conversation_id: str, stream_id: str, text: str) -> None:
        hands.live.publish(contact_id, Chunk(conversation_id=conversation_id, stream_id=stream_id, text=text))

    return show


def _ticket_updater(hands: Hands) -> TicketUpdater:
    return TicketUpdater(
        hands.desk,
        conversation=_conversation(hands),
        by_ticket=log.ByTicket(hands.store),
        lines=_lines(hands),
        upload=_upload(hands),
        now=hands.clock.now,
        procedure_field=hands.procedure_field,
    )


def _reply_mailer(hands: Hands) -> ReplyMailer:
    return ReplyMailer(
        hands.post,
        lambda conversation_id, after: log.lines(hands.store, conversation_id, after),
        _domain(hands),
        hands.answer_to,
        hands.base_url,
    )


def _domain(hands: Hands) -> str:
    return urlsplit(hands.base_url).hostname or "localhost"


def _chat_speaker(hands: Hands) -> ChatSpeaker:
    return ChatSpeaker(
        hands.chats, conversation=_conversation(hands), upload=_upload(hands), now=hands.clock.now
    )


def _chat_linker(hands: Hands) -> ChatLinker:
    return ChatLinker(hands.chats, hands.desk, conversation=_conversation(hands), now=hands.clock.now)


def _conversation(hands: Hands) -> ReadConversation:
    return lambda conversation_id: log.conversation(hands.store, conversation_id)


def _lines(hands: Hands) -> ReadLines:
    return lambda conversation_id: log.lines(hands.store, conversation_id, parts_only=False)


def _line(hands: Hands) -> ReadLine:
    async def line(conversation_id: str, seq: int) -> Line | None:
        found = await log.lines(hands.store, conversation_id, seq - 1, 1, parts_only=False)
        return found[0] if found and found[0].seq == seq else None

    return line


def _upload(hands: Hands) -> ReadUpload:
    return lambda upload_id: uploads.upload(hands.store, upload_id)


PERFORMERS: MakePerformers = {
    Think: _thinker,
    Instruct: _instructor,
    Look: lambda hands: Looker(
        hands.minds.brain, hands.clock.now, reader=_reader(hands), digester=hands.minds.digester
    ),
    Digest: lambda hands: Digester(hands.minds.digester, _lines(hands), hands.clock.now),
    Recap: lambda hands: Recapper(hands.minds.teller, _lines(hands), hands.clock.now),
    CreateTicket: lambda hands: TicketCreator(hands.desk, upload=_upload(hands), now=hands.clock.now),
    UpdateTicket: _ticket_updater,
    TagContact: lambda hands: ContactTagger(hands.desk),
    CallConnector: lambda hands: ConnectorCaller(
        hands.connectors, hands.data.call, hands.secret, hands.clock.now
    ),
    RunCode: lambda hands: CodeRunner(hands.run_code, hands.clock.now),
    SendMail: lambda hands: MailSender(hands.post, _domain(hands), hands.clock.now),
    MailReplies: _reply_mailer,
    OpenChat: lambda hands: ChatOpener(
        hands.chats, lines=_lines(hands), upload=_upload(hands), now=hands.clock.now
    ),
    SayInChat: _chat_speaker,
    EndChat: lambda hands: ChatEnder(hands.chats, conversation=_conversation(hands)),
    LinkChat: _chat_linker,
    SendEvent: lambda hands: EventSender(hands.http, hands.listener, hands.app_id, hands.base_url),
    TellCaller: lambda hands: CallerTeller(
        hands.http, hands.listener, hands.base_url, conversation=_conversation(hands), line=_line(hands)
    ),
}
"""One that is missing here stops the start and is named."""


def made(performers: MakePerformers, hands: Hands) -> dict[type[Effect], Performer[Any]]:
    """The performers, ready to work."""
    return {effect: make(hands) for effect, make in performers.items()}
