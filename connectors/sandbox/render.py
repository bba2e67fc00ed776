"""Records as Zendesk's JSON."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from connectors.sandbox.change import CHATS
from connectors.sandbox.clock import stamp
from connectors.sandbox.records import Attachment, Audit, Comment, Group, Ticket, Trigger, User, Webhook
from connectors.sandbox.state import SandboxState


def user_json(state: SandboxState, user: User) -> dict[str, Any]:
    """A person."""
    return {
        "id": user.id,
        "url": f"{state.origin}/api/v2/users/{user.id}.json",
        "name": user.name,
        "email": user.email,
        "created_at": stamp(user.created_at),
        "updated_at": stamp(user.updated_at),
        "time_zone": "UTC",
        "iana_time_zone": "Etc/UTC",
        "phone": user.phone,
        "shared_phone_number": None,
        "photo": None,
        "locale_id": 1,
        "locale": user.locale,
        "organization_id": None,
        "role": user.role,
        "verified": user.verified,
        "external_id": user.external_id,
        "tags": user.details.get("tags", []),
        "alias": user.details.get("alias", ""),
        "active": user.active,
        "shared": False,
        "shared_agent": False,
        "last_login_at": None,
        "two_factor_auth_enabled": None,
        "signature": None,
        "details": user.details.get("details", ""),
        "notes": user.details.get("notes", ""),
        "role_type": None,
        "custom_role_id": None,
        "moderator": user.is_staff,
        "ticket_restriction": None if user.is_staff else "requested",
        "only_private_comments": False,
        "restricted_agent": not user.is_staff,
        "suspended": False,
        "default_group_id": user.default_group_id,
        "report_csv": False,
        "user_fields": user.details.get("user_fields", {}),
    }


def group_json(state: SandboxState, group: Group) -> dict[str, Any]:
    """A team."""
    return {
        "id": group.id,
        "url": f"{state.origin}/api/v2/groups/{group.id}.json",
        "name": group.name,
        "description": "",
        "default": True,
        "deleted": False,
        "is_public": True,
        "created_at": stamp(group.created_at),
        "updated_at": stamp(group.created_at),
    }


def attachment_json(state: SandboxState, file: Attachment) -> dict[str, Any]:
    """A file."""
    content_url = f"{state.origin}/attachments/token/{file.token}/?name={quote(file.name)}"
    return {
        "url": f"{state.origin}/api/v2/attachments/{file.id}.json",
        "id": file.id,
        "file_name": file.name,
        "content_url": content_url,
        "mapped_content_url": content_url,
        "content_type": file.content_type,
        "size": len(file.data),
        "width": None,
        "height": None,
        "inline": False,
        "deleted": False,
        "malware_access_override": False,
        "malware_scan_result": "malware_not_found",
        "thumbnails": [],
    }


def comment_json(state: SandboxState, comment: Comment) -> dict[str, Any]:
    """A comment as `/comments` lists it."""
    return {
        "id": comment.id,
        "type": "Comment",
        "author_id": comment.author_id,
        "body": comment.body,
        "html_body": comment.html_body,
        "plain_body": comment.body,
        "public": comment.public,
        "attachments": [attachment_json(state, file) for file in comment.attachments],
        "audit_id": comment.audit_id,
        "via": comment.via,
        "created_at": stamp(comment.created_at),
        "metadata": comment.metadata,
    }


def audit_json(state: SandboxState, ticket: Ticket, audit: Audit) -> dict[str, Any]:
    """A save, with its comment in full."""
    comments = {comment.id: comment for comment in ticket.comments}
    events: list[dict[str, Any]] = []
    for event in audit.events:
        comment = comments.get(event["id"])
        if comment is None:
            events.append(event)
            continue
        shown = comment_json(state, comment)
        del shown["created_at"], shown["metadata"]
        events.append(shown)
    return {
        "id": audit.id,
        "ticket_id": audit.ticket_id,
        "created_at": stamp(audit.created_at),
        "author_id": audit.author_id,
        "metadata": audit.metadata,
        "via": audit.via,
        "events": events,
    }


def ticket_json(state: SandboxState, ticket: Ticket) -> dict[str, Any]:
    """A ticket."""
    custom = [{"id": key, "value": value} for key, value in sorted(ticket.custom_fields.items())]
    return {
        "url": f"{state.origin}/api/v2/tickets/{ticket.id}.json",
        "id": ticket.id,
        "external_id": ticket.external_id,
        "via": ticket.via,
        "created_at": stamp(ticket.created_at),
        "updated_at": stamp(ticket.updated_at),
        "generated_timestamp": int(ticket.updated_at),
        "type": ticket.type,
        "subject": ticket.subject,
        "raw_subject": ticket.subject,
        "description": ticket.description,
        "priority": ticket.priority,
        "status": "deleted" if ticket.deleted else ticket.status,
        "recipient": None,
        "requester_id": ticket.requester_id,
        "submitter_id": ticket.submitter_id,
        "assignee_id": ticket.assignee_id,
        "organization_id": ticket.organization_id,
        "group_id": ticket.group_id,
        "collaborator_ids": ticket.collaborator_ids,
        "follower_ids": [],
        "email_cc_ids": [],
        "forum_topic_id": None,
        "problem_id": ticket.problem_id,
        "has_incidents": False,
        "is_public": ticket.is_public,
        "due_at": ticket.due_at,
        "tags": ticket.tags,
        "custom_fields": custom,
        "satisfaction_rating": {"score": "unoffered"},
        "sharing_agreement_ids": [],
        "custom_status_id": ticket.custom_status_id,
        "encoded_id": f"SBX{ticket.id:06d}",
        "fields": custom,
        "followup_ids": ticket.followup_ids,
        "ticket_form_id": ticket.ticket_form_id,
        "brand_id": ticket.brand_id,
        "allow_channelback": False,
        "allow_attachments": True,
        "from_messaging_channel": ticket.via["channel"] == CHATS,
    }


def trigger_json(state: SandboxState, trigger: Trigger) -> dict[str, Any]:
    """A business rule."""
    return {
        "url": f"{state.origin}/api/v2/triggers/{trigger.id}.json",
        "id": trigger.id,
        "title": trigger.title,
        "raw_title": trigger.title,
        "active": trigger.active,
        "position": trigger.position,
        "description": trigger.description,
        "category_id": trigger.category_id,
        "default": False,
        "created_at": stamp(trigger.created_at),
        "updated_at": stamp(trigger.updated_at),
        "conditions": {"all": trigger.conditions_all, "any": trigger.conditions_any},
        "actions": trigger.actions,
    }


def webhook_json(webhook: Webhook) -> dict[str, Any]:
    """A webhook; its secrets are not shown."""
    shown = {key: value for key, value in webhook.fields.items() if key != "signing_secret"}
    if isinstance(auth := shown.get("authentication"), dict):
        shown["authentication"] = {key: value for key, value in auth.items() if key != "data"}
    return {
        "id": webhook.id,
        **shown,
        "created_at": stamp(webhook.created_at),
        "created_by": str(webhook.created_by),
        "updated_at": stamp(webhook.updated_at),
        "updated_by": str(webhook.created_by),
    }
