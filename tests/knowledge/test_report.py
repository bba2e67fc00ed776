"""The report for authors: what the content lacks, what nobody needs, what may be old."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bridge.knowledge.report import report_of
from bridge.knowledge.sources import load_folder
from bridge.runtime.asked import Asked, Unanswered
from tests.knowledge.articles import index_of, write_article

NOW = datetime(2027, 1, 15, tzinfo=UTC)


def unanswered(text: str, minutes: int) -> Unanswered:
    return Unanswered(conversation_id=f"cnv_{minutes}", at=NOW - timedelta(minutes=minutes), text=text)


def test_alike_questions_are_one_gap_and_articles_are_judged(tmp_path: Path) -> None:
    write_article(tmp_path, "return", "Return an item", "Send it back within 30 days.")
    write_article(tmp_path, "hours", "Opening hours", "We are open from nine to five.")
    (tmp_path / "inside.md").write_text("---\ntitle: Inside\nurl: private\n---\nFor Fin alone.")
    articles = load_folder(tmp_path)
    hours, _, item = articles
    asked = Asked(
        conversations=9,
        unanswered=[
            unanswered("Can I rent a zeppelin?", 3),
            unanswered("is it possible to rent one of your zeppelins", 2),
            unanswered("return of items bought in 1999 at the opera", 1),
        ],
        cited=Counter({"https://shop.example/return": 4}),
    )

    made = report_of(
        asked,
        articles,
        index_of(tmp_path),
        {hours: NOW - timedelta(days=200), item: NOW - timedelta(days=3)},
        since=NOW - timedelta(days=30),
        now=NOW,
        old_days=180,
        mask=lambda text: text.replace("1999", "[year]"),
    )

    first, second = made.gaps
    assert first.examples == ["is it possible to rent one of your zeppelins", "Can I rent a zeppelin?"]
    assert first.conversations == ["cnv_2", "cnv_3"]
    assert first.last_at == NOW - timedelta(minutes=2)
    assert "[year]" in second.examples[0]
    assert second.near is not None
    assert second.near[0].title == "Return an item"
    assert [one.title for one in made.uncited] == ["Opening hours"]
    assert [(one.title, at) for one, at in made.old] == [("Opening hours", NOW - timedelta(days=200))]
    assert [(one.title, count) for one, count in made.cited] == [("Return an item", 4)]


def test_no_content_and_no_questions_are_a_report_too(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    made = report_of(
        Asked(unanswered=[unanswered("ho ho", 1)]),
        (),
        index_of(tmp_path / "content"),
        {},
        since=NOW,
        now=NOW,
        old_days=1,
        mask=str,
    )
    assert [gap.near for gap in made.gaps] == [None]
