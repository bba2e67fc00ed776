"""Pages of a list, in Intercom's shape.

Source: Intercom API, Preview, `pages_link`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bridge.web.errors import EdgeError

PAGE = 50
PAGE_MOST = 150
LAST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which page of a list is wanted: `page` from 1, `per_page` of each."""

    page: int
    per_page: int

    @property
    def skip(self) -> int:
        """How many rows come before."""
        return (self.page - 1) * self.per_page


def place_of(request: web.Request) -> Place:
    """What the query wants.

    Raises:
        EdgeError: 400 for what is no number in bounds.
    """
    return Place(
        page=_number(request, "page", 1, LAST), per_page=_number(request, "per_page", PAGE, PAGE_MOST)
    )


def listed(request: web.Request, place: Place, rows: list[dict[str, Any]], total: int) -> dict[str, Any]:
    """One page of the list; `pages.next` is there only when there is one."""
    pages = max(1, -(-total // place.per_page))
    link: dict[str, Any] = {
        "type": "pages",
        "page": place.page,
        "per_page": place.per_page,
        "total_pages": pages,
    }
    if place.page < pages:
        url = request.url.with_query({"page": place.page + 1, "per_page": place.per_page})
        link["next"] = str(url)
    return {"type": "list", "data": rows, "total_count": total, "pages": link}


def number_in_path(request: web.Request, name: str = "id") -> int | None:
    """A row's number; None for what can be none of ours."""
    text = request.match_info[name]
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - an INTEGER's


def _number(request: web.Request, name: str, default: int, most: int) -> int:
    text = request.query.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:8]) <= most):
        raise EdgeError(400, "parameter_invalid", f"{name} is a number from 1 to {most}.", field=name)
    return int(text[:8])
