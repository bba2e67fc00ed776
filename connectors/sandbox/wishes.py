"""A ticket's JSON in a request, read as what is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from connectors.sandbox import problems
from connectors.sandbox.clock import stamp
from connectors.sandbox.records import Ticket
from connectors.sandbox.saving import NewComment, Wanted
from connectors.sandbox.state import SandboxState
from connectors.sandbox.web import ACTOR, STATE, number, permitted

TEXTS = ("subject", "status", "priority", "type", "external_id", "due_at")
NUMBERS = (
    "assignee_id", "group_id", "requester_id", "brand_id", "ticket_form_id", "organization_id", "problem_id",
    "custom_status_id",
)  # fmt: skip
ALLOWED_VALUES = {
    "priority": {None, "low", "normal", "high", "urgent"},
    "type": {None, "problem", "incident", "question", "task"},
}

KEYS = (
    *TEXTS, *NUMBERS, "id", "tags", "custom_fields", "fields", "comment", "metadata", "requester",
    "submitter_id", "via_followup_source_id", "safe_update", "updated_stamp", "raw_subject", "description",
    "assignee_email", "collaborator_ids", "collaborators", "additional_collaborators", "email_ccs",
    "followers", "macro_id", "macro_ids", "recipient", "is_public", "via", "via_id", "system_metadata",
    "attribute_value_ids", "sharing_agreement_ids",
)  # fmt: skip
BULK_KEYS = (*KEYS, "additional_tags", "remove_tags")
COMMENT_KEYS = (
    "id", "body", "html_body", "public", "author_id", "uploads", "type", "channel_back", "via", "created_at",
)  # fmt: skip


def wanted_of(request: web.Request, given: Mapping[str, Any], ticket: Ticket | None) -> Wanted:
    """Fields, comment and metadata of a create or an update.

    Raises:
        Problem: 422 for a value of the wrong form.
    """
    state = request.app[STATE]
    fields: dict[str, Any] = {}
    for name in TEXTS:
        if name in given:
            value = given[name]
            if value is not None and not isinstance(value, str | int):
                raise problems.invalid(name, f"{name}: is not text", "InvalidFormat")
            fields[name] = None if value is None else str(value)
    if fields.get("status", "") is None:
        del fields["status"]
    if "subject" in fields:
        fields["subject"] = fields["subject"] or ""
    for name, allowed in ALLOWED_VALUES.items():
        if fields.get(name) not in allowed:
            raise problems.invalid(name, f"{name.title()}: {fields[name]} is not a valid value")
    for name in NUMBERS:
        if name in given:
            fields[name] = number(given[name], name)
    if isinstance(email := given.get("assignee_email"), str):
        agent = state.user_by_email(email)
        fields["assignee_id"] = agent.id if agent else 0
    if "tags" in given:
        fields["tags"] = given["tags"] or []
    custom = given.get("custom_fields", given.get("fields"))
    if isinstance(custom, list):
        known = dict(ticket.custom_fields) if ticket else {}
        fields["custom_fields"] = known | {
            number(one.get("id"), "custom_fields") or 0: one.get("value")
            for one in custom
            if isinstance(one, dict)
        }
    metadata = given.get("metadata")
    return Wanted(
        fields=fields,
        comment=_comment(request, given, ticket),
        custom=metadata if isinstance(metadata, dict) else {},
    )


def _comment(request: web.Request, given: Mapping[str, Any], ticket: Ticket | None) -> NewComment | None:
    comment = given.get("comment")
    if isinstance(comment, str):
        comment = {"body": comment}
    if comment is None and ticket is None and isinstance(given.get("description"), str):
        comment = {"body": given["description"]}
    if not isinstance(comment, dict):
        return None
    comment = permitted(request, "ticket.comment", comment, COMMENT_KEYS)
    author = number(comment.get("author_id"), "author_id")
    if author is None:
        author = (number(given.get("submitter_id"), "submitter_id") if ticket is None else None) or request[
            ACTOR
        ].user.id
    uploads = comment.get("uploads") or []
    html = comment.get("html_body")
    public = comment.get("public")
    return NewComment(
        author_id=author,
        body=str(comment.get("body") or ""),
        html=str(html) if html is not None else None,
        # A ticket that began with a note stays private until somebody says otherwise.
        public=(ticket is None or ticket.is_public) if public is None else public in (True, "true"),
        uploads=tuple(str(one) for one in uploads) if isinstance(uploads, list) else (str(uploads),),
    )


def requester_of(request: web.Request, given: Mapping[str, Any]) -> int:
    """Whose ticket it will be: `requester_id`, else `requester`, else the caller.

    Raises:
        Problem: 422 for an unknown one, or a new one without a name.
    """
    state = request.app[STATE]
    user_id = number(given.get("requester_id"), "requester_id")
    requester = given.get("requester")
    if user_id is None and isinstance(requester, int | str) and not isinstance(requester, bool):
        if isinstance(requester, str) and "@" in requester:
            requester = {"email": requester}
        else:
            user_id = number(requester, "requester")
    if user_id is not None:
        if not state.is_active(user_id):
            raise problems.invalid("requester", "Requester: is invalid")
        return user_id
    if isinstance(requester, dict):
        return _new_requester(state, requester)
    return request[ACTOR].user.id


def _new_requester(state: SandboxState, requester: Mapping[str, Any]) -> int:
    email, name = str(requester.get("email") or ""), str(requester.get("name") or "").strip()
    if email and (known := state.user_by_email(email)):
        return known.id
    if not name:
        raise problems.invalid(
            "requester", "Requester: Name: is too short (minimum one character)", "BlankValue"
        )
    return state.add_user(name=name, email=email or None).id


def check_safe(ticket: Ticket, given: Mapping[str, Any]) -> None:
    """Refuses an update that was made on an older state of the ticket.

    Raises:
        Problem: 409. `safe_update` counts as set whatever its value; only leaving it out forces the update.
    """
    if "safe_update" not in given:
        return
    if str(given.get("updated_stamp") or "") != stamp(ticket.updated_at):
        raise problems.conflict()
