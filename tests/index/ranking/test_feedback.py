"""What the best candidates have in common, and names that follow from their titles."""

import time

import pytest

from index.query.tree import AtLeast, Term
from index.ranking.feedback import Feedback, any_of_terms
from index.ranking.weights import FEEDBACK_TERMS
from tests.index.rewriting.over_entries import ANALYZER, INDEX, THESAURUS, VOCABULARY

RECORDS = {
    record.id: record
    for record in INDEX.forward.records([key for (key,) in INDEX.forward.rows("SELECT key FROM record")])
}
FEEDBACK = Feedback(INDEX.forward, VOCABULARY, THESAURUS)


def scored(*ids: str) -> list:
    return [(RECORDS[key], 1.0) for key in ids]


def test_the_words_that_several_share_are_told_without_those_asked_for() -> None:
    words = FEEDBACK.expansion_terms(scored("e0", "e1", "e5"), Term("量化"))

    assert 0 < len(words) <= FEEDBACK_TERMS
    assert "量化" not in words
    words_of = FEEDBACK.words_of([RECORDS[key].key for key in ("e0", "e1", "e5")])
    assert all(sum(word in held for held in words_of.values()) >= 2 for word in words)


def test_documents_without_a_common_word_tell_nothing() -> None:
    assert FEEDBACK.expansion_terms([], Term("量化")) == ()
    assert FEEDBACK.expansion_terms(scored("e7", "e9"), Term("量化")) == ()


def test_a_word_tells_where_another_document_could_have_it_and_it_means_something() -> None:
    assert FEEDBACK.rarity("量化") > 0
    assert FEEDBACK.rarity("tensorflow") == 0, "one document has it"
    assert FEEDBACK.rarity("的") == 0, "says nothing"


@pytest.mark.parametrize("entry", sorted(RECORDS))
def test_the_words_of_a_document_share_it_out(entry: str) -> None:
    (word_shares,) = FEEDBACK.words_of([RECORDS[entry].key]).values()

    assert sum(word_shares.values()) == pytest.approx(1.0)
    assert all(len(word) > 1 and not word.isdecimal() for word in word_shares)


def test_words_of_everyday_length_are_no_names() -> None:
    titles = ["tensorflow 移植到 .NET", "MobileNetV3 在手机上的量化训练"]

    assert FEEDBACK.rare_names(titles, Term("量化"), ANALYZER) == {}


def test_names_are_read_from_the_beginning_of_a_title() -> None:
    start = time.process_time()
    FEEDBACK.rare_names(["芯片" * 2_000_000], Term("量化"), ANALYZER)

    assert time.process_time() - start < 1, "the whole takes half a minute"


def test_like_some_words_is_what_says_one_of_them() -> None:
    query = any_of_terms(("量化", "蒸馏"))

    assert isinstance(query, AtLeast)
    assert query.parts == (Term("量化"), Term("蒸馏"))
    assert query.threshold <= 0 < sum(query.weights)
