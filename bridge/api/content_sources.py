"""Content import sources: where pages come from that Fin answers from.

Source: Intercom API, Preview, "AI Content".
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

import structlog
from aiohttp import web
from pydantic import AfterValidator, ConfigDict, Field

from bridge.api.listing import listed, number_in_path, place_of
from bridge.knowledge.ingest.web_page import is_address
from bridge.runtime import content_sources
from bridge.runtime.content import NoSuchContent
from bridge.runtime.content_sources import ContentSource
from bridge.runtime.store import Store
from bridge.web.answers import json_answer, nothing
from bridge.web.bodies import Body, Line, json_body
from bridge.web.errors import EdgeError, not_found
from bridge.web.tokens import Tokens

SCOPE = "content"
AUDIENCES = 100
_ASKED_AS = {"automatic": "automated"}
"""Intercom's word in requests for its word in answers."""

log = structlog.get_logger(__name__)


def _address(text: str) -> str:
    if text and not is_address(text):
        raise ValueError("Write a whole web address: https://host/path.")
    return text


Address = Annotated[Line, Field(max_length=2000), AfterValidator(_address)]
AudienceId = Annotated[int, Field(ge=1, le=2**53)]


class Given(Body):
    """A body of the AI Content API: what Intercom's clients send besides is left out, as there."""

    model_config = ConfigDict(extra="ignore")


class NewSource(Given):
    """`create_content_import_source_request`."""

    sync_behavior: Literal["api"]
    url: Annotated[Address, Field(min_length=1)]
    status: Literal["active", "deactivated"] = "active"
    audience_ids: AudienceId | Annotated[list[AudienceId], Field(max_length=AUDIENCES)] | None = None


class ChangedSource(Given):
    """`update_content_import_source_request`."""

    sync_behavior: Literal["api", "automated", "manual"]
    url: Annotated[Address, Field(min_length=1)]
    status: Literal["active", "deactivated"] | None = None
    audience_ids: AudienceId | Annotated[list[AudienceId], Field(max_length=AUDIENCES)] | None = None
    apply_audience_to_existing_content: bool = False


class ContentSources:
    """The routes.

    Args:
        store: The rows.
        tokens: Who may.
        now: The time, aware UTC.
    """

    def __init__(self, store: Store, tokens: Tokens, now: Callable[[], datetime]) -> None:
        self._store = store
        self._tokens = tokens
        self._now = now

    def add_routes(self, app: web.Application) -> None:
        """Its routes."""
        app.router.add_get("/ai/content_import_sources", self.listed)
        app.router.add_post("/ai/content_import_sources", self.made)
        app.router.add_get("/ai/content_import_sources/{id}", self.shown)
        app.router.add_put("/ai/content_import_sources/{id}", self.changed)
        app.router.add_delete("/ai/content_import_sources/{id}", self.removed)

    async def listed(self, request: web.Request) -> web.StreamResponse:
        """`GET /ai/content_import_sources`."""
        self._tokens.allow(request, SCOPE)
        place = place_of(request)
        found, total = await content_sources.sources(self._store, skip=place.skip, limit=place.per_page)
        return json_answer(listed(request, place, [_shown(one) for one in found], total))

    async def made(self, request: web.Request) -> web.StreamResponse:
        """`POST /ai/content_import_sources`."""
        by = self._tokens.allow(request, SCOPE)
        given = await json_body(request, NewSource)
        made = await content_sources.add_source(
            self._store,
            sync_behavior=given.sync_behavior,
            status=given.status,
            url=given.url,
            audience_ids=_ids(given.audience_ids),
            now=self._now(),
        )
        log.info("content_source_made", source=made.id, by=by)
        return json_answer(_shown(made))

    async def shown(self, request: web.Request) -> web.StreamResponse:
        """`GET /ai/content_import_sources/{id}`."""
        self._tokens.allow(request, SCOPE)
        return json_answer(_shown(await self._found(request)))

    async def changed(self, request: web.Request) -> web.StreamResponse:
        """`PUT /ai/content_import_sources/{id}`."""
        by = self._tokens.allow(request, SCOPE)
        before = await self._found(request)
        given = await json_body(request, ChangedSource)
        if given.sync_behavior != _ASKED_AS.get(before.sync_behavior, before.sync_behavior):
            raise EdgeError(
                400,
                "parameter_invalid",
                "The sync behavior of a source stays as it is.",
                field="sync_behavior",
            )
        if given.url != before.url and before.sync_behavior != "api":
            raise EdgeError(
                400, "parameter_invalid", "The address of this source stays as it is.", field="url"
            )
        changes: dict[str, Any] = {"url": given.url}
        if given.status is not None:
            changes["status"] = given.status
        if "audience_ids" in given.model_fields_set:
            changes["audience_ids"] = _ids(given.audience_ids)
        try:
            made = await content_sources.change_source(
                self._store,
                before.id,
                changes,
                now=self._now(),
                with_pages=given.apply_audience_to_existing_content,
            )
        except NoSuchContent:  # removed in between
            raise not_found("content import source") from None
        log.info("content_source_changed", source=made.id, status=made.status, by=by)
        return json_answer(_shown(made))

    async def removed(self, request: web.Request) -> web.StreamResponse:
        """`DELETE /ai/content_import_sources/{id}`; its pages go with it."""
        by = self._tokens.allow(request, SCOPE)
        found = await self._found(request)
        try:
            await content_sources.remove_source(self._store, found.id, now=self._now())
        except NoSuchContent:
            raise not_found("content import source") from None
        log.info("content_source_removed", source=found.id, by=by)
        return nothing()

    async def _found(self, request: web.Request) -> ContentSource:
        id_ = number_in_path(request)
        try:
            if id_ is not None:
                return await content_sources.source(self._store, id_)
        except NoSuchContent:
            id_ = None
        raise not_found("content import source")


def _ids(given: int | list[int] | None) -> tuple[int, ...]:
    if given is None:
        return ()
    return (given,) if isinstance(given, int) else tuple(dict.fromkeys(given))


def _shown(one: ContentSource) -> dict[str, Any]:
    return {
        "type": "content_import_source",
        "id": one.id,
        "last_synced_at": int(one.last_synced_at.timestamp()),
        "sync_behavior": one.sync_behavior,
        "status": one.status,
        "url": one.url,
        "created_at": int(one.created_at.timestamp()),
        "updated_at": int(one.updated_at.timestamp()),
        "audience_ids": list(one.audience_ids),
    }
