"""The Messenger as a channel: its routes in one table."""

from __future__ import annotations

from aiohttp import web

from bridge.channels.channel import Abilities
from bridge.channels.messenger.agent_files import AgentFiles
from bridge.channels.messenger.boot import Booting
from bridge.channels.messenger.clicks import Clicks
from bridge.channels.messenger.connections import Connections
from bridge.channels.messenger.conversations import Conversations
from bridge.channels.messenger.doors import Doors
from bridge.channels.messenger.messages import BODY_CHARS, Messages
from bridge.channels.messenger.needs import MessengerParts
from bridge.channels.messenger.origins import Origins
from bridge.channels.messenger.script import Script
from bridge.channels.messenger.sessions import Sessions
from bridge.channels.messenger.socket import Socket
from bridge.channels.messenger.triggers import Triggers
from bridge.channels.messenger.updates import Updates
from bridge.channels.messenger.uploads import Uploads

UNTIMED = frozenset({"/messenger/socket", "/messenger/updates"})
"""Routes that hold the caller on purpose; their time says nothing."""


class Messenger:
    """The widget's other half.

    Args:
        parts: Everything it uses.
    """

    name = "messenger"
    able = Abilities(buttons=True, html=True, streaming=True, attachments=True, body_chars=BODY_CHARS)
    untimed = UNTIMED

    def __init__(self, parts: MessengerParts) -> None:
        self._parts = parts
        self._connections = Connections(parts.limits.connections)
        self._doors = Doors(parts.switches, enforce=parts.identity.enforce)
        self._sessions = Sessions(parts, self._doors)

    def add_routes(self, app: web.Application) -> None:
        """The routes of the contract's table, and the end of all connections at shutdown."""
        parts = self._parts
        origins = Origins(parts.allowed_origins, parts.base_url)
        sessions = self._sessions
        uploads = Uploads(parts, sessions)
        conversations = Conversations(parts, sessions, Messages(parts, uploads))
        script = Script(parts)
        triggers = Triggers(parts, sessions)
        boot, clicks = Booting(parts, sessions, self._doors, triggers), Clicks(parts, sessions, triggers)
        socket = Socket(parts, sessions, self._connections)
        updates = Updates(parts, sessions, self._connections)
        one = "/messenger/conversations/{id}"
        guarded = (
            ("POST", "/messenger/boot", boot.post),
            ("POST", "/messenger/shutdown", sessions.shutdown),
            ("GET", "/messenger/conversations", conversations.list),
            ("POST", "/messenger/conversations", conversations.begin),
            ("GET", one, conversations.show),
            ("POST", f"{one}/parts", conversations.write),
            ("POST", f"{one}/read", conversations.read),
            ("POST", f"{one}/typing", conversations.typing),
            ("POST", f"{one}/rating", conversations.rate),
            ("GET", "/messenger/socket", socket.get),
            ("GET", "/messenger/updates", updates.get),
            ("POST", "/messenger/uploads", uploads.post),
            ("POST", "/messenger/events", clicks.post),
            ("POST", "/messenger/procedures/{id}/trigger", triggers.post),
        )
        for method, path, handler in guarded:
            app.router.add_route(method, path, origins.guarded(handler))
        for path in {path for _, path, _ in guarded}:
            app.router.add_route("OPTIONS", path, origins.preflight)
        app.router.add_get("/messenger.js", script.loader)
        app.router.add_get("/widget/{app_id}", script.loader_of)
        app.router.add_get("/messenger/widget/{path:.+}", script.module)
        app.router.add_get("/messenger/uploads/{id}/{signature}", uploads.get)
        app.router.add_get("/messenger/files/{conversation}/{id}/{signature}", AgentFiles(parts).get)
        app.on_response_prepare.append(origins.mark)
        app.on_shutdown.append(self._connections.close)

    async def tidy(self) -> None:
        """Ends the sockets of sessions that ended elsewhere; the application's clock calls it."""

        async def is_alive(token: str) -> bool:
            return await self._sessions.found(token) is not None

        await self._connections.drop_dead(is_alive)
