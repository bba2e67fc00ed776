"""What is cited of the articles that an answer is made of."""

from pathlib import Path
from typing import Any

from bridge.core.words.values import Source
from bridge.knowledge.article import Article
from bridge.knowledge.citation import sources_of


def article(title: str, url: str, **more: Any) -> Article:
    return Article(title=title, url=url, locale="en", body="Text.", path=Path(title), **more)


def test_each_article_is_cited_once_in_order_by_kind_title_and_address() -> None:
    file = article("Returns", "https://shop.example/returns")
    sent = article("Hours", "https://shop.example/hours", content_type="external_content")

    assert sources_of([sent, file, sent]) == (
        Source(content_type="external_content", title="Hours", url="https://shop.example/hours"),
        Source(content_type="article", title="Returns", url="https://shop.example/returns"),
    )


def test_what_is_private_is_never_named() -> None:
    assert sources_of([article("Inside", "")]) == ()
