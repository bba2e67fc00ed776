"""What is for some is an answer to them alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from bridge.core.words.reading import Answer, NoAnswer
from bridge.core.words.values import Channel, Contact
from bridge.fin.brain import Question
from bridge.fin.brains.embedded import EmbeddedBrain
from bridge.knowledge.article import Article, ContentError
from bridge.knowledge.audience import Reader, audience_of, may_read, read_audiences
from bridge.knowledge.library import LOOK_EVERY_S, Library
from bridge.knowledge.pages import Sent
from tests.knowledge.articles import write_article
from tests.knowledge.test_library import Watch

ANN = Reader(
    contact=Contact(
        id="con_1", role="user", verified=True, external_id="1", name="Ann", attributes={"plan": "pro"}
    ),
    channel=Channel.WEB,
)
CLAIMED = replace(ANN, contact=replace(ANN.contact, verified=False))
VISITOR = replace(
    ANN, contact=Contact(id="con_2", role="visitor", verified=False, external_id="2", name="Visitor")
)


def for_(value: object) -> Article:
    return Article(
        title="A", url="", locale="en", body="Text.", path=Path("a.md"), audience=audience_of(value)
    )


@pytest.mark.parametrize(
    ("value", "readers"),
    [
        (None, [ANN, CLAIMED, VISITOR, None]),
        ("everyone", [ANN, CLAIMED, VISITOR, None]),
        ("verified", [ANN]),
        ("users", [ANN, CLAIMED]),
        ("visitors", [VISITOR]),
        ({"channels": ["web"]}, [ANN, CLAIMED, VISITOR]),
        ({"channels": ["email"]}, []),
        ({"if": "contact.plan == 'pro'"}, [ANN, CLAIMED]),
        ({"if": "contact.plan != 'pro'"}, [VISITOR]),
        ({"contacts": "verified", "if": "conversation.channel == 'web'"}, [ANN]),
        ({"if": "contact.name"}, []),
    ],
)
def test_an_article_is_for_whom_it_says(value: object, readers: list[Reader | None]) -> None:
    assert [one for one in (ANN, CLAIMED, VISITOR, None) if may_read(for_(value), one)] == readers


@pytest.mark.parametrize(
    "text", ["do dragons breathe fire?", "Dragons", "tell me about dragons and their fire"]
)
def test_nobody_else_gets_it_as_an_answer_or_a_topic_or_by_its_title(tmp_path: Path, text: str) -> None:
    write_article(tmp_path, "a", "Dragons", "Dragons breathe fire.", extra="audience: verified\n")
    write_article(tmp_path, "b", "Cats", "Cats sleep all day.")
    brain = EmbeddedBrain(Library(tmp_path))
    assert isinstance(brain.read_now(Question(text=text, reader=ANN)), Answer)
    for other in (VISITOR, CLAIMED, None):
        assert isinstance(brain.read_now(Question(text=text, reader=other)), NoAnswer)
        assert brain.find(Question(text=text, reader=other)).hits == ()


def test_numbers_mean_what_the_file_says_and_an_unknown_number_is_for_nobody(tmp_path: Path) -> None:
    page = Article(title="A", url="", locale="en", body="Text.", path=Path("external_pages/1"))
    watch = Watch()
    library = Library(
        tmp_path / "content",
        pages=lambda known: None if known == "1" else ("1", (Sent(page, (7, 8)),)),
        monotonic=watch,
    )
    assert library.articles == ()

    (tmp_path / "audiences.yaml").write_text("7: {title: Staff, contacts: verified}\n9: {contacts: users}\n")
    watch.now += LOOK_EVERY_S
    library.current()

    (article,) = library.articles
    assert (may_read(article, ANN), may_read(article, CLAIMED)) == (True, False)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("7: {contact: all}", "7.contact: Extra"),
        ("staff: {}", "staff"),
        ("7: {", "is not YAML"),
        ("- a", "dict"),
    ],
)
def test_a_broken_file_is_said(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "audiences.yaml"
    path.write_text(text)
    with pytest.raises(ContentError, match=r"audiences\.yaml") as caught:
        read_audiences(path)
    assert says in str(caught.value)
