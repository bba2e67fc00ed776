import statistics
import threading
import time
from pathlib import Path

import pytest

from bridge.knowledge.search import search
from tests.knowledge.articles import index_of, write_article
from tests.knowledge.measure import CONTENT


def titles(folder: Path, text: str) -> list[str]:
    return [hit.passage.article.title for hit in search(index_of(folder), text)]


def test_a_single_article_is_found_although_all_its_words_are_in_every_passage(tmp_path: Path) -> None:
    write_article(tmp_path, "a", "Return an item", "Send it back within 30 days.")

    hits = search(index_of(tmp_path), "How do I return an item?")

    assert [hit.passage.article.title for hit in hits] == ["Return an item"]
    assert hits[0].score > 0.5


def test_nothing_is_found_in_no_content(tmp_path: Path) -> None:
    assert titles(tmp_path, "anything") == []


@pytest.mark.parametrize(
    "text", ["", "   ", "???", '"', "a AND NOT b*", "NEAR(x y)", "title:return", "\x00", "🙂"]
)
def test_search_syntax_and_signs_are_only_text(text: str) -> None:
    search(index_of(CONTENT), text)


def test_a_word_in_the_title_counts_more_than_in_the_text(tmp_path: Path) -> None:
    write_article(tmp_path, "a", "Opening hours", "We also sell lamps.")
    write_article(tmp_path, "b", "Lamps", "We make them by hand.")

    assert titles(tmp_path, "lamps") == ["Lamps", "Opening hours"]


def test_diacritics_endings_slips_and_synonyms_find_the_same(tmp_path: Path) -> None:
    write_article(tmp_path, "a", "Rücksendung", "Schicken Sie es.")
    write_article(tmp_path, "b", "Track your delivery", "Your parcels are on the map.")
    write_article(tmp_path, "c", "Get a refund", "It takes a week.")

    assert titles(tmp_path, "rucksendung")[0] == "Rücksendung"
    assert titles(tmp_path, "where is my parcel")[0] == "Track your delivery"
    assert titles(tmp_path, "trakc my package")[0] == "Track your delivery"
    assert titles(tmp_path, "give me my money back")[0] == "Get a refund"


def test_scores_of_short_and_long_questions_lie_between_0_and_1() -> None:
    index = index_of(CONTENT)
    for text in ("refund", "refund refund refund", "when do I get my refund " * 50):
        assert all(0 < hit.score <= 1 for hit in search(index, text, limit=50))


def test_what_the_content_does_not_know_lowers_the_score() -> None:
    index = index_of(CONTENT)

    assert search(index, "refund")[0].score > search(index, "refund zeppelin balloon")[0].score


def test_each_article_is_found_once_and_in_the_order_of_scores() -> None:
    hits = search(index_of(CONTENT), "my order and my parcel", limit=50)

    assert len({hit.passage.article.path for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_threads_may_search_at_the_same_time() -> None:
    index = index_of(CONTENT)
    wanted = search(index, "where is my parcel")
    found: list[object] = []

    def ask() -> None:
        found.extend(search(index, "where is my parcel") == wanted for _ in range(50))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [True] * 200


def test_half_of_all_searches_take_less_than_two_milliseconds() -> None:
    index = index_of(CONTENT)
    times = []
    for _ in range(100):
        start = time.perf_counter()
        search(index, "how long does it take until my money is back on my credit card?")
        times.append(time.perf_counter() - start)

    assert statistics.median(times) < 0.002
