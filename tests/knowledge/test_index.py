from tests.knowledge.articles import index_of
from tests.knowledge.measure import CONTENT


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
