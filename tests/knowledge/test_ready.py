"""What Fin must know before it is tried with customers."""

from pathlib import Path

from bridge.knowledge.ready import Check, Tried, checks_of
from bridge.knowledge.sources import load_folder
from tests.knowledge.articles import index_of, write_article

NOBODY = Tried(answered=0, missed=())


def checks(folder: Path, tried: Tried = NOBODY, least: float = 0.6) -> dict[str, Check]:
    made = checks_of(index_of(folder), load_folder(folder), tried, least=least)
    return {one.name: one for one in made}


def test_no_content_is_not_enough_of_anything(tmp_path: Path) -> None:
    assert not any(one.is_met for one in checks(tmp_path).values())
    assert all(one.remedy for name, one in checks(tmp_path).items() if name != "findable")


def test_a_translation_that_stands_for_an_article_is_the_article(tmp_path: Path) -> None:
    write_article(tmp_path, "paypal", "PayPal", "You can pay with PayPal.")
    write_article(tmp_path, "paypal.de", "PayPal", "Sie können mit PayPal zahlen.", extra="locale: de\n")

    assert checks(tmp_path)["findable"].is_met


def test_as_many_questions_as_were_asked_for_must_be_answered(tmp_path: Path) -> None:
    tried = Tried(answered=8, missed=("a", "b"))

    assert checks(tmp_path, tried, 0.8)["answered"].is_met
    assert checks(tmp_path, tried, 0.8)["answered"].lacking == ("a", "b")
    assert not checks(tmp_path, tried, 0.9)["answered"].is_met
    assert not checks(tmp_path, Tried(answered=9, missed=()), 0.5)["answered"].is_met
