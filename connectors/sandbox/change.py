"""One save of a ticket while it happens: what was, what is, what the audit will say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.sandbox.records import TRACKED, Audit, Comment, Ticket, User
from connectors.sandbox.state import SandboxState

IDS = (
    "requester_id",
    "assignee_id",
    "group_id",
    "brand_id",
    "ticket_form_id",
    "organization_id",
    "problem_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who saves, and how.

    Args:
        user: Becomes the audit's author.
        channel: `api`, `web` or `email`.
        via_id: The same as a number in trigger conditions.
        client: The user agent.
        rel: What kind of rule, when a rule saves; `merge` when tickets are merged.
        origin: What it came from, as `rel` has it.
    """

    user: User
    channel: str
    via_id: int
    client: str = ""
    rel: str | None = None
    origin: Mapping[str, Any] = field(default_factory=dict)

    @property
    def via(self) -> dict[str, Any]:
        """As audits and comments show it."""
        return {"channel": self.channel, "source": {"from": dict(self.origin), "to": {}, "rel": self.rel}}


CHATS = "sunshine_conversations_api"
"""The channel of tickets that a live chat opens."""

VIA_IDS = {"web": 0, "email": 4, "api": 5, CHATS: 89}
"""As trigger conditions name them; the last is a number of the sandbox's own."""

NOBODY = User(id=-1, name="Zendesk", role="admin", created_at=0, updated_at=0)
"""Who saves when no person does; audits show the id -1."""

AUTOMATION = Actor(user=NOBODY, channel="rule", via_id=8, rel="automation")


def actor_of(user: User, channel: str, client: str = "") -> Actor:
    """An actor on a channel."""
    return Actor(user=user, channel=channel, via_id=VIA_IDS[channel], client=client)


@dataclass(slots=True, kw_only=True)
class Save:
    """The save under way.

    Args:
        before: The tracked fields as they were; None when the ticket is being created.
    """

    state: SandboxState
    ticket: Ticket
    audit: Audit
    actor: Actor
    before: Mapping[str, Any] | None
    comment: Comment | None = None
    outgoing: list[tuple[str, bytes]] = field(default_factory=list)

    def set(self, name: str, value: Any, *, via: Mapping[str, Any] | None = None) -> bool:
        """Gives a tracked field a value and says so in the audit; False when it has it already."""
        old = getattr(self.ticket, name)
        if old == value:
            return False
        setattr(self.ticket, name, value)
        if name == "custom_fields":
            for key in sorted(set(old) | set(value)):
                if old.get(key) != value.get(key):
                    self._note(str(key), old.get(key), value.get(key), via)
        else:
            self._note(name, old, value, via)
        return True

    def _note(self, name: str, old: Any, value: Any, via: Mapping[str, Any] | None) -> None:
        event: dict[str, Any] = {"id": self.state.next_id("event")}
        if self.before is None and via is None:
            event |= {"type": "Create", "field_name": name, "value": shown(name, value)}
        else:
            event |= {
                "type": "Change",
                "field_name": name,
                "value": shown(name, value),
                "previous_value": shown(name, old),
            }
        self.audit.events.append({**event, "via": dict(via or self.actor.via)})

    def was(self, name: str) -> Any:
        """The field's value before this save; None on create."""
        return None if self.before is None else self.before[name]


def snapshot(ticket: Ticket) -> dict[str, Any]:
    """The tracked fields, to be compared later."""
    return {
        name: list(value) if isinstance(value := getattr(ticket, name), list) else value for name in TRACKED
    }


def shown(name: str, value: Any) -> Any:
    """A field's value as audits write it: ids are strings there."""
    return str(value) if name in IDS and value is not None else value


def tag_list(value: Any) -> list[str]:
    """Tags in Zendesk's form: lower case, no spaces, each once, sorted."""
    words = value.replace(",", " ").split() if isinstance(value, str) else [str(one) for one in value or ()]
    return sorted({part.lower() for word in words for part in word.split()})
