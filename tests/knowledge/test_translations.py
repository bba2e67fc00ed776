"""A customer gets the article in his language, once, and other languages only where his has none."""

from pathlib import Path

import pytest

from bridge.core.words.reading import Answer
from bridge.fin.brain import Question
from bridge.fin.brains.embedded import EmbeddedBrain
from bridge.knowledge.article import Article, ContentError
from bridge.knowledge.library import Library
from bridge.knowledge.search import Hit, search
from bridge.knowledge.sources import load_folder
from bridge.knowledge.translations import group_of_page, nearness
from tests.knowledge.articles import index_of, write_article
from tests.knowledge.measure import CONTENT


def found(folder: Path, text: str, locale: str | None) -> list[tuple[str, str]]:
    hits = search(index_of(folder), text, locale=locale)
    return [(hit.passage.article.path.name, hit.passage.article.locale) for hit in hits]


def groups(folder: Path) -> dict[str, str]:
    return {str(one.path.relative_to(folder)): one.group for one in load_folder(folder)}


def write_paypal(folder: Path) -> None:
    write_article(folder, "paypal", "PayPal", "You can pay with PayPal, and be paid back with PayPal.")
    write_article(folder, "paypal.de", "PayPal", "Sie können mit PayPal zahlen.", extra="locale: de\n")
    write_article(folder, "paypal.pt-br", "PayPal", "Aceitamos PayPal.", extra="locale: pt-br\n")
    write_article(folder, "lamps", "Lamps", "We make lamps by hand.")


@pytest.mark.parametrize(
    ("locale", "name"),
    [
        ("de", "paypal.de.md"),
        ("de-AT", "paypal.de.md"),
        ("pt_BR", "paypal.pt-br.md"),
        ("pt", "paypal.pt-br.md"),
        ("en-GB", "paypal.md"),
    ],
)
def test_the_article_in_the_customers_locale_stands_for_its_translations(
    tmp_path: Path, locale: str, name: str
) -> None:
    write_paypal(tmp_path)

    assert [path for path, _ in found(tmp_path, "paypal", locale)] == [name]


@pytest.mark.parametrize("locale", ["fr", None])
def test_a_language_that_the_content_does_not_have_gets_one_translation_all_the_same(
    tmp_path: Path, locale: str | None
) -> None:
    write_paypal(tmp_path)

    assert len(found(tmp_path, "paypal", locale)) == 1


def test_words_that_only_the_original_has_lead_to_the_translation_in_the_same_place(tmp_path: Path) -> None:
    write_article(tmp_path / "en", "returns", "Returns", "Send everything back within 30 days.")
    german = "Schicken Sie es in 30 Tagen ein."
    write_article(tmp_path / "de", "returns", "Rücksendung", german, extra="locale: de\n")
    write_article(tmp_path, "lamps", "Lamps", "We make lamps by hand.")

    (hit,) = search(index_of(tmp_path), "send everything back", locale="de")

    assert hit.passage.article.title == "Rücksendung"
    assert hit.score == search(index_of(tmp_path), "send everything back")[0].score


def test_a_translation_that_he_may_not_read_does_not_take_the_place_of_one_that_he_may(
    tmp_path: Path,
) -> None:
    write_paypal(tmp_path)

    def public(article: Article) -> bool:
        return article.locale != "de"

    (hit,) = search(index_of(tmp_path), "paypal", locale="de", may_use=public)

    assert hit.passage.article.locale != "de"


def test_other_articles_in_his_language_go_before_those_in_others(tmp_path: Path) -> None:
    write_article(tmp_path, "a", "Express", "Express is express, and costs more.")
    write_article(tmp_path, "b", "Express", "Es dauert nur einen Tag.", extra="locale: de\n")

    assert found(tmp_path, "express", None)[0] == ("a.md", "en")
    assert [locale for _, locale in found(tmp_path, "express", "de")] == ["de", "en"]


def test_what_his_language_does_not_have_keeps_its_score(tmp_path: Path) -> None:
    write_article(tmp_path, "a", "Dragons", "They breathe fire.")
    write_article(tmp_path, "b", "Lieferung", "Express dauert einen Tag.", extra="locale: de\n")
    index = index_of(tmp_path)

    def scores(hits: tuple[Hit, ...]) -> list[float]:
        return [hit.score for hit in hits]

    assert scores(search(index, "dragons", locale="de")) == scores(search(index, "dragons"))


def test_files_are_translations_by_name_by_folder_and_by_what_they_say(tmp_path: Path) -> None:
    write_article(tmp_path, "returns", "A", "Text.")
    write_article(tmp_path, "returns.de", "B", "Text.", extra="locale: de\n")
    write_article(tmp_path / "fr", "returns", "C", "Text.", extra="locale: fr-CA\n")
    write_article(tmp_path, "rueckgabe", "D", "Text.", extra="locale: da\ntranslation_of: returns.md\n")
    write_article(tmp_path, "de-luxe", "E", "Text.")

    assert groups(tmp_path) == {
        "returns.md": "returns",
        "returns.de.md": "returns",
        "fr/returns.md": "returns",
        "rueckgabe.md": "returns",
        "de-luxe.md": "de-luxe",
    }


@pytest.mark.parametrize("value", ["nothing", "[a]"])
def test_a_translation_of_what_is_not_there_is_an_error_that_names_it(tmp_path: Path, value: str) -> None:
    write_article(tmp_path, "a", "A", "Text.", extra=f"translation_of: {value}\n")

    with pytest.raises(ContentError, match=r"a\.md.*translation_of"):
        load_folder(tmp_path)


def test_two_articles_of_one_group_in_one_language_are_both_found(tmp_path: Path) -> None:
    write_article(tmp_path, "lamps", "Lamps", "We make lamps.")
    write_article(tmp_path, "lamps.en", "Lamps again", "We sell lamps.")
    write_article(tmp_path, "lamps.de", "Lampen", "Lamps auf Deutsch.", extra="locale: de\n")

    assert {path for path, _ in found(tmp_path, "lamps", "en")} == {"lamps.md", "lamps.en.md"}


@pytest.mark.parametrize(
    ("external_id", "locale", "group"),
    [
        ("1234:de", "de", "7:1234"),
        ("1234:en-us", "en-us", "7:1234"),
        ("de/1234", "de", "7:1234"),
        ("1234_pt", "pt-br", "7:1234"),
        ("1234", "de", "7:1234"),
        ("de", "de", "7:de"),
    ],
)
def test_pages_share_their_id_without_the_locale(external_id: str, locale: str, group: str) -> None:
    assert group_of_page(7, external_id, locale) == group


def test_nearness_is_by_locale_and_then_by_language() -> None:
    assert [nearness(one, "pt-BR") for one in ("pt-br", "pt", "pt-pt", "en")] == [2, 1, 1, 0]
    assert nearness("en", None) == 0


def test_the_answer_cites_the_article_in_the_customers_language_alone() -> None:
    brain = EmbeddedBrain(Library(CONTENT))

    for locale, place in (("de", "/help/de/versand"), ("en", "/help/shipping-times")):
        reading = brain.read_now(Question(text="express", locale=locale))
        assert isinstance(reading, Answer), reading
        assert [source.url for source in reading.sources] == [f"https://shop.example{place}"]
