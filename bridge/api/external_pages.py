"""External pages: content that is sent to us, cleaned, and part of what Fin answers from within a second.

Source: Intercom API, Preview, "AI Content".
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

import structlog
from aiohttp import web
from pydantic import Field

from bridge.api.content_sources import SCOPE, Address, Given
from bridge.api.listing import listed, number_in_path, place_of
from bridge.knowledge.ingest.document import Unreadable
from bridge.knowledge.ingest.markup import to_markdown
from bridge.runtime import content_pages, content_sources
from bridge.runtime.content import NoSuchContent
from bridge.runtime.content_pages import ContentPage, TakenContent
from bridge.runtime.store import Store
from bridge.web.answers import json_answer
from bridge.web.bodies import Line, json_body
from bridge.web.errors import EdgeError, not_found
from bridge.web.tokens import Tokens

HTML_CHARS = 1_000_000
BODY_BYTES = 3_000_000
"""Of JSON: the HTML, escaped."""
READERS = 2
"""Pages that are turned into Markdown at once; others wait."""

log = structlog.get_logger(__name__)

Number = Annotated[int, Field(ge=1, lt=10**9)]
Title = Annotated[Line, Field(min_length=1, max_length=500)]
Locale = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$", max_length=35)]
ExternalId = Annotated[str, Field(min_length=1, max_length=500)]


class Available(Given):
    """Who uses the page; what is not said stays, and is false for a new page."""

    ai_agent_availability: bool | None = None
    ai_copilot_availability: bool | None = None
    ai_sales_agent_availability: bool | None = None
    fin_availability: bool | None = None

    def columns(self) -> dict[str, bool]:
        """What is said."""
        agent = self.fin_availability if self.ai_agent_availability is None else self.ai_agent_availability
        said = {
            "for_agent": agent,
            "for_copilot": self.ai_copilot_availability,
            "for_sales": self.ai_sales_agent_availability,
        }
        return {name: value for name, value in said.items() if value is not None}


class NewPage(Available):
    """`create_external_page_request`."""

    title: Title
    html: Annotated[str, Field(max_length=HTML_CHARS)]
    locale: Locale = "en"
    source_id: Number
    external_id: ExternalId
    url: Address | None = None


class ChangedPage(Available):
    """`update_external_page_request`."""

    title: Title
    html: Annotated[str, Field(max_length=HTML_CHARS)]
    locale: Locale = "en"
    source_id: Number
    external_id: ExternalId | None = None
    url: Address | None


class ExternalPages:
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
        self._reading = asyncio.Semaphore(READERS)

    def add_routes(self, app: web.Application) -> None:
        """Its routes."""
        app.router.add_get("/ai/external_pages", self.listed)
        app.router.add_post("/ai/external_pages", self.put)
        app.router.add_get("/ai/external_pages/{id}", self.shown)
        app.router.add_put("/ai/external_pages/{id}", self.changed)
        app.router.add_delete("/ai/external_pages/{id}", self.removed)

    async def listed(self, request: web.Request) -> web.StreamResponse:
        """`GET /ai/external_pages`."""
        self._tokens.allow(request, SCOPE)
        place = place_of(request)
        found, total = await content_pages.pages(self._store, skip=place.skip, limit=place.per_page)
        return json_answer(listed(request, place, [_shown(one) for one in found], total))

    async def put(self, request: web.Request) -> web.StreamResponse:
        """`POST /ai/external_pages`: a new page, or the one that the source calls so."""
        by = self._tokens.allow(request, SCOPE)
        given = await json_body(request, NewPage, limit_bytes=BODY_BYTES)
        try:
            await self._is_sent(given.source_id)
            made = await content_pages.put_page(
                self._store,
                source_id=given.source_id,
                external_id=given.external_id,
                values=await self._columns(given),
                now=self._now(),
            )
        except NoSuchContent:
            raise not_found("content import source") from None
        log.info("content_page_put", page=made.id, source=made.source_id, by=by)
        return json_answer(_shown(made))

    async def shown(self, request: web.Request) -> web.StreamResponse:
        """`GET /ai/external_pages/{id}`."""
        self._tokens.allow(request, SCOPE)
        try:
            return json_answer(_shown(await content_pages.page(self._store, _id(request))))
        except NoSuchContent:
            raise not_found("external page") from None

    async def changed(self, request: web.Request) -> web.StreamResponse:
        """`PUT /ai/external_pages/{id}`."""
        by = self._tokens.allow(request, SCOPE)
        id_ = _id(request)
        given = await json_body(request, ChangedPage, limit_bytes=BODY_BYTES)
        try:
            before = await content_pages.page(self._store, id_)
            for source_id in {before.source_id, given.source_id}:
                await self._is_sent(source_id)
            changes = await self._columns(given) | {"source_id": given.source_id}
            if given.external_id is not None:
                changes["external_id"] = given.external_id
            made = await content_pages.change_page(self._store, id_, changes, now=self._now())
        except NoSuchContent:
            raise not_found("external page or content import source") from None
        except TakenContent:
            message = "Another page of this source has this external id."
            raise EdgeError(409, "conflict", message, field="external_id") from None
        log.info("content_page_changed", page=made.id, by=by)
        return json_answer(_shown(made))

    async def removed(self, request: web.Request) -> web.StreamResponse:
        """`DELETE /ai/external_pages/{id}`: the page as it was, without its HTML."""
        by = self._tokens.allow(request, SCOPE)
        try:
            gone = await content_pages.remove_page(self._store, _id(request), now=self._now())
        except NoSuchContent:
            raise not_found("external page") from None
        log.info("content_page_removed", page=gone.id, by=by)
        return json_answer(_shown(gone) | {"html": ""})

    async def _is_sent(self, source_id: int) -> None:
        """Whether pages of the source are sent to us.

        Raises:
            EdgeError: 400 when we fetch them: the next fetch would undo it.
            NoSuchContent: There is no such source.
        """
        if (await content_sources.source(self._store, source_id)).sync_behavior != "api":
            message = "Pages of this source are fetched, not sent."
            raise EdgeError(400, "parameter_invalid", message, field="source_id")

    async def _columns(self, given: NewPage | ChangedPage) -> dict[str, Any]:
        url = given.url or ""
        html = given.html.replace("\x00", "")
        try:
            async with self._reading:
                markup = await asyncio.to_thread(to_markdown, html, base=url)
        except Unreadable as error:
            raise EdgeError(400, "parameter_invalid", f"The HTML {error}.", field="html") from None
        return {
            "title": given.title,
            "html": html,
            "url": url,
            "locale": given.locale.replace("_", "-").lower(),
            "body": markup.body,
        } | given.columns()


def _id(request: web.Request) -> int:
    id_ = number_in_path(request)
    if id_ is None:
        raise not_found("external page")
    return id_


def _shown(one: ContentPage) -> dict[str, Any]:
    return {
        "type": "external_page",
        "id": str(one.id),
        "title": one.title,
        "html": one.html,
        "url": one.url,
        "ai_agent_availability": one.for_agent,
        "ai_copilot_availability": one.for_copilot,
        "ai_sales_agent_availability": one.for_sales,
        "fin_availability": one.for_agent,
        "locale": one.locale,
        "source_id": one.source_id,
        "external_id": one.external_id,
        "created_at": int(one.created_at.timestamp()),
        "updated_at": int(one.updated_at.timestamp()),
        "last_ingested_at": int(one.updated_at.timestamp()),
    }
