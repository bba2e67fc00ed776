"""The help centre's articles as the sandbox keeps them."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_LOCALE = "en-us"


@dataclass(slots=True, kw_only=True)
class Article:
    """One translation of an article; without `segment` and `segments` it is for everybody."""

    id: int
    locale: str
    title: str
    body: str
    draft: bool
    segment: int | None
    segments: tuple[int, ...]
    created_at: float
    updated_at: float


class Guide:
    """The help centre's articles: by id and locale."""

    def __init__(self) -> None:
        self.articles: dict[tuple[int, str], Article] = {}
        self._next = 28_523_000_000_001

    def publish(
        self,
        title: str,
        body: str,
        *,
        at: float,
        id_: int | None = None,
        locale: str = DEFAULT_LOCALE,
        draft: bool = False,
        segment: int | None = None,
        segments: tuple[int, ...] = (),
    ) -> Article:
        """A new article, or with an id another or a changed translation of one."""
        if id_ is None:
            id_, self._next = self._next, self._next + 1
        before = self.articles.get((id_, locale))
        made = Article(
            id=id_,
            locale=locale,
            title=title,
            body=body,
            draft=draft,
            segment=segment,
            segments=segments,
            created_at=before.created_at if before else at,
            updated_at=at,
        )
        self.articles[id_, locale] = made
        return made

    def archive(self, id_: int) -> None:
        """An article and its translations are no longer listed."""
        for key in [key for key in self.articles if key[0] == id_]:
            del self.articles[key]

    def locales(self) -> list[str]:
        """The default one first."""
        return list(dict.fromkeys((DEFAULT_LOCALE, *(locale for _, locale in self.articles))))
