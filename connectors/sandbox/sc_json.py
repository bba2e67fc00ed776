"""Records of Sunshine Conversations as its JSON; what is None is left out, as there."""

from __future__ import annotations

from typing import Any

from connectors.sandbox.clock import fine_stamp
from connectors.sandbox.sc_records import ChatHook, ChatMessage, ChatUser, Conversation, Integration, Place
from connectors.sandbox.sc_state import ChatState


def app_json(chats: ChatState) -> dict[str, Any]:
    """The app and its settings."""
    return {
        "id": chats.app_id,
        "displayName": chats.name,
        "settings": {
            "appLocalizationEnabled": True,
            "echoPostback": False,
            "maskCreditCardNumbers": True,
            "multiConvoEnabled": chats.is_multi_conversation,
            "useAnimalNames": False,
            "endSessionEnabled": chats.is_multi_conversation,
            "disableConversationReopen": False,
        },
        "metadata": {},
    }


def user_json(user: ChatUser, *, full: bool = True) -> dict[str, Any]:
    """A user; webhooks show the short form unless they ask for all."""
    shown = _told(
        id=user.id,
        authenticated=False,
        externalId=user.external_id,
        zendeskId=str(user.zendesk_id) if user.zendesk_id is not None else None,
    )
    if full:
        shown |= {
            "signedUpAt": fine_stamp(user.created_at),
            "profile": dict(user.profile),
            "metadata": dict(user.metadata),
            "identities": [],
        }
    return shown


def short_json(chats: ChatState, conversation: Conversation) -> dict[str, Any]:
    """A conversation as webhooks show it."""
    return _told(
        id=conversation.id,
        type=conversation.type,
        metadata=dict(conversation.metadata) or None,
        activeSwitchboardIntegration=_control(chats, conversation.active),
        pendingSwitchboardIntegration=_control(chats, conversation.pending),
    )


def conversation_json(chats: ChatState, conversation: Conversation) -> dict[str, Any]:
    """A conversation."""
    read_at = conversation.read_at
    return short_json(chats, conversation) | _told(
        isDefault=conversation.is_default,
        **conversation.fields,
        businessLastRead=fine_stamp(read_at) if read_at is not None else None,
        lastUpdatedAt=fine_stamp(conversation.updated_at),
        createdAt=fine_stamp(conversation.created_at),
    )


def message_json(message: ChatMessage) -> dict[str, Any]:
    """A message."""
    return _told(
        id=message.id,
        received=fine_stamp(message.received),
        author=message.author,
        activity=message.activity,
        content=message.content,
        source=message.source,
        metadata=message.metadata or None,
    )


def hook_json(hook: ChatHook) -> dict[str, Any]:
    """A webhook, secret and all."""
    return {
        "id": hook.id,
        "version": "v2",
        "target": hook.target,
        "triggers": hook.triggers,
        "secret": hook.secret,
        "includeFullUser": hook.include_full_user,
        "includeFullSource": hook.include_full_source,
    }


def integration_json(integration: Integration) -> dict[str, Any]:
    """An integration."""
    shown = _told(
        id=integration.id, type=integration.type, status=integration.status, displayName=integration.name
    )
    if integration.type == "custom":
        shown["webhooks"] = [hook_json(one) for one in integration.hooks.values()]
    return shown


def switchboard_json(chats: ChatState) -> dict[str, Any]:
    """The switchboard."""
    return _told(
        id=chats.switchboard_id, enabled=chats.is_enabled, defaultSwitchboardIntegrationId=chats.default_id
    )


def place_json(place: Place) -> dict[str, Any]:
    """A place in the switchboard."""
    return {
        "id": place.id,
        "name": place.name,
        "integrationId": place.integration_id,
        "integrationType": place.integration_type,
        "deliverStandbyEvents": place.deliver_standby,
        "nextSwitchboardIntegrationId": place.next_id,
        "messageHistoryCount": place.history_count,
    }


def _control(chats: ChatState, place_id: str | None) -> dict[str, Any] | None:
    place = chats.places.get(place_id or "")
    if place is None:
        return None
    return {
        "id": place.id,
        "name": place.name,
        "integrationId": place.integration_id,
        "integrationType": place.integration_type,
    }


def _told(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
