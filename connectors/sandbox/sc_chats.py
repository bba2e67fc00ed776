"""What happens in conversations: words, control and its ways, and who is told of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from connectors.sandbox import sc_problems
from connectors.sandbox.clock import fine_stamp
from connectors.sandbox.problems import Problem
from connectors.sandbox.sc_deliveries import ChatDeliveries
from connectors.sandbox.sc_json import message_json, short_json, user_json
from connectors.sandbox.sc_records import (
    AGENT_WORKSPACE,
    ChatFile,
    ChatHook,
    ChatMessage,
    ChatUser,
    Conversation,
    Place,
)
from connectors.sandbox.sc_state import ChatState
from connectors.sandbox.state import SandboxState

MESSAGES_MOST = 30_000
API = {"type": "api:conversations"}

Payload = Callable[[ChatHook], dict[str, Any]]
Heard = Callable[[Conversation, ChatMessage | None], None]


class Chats:
    """Conversations as they change; all that changes one goes through here.

    Args:
        state: The sandbox.
        deliveries: Gets every event for every webhook that hears it.

    Attributes:
        on_workspace: Called when the Agent Workspace has control and something is there to be seen.
    """

    def __init__(self, state: SandboxState, deliveries: ChatDeliveries) -> None:
        self._state = state
        self._deliveries = deliveries
        self.on_workspace: Heard = lambda _conversation, _message: None

    @property
    def _chats(self) -> ChatState:
        return self._state.chats

    def begin(self, user: ChatUser, *, fields: dict[str, Any], metadata: dict[str, Any]) -> Conversation:
        """A new conversation; the switchboard's default has control of it.

        Raises:
            Problem: 403 for a second one where the account allows only one: the sandbox's own choice, as
                the API's is not documented.
        """
        chats, now = self._chats, self._state.now()
        others = chats.conversations_of(user)
        if others and not chats.is_multi_conversation:
            raise sc_problems.forbidden("Multiple conversations are not enabled for this app")
        conversation = Conversation(
            id=chats.next_id(),
            user_id=user.id,
            created_at=now,
            updated_at=now,
            is_default=not others,
            fields=fields,
            metadata=metadata,
            active=chats.default_id if chats.is_enabled else None,
        )
        chats.conversations[conversation.id] = conversation
        self._tell(
            "conversation:create",
            conversation,
            {conversation.active},
            lambda hook: {
                "creationReason": "none",
                "source": API,
                "user": user_json(user, full=hook.include_full_user),
            },
        )
        return conversation

    def say(
        self,
        conversation: Conversation,
        *,
        author: dict[str, Any],
        content: dict[str, Any],
        source: dict[str, Any] = API,
        metadata: dict[str, Any] | None = None,
        activity: dict[str, Any] | None = None,
        files: tuple[ChatFile, ...] = (),
    ) -> ChatMessage:
        """One message, from whomever.

        Raises:
            Problem: 423 for a conversation that is full.
        """
        chats = self._chats
        if len(conversation.messages) >= MESSAGES_MOST:
            raise sc_problems.locked()
        is_user = author["type"] == "user"
        if is_user and conversation.active is None and chats.is_enabled:
            # Nobody has control: who writes now meets the default again, and no event says so.
            conversation.active = chats.default_id
        message = ChatMessage(
            id=chats.next_id(),
            received=self._state.now(),
            author=author,
            content=content,
            source=source,
            metadata=metadata or {},
            activity=activity,
            files=files,
            ticket_id=conversation.ticket_id,
        )
        conversation.messages.append(message)
        conversation.updated_at = message.received
        conversation.typing_until = 0.0
        self._tell(
            "conversation:message",
            conversation,
            {conversation.active, conversation.pending},
            lambda hook: {"message": self._shown(message, hook)},
        )
        self._show(conversation, message)
        return message

    def pass_control(
        self, conversation: Conversation, wanted: str, metadata: dict[str, Any], *, reason: str | None = None
    ) -> None:
        """Control goes to a place; to who has it already it goes without an event.

        Raises:
            Problem: 400 for a place that there is not; the failure is told as an event, too.
        """
        place = self._place(conversation, wanted, "switchboard:passControl:failure")
        heard = {conversation.active, conversation.pending, place.id}
        is_new = conversation.active != place.id
        conversation.active, conversation.pending = place.id, None
        if place.integration_type == AGENT_WORKSPACE:
            conversation.captured |= metadata
        if is_new:
            more = {"reason": reason} if reason else {}
            self._tell_control("switchboard:passControl", conversation, heard, metadata, **more)
        self._show(conversation, None)

    def offer_control(self, conversation: Conversation, wanted: str, metadata: dict[str, Any]) -> None:
        """A place becomes pending: it hears of the conversation from now on.

        Raises:
            Problem: 400, see `pass_control`; also for who has control.
        """
        failure = "switchboard:offerControl:failure"
        place = self._place(conversation, wanted, failure)
        if place.id == conversation.active:
            title = "Cannot offer control to the active switchboard integration."
            raise self._failed(conversation, failure, "switchboard_invalid_target", title)
        conversation.pending = place.id
        heard = {conversation.active, place.id}
        self._tell_control("switchboard:offerControl", conversation, heard, metadata)

    def accept_control(self, conversation: Conversation, metadata: dict[str, Any]) -> None:
        """Who is pending has control.

        Raises:
            Problem: 400 when nobody is.
        """
        if conversation.pending is None:
            title = "There is no pendingSwitchboardIntegration"
            raise self._failed(
                conversation, "switchboard:acceptControl:failure", "switchboard_invalid_action", title
            )
        heard = {conversation.active, conversation.pending}
        conversation.active, conversation.pending = conversation.pending, None
        self._tell_control("switchboard:acceptControl", conversation, heard, metadata)
        self._show(conversation, None)

    def release_control(
        self, conversation: Conversation, metadata: dict[str, Any], *, reason: str | None = None
    ) -> None:
        """Nobody has control; who had it, or was offered it, is told."""
        heard = {conversation.active, conversation.pending}
        conversation.active = conversation.pending = None
        conversation.captured = {}
        more = {"reason": reason} if reason else {}
        self._tell_control("switchboard:releaseControl", conversation, heard, metadata, **more)
        conversation.version += 1

    def end(self, conversation: Conversation) -> None:
        """The conversation is deleted."""
        del self._chats.conversations[conversation.id]
        heard = {conversation.active, conversation.pending}
        self._tell("conversation:remove", conversation, heard, lambda _: {})

    def read(self, conversation: Conversation, user: ChatUser) -> None:
        """The user has read everything."""
        self._tell(
            "conversation:read",
            conversation,
            {conversation.active, conversation.pending},
            lambda hook: {
                "activity": {
                    "type": "conversation:read",
                    "author": {
                        "type": "user",
                        "userId": user.id,
                        "user": user_json(user, full=hook.include_full_user),
                    },
                    "source": API,
                }
            },
        )

    def _place(self, conversation: Conversation, wanted: str, failure: str) -> Place:
        try:
            return self._chats.place(wanted, seen_from=conversation)
        except Problem as problem:
            (error,) = problem.body["errors"]
            raise self._failed(conversation, failure, error["code"], error["title"]) from problem

    def _failed(self, conversation: Conversation, kind: str, code: str, title: str) -> Problem:
        heard = {conversation.active, conversation.pending}
        self._tell(kind, conversation, heard, lambda _: {"error": {"code": code, "message": title}})
        return sc_problems.bad(title, code)

    def _show(self, conversation: Conversation, message: ChatMessage | None) -> None:
        conversation.version += 1
        if conversation.active == self._chats.workspace.id and conversation.messages:
            self.on_workspace(conversation, message)

    def _shown(self, message: ChatMessage, hook: ChatHook) -> dict[str, Any]:
        shown = message_json(message)
        user = self._chats.users.get(message.author.get("userId", ""))
        if user is not None:
            shown["author"] = {**message.author, "user": user_json(user, full=hook.include_full_user)}
        return shown

    def _tell_control(
        self,
        kind: str,
        conversation: Conversation,
        heard: set[str | None],
        metadata: dict[str, Any],
        **more: Any,
    ) -> None:
        told = {"metadata": dict(metadata)} if metadata else {}
        self._tell(kind, conversation, heard, lambda _: {**told, **more})

    def _tell(self, kind: str, conversation: Conversation, heard: set[str | None], payload: Payload) -> None:
        """An event for each webhook that is subscribed and may hear it.

        Integrations in the switchboard hear while they have control or are offered it, and on standby when
        they ask for it; those beside it hear everything.

        Source: developer.zendesk.com, "Switchboard"; who hears of a control that goes from one to another is
        the sandbox's reading: both, and who was offered it.
        """
        chats = self._chats
        event = {"id": chats.next_id(), "createdAt": fine_stamp(self._state.now()), "type": kind}
        shown = short_json(chats, conversation)
        for integration in chats.integrations.values():
            places = [one for one in chats.places.values() if one.integration_id == integration.id]
            is_heard = any(one.id in heard or one.deliver_standby for one in places)
            if integration.status != "active" or not (is_heard or not places or not chats.is_enabled):
                continue
            for hook in integration.hooks.values():
                if kind in hook.triggers or "*" in hook.triggers:
                    told = {"conversation": shown, **payload(hook)}
                    self._deliveries.send(hook, {**event, "payload": told})
