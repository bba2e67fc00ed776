"""The help centre's articles, read page by page.

Source: developer.zendesk.com, Help Center API, "List Articles", "List all enabled locales",
"User Segments".
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connectors.zendesk.caller import Caller

PAGE = 50
"""Articles in one answer: a hundred long ones might be more than one answer may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideArticle:
    """One translation.

    Args:
        locale: As Zendesk writes it, e.g. `en-us`.
        is_public: Published, and not for one or, on Enterprise plans, several segments of people alone.
        edited_at: When an author last changed this translation; votes and moves are no change.
    """

    id: int
    locale: str
    title: str
    html: str
    url: str
    is_public: bool
    edited_at: datetime | None = None


async def locales(caller: Caller) -> tuple[str, ...]:
    """The languages that the help centre is in.

    Raises:
        NotSent, Refused, Unsure: Of connectors.failures; 404 where there is no help centre.
    """
    return await caller.get(
        "/api/v2/help_center/locales.json", told=lambda raw: tuple(str(one) for one in raw["locales"])
    )


async def articles(caller: Caller, locale: str) -> AsyncIterator[GuideArticle]:
    """All articles in one language that the credentials' user may read.

    Raises:
        NotSent, Refused, Unsure: Of connectors.failures.
    """
    query: dict[str, Any] = {"page[size]": PAGE}
    while True:
        page, after = await caller.get(
            f"/api/v2/help_center/{locale}/articles.json",
            query,
            told=lambda raw: ([_article(one) for one in raw["articles"]], _after(raw)),
        )
        for one in page:
            yield one
        if after is None or not page:
            return
        query = {"page[size]": PAGE, "page[after]": after}


def _article(raw: Mapping[str, Any]) -> GuideArticle:
    return GuideArticle(
        id=int(raw["id"]),
        locale=str(raw["locale"]),
        title=str(raw["title"]),
        html=str(raw["body"] or ""),
        url=str(raw["html_url"]),
        is_public=not raw["draft"] and raw["user_segment_id"] is None and not raw.get("user_segment_ids"),
        edited_at=_time(raw.get("edited_at") or raw.get("updated_at")),
    )


def _time(raw: object) -> datetime | None:
    return datetime.fromisoformat(str(raw)).astimezone(UTC) if raw else None


def _after(raw: Mapping[str, Any]) -> str | None:
    meta = raw.get("meta") or {}
    return str(meta["after_cursor"]) if meta.get("has_more") and meta.get("after_cursor") else None
