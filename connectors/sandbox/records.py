"""What the sandbox keeps: users, tickets, comments, audits, webhooks, triggers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Role = Literal["end-user", "agent", "admin"]

STATUSES = ("new", "open", "pending", "hold", "solved", "closed")
"""In the order that `less_than` and `greater_than` mean."""


@dataclass(slots=True, kw_only=True)
class User:
    """A person; `emails[0]` is the primary address."""

    id: int
    name: str
    role: Role
    created_at: float
    updated_at: float
    emails: list[str] = field(default_factory=list)
    external_id: str | None = None
    verified: bool = False
    locale: str = "en-US"
    phone: str | None = None
    default_group_id: int | None = None
    active: bool = True
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def email(self) -> str | None:
        """The primary address."""
        return self.emails[0] if self.emails else None

    @property
    def is_staff(self) -> bool:
        """Agents and admins."""
        return self.role != "end-user"


@dataclass(slots=True, kw_only=True)
class Group:
    """A team of agents."""

    id: int
    name: str
    created_at: float


@dataclass(slots=True, kw_only=True)
class Attachment:
    """A file; `token` is its unguessable address."""

    id: int
    token: str
    name: str
    content_type: str
    data: bytes


@dataclass(slots=True, kw_only=True)
class Upload:
    """Files waiting for a comment."""

    token: str
    expires_at: float
    attachments: list[Attachment]


@dataclass(slots=True, kw_only=True)
class Comment:
    """One comment; its id is also the id of its event in the audit."""

    id: int
    audit_id: int
    ticket_id: int
    author_id: int
    body: str
    html_body: str
    public: bool
    created_at: float
    via: dict[str, Any]
    metadata: dict[str, Any]
    attachments: list[Attachment] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Audit:
    """One save of a ticket: who, how, and what became of it."""

    id: int
    ticket_id: int
    created_at: float
    author_id: int
    via: dict[str, Any]
    metadata: dict[str, Any]
    events: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Ticket:
    """The fields in `TRACKED` change only through `saving`."""

    id: int
    created_at: float
    updated_at: float
    requester_id: int
    submitter_id: int
    via: dict[str, Any]
    via_id: int
    subject: str = ""
    status: str = "new"
    priority: str | None = None
    type: str | None = None
    external_id: str | None = None
    assignee_id: int | None = None
    group_id: int | None = None
    brand_id: int | None = None
    ticket_form_id: int | None = None
    organization_id: int | None = None
    problem_id: int | None = None
    due_at: str | None = None
    custom_status_id: int | None = None
    tags: list[str] = field(default_factory=list)
    custom_fields: dict[int, Any] = field(default_factory=dict)
    collaborator_ids: list[int] = field(default_factory=list)
    description: str = ""
    is_public: bool = True
    deleted: bool = False
    followup_of: int | None = None
    followup_ids: list[int] = field(default_factory=list)
    sequence: int = 0
    comments: list[Comment] = field(default_factory=list)
    audits: list[Audit] = field(default_factory=list)


TRACKED = (
    "subject",
    "status",
    "priority",
    "type",
    "requester_id",
    "assignee_id",
    "group_id",
    "external_id",
    "brand_id",
    "ticket_form_id",
    "organization_id",
    "problem_id",
    "due_at",
    "custom_status_id",
    "tags",
    "custom_fields",
)
"""Whose changes an audit shows."""


@dataclass(slots=True, kw_only=True)
class Token:
    """An OAuth access token."""

    value: str
    scopes: frozenset[str]
    user_id: int
    expires_at: float
    revoked: bool = False


@dataclass(slots=True, kw_only=True)
class Attempt:
    """One try to deliver."""

    id: str
    status: str
    completed_at: float
    request: dict[str, Any]
    response: dict[str, Any] | None
    status_code: int | None


@dataclass(slots=True, kw_only=True)
class Invocation:
    """One message to a webhook, however often it was tried."""

    id: str
    webhook_id: str
    body: bytes
    created_at: float
    status: str = "in_progress"
    status_code: int | None = None
    latest_completed_at: float | None = None
    attempts: list[Attempt] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Webhook:
    """Where to send, and how to sign."""

    id: str
    secret: str
    created_at: float
    updated_at: float
    created_by: int
    fields: dict[str, Any]
    invocations: list[Invocation] = field(default_factory=list)
    errors_at: list[float] = field(default_factory=list)
    tries_at: list[float] = field(default_factory=list)
    paused_until: float = 0.0


@dataclass(slots=True, kw_only=True)
class Trigger:
    """A business rule that runs at every save."""

    id: int
    title: str
    created_at: float
    updated_at: float
    position: int
    active: bool = True
    description: str | None = None
    category_id: str | None = None
    conditions_all: list[dict[str, Any]] = field(default_factory=list)
    conditions_any: list[dict[str, Any]] = field(default_factory=list)
    actions: list[dict[str, Any]] = field(default_factory=list)
