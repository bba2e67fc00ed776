"""What is said in a live chat of Zendesk: which words are an agent's own, made safe for the customer."""

from __future__ import annotations

from urllib.parse import unquote

from bridge.core.words.body import Body, from_html, from_plain
from bridge.core.words.values import Attachment, Author
from connectors.zendesk.conversation_log import Said
from connectors.zendesk.conversation_objects import Message
from handoff.chats import AgentMessage

FORM_OF_ZENDESK = "csat"
"""Zendesk asks for a rating in an agent's name; that is a form for its own Messenger."""


def is_agents(message: Message) -> bool:
    """Whether a person wrote it who takes chats.

    Not: our own words and the customer's, which come back; messaging triggers' and bots' (`__trigger`, an
    answer bot), which greet and promise in nobody's name where Fin has just said what happens; the system's
    lines about the session.
    """
    is_form = message.metadata.get("type") == FORM_OF_ZENDESK
    is_system = message.activity is not None
    return message.agent_id is not None and not (message.is_deleted or is_form or is_system)


def is_agents_in_log(said: Said) -> bool:
    """The same of a line in a ticket's conversation log; comments come from the ticket's audits."""
    return (
        said.message_id is not None
        and said.author_type == "agent"
        and said.support_user_id is not None
        and said.is_public
        and said.custom.get("type") != FORM_OF_ZENDESK
    )


def logged_message(said: Said, name: str) -> AgentMessage:
    """An agent's message from the log, made safe."""
    return AgentMessage(
        message_id=said.message_id or "",
        at=said.created_at,
        author=Author(type="agent", name=name or "Agent"),
        body=from_plain(said.text),
        attachments=(),
    )


def agents_message(message: Message) -> AgentMessage:
    """An agent's message, made safe."""
    avatar = message.author.avatar_url
    return AgentMessage(
        message_id=message.id,
        at=message.received_at,
        author=Author(
            type="agent",
            name=message.author.display_name or "Agent",
            avatar_url=avatar if avatar is not None and avatar.startswith("https://") else None,
        ),
        body=_body(message),
        attachments=_files(message),
    )


def _body(message: Message) -> Body:
    if message.html_text:
        return from_html(message.html_text)
    if message.text or message.media_url is not None:
        return from_plain(message.text)
    return from_plain(f"({message.type or 'message'}: this kind of message cannot be shown here)")


def _files(message: Message) -> tuple[Attachment, ...]:
    if message.media_url is None:
        return ()
    file = Attachment(
        id=message.id,
        name=message.alt_text or unquote(message.media_url.rpartition("/")[2]) or "file",
        content_type=message.media_type or "application/octet-stream",
        size_bytes=message.media_size_bytes or 0,
        url=message.media_url,
    )
    return (file,)
