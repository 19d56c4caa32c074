"""A run of characters → what every document with it must hold."""

import pytest

from index.query.tree import MATCH_ALL, And, Or, Query, Substring, Term
from index.rewriting.substrings import MAX_PAIRS, substring
from tests.index.rewriting.over_entries import VOCABULARY


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("化训", Term("化训")),
        ("卷", Term("卷")),
        ("量化训练", And((Term("量化"), Term("化训"), Term("训练")))),
        ("inograd convolution", And((Term("winograd"), Term("convolution")))),
        ("ARMv8.2 卷积", And((Or((Term("armv8"), Term("armv8.2"))), Term("2"), Term("卷积")))),
        ("！！", MATCH_ALL),
    ],
)
def test_a_run_needs_its_pairs_and_its_words(text: str, candidates: Query) -> None:
    assert substring(text, VOCABULARY).candidates == candidates


def test_the_end_of_a_word_may_be_that_of_a_longer_one() -> None:
    query = substring("obile", VOCABULARY)

    assert isinstance(query.candidates, Or)
    assert {Term("mobile"), Term("mobilenetv3")} <= set(query.candidates.parts)


def test_white_space_width_and_case_do_not_count() -> None:
    assert substring("Ｗinograd  CONVOLUTION", VOCABULARY) == substring("winograd convolution", VOCABULARY)
    assert substring("winograd convolution", VOCABULARY).text == "winogradconvolution"


def test_of_a_long_run_some_pairs_are_looked_up() -> None:
    query = substring("讨论低比特量化精度几乎不掉", VOCABULARY)

    assert isinstance(query, Substring)
    assert isinstance(query.candidates, And)
    assert 1 < len(query.candidates.parts) <= MAX_PAIRS
