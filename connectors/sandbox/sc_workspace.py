"""The Agent Workspace: a live chat opens a ticket; agents accept, answer, end, transfer and solve it."""

from __future__ import annotations

from typing import Any

from connectors.sandbox import problems
from connectors.sandbox.change import CHATS, Save, actor_of
from connectors.sandbox.people import BROWSER
from connectors.sandbox.records import Ticket, User
from connectors.sandbox.saving import NewComment, Saver, Wanted
from connectors.sandbox.sc_bodies import TEXT_LONGEST, units
from connectors.sandbox.sc_capture import Captured, captured
from connectors.sandbox.sc_chats import Chats
from connectors.sandbox.sc_records import AGENT_WORKSPACE, ChatFile, ChatMessage, ChatUser, Conversation
from connectors.sandbox.state import SandboxState

SOURCE = {"type": AGENT_WORKSPACE}
AGENT = "__zendesk_msg.agent.id"
HISTORY = 10
"""Messages before the hand-off that agents see, unless the place or `first_message_id` says otherwise."""
TYPING_S = 10.0


class Workspace:
    """Agents and their live chats.

    Args:
        state: The sandbox.
        saver: Tickets change through it.
        chats: Conversations change through it.
    """

    def __init__(self, state: SandboxState, saver: Saver, chats: Chats) -> None:
        self._state, self._saver, self._chats = state, saver, chats
        self._typing: dict[str, tuple[str, float]] = {}
        chats.on_workspace = self._seen
        saver.on_saved = self._saved

    def conversation(self, ticket_id: int) -> Conversation:
        """The conversation of a ticket whose session is open.

        Raises:
            Problem: 422 when it has none.
        """
        for one in self._state.chats.conversations.values():
            if one.ticket_id == ticket_id and one.active == self._state.chats.workspace.id:
                return one
        raise problems.invalid("base", "Messaging: there is no open session for this ticket")

    def accept(self, ticket_id: int, *, agent: User) -> None:
        """An agent takes the chat: the ticket is theirs, and open. The customer is told nothing of it."""
        self.conversation(ticket_id)
        self._update(ticket_id, agent, {"assignee_id": agent.id, "status": "open"})

    def reply(
        self,
        ticket_id: int,
        *,
        agent: User,
        text: str = "",
        html: str | None = None,
        file: tuple[str, str, bytes] | None = None,
    ) -> ChatMessage:
        """An agent writes, or sends a file: a message, not a comment; no trigger of the account sees it.

        Args:
            ticket_id: Whose session.
            agent: Who writes; takes the chat when nobody has.
            text: What is written.
            html: The same with formatting.
            file: Name, type and bytes.

        Raises:
            Problem: 422 without an open session, or for a text that is empty or too long.
        """
        conversation = self.conversation(ticket_id)
        if self._state.ticket(ticket_id).assignee_id is None:
            self.accept(ticket_id, agent=agent)
        if units(text) > TEXT_LONGEST:
            raise problems.invalid("base", f"Messaging: at most {TEXT_LONGEST} characters")
        self._typing.pop(conversation.id, None)
        author = {"type": "business", "displayName": agent.name, "subtypes": ["agent"]}
        metadata: dict[str, Any] = {
            AGENT: str(agent.id),
            "__zendesk_msg.source_type": "agent_workspace",
            "__zendesk_msg.client_message_id": self._state.chats.next_id(),
        }
        if file is not None:
            kept = self._kept(conversation, *file)
            content: dict[str, Any] = {
                "type": "image" if kept.content_type.startswith("image/") else "file",
                "mediaUrl": f"{self._state.origin}/sc/attachments/v2/{kept.id}/{kept.name}",
                "mediaType": kept.content_type,
                "mediaSize": len(kept.data),
                "altText": kept.name[:128],
                "attachmentId": kept.id,
            }
            files: tuple[ChatFile, ...] = (kept,)
        elif text.strip() or html:
            content, files = {"type": "text", "text": text}, ()
            if html is not None:
                content["htmlText"] = html
        else:
            raise problems.invalid("base", "Messaging: a message needs a text", "BlankValue")
        return self._chats.say(
            conversation, author=author, content=content, source=SOURCE, metadata=metadata, files=files
        )

    def type(self, ticket_id: int, *, agent: User) -> None:
        """An agent types. Only the customer's own widget would see it: no webhook tells of it."""
        conversation = self.conversation(ticket_id)
        self._typing[conversation.id] = (agent.name, self._state.now() + TYPING_S)
        conversation.version += 1

    def end_session(self, ticket_id: int, *, agent: User) -> None:
        """An agent ends the session: control is released, the ticket stays, the customer sees nothing."""
        conversation = self.conversation(ticket_id)
        if self._state.ticket(ticket_id).assignee_id is None:
            self.accept(ticket_id, agent=agent)
        conversation.ticket_id = None
        self._chats.release_control(conversation, {})

    def transfer_to_email(self, ticket_id: int, *, agent: User, text: str) -> None:
        """An agent goes on by mail: the session ends with a word to the customer, then comes a comment."""
        conversation = self.conversation(ticket_id)
        self._ended(conversation, "ticket:transfer:email", "The conversation goes on by email.")
        conversation.ticket_id = None
        self._chats.release_control(conversation, {}, reason="transferToEmail")
        self._update(ticket_id, agent, {"assignee_id": agent.id}, NewComment(author_id=agent.id, body=text))

    def solve(self, ticket_id: int, *, agent: User) -> None:
        """An agent solves the ticket; the session goes on until it is closed or ended."""
        self._update(ticket_id, agent, {"assignee_id": agent.id, "status": "solved"})

    def typing(self, conversation: Conversation) -> str | None:
        """Which agent types just now."""
        name, until = self._typing.get(conversation.id, ("", 0.0))
        return name if until > self._state.now() else None

    def _seen(self, conversation: Conversation, message: ChatMessage | None) -> None:
        """The workspace has control, and there is a message: a ticket there must be."""
        if message is not None and message.activity is not None:
            return
        told = captured(self._state, conversation.captured)
        ticket = self._state.tickets.get(conversation.ticket_id or 0)
        if ticket is None or ticket.deleted or ticket.status == "closed":
            self._open(conversation, told)
            return
        if message is None:
            self._add(ticket, told)
        elif message.author["type"] == "user" and ticket.status in {"pending", "hold", "solved"}:
            requester = self._state.user(ticket.requester_id)
            self._saver.update(actor_of(requester, CHATS), ticket, Wanted(fields={"status": "open"}))
        ticket.sequence = self._state.next_id("sequence")

    def _open(self, conversation: Conversation, told: Captured) -> None:
        requester = self._requester(self._state.chats.users[conversation.user_id], told)
        subject = f"Conversation with {requester.name}"
        wanted = Wanted(
            fields={
                "subject": subject,
                "tags": list(told.tags),
                "custom_fields": dict(told.custom_fields),
                **told.fields,
            },
            comment=NewComment(author_id=requester.id, body=told.description or subject),
            custom={"conversation_id": conversation.id},
        )
        ticket, _ = self._saver.create(
            actor_of(requester, CHATS), wanted, requester_id=requester.id, submitter_id=requester.id
        )
        conversation.ticket_id = ticket.id
        for one in conversation.messages[self._first(conversation) :]:
            one.ticket_id = one.ticket_id or ticket.id

    def _first(self, conversation: Conversation) -> int:
        """Where what agents see begins."""
        wanted = conversation.captured.get("first_message_id")
        for place, one in enumerate(conversation.messages):
            if one.id == wanted:
                return place
        shown = self._state.chats.workspace.history_count or HISTORY
        return max(len(conversation.messages) - shown, 0)

    def _add(self, ticket: Ticket, told: Captured) -> None:
        """Control came once more: what it brought is added to the ticket that there is."""
        requester = self._state.user(ticket.requester_id)
        fields = dict(told.fields)
        if told.custom_fields:
            fields["custom_fields"] = {**ticket.custom_fields, **told.custom_fields}
        self._saver.update(actor_of(requester, CHATS), ticket, Wanted(fields=fields, add_tags=told.tags))

    def _requester(self, user: ChatUser, told: Captured) -> User:
        """The Support user who is this one: linked before, or of the same external id, or new."""
        known = self._state.users.get(user.zendesk_id or 0)
        if known is None and user.external_id is not None:
            known = self._state.user_by_external_id(user.external_id)
        if known is None:
            profile = user.profile
            named = " ".join(one for one in (profile.get("givenName"), profile.get("surname")) if one)
            known = self._state.add_user(
                name=told.requester.get("name") or named or f"Web User {user.id}",
                email=told.requester.get("email"),
                external_id=user.external_id,
            )
        user.zendesk_id = known.id
        return known

    def _saved(self, save: Save) -> None:
        """A closed ticket ends its session."""
        if save.ticket.status != "closed" or save.was("status") == "closed":
            return
        for one in self._state.chats.conversations.values():
            if one.ticket_id == save.ticket.id:
                self._ended(one, "ticket:closed", "The ticket was closed.")
                one.ticket_id = None
                self._chats.release_control(one, {}, reason="ticketClosed")

    def _ended(self, conversation: Conversation, activity: str, text: str) -> None:
        """The system's own word; it is a message like others, but of no agent."""
        self._chats.say(
            conversation,
            author={"type": "business", "subtypes": ["activity"]},
            content={"type": "text", "text": text},
            source=SOURCE,
            activity={"type": activity, "data": {}},
        )

    def _update(
        self, ticket_id: int, agent: User, fields: dict[str, Any], comment: NewComment | None = None
    ) -> None:
        wanted = Wanted(fields=fields, comment=comment)
        self._saver.update(actor_of(agent, "web", BROWSER), self._state.ticket(ticket_id), wanted)

    def _kept(self, conversation: Conversation, name: str, content_type: str, data: bytes) -> ChatFile:
        chats = self._state.chats
        made = ChatFile(
            id=chats.next_id(),
            name=name,
            content_type=content_type,
            data=data,
            conversation_id=conversation.id,
        )
        chats.files[made.id] = made
        return made
