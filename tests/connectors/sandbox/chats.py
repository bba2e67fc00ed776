"""Speaks Sunshine Conversations to the sandbox, and listens for its events."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson
from aiohttp import web

from connectors.sandbox.app import Sandbox
from tests.connectors.sandbox.client import Answer, Api

TRIGGERS = [
    "conversation:create",
    "conversation:message",
    "conversation:read",
    "conversation:remove",
    "switchboard:passControl",
    "switchboard:passControl:failure",
    "switchboard:offerControl",
    "switchboard:offerControl:failure",
    "switchboard:acceptControl",
    "switchboard:acceptControl:failure",
    "switchboard:releaseControl",
]
FIN = {"type": "business", "displayName": "Fin"}
CORA = {"type": "user", "userExternalId": "u1"}


class ChatApi:
    """Calls with the app's key; `answer = await sc("GET", "/users/u1")`."""

    def __init__(self, api: Api) -> None:
        self.api, self.zd = api, api.zd
        options = self.zd.state.options
        self.root = f"/sc/v2/apps/{options.sc_app_id}"
        self.auth = {"Authorization": aiohttp.encode_basic_auth(options.sc_key_id, options.sc_secret)}

    async def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        if body is not None:
            more["json"] = body
        headers = {**self.auth, **more.pop("headers", {})}
        return await self.api.raw(method, self.root + path, headers=headers, **more)

    async def made(self, path: str, body: Any) -> Any:
        """Posts, and returns what was made."""
        answer = await self("POST", path, body)
        assert answer.status in (200, 201), answer.raw
        return answer.json

    async def user(self, external_id: str = "u1", **profile: Any) -> str:
        profile = profile or {"givenName": "Cora", "surname": "Customer"}
        return str((await self.made("/users", {"externalId": external_id, "profile": profile}))["user"]["id"])

    async def conversation(self, external_id: str = "u1", **more: Any) -> str:
        participants = [{"userExternalId": external_id, "subscribeSDKClient": False}]
        body = {"type": "personal", "participants": participants, **more}
        return str((await self.made("/conversations", body))["conversation"]["id"])

    async def say(self, conversation_id: str, text: str, author: Any = CORA, **more: Any) -> Any:
        body = {"author": author, "content": {"type": "text", "text": text}, **more}
        return (await self.made(f"/conversations/{conversation_id}/messages", body))["messages"][0]

    async def act(
        self, conversation_id: str, action: str, target: str | None = None, **metadata: Any
    ) -> Answer:
        body: dict[str, Any] = {"metadata": metadata} if metadata else {}
        if target is not None:
            body["switchboardIntegration"] = target
        return await self("POST", f"/conversations/{conversation_id}/{action}", body)

    async def shown(self, conversation_id: str) -> Any:
        return (await self("GET", f"/conversations/{conversation_id}")).json["conversation"]

    async def place(self, events: Events, name: str = "bridge", **more: Any) -> str:
        """An integration of ours with its webhook and its place; the id of the integration."""
        hook = {"target": events.url, "triggers": TRIGGERS, **more}
        body = {"type": "custom", "status": "active", "displayName": name, "webhooks": [hook]}
        made = (await self.made("/integrations", body))["integration"]
        events.secret = made["webhooks"][0]["secret"]
        board = self.zd.state.chats.switchboard_id
        wanted = {
            "name": name,
            "integrationId": made["id"],
            "deliverStandbyEvents": False,
            "nextSwitchboardIntegrationId": self.zd.state.chats.workspace.id,
        }
        await self.made(f"/switchboards/{board}/switchboardIntegrations", wanted)
        return str(made["id"])

    async def handed_off(self, **metadata: Any) -> tuple[str, int]:
        """A conversation in the Agent Workspace, in the proven order; its id and its ticket's."""
        conversation_id = await self.conversation(metadata={"bridge": "install-1"})
        await self.act(conversation_id, "passControl", "bridge")
        await self.say(conversation_id, "Where is it?")
        await self.act(conversation_id, "passControl", "zd-agentWorkspace", **metadata)
        await self.act(conversation_id, "offerControl", "bridge")
        path = f"/tickets/messaging/conversations/{conversation_id}/ticket"
        return conversation_id, int((await self.api("GET", path)).json["ticket"]["id"])


@dataclass
class Events:
    """A webhook's endpoint; `statuses` are answered one after the other, then 200."""

    url: str = ""
    secret: str = ""
    keys: list[str] = field(default_factory=list)
    requests: list[Any] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        self.keys.append(request.headers.get("X-API-Key", ""))
        self.requests.append(orjson.loads(await request.read()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    @property
    def all(self) -> list[Any]:
        return [event for one in self.requests for event in one["events"]]

    @property
    def kinds(self) -> list[str]:
        return [one["type"] for one in self.all]

    @property
    def texts(self) -> list[str]:
        return [
            one["payload"]["message"]["content"].get("text")
            for one in self.all
            if one["type"] == "conversation:message"
        ]


async def told(zd: Sandbox) -> None:
    """Waits until every event has arrived."""
    await zd.chat_deliveries.settled()
