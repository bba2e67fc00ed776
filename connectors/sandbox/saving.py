"""The one way in which a ticket changes: rules, comment, fields, triggers, audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.sandbox import markup, problems, triggers
from connectors.sandbox.change import Actor, Save, snapshot, tag_list
from connectors.sandbox.records import STATUSES, Audit, Comment, Ticket
from connectors.sandbox.state import SandboxState

COMMENTS_MOST = 5000
COMMENT_CHARACTERS = 65_535

Deliver = Callable[[str, bytes], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComment:
    """A comment to write; `html` wins over `body`."""

    author_id: int
    body: str = ""
    html: str | None = None
    public: bool = True
    uploads: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Nothing to say and nothing to show."""
        text = markup.to_text(markup.cleaned(self.html)) if self.html is not None else self.body
        return not text.strip() and not self.uploads and "<img" not in (self.html or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a request asks of a ticket.

    Args:
        fields: Tracked fields to set; `tags` replaces.
        comment: To add.
        custom: The request's `metadata`, shown in the audit and at its comment.
        add_tags: Added to what is there.
        remove_tags: Taken away.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    comment: NewComment | None = None
    custom: Mapping[str, Any] = field(default_factory=dict)
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()


class Saver:
    """Creates and updates tickets.

    Args:
        state: Where they are kept.
        deliver: Gets (webhook id, payload) for every webhook that a trigger calls.

    Attributes:
        on_saved: Called after each save that changed something.
    """

    def __init__(self, state: SandboxState, deliver: Deliver) -> None:
        self._state = state
        self._deliver = deliver
        self.on_saved: Callable[[Save], None] = lambda _save: None

    def create(
        self,
        actor: Actor,
        wanted: Wanted,
        *,
        requester_id: int,
        submitter_id: int,
        followup_of: int | None = None,
    ) -> tuple[Ticket, Audit]:
        """A new ticket.

        Raises:
            Problem: 422 for a broken rule; nothing is kept.
        """
        state = self._state
        if wanted.comment is None or wanted.comment.is_blank:
            raise problems.invalid("base", "Description: cannot be blank", "BlankValue")
        fields = self._checked({"status": "new", **wanted.fields}, None)
        if followup_of is not None and state.ticket(followup_of).status != "closed":
            raise problems.invalid("via_followup_source_id", "Follow-up source: is not closed")
        self._check_comment(None, wanted.comment)
        now = state.now()
        ticket = Ticket(
            id=state.next_id("ticket"),
            created_at=now,
            updated_at=now,
            requester_id=0,
            submitter_id=submitter_id,
            via=actor.via,
            via_id=actor.via_id,
            followup_of=followup_of,
            status="",
        )
        if followup_of is not None:
            source = state.ticket(followup_of)
            origin = {"ticket_id": followup_of, "subject": source.subject}
            ticket.via = {"channel": "api", "source": {"from": origin, "to": {}, "rel": "follow_up"}}
            source.followup_ids.append(ticket.id)
            # A follow-up inherits the fields and tags of its source.
            fields = {"tags": list(source.tags), "custom_fields": dict(source.custom_fields), **fields}
        save = self._save(actor, ticket, wanted, before=None)
        self._write_comment(save, wanted.comment)
        ticket.description = ticket.comments[0].body
        ticket.is_public = wanted.comment.public
        for name, value in {"requester_id": requester_id, **fields}.items():
            save.set(name, value)
        state.tickets[ticket.id] = ticket
        self._finish(save)
        return ticket, save.audit

    def update(self, actor: Actor, ticket: Ticket, wanted: Wanted) -> Audit:
        """One save of an existing ticket.

        Returns: The audit. When nothing changed it is not kept, and its `events` are empty.

        Raises:
            Problem: 422 for a broken rule or a closed ticket; nothing is changed.
        """
        if ticket.status == "closed":
            raise problems.closed()
        fields = self._checked(dict(wanted.fields), ticket)
        comment = wanted.comment if wanted.comment is not None and not wanted.comment.is_blank else None
        self._check_comment(ticket, comment)
        if wanted.add_tags or wanted.remove_tags:
            gone = set(tag_list(wanted.remove_tags))
            base = fields.get("tags", ticket.tags)
            fields["tags"] = [one for one in tag_list([*base, *wanted.add_tags]) if one not in gone]
        save = self._save(actor, ticket, wanted, before=snapshot(ticket))
        if comment is not None:
            self._write_comment(save, comment)
            answered = actor.user.id == ticket.requester_id and comment.author_id == ticket.requester_id
            if answered and ticket.status in {"pending", "hold", "solved"}:
                # Only a requester who writes himself reopens; a relayed comment leaves the status alone.
                fields.setdefault("status", "open")
        for name, value in fields.items():
            save.set(name, value)
        self._finish(save)
        return save.audit

    def _save(
        self, actor: Actor, ticket: Ticket, wanted: Wanted, *, before: Mapping[str, Any] | None
    ) -> Save:
        state = self._state
        system = {"client": actor.client, "ip_address": "127.0.0.1", "location": "Local", "latitude": 0.0,
                  "longitude": 0.0}  # fmt: skip
        audit = Audit(
            id=state.next_id("event"),
            ticket_id=ticket.id,
            created_at=state.now(),
            author_id=actor.user.id,
            via=actor.via,
            metadata={"system": system, "custom": dict(wanted.custom)},
        )
        return Save(state=state, ticket=ticket, audit=audit, actor=actor, before=before)

    def _finish(self, save: Save) -> None:
        ticket = save.ticket
        if not save.audit.events:
            return
        ticket.updated_at = save.audit.created_at
        triggers.run(save)
        ticket.audits.append(save.audit)
        ticket.sequence = self._state.next_id("sequence")
        for webhook_id, payload in save.outgoing:
            self._deliver(webhook_id, payload)
        self.on_saved(save)

    def _write_comment(self, save: Save, wanted: NewComment) -> None:
        html = markup.cleaned(wanted.html) if wanted.html is not None else markup.from_text(wanted.body)
        files = [
            file
            for token in wanted.uploads
            if (upload := self._state.uploads.pop(token, None)) is not None
            for file in upload.attachments
        ]
        comment = Comment(
            id=self._state.next_id("event"),
            audit_id=save.audit.id,
            ticket_id=save.ticket.id,
            author_id=wanted.author_id,
            body=markup.to_text(html) if wanted.html is not None else wanted.body,
            html_body=html,
            public=wanted.public,
            created_at=save.audit.created_at,
            via=save.actor.via,
            metadata=save.audit.metadata,
            attachments=files,
        )
        save.ticket.comments.append(comment)
        save.comment = comment
        save.audit.events.append({"id": comment.id, "type": "Comment"})

    def _check_comment(self, ticket: Ticket | None, comment: NewComment | None) -> None:
        if comment is None:
            return
        if not self._state.is_active(comment.author_id):
            raise problems.invalid("author", "Author: is invalid")
        if len(comment.html or comment.body) > COMMENT_CHARACTERS:
            raise problems.invalid(
                "comment", f"Comment: is too long (maximum is {COMMENT_CHARACTERS} characters)"
            )
        if ticket is not None and len(ticket.comments) >= COMMENTS_MOST:
            raise problems.invalid("base", f"Ticket: has reached its limit of {COMMENTS_MOST} comments")
        now = self._state.now()
        for token in comment.uploads:
            upload = self._state.uploads.get(token)
            if upload is None or upload.expires_at < now:
                raise problems.invalid("uploads", "Upload: token is invalid or expired")

    def _checked(self, fields: dict[str, Any], ticket: Ticket | None) -> dict[str, Any]:
        """The fields as they will be set, after the rules on status and assignee."""
        state = self._state
        if "tags" in fields:
            fields["tags"] = tag_list(fields["tags"])
        assignee_id = fields.get("assignee_id", ticket.assignee_id if ticket else None)
        if fields.get("assignee_id") is not None:
            assignee = state.users.get(fields["assignee_id"])
            if assignee is None or not assignee.is_staff:
                raise problems.invalid("assignee", "Assignee: is invalid")
            if "group_id" not in fields and (ticket is None or ticket.group_id is None):
                fields["group_id"] = assignee.default_group_id
        if fields.get("group_id") is not None and fields["group_id"] not in state.groups:
            raise problems.invalid("group", "Group: is invalid")
        if "requester_id" in fields and not state.is_active(fields["requester_id"]):
            raise problems.invalid("requester", "Requester: is invalid")
        status = fields.get("status", ticket.status if ticket else "new")
        if status not in STATUSES:
            raise problems.invalid("status", f"Status: {status} is not a valid value")
        if ticket is not None and status == "new" and ticket.status != "new":
            raise problems.invalid("status", "Status: cannot go back to new")
        if status == "new" and assignee_id is not None:
            fields["status"] = "open"
        if status in {"solved", "closed"} and assignee_id is None:
            raise problems.invalid("assignee", "Assignee: is required when solving a ticket", "BlankValue")
        return fields
