"""Zendesk's live chats: Sunshine Conversations under the control of the Agent Workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from bridge.core.words.values import Contact, TicketStatus
from bridge.outside import verdicts
from bridge.runtime.uploads import Upload
from connectors import failures
from connectors.zendesk.availability import agents_online
from connectors.zendesk.conversation_bodies import Author, Media, Metadata, Profile, ticket_data
from connectors.zendesk.conversation_log import conversation_log, ticket_of
from connectors.zendesk.conversation_objects import WORKSPACE, Conversation
from connectors.zendesk.conversation_provisioning import MULTI
from connectors.zendesk.conversations import Conversations
from connectors.zendesk.support import Support
from handoff.chats import AgentMessage, ChatGone, ChatNews, ChatPlace, ChatTicket, NewChat
from handoff.desks.zendesk_audits import whose
from handoff.desks.zendesk_messages import (
    agents_message,
    is_agents,
    is_agents_in_log,
    logged_message,
)
from handoff.own import KEY, marked

logger = structlog.get_logger(__name__)

AT, OF, NUMBER, FILE = (f"{KEY}_{name}" for name in ("at", "conversation", "chat", "file"))
"""Under these names a conversation there says whose it is, and a message which of several files."""
AGENTS = "zd-agentWorkspace"
"""The name of the Agent Workspace's place in the switchboard."""
BEFORE, ASKED, SENT = "before", "asked", "sent"
FIRST = "first_message_id"
SHOWN = 10
"""Messages before the hand-off that agents see without `FIRST`. Source: Zendesk's help, 4419179022874."""
LOGGED = 1000
"""Of a ticket's log, at most."""
GONE = frozenset({404, 423})
"""Deleted, or full."""


class ZendeskChats:
    """Implements `handoff.chats.LiveChats`.

    Args:
        chats: The open client of Sunshine Conversations.
        support: The client of the same account.
        place: The name of our place in the switchboard.
        installation: Our name, so that several bridges at one app leave each other alone.
        name: Fin's.
        fin_id: The agent that Fin answers as; None is the credentials' own user.
    """

    def __init__(
        self,
        chats: Conversations,
        support: Support,
        *,
        place: str,
        installation: str,
        name: str,
        fin_id: int | None = None,
    ) -> None:
        self._chats = chats
        self._support = support
        self._place = place
        self._installation = installation
        self._fin = Author(type="business", display_name=name)
        self._fin_id = fin_id

    async def open(self, chat: NewChat) -> str:
        """See LiveChats.

        We take control before the first word, so that no ticket begins before its tags are told, and stay
        pending afterwards, so that our webhook goes on hearing. Nothing here has an idempotency key, and a
        try that failed half way may end as one that was not sent: so it is always looked for first.
        """
        marker = self.marker(chat.place)
        person = chat.contact.external_id
        with verdicts():
            await self._chats.ensure_user(external_id=person, profile=_profile(chat.contact))
            found = await self._chats.find_conversation(person, marker)
            there = found or await self._chats.create_conversation(person, metadata=marker)
            if found is None or not await self._is_before_agents(found, chat):
                await self._hand_over(there.id, chat, is_repeat=found is not None)
            await self._chats.offer_control(there.id, self._place)
            return there.id

    async def _hand_over(self, chat_id: str, chat: NewChat, *, is_repeat: bool) -> None:
        user = Author(type="user", user_external_id=chat.contact.external_id)
        await self._chats.pass_control(chat_id, self._place)
        for author, text, what in ((self._fin, chat.before, BEFORE), (user, chat.asked, ASKED)):
            marker = _said(chat.place, what)
            await self._chats.say(chat_id, text, author=author, marker=marker, is_repeat=is_repeat)
        await self._send_all(chat_id, chat.files, user, _said(chat.place, SENT), again=is_repeat)
        told = ticket_data(tags=chat.tags, subject=chat.subject, fields=chat.fields)
        there = await self._chats.messages(chat_id)
        if len(there) > SHOWN:  # agents see the latest ones, unless they are told where it begins
            told[FIRST] = there[0].id
        await self._chats.pass_control(chat_id, AGENTS, metadata=told)

    async def _send_all(
        self, chat_id: str, files: Sequence[Upload], author: Author, marker: Metadata, *, again: bool
    ) -> None:
        """What the customer sent before; a file that is refused stays a name in the transcript."""
        there = await self._chats.find_messages(chat_id, marker) if again and files else []
        sent = {one.metadata.get(FILE) for one in there}
        for number, file in enumerate(files, 1):
            if number in sent:
                continue
            try:
                await self._send(chat_id, file, author, {**marker, FILE: number})
            except failures.Refused as refused:
                logger.warning("file_not_sent", chat=chat_id, reason=refused.reason)

    async def say(
        self, chat_id: str, person: str, text: str, files: Sequence[Upload], marker: str, *, again: bool
    ) -> None:
        """See LiveChats. Words to a chat that no agent has would wake a bot or open another ticket."""
        author = Author(type="user", user_external_id=person)
        mark = marked(marker)
        begun = False
        with verdicts():
            try:
                if not _is_with_agents(await self._chats.conversation(chat_id)):
                    raise ChatGone("no agent has the live chat any more")
                await self._chats.say(chat_id, text, author=author, marker=mark, is_repeat=again)
                begun = bool(text.strip())
                there = await self._chats.find_messages(chat_id, mark) if again and files else []
                sent = {one.metadata.get(FILE) for one in there}
                for number, file in enumerate(files, 1):
                    if number not in sent:
                        await self._send(chat_id, file, author, {**mark, FILE: number})
                        begun = True
            except failures.NotSent as failure:
                if begun:
                    raise failures.Unsure(f"{failure.reason} A part was said before.") from failure
                raise
            except failures.Refused as refused:
                if refused.status in GONE:
                    raise ChatGone(refused.reason) from refused
                raise

    async def _send(self, chat_id: str, file: Upload, author: Author, marker: Metadata) -> None:
        kept = await self._chats.upload(chat_id, file.name, file.content_type, file.data)
        media = Media(
            type="image" if file.content_type.startswith("image/") else "file",
            media_url=kept.media_url,
            alt_text=file.name,
        )
        await self._chats.post(chat_id, media, author=author, metadata=marker)

    async def end(self, chat_id: str) -> None:
        """See LiveChats."""
        with verdicts():
            try:
                if (await self._chats.conversation(chat_id)).active is not None:
                    await self._chats.release_control(chat_id)
            except failures.Refused as refused:
                if refused.status not in GONE:
                    raise

    async def ticket_of(self, chat_id: str) -> ChatTicket | None:
        """See LiveChats."""
        with verdicts():
            try:
                ticket = await ticket_of(self._support, chat_id)
            except failures.Refused as refused:
                if refused.status == 404:  # noqa: PLR2004 - HTTP's word for none yet, or none any more
                    return None
                raise
            if self._fin_id is None:
                self._fin_id = (await self._support.me()).id
            return ChatTicket(
                ticket_id=ticket.id,
                requester_id=ticket.requester_id,
                status=TicketStatus(ticket.status),
                assignee=whose(ticket.assignee_id, self._fin_id),
            )

    async def read_since(self, chat_id: str, cursor: str) -> ChatNews:
        """See LiveChats. What is not an agent's own word is left out: ours, the customer's, bots'."""
        with verdicts():
            try:
                read = await self._chats.messages(chat_id, after=cursor or None)
            except failures.Refused as refused:
                if refused.status == 404:  # noqa: PLR2004 - HTTP's word for a deleted conversation
                    raise ChatGone(refused.reason) from refused
                raise
        said = tuple(agents_message(one) for one in read if is_agents(one))
        return ChatNews(messages=said, cursor=read[-1].id if read else cursor)

    async def read_log(self, ticket_id: int) -> tuple[AgentMessage, ...]:
        """See LiveChats. The ticket's conversation log knows messages by the ids that the chat gave them."""
        with verdicts():
            try:
                said = await conversation_log(self._support, ticket_id, newest_first=False, limit=LOGGED)
            except failures.Refused:  # closed to us, or gone with its ticket
                return ()
            agents = [one for one in said if is_agents_in_log(one)]
            names = {
                user_id: (await self._support.user(user_id)).name
                for user_id in {one.support_user_id for one in agents}
                if user_id is not None
            }
        return tuple(logged_message(one, names.get(one.support_user_id or 0, "")) for one in agents)

    async def is_open(self, chat_id: str) -> bool:
        """See LiveChats."""
        with verdicts():
            try:
                return _is_with_agents(await self._chats.conversation(chat_id))
            except failures.Refused as refused:
                if refused.status == 404:  # noqa: PLR2004 - HTTP's word for a deleted conversation
                    return False
                raise

    async def place_of(self, chat_id: str) -> ChatPlace | None:
        """See LiveChats."""
        with verdicts():
            try:
                return self.place_in((await self._chats.conversation(chat_id)).metadata)
            except failures.Refused as refused:
                if refused.status == 404:  # noqa: PLR2004 - HTTP's word for a deleted conversation
                    return None
                raise

    def place_in(self, metadata: Mapping[str, Any]) -> ChatPlace | None:
        """See LiveChats."""
        conversation_id, number = metadata.get(OF), metadata.get(NUMBER)
        if metadata.get(AT) != self._installation or not isinstance(conversation_id, str):
            return None
        if not isinstance(number, int | float):
            return None
        return ChatPlace(conversation_id=conversation_id, number=int(number))

    async def agents_online(self) -> int | None:
        """See LiveChats."""
        with verdicts():
            try:
                return await agents_online(self._support)
            except failures.Refused:
                return None

    async def obstacle(self) -> str:
        """See LiveChats."""
        with verdicts():
            app = await self._chats.app()
        if app.is_multi_conversation is False:
            return f"multi-conversation is off; switch it on in {MULTI} (it cannot be switched off again)."
        return ""

    def marker(self, place: ChatPlace) -> dict[str, str | int]:
        """See LiveChats."""
        return {AT: self._installation, OF: place.conversation_id, NUMBER: place.number}

    async def _is_before_agents(self, there: Conversation, chat: NewChat) -> bool:
        """Whether agents have the chat by our doing, and not only because they have what is new."""
        if not _is_with_agents(there):
            return False
        return bool(await self._chats.find_messages(there.id, _said(chat.place, ASKED)))


def _is_with_agents(conversation: Conversation) -> bool:
    return conversation.active is not None and conversation.active.integration_type == WORKSPACE


def _said(place: ChatPlace, what: str) -> dict[str, str]:
    return {KEY: f"{place.conversation_id}.{place.number}.{what}"}


def _profile(contact: Contact) -> Profile:
    """Only a proven e-mail is given away."""
    return Profile(given_name=contact.name, email=contact.email if contact.verified else None)
