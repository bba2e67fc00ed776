"""Everything that Sunshine Conversations knows in one sandbox, with its seed: who is in the switchboard."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from connectors.sandbox import sc_problems
from connectors.sandbox.options import Options
from connectors.sandbox.sc_records import (
    AGENT_WORKSPACE,
    ANSWER_BOT,
    ChatFile,
    ChatUser,
    Conversation,
    Integration,
    Place,
)


class ChatState:
    """One app, in memory.

    Args:
        options: The sandbox's.
        now: Its clock.
    """

    def __init__(self, options: Options, now: Callable[[], float]) -> None:
        self._now = now
        self._count = 0
        self.app_id = options.sc_app_id
        self.keys = {options.sc_key_id: options.sc_secret}
        self.is_multi_conversation = options.sc_multi_conversation
        self.name = "Sandbox"
        self.users: dict[str, ChatUser] = {}
        self.conversations: dict[str, Conversation] = {}
        self.files: dict[str, ChatFile] = {}
        self.integrations: dict[str, Integration] = {}
        self.places: dict[str, Place] = {}
        self.is_enabled = True
        self.switchboard_id = self.next_id()
        self.workspace = self._seed(AGENT_WORKSPACE, "zd-agentWorkspace")
        self.bot = self._seed(ANSWER_BOT, "zd-answerBot")
        self.bot.next_id = self.workspace.id
        self.default_id = self.workspace.id

    def now(self) -> float:
        """Seconds since 1970."""
        return self._now()

    def next_id(self) -> str:
        """24 hexadecimal digits that sort by time, as all ids here."""
        self._count += 1
        return f"{int(self._now()):08x}{secrets.token_hex(5)}{self._count:06x}"

    def user(self, name: str) -> ChatUser:
        """By id or external id.

        Raises:
            Problem: 404.
        """
        found = self.users.get(name) or self.user_by_external_id(name)
        if found is None:
            raise sc_problems.not_found("user")
        return found

    def user_by_external_id(self, external_id: str) -> ChatUser | None:
        """By the id that an integration gave."""
        return next((one for one in self.users.values() if one.external_id == external_id), None)

    def conversation(self, conversation_id: str) -> Conversation:
        """By id.

        Raises:
            Problem: 404.
        """
        found = self.conversations.get(conversation_id)
        if found is None:
            raise sc_problems.not_found("conversation")
        return found

    def conversations_of(self, user: ChatUser) -> list[Conversation]:
        """Oldest first."""
        return [one for one in self.conversations.values() if one.user_id == user.id]

    def conversation_of_ticket(self, ticket_id: int) -> Conversation | None:
        """The conversation whose session this ticket is, or was."""
        found: Conversation | None = None
        for one in self.conversations.values():
            if one.ticket_id == ticket_id:
                return one
            if any(message.ticket_id == ticket_id for message in one.messages):
                found = one
        return found

    def integration(self, integration_id: str) -> Integration:
        """By id.

        Raises:
            Problem: 404.
        """
        found = self.integrations.get(integration_id)
        if found is None:
            raise sc_problems.not_found("integration")
        return found

    def place(self, wanted: str, *, seen_from: Conversation) -> Place:
        """By id, name or type, in this order, or `next` as seen from who has control.

        Raises:
            Problem: 400 for nobody, or for several of one type.
        """
        if wanted == "next":
            active = self.places.get(seen_from.active or "")
            following = self.places.get((active.next_id if active else None) or "")
            if following is None:
                raise sc_problems.bad(
                    "There is no next switchboard integration", "switchboard_invalid_target"
                )
            return following
        for found in (
            [one for one in self.places.values() if one.id == wanted],
            [one for one in self.places.values() if one.name == wanted],
            [one for one in self.places.values() if one.integration_type == wanted],
        ):
            if len(found) == 1:
                return found[0]
            if found:
                raise sc_problems.bad(
                    f"Switchboard integration {wanted} is ambiguous", "switchboard_invalid_target"
                )
        raise sc_problems.bad("Switchboard invalid target", "switchboard_invalid_target")

    def remove_place(self, place_id: str) -> None:
        """Takes a place away; who it controlled is the default's, and nobody is told."""
        del self.places[place_id]
        for one in self.conversations.values():
            if one.active == place_id:
                one.active = self.default_id
            if one.pending == place_id:
                one.pending = None
        for place in self.places.values():
            if place.next_id == place_id:
                place.next_id = None

    def _seed(self, kind: str, name: str) -> Place:
        integration = Integration(id=self.next_id(), type=kind, name=None)
        self.integrations[integration.id] = integration
        place = Place(id=self.next_id(), name=name, integration_id=integration.id, integration_type=kind)
        self.places[place.id] = place
        return place
