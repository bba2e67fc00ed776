"""Help centre: locales and articles, as agents who may read everything see them.

Source: developer.zendesk.com, Help Center API, "Articles", "Locales".
"""

from __future__ import annotations

import re
from typing import Any

from aiohttp import web

from connectors.sandbox import problems
from connectors.sandbox.clock import stamp
from connectors.sandbox.guide_records import DEFAULT_LOCALE, Article
from connectors.sandbox.web import STATE, answer, body_of, page, path_id, route


def add_routes(app: web.Application) -> None:
    """`/help_center/…` and `/_sandbox/articles`."""
    route(app, "GET", "/help_center/locales", locales)
    route(app, "GET", "/help_center/articles", listed)
    route(app, "GET", r"/help_center/{locale:[a-z]{2,3}(?:-[a-z0-9]+)?}/articles", listed)
    route(app, "GET", r"/help_center/{locale:[a-z]{2,3}(?:-[a-z0-9]+)?}/articles/{id:\d+}", shown)
    app.router.add_post("/_sandbox/articles", publish)
    app.router.add_delete(r"/_sandbox/articles/{id:\d+}", archive)


async def locales(request: web.Request) -> web.Response:
    """Which languages there are."""
    return answer({"locales": request.app[STATE].guide.locales(), "default_locale": DEFAULT_LOCALE})


async def listed(request: web.Request) -> web.Response:
    """Articles of one language, drafts and restricted ones among them."""
    locale = request.match_info.get("locale", DEFAULT_LOCALE)
    state = request.app[STATE]
    found = [one for one in state.guide.articles.values() if one.locale == locale]
    return answer(page(request, "articles", found, lambda one: _json(state.origin, one)))


async def shown(request: web.Request) -> web.Response:
    """One translation."""
    state = request.app[STATE]
    found = state.guide.articles.get((path_id(request), request.match_info["locale"]))
    if found is None:
        raise problems.not_found()
    return answer({"article": _json(state.origin, found)})


async def publish(request: web.Request) -> web.Response:
    """`POST /_sandbox/articles`: `{title, body, id?, locale?, draft?, user_segment_id(s)?}`."""
    asked = await body_of(request)
    state = request.app[STATE]
    made = state.guide.publish(
        str(asked.get("title", "")),
        str(asked.get("body", "")),
        at=state.now(),
        id_=asked.get("id"),
        locale=str(asked.get("locale", DEFAULT_LOCALE)),
        draft=asked.get("draft") is True,
        segment=asked.get("user_segment_id"),
        segments=tuple(asked.get("user_segment_ids") or ()),
    )
    return answer({"article": _json(state.origin, made)}, 201)


async def archive(request: web.Request) -> web.Response:
    """`DELETE /_sandbox/articles/{id}`."""
    request.app[STATE].guide.archive(path_id(request))
    return web.Response(status=204)


def _json(origin: str, one: Article) -> dict[str, Any]:
    name = re.sub(r"\W+", "-", one.title).strip("-")
    return {
        "id": one.id,
        "url": f"{origin}/api/v2/help_center/{one.locale}/articles/{one.id}.json",
        "html_url": f"{origin}/hc/{one.locale}/articles/{one.id}-{name}",
        "author_id": 0,
        "comments_disabled": True,
        "draft": one.draft,
        "promoted": False,
        "position": 0,
        "vote_sum": 0,
        "vote_count": 0,
        "section_id": 1,
        "created_at": stamp(one.created_at),
        "updated_at": stamp(one.updated_at),
        "edited_at": stamp(one.updated_at),
        "name": one.title,
        "title": one.title,
        "source_locale": DEFAULT_LOCALE,
        "locale": one.locale,
        "outdated": False,
        "outdated_locales": [],
        "user_segment_id": one.segment,
        "user_segment_ids": list(one.segments),
        "permission_group_id": 1,
        "content_tag_ids": [],
        "label_names": [],
        "body": one.body,
    }
