"""Everything that one sandbox knows, with its seed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from connectors.sandbox import problems
from connectors.sandbox.guide_records import Guide
from connectors.sandbox.options import Options
from connectors.sandbox.records import (
    Attachment,
    Group,
    Role,
    Ticket,
    Token,
    Trigger,
    Upload,
    User,
    Webhook,
)
from connectors.sandbox.sc_state import ChatState

ACCOUNT_ID = "21000001"

FIRST_IDS = {
    "user": 361_000_000_001,
    "group": 360_000_000_001,
    "attachment": 498_000_001,
    "event": 2_127_000_001,
    "trigger": 35_000_001,
    "ticket": 1,
    "sequence": 1,
}
"""Zendesk's ids do not fit into 32 bits; neither do these, except where its own are small."""


class SandboxState:
    """The account, in memory.

    Args:
        options: See there.
    """

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self.origin = "http://127.0.0.1"
        self.reset()

    def reset(self) -> None:
        """Back to the seed: Fin, Ada, Bo, one group, no tickets."""
        self.offset_s = 0.0
        self._next: Counter[str] = Counter(FIRST_IDS)
        self.users: dict[int, User] = {}
        self.groups: dict[int, Group] = {}
        self.tickets: dict[int, Ticket] = {}
        self.tokens: dict[str, Token] = {}
        self.uploads: dict[str, Upload] = {}
        self.attachments: dict[str, Attachment] = {}
        self.webhooks: dict[str, Webhook] = {}
        self.triggers: dict[int, Trigger] = {}
        self.jobs: dict[str, dict[str, Any]] = {}
        self.idempotent: dict[str, Any] = {}
        self.guide = Guide()
        self.away: set[int] = set()
        self.chats = ChatState(self.options, self.now)
        self.group = self._seed_group("Support")
        self.fin = self.add_user(name="Fin", email=self.options.email, role="admin")
        self.ada = self.add_user(name="Ada Agent", email="ada@sandbox.test", role="agent")
        self.bo = self.add_user(name="Bo Agent", email="bo@sandbox.test", role="agent")
        for user in (self.fin, self.ada, self.bo):
            user.default_group_id = self.group.id
            user.verified = True
        if self.options.agents_away:
            self.away |= {self.ada.id, self.bo.id}
        if self.options.default_triggers:
            self._seed_triggers()

    def now(self) -> float:
        """Seconds since 1970, moved by `advance`."""
        return self.options.now() + self.offset_s

    def advance(self, seconds: float) -> None:
        """Moves this account's time forward: tokens expire, keys lapse, exports catch up."""
        self.offset_s += seconds

    def next_id(self, kind: str) -> int:
        """Rising, one row per kind; audits and their events share one."""
        self._next[kind] += 1
        return self._next[kind] - 1

    def add_user(
        self,
        *,
        name: str,
        email: str | None = None,
        external_id: str | None = None,
        role: Role = "end-user",
    ) -> User:
        """A new person."""
        now = self.now()
        user = User(
            id=self.next_id("user"),
            name=name,
            role=role,
            created_at=now,
            updated_at=now,
            emails=[email] if email else [],
            external_id=external_id,
        )
        self.users[user.id] = user
        return user

    def user(self, user_id: Any) -> User:
        """By id.

        Raises:
            Problem: 404.
        """
        found = self.users.get(user_id) if isinstance(user_id, int) else None
        if found is None:
            raise problems.not_found()
        return found

    def is_active(self, user_id: Any) -> bool:
        """Whether there is such a person, neither deleted nor merged into another."""
        found = self.users.get(user_id)
        return found is not None and found.active

    def user_by_external_id(self, external_id: str) -> User | None:
        """Case does not matter to Zendesk."""
        wanted = external_id.lower()
        return next((one for one in self.users.values() if (one.external_id or "").lower() == wanted), None)

    def user_by_email(self, email: str) -> User | None:
        """By any of a person's addresses."""
        wanted = email.lower()
        return next(
            (one for one in self.users.values() if wanted in (mail.lower() for mail in one.emails)), None
        )

    def ticket(self, ticket_id: int) -> Ticket:
        """By id.

        Raises:
            Problem: 404, also for a deleted one.
        """
        found = self.tickets.get(ticket_id)
        if found is None or found.deleted:
            raise problems.not_found()
        return found

    def webhook(self, webhook_id: str) -> Webhook:
        """By id.

        Raises:
            Problem: 404.
        """
        found = self.webhooks.get(webhook_id)
        if found is None:
            raise problems.not_found()
        return found

    def agent(self, name: str) -> User:
        """`ada`, `bo` or `fin`.

        Raises:
            KeyError: Nobody of that name.
        """
        return {"ada": self.ada, "bo": self.bo, "fin": self.fin}[name]

    def _seed_triggers(self) -> None:
        """The two that mail customers about what an integration writes, as every new account has them."""
        public = {"field": "comment_is_public", "operator": "is", "value": "true"}
        for title, update, role in (
            ("Notify requester of new proactive ticket", "Create", "agent"),
            ("Notify requester and CCs of comment update", "Change", None),
        ):
            conditions = [{"field": "update_type", "operator": "is", "value": update}, public]
            if role is not None:
                conditions.append({"field": "role", "operator": "is", "value": role})
            mail = ["requester_id", "[Request received] {{ticket.title}}", "{{ticket.latest_public_comment}}"]
            trigger_id = self.next_id("trigger")
            self.triggers[trigger_id] = Trigger(
                id=trigger_id,
                title=title,
                created_at=self.now(),
                updated_at=self.now(),
                position=len(self.triggers) + 1,
                conditions_all=conditions,
                actions=[{"field": "notification_user", "value": mail}],
            )

    def _seed_group(self, name: str) -> Group:
        group = Group(id=self.next_id("group"), name=name, created_at=self.now())
        self.groups[group.id] = group
        return group
