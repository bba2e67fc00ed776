"""What an app needs before chats go through it: an integration, its webhook, a place in the switchboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.zendesk.conversation_calls import ConversationCalls, part
from connectors.zendesk.conversation_messages import cursor

TRIGGERS = (
    "conversation:message",
    "conversation:postback",
    "conversation:remove",
    "conversation:typing",
    "switchboard:passControl",
    "switchboard:passControl:failure",
    "switchboard:releaseControl",
    "user:merge",
)
"""What our webhook hears of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatWebhook:
    """A webhook; its secret comes as `X-API-Key` with every request."""

    id: str
    target: str
    triggers: tuple[str, ...]
    secret: str
    include_full_user: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Integration:
    """An integration; a webhook of it is told when it was made with one."""

    id: str
    type: str
    name: str
    status: str
    webhooks: tuple[ChatWebhook, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Switchboard:
    """The app's switchboard; without one, or with one that is off, there is no control to pass."""

    id: str
    is_enabled: bool
    default_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchboardIntegration:
    """An integration's place in the switchboard."""

    id: str
    name: str
    integration_id: str
    integration_type: str
    deliver_standby_events: bool
    next_id: str | None


class ConversationSetup:
    """The calls that set an app up; they need a key of the app, an integration's does not do.

    Args:
        calls: An open client of the app, e.g. `Conversations`.
    """

    def __init__(self, calls: ConversationCalls) -> None:
        self._calls = calls

    async def integrations(self, *, types: Sequence[str] = ("custom",)) -> list[Integration]:
        """The app's integrations of these types. Source: GET integrations."""
        query = {"filter[types]": ",".join(types), "page[size]": "100"}
        found: list[Integration] = []
        while True:
            page, after = await self._calls.get(
                "list integrations",
                "/integrations",
                query,
                told=lambda raw: (
                    [_integration(one) for one in raw["integrations"]],
                    cursor(raw, "afterCursor"),
                ),
            )
            found += page
            if not page or after is None:
                return found
            query = {**query, "page[after]": after}

    async def create_integration(
        self, name: str, target: str, *, triggers: Sequence[str] = TRIGGERS
    ) -> Integration:
        """A custom integration with its webhook. Source: POST integrations.

        Args:
            name: What it is found by.
            target: Where events go; unguessable, as nothing is signed.
            triggers: Which.
        """
        body = {
            "type": "custom",
            "status": "active",
            "displayName": name,
            "webhooks": [_webhook_json(target, triggers)],
        }
        return await self._calls.call(
            "create an integration",
            "POST",
            "/integrations",
            json=body,
            touch="unsafe",
            told=lambda raw: _integration(raw["integration"]),
        )

    async def delete_integration(self, integration_id: str) -> None:
        """Ends an integration, its webhooks, and its place in the switchboard."""
        await self._delete("delete an integration", _path(integration_id))

    async def webhooks(self, integration_id: str) -> list[ChatWebhook]:
        """An integration's webhooks, with their secrets."""
        return await self._calls.get(
            "list webhooks",
            f"{_path(integration_id)}/webhooks",
            told=lambda raw: [_webhook(one) for one in raw["webhooks"]],
        )

    async def create_webhook(
        self, integration_id: str, target: str, *, triggers: Sequence[str] = TRIGGERS
    ) -> ChatWebhook:
        """Another webhook of an integration: an app has ten at most."""
        return await self._calls.call(
            "create a webhook",
            "POST",
            f"{_path(integration_id)}/webhooks",
            json=_webhook_json(target, triggers),
            touch="unsafe",
            told=lambda raw: _webhook(raw["webhook"]),
        )

    async def update_webhook(
        self, integration_id: str, webhook_id: str, target: str, *, triggers: Sequence[str] = TRIGGERS
    ) -> ChatWebhook:
        """Points a webhook elsewhere; its secret stays."""
        return await self._calls.call(
            "update a webhook",
            "PATCH",
            f"{_path(integration_id)}/webhooks/{part(webhook_id)}",
            json=_webhook_json(target, triggers),
            touch="idempotent",
            told=lambda raw: _webhook(raw["webhook"]),
        )

    async def delete_webhook(self, integration_id: str, webhook_id: str) -> None:
        """Ends a webhook; a new one has a new secret."""
        await self._delete("delete a webhook", f"{_path(integration_id)}/webhooks/{part(webhook_id)}")

    async def switchboards(self) -> list[Switchboard]:
        """The app's switchboards: one, or none where messaging was never set up."""
        return await self._calls.get(
            "list switchboards",
            "/switchboards",
            told=lambda raw: [_switchboard(one) for one in raw["switchboards"]],
        )

    async def places(self, switchboard_id: str) -> list[SwitchboardIntegration]:
        """Who has a place in a switchboard, the Agent Workspace among them."""
        return await self._calls.get(
            "list switchboard integrations",
            f"{_board(switchboard_id)}",
            told=lambda raw: [_place(one) for one in raw["switchboardIntegrations"]],
        )

    async def create_place(
        self, switchboard_id: str, *, name: str, integration_id: str, next_id: str | None
    ) -> SwitchboardIntegration:
        """Gives our integration a place; no other channel's way changes, as it is nobody's default.

        Args:
            switchboard_id: Where; there are ten places at most.
            name: What control is passed to; letters, digits, `-` and `_`.
            integration_id: Ours.
            next_id: Who `next` is for us.

        Source: POST switchboards/{id}/switchboardIntegrations.
        """
        body: dict[str, Any] = {
            "name": name,
            "integrationId": integration_id,
            "deliverStandbyEvents": False,
        }
        if next_id is not None:
            body["nextSwitchboardIntegrationId"] = next_id
        return await self._calls.call(
            "create a switchboard integration",
            "POST",
            _board(switchboard_id),
            json=body,
            touch="unsafe",
            told=lambda raw: _place(raw["switchboardIntegration"]),
        )

    async def update_place(
        self, switchboard_id: str, place_id: str, *, next_id: str | None
    ) -> SwitchboardIntegration:
        """Changes who `next` is for a place."""
        return await self._calls.call(
            "update a switchboard integration",
            "PATCH",
            f"{_board(switchboard_id)}/{part(place_id)}",
            json={"nextSwitchboardIntegrationId": next_id},
            touch="idempotent",
            told=lambda raw: _place(raw["switchboardIntegration"]),
        )

    async def delete_place(self, switchboard_id: str, place_id: str) -> None:
        """Takes a place away; its integration stays."""
        await self._delete("delete a switchboard integration", f"{_board(switchboard_id)}/{part(place_id)}")

    async def _delete(self, what: str, path: str) -> None:
        await self._calls.call(what, "DELETE", path, touch="idempotent", told=lambda _: None)


def _path(integration_id: str) -> str:
    return f"/integrations/{part(integration_id)}"


def _board(switchboard_id: str) -> str:
    return f"/switchboards/{part(switchboard_id)}/switchboardIntegrations"


def _webhook_json(target: str, triggers: Sequence[str]) -> dict[str, Any]:
    return {
        "target": target,
        "triggers": list(triggers),
        "includeFullUser": True,
        "includeFullSource": False,
    }


def _webhook(raw: Mapping[str, Any]) -> ChatWebhook:
    return ChatWebhook(
        id=str(raw["id"]),
        target=str(raw.get("target") or ""),
        triggers=tuple(str(one) for one in raw.get("triggers") or ()),
        secret=str(raw.get("secret") or ""),
        include_full_user=raw.get("includeFullUser") is True,
    )


def _integration(raw: Mapping[str, Any]) -> Integration:
    return Integration(
        id=str(raw["id"]),
        type=str(raw["type"]),
        name=str(raw.get("displayName") or ""),
        status=str(raw.get("status") or ""),
        webhooks=tuple(_webhook(one) for one in raw.get("webhooks") or ()),
    )


def _switchboard(raw: Mapping[str, Any]) -> Switchboard:
    return Switchboard(
        id=str(raw["id"]),
        is_enabled=raw.get("enabled") is True,
        default_id=raw.get("defaultSwitchboardIntegrationId") or None,
    )


def _place(raw: Mapping[str, Any]) -> SwitchboardIntegration:
    return SwitchboardIntegration(
        id=str(raw["id"]),
        name=str(raw.get("name") or ""),
        integration_id=str(raw.get("integrationId") or ""),
        integration_type=str(raw.get("integrationType") or ""),
        deliver_standby_events=raw.get("deliverStandbyEvents") is True,
        next_id=raw.get("nextSwitchboardIntegrationId") or None,
    )
