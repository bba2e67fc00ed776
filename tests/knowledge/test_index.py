import gc
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.knowledge.article import Article
from bridge.knowledge.chunk import Passage, passages_of
from bridge.knowledge.index import Index
from bridge.knowledge.search import search
from tests.knowledge.articles import index_of
from tests.knowledge.measure import CONTENT

WORDS = (
    "lamp",
    "lamps",
    "curtain",
    "refund",
    "parcel",
    "rucksendung",
    "dimmer",
    "what",
    "zeppelin",
    "zepelin",
)
QUESTIONS = ("lamps", "what about a refund of curtains", "zeppelins", "money back", "where is my package")


def passage(*words: str) -> Passage:
    title, *body = words
    (made,) = passages_of(
        Article(title=title, url="", locale="en", body=" ".join(body) or "nothing", path=Path(title))
    )
    return made


def says(index: Index) -> object:
    """All that an index can be asked."""
    return (
        [index.words(text) for text in QUESTIONS],
        [index.occurrences(stem) for text in QUESTIONS for stem in index.stems(text)],
        [[(hit.passage, hit.score) for hit in search(index, text)] for text in QUESTIONS],
    )


def test_words_that_carry_no_topic_tell_less_than_any_other() -> None:
    words = {w.stems[0][0]: w.weight for w in index_of(CONTENT).words("what is the invoice for") if w.stems}

    assert words["invoic"] > 2 * max(weight for stem, weight in words.items() if stem != "invoic")


def test_an_unknown_word_is_kept_with_the_greatest_weight() -> None:
    (word,) = index_of(CONTENT).words("zeppelin")

    assert not word.known
    assert word.weight == index_of(CONTENT).idf(0)


def test_two_words_that_mean_one_thing_are_one_word() -> None:
    (word,) = index_of(CONTENT).words("money back")

    assert "refund" in dict(word.stems)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.lists(
            st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(tuple),
            max_size=12,
            unique=True,
        ),
        min_size=2,
        max_size=4,
    )
)
def test_an_index_that_was_updated_says_what_one_made_anew_says(
    contents: list[list[tuple[str, ...]]],
) -> None:
    made: dict[tuple[str, ...], Passage] = {}
    others = [passage("article", str(number)) for number in range(80)]  # few of all are new
    index = Index(others)
    for content in contents:
        passages = [*others, *(made.setdefault(words, passage(*words)) for words in content)]
        index = index.updated(passages)
        assert says(index) == says(Index(passages))


def test_whoever_still_searches_an_older_index_finds_what_was_there(tmp_path: Path) -> None:
    lamp, curtain, parcel = passage("lamp"), passage("curtain"), passage("parcel")
    others = [passage("article", str(number)) for number in range(20)]
    first = Index([lamp, curtain, *others])
    second = first.updated([curtain, parcel, *others])
    third = second.updated([curtain, *others])
    fourth = third.updated([curtain, lamp, *others])

    def found(index: Index, text: str) -> list[Passage]:
        return [hit.passage for hit in search(index, text)]

    assert [found(one, "lamp") for one in (first, second, third, fourth)] == [[lamp], [], [], [lamp]]
    assert [found(one, "parcel") for one in (first, second, third, fourth)] == [[], [parcel], [], []]


def test_what_nobody_searches_any_more_is_taken_out() -> None:
    others = [passage("article", str(number)) for number in range(20)]
    index = Index([passage("lamp"), *others])
    stem = index.stems("lamp")[0]
    index = index.updated(others)
    gc.collect()
    index = index.updated([passage("curtain"), *others])

    assert index._postings.occurrences(stem) == []


def test_a_word_with_another_ending_is_found_in_languages_whose_endings_stay_on() -> None:
    index = Index([passage("Rückgabe", "Schicken", "Sie", "die", "Lampen", "ein")])

    assert [dict(word.stems) for word in index.words("schicke")] == [{"schicken": 0.8}]
    assert index.words("schickt")[0].known
    assert not index.words("schickeria")[0].known
