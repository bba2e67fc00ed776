"""`POST /messenger/boot`: a page opens the Messenger; who he is, his session, his conversations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias
from urllib.parse import urlsplit

import orjson
import structlog
from aiohttp import web
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, JsonValue, StringConstraints

from bridge.channels.messenger.contacts import known
from bridge.channels.messenger.doors import Doors, People
from bridge.channels.messenger.identity import (
    JWT_CHARS,
    Claim,
    Identity,
    Rejected,
    UnverifiedUser,
    VerifiedUser,
    Visitor,
    identify,
    normalised_email,
)
from bridge.channels.messenger.needs import MessengerParts, Platform
from bridge.channels.messenger.sessions import Sessions
from bridge.channels.messenger.shapes import Json, conversation_json
from bridge.channels.messenger.triggers import Triggers
from bridge.runtime import installs, log
from bridge.web.answers import json_answer
from bridge.web.bodies import Body, Line, json_body
from bridge.web.caller import bearer, client_address
from bridge.web.errors import EdgeError

CONVERSATIONS = 50
ATTRIBUTES_BYTES = 16 * 1024
DOMAIN_CHARS = 253
Status: TypeAlias = Literal["verified", "unverified", "visitor", "rejected"]

logger = structlog.get_logger(__name__)


def _id_text(value: Any) -> Any:
    """Pages send numeric ids as numbers; the hash is over their digits."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _plain(text: str) -> str:
    if not text.isprintable():
        raise ValueError("must not hold control characters")
    return text


def _email(text: str) -> str:
    if text and normalised_email(text) is None:
        raise ValueError("is no e-mail address")
    return text.strip()


Id = Annotated[str, BeforeValidator(_id_text), StringConstraints(max_length=255), AfterValidator(_plain)]
Email = Annotated[str, StringConstraints(max_length=254), AfterValidator(_email)]
Name = Annotated[Line, Field(max_length=255)]


class Boot(Body):
    """What the page sends; keys that are not named here are the contact's custom attributes."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, JsonValue]

    app_id: Annotated[str, Field(min_length=1, max_length=64)]
    user_id: Id | None = None
    email: Email | None = None
    name: Name | None = None
    user_hash: Annotated[str, Field(max_length=256)] | None = None
    intercom_user_jwt: Annotated[str, Field(max_length=JWT_CHARS)] | None = None
    visitor_token: Annotated[str, Field(max_length=128)] | None = None
    page_url: Annotated[str, Field(max_length=4096)] | None = None
    platform: Platform = "web"


class Booting:
    """Answers boots."""

    def __init__(self, parts: MessengerParts, sessions: Sessions, doors: Doors, triggers: Triggers) -> None:
        self._parts = parts
        self._sessions = sessions
        self._doors = doors
        self._triggers = triggers
        self._has_warned = False

    async def post(self, request: web.Request) -> web.StreamResponse:
        """Boots; see the contract for the answer."""
        parts = self._parts
        address = client_address(request, parts.limits.trusted_proxies)
        self._look_for_a_proxy(request)
        if (wait_s := parts.limits.boots.take(address)) > 0:
            raise EdgeError(429, "rate_limited", "Too many boots from this address.", retry_after_s=wait_s)
        body = await json_body(request, Boot)
        if body.app_id != parts.app_id:
            raise EdgeError(404, "app_not_found", "There is no workspace with this app_id.", field="app_id")
        attributes = _attributes(body)
        identity = await self._identity(body)
        await self._admit(identity)
        domain = _domain(request, body)
        await installs.record_boot(
            parts.store,
            domain=domain,
            platform=body.platform,
            status=_status(identity),
            at=parts.clock.now(),
        )
        if isinstance(identity, Rejected):
            logger.info("boot_rejected", code=identity.code, why=identity.why, platform=body.platform)
            raise EdgeError(403, identity.code, "Failed Identity Verification check")
        if isinstance(identity, VerifiedUser):
            attributes |= identity.attributes
            if body.email and identity.email is None:
                attributes["unverified_email"] = body.email
        return await self._answer(request, body, identity, attributes, domain)

    def _look_for_a_proxy(self, request: web.Request) -> None:
        """Behind a proxy that is not counted, all customers share one address and its limit."""
        if self._has_warned or self._parts.limits.trusted_proxies > 0:
            return
        if "X-Forwarded-For" in request.headers:
            self._has_warned = True
            logger.warning(
                "forwarded_for_ignored",
                mend="is there a proxy in front? Set BRIDGE_LIMITS__TRUSTED_PROXIES to how many; else all "
                "customers share its address, and BRIDGE_LIMITS__BOOTS_PER_MINUTE",
            )

    async def _identity(self, body: Boot) -> Identity:
        enforce = await self._doors.enforced()
        claim = Claim(
            user_id=body.user_id,
            email=body.email,
            name=body.name,
            user_hash=body.user_hash,
            token=body.intercom_user_jwt,
        )
        secrets = self._parts.identity.secrets.get(body.platform, ())
        return identify(claim, secrets, enforce=enforce, now=self._parts.clock.epoch())

    async def _admit(self, identity: Identity) -> None:
        """Whether the Messenger is open to these people; it is, unless an operator closed it."""
        who: People = "visitors" if isinstance(identity, Visitor) else "users"
        if not await self._doors.are_open_to(who):
            raise EdgeError(403, "messenger_disabled", f"The Messenger is switched off for {who}.")

    async def _answer(
        self,
        request: web.Request,
        body: Boot,
        identity: VerifiedUser | UnverifiedUser | Visitor,
        attributes: Mapping[str, Any],
        domain: str,
    ) -> web.StreamResponse:
        parts = self._parts
        who = await known(parts.store, identity, body.visitor_token, attributes)
        if who.retired is not None:
            await self._sessions.end_all_of(who.retired)
        if (old := bearer(request)) is not None:
            await self._sessions.end(old)  # a session never outlives a change of who he is
        opened = await self._sessions.open(who.contact, origin=domain, platform=body.platform)
        mine = await log.conversations_of(parts.store, who.contact.id, limit=CONVERSATIONS)
        answer: Json = {
            "session": opened.token,
            "expires_at": opened.expires_at,
            "contact": {
                "id": who.contact.id,
                "role": who.contact.role,
                "verified": who.contact.verified,
            },
            "workspace": {**self._workspace(), "triggers": self._triggers.elements(who.contact)},
            "conversations": [conversation_json(c, last) for c, last in mine],
            "unread_count": sum(c.unread for c, _ in mine),
        }
        if who.visitor_token is not None:
            answer["visitor_token"] = who.visitor_token
        return json_answer(answer)

    def _workspace(self) -> Json:
        limits = self._parts.limits
        return {
            **self._parts.brand,
            "app_id": self._parts.app_id,
            "attachments": {
                "max_bytes": limits.upload_bytes,
                "types": sorted(limits.upload_types),
            },
        }


def _attributes(body: Boot) -> dict[str, Any]:
    extra = dict(body.__pydantic_extra__ or {})
    if len(orjson.dumps(extra)) > ATTRIBUTES_BYTES:
        raise EdgeError(
            400, "parameter_invalid", f"The custom attributes take more than {ATTRIBUTES_BYTES} bytes."
        )
    return extra


def _status(identity: Identity) -> Status:
    match identity:
        case VerifiedUser():
            return "verified"
        case UnverifiedUser():
            return "unverified"
        case Visitor():
            return "visitor"
        case Rejected():
            return "rejected"


def _domain(request: web.Request, body: Boot) -> str:
    """Where the Messenger is installed; the browser's word (Origin) counts before the page's."""
    if body.platform != "web":
        return "app"
    for url in (request.headers.get("Origin"), request.headers.get("Referer"), body.page_url):
        try:
            host = urlsplit(url or "").hostname
        except ValueError:
            continue
        if host and len(host) <= DOMAIN_CHARS and host.isprintable():
            return host
    return "unknown"
