"""Postings of a term: packed, read all at once, and met with candidates from the shorter side."""

import dataclasses
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Document
from index.engines.store import IndexStore
from index.forward.document_terms import index_document
from index.forward.postings import (
    FREQUENCY_BITS,
    HUNDREDTHS,
    MAX_CACHED_POSTINGS,
    MAX_HUNDREDTHS,
    Postings,
    frequencies,
    hundredths,
    packed,
    updated,
)
from index.forward.record import pack_terms
from index.forward.store import ForwardIndex
from tests.index.rewriting.over_entries import ANALYZER, THESAURUS
from tests.index.search_support import LEXICON, document

NUMBERS = st.integers(0, 2_000)
HELD = st.dictionaries(NUMBERS, st.integers(1, MAX_HUNDREDTHS), max_size=60)


@given(held=HELD, candidates=st.lists(NUMBERS, unique=True, max_size=40))
def test_candidates_that_hold_a_term_are_met_whichever_are_more(
    held: dict[int, int], candidates: list[int]
) -> None:
    postings = array("I", sorted(packed(number, value) for number, value in held.items()))
    indices = {number: index for index, number in enumerate(candidates)}

    assert frequencies(postings, indices) == {
        index: held[number] / HUNDREDTHS for index, number in enumerate(candidates) if number in held
    }


@given(before=HELD, added=HELD, dropped=st.sets(NUMBERS, max_size=20))
def test_postings_are_brought_up_to_date_in_order(
    before: dict[int, int], added: dict[int, int], dropped: set[int]
) -> None:
    postings = array("I", sorted(packed(*one) for one in before.items()))
    new = {number: value for number, value in added.items() if number not in before}

    now = updated(postings, dropped, [packed(*one) for one in new.items()])

    held = {number: value for number, value in before.items() if number not in dropped} | new
    assert list(now) == sorted(packed(*one) for one in held.items())


def test_a_frequency_is_kept_between_its_bounds() -> None:
    assert hundredths(0.001) == 1
    assert hundredths(1.234) == 123
    assert packed(3, hundredths(1e9)) >> FREQUENCY_BITS == 3


def test_what_is_asked_for_again_is_not_read_again() -> None:
    asked = []

    def read(terms: str) -> dict[str, array]:
        asked.append(terms)
        return {"量化": array("I", [1, 2])}

    postings = Postings(read)

    assert postings.of(["量化", "没有"]) == {"量化": array("I", [1, 2]), "没有": array("I")}
    assert postings.of(["没有"]) == {"没有": array("I")}
    assert len(asked) == 1


def test_the_cache_is_bounded_and_what_is_asked_for_stays() -> None:
    postings = Postings(
        lambda terms: {"long": array("I", range(MAX_CACHED_POSTINGS + 1))} if "long" in terms else {}
    )

    assert len(postings.of(["long"])["long"]) > MAX_CACHED_POSTINGS
    assert postings.of(["long", "other"]).keys() == {"long", "other"}
    assert postings.of(["another"]).keys() == {"another"}


def test_topical_words_share_out_what_a_document_is_about() -> None:
    entry = dataclasses.replace(document(0), title="量化训练", summary="GPU")
    indexed = index_document(entry, ANALYZER, THESAURUS)
    terms = pack_terms(indexed)

    assert sum(terms.words().values()) == pytest.approx(1.0)
    assert "量化" in terms.words()
    assert dict(terms.frequencies_of_terms()).keys() == indexed.terms.keys() > terms.words().keys()


def test_terms_are_packed_in_the_order_of_the_document() -> None:
    """So that the same issues give the same bytes."""
    indexed = index_document(document(0), ANALYZER, THESAURUS)
    packed_terms = pack_terms(indexed)
    terms = [term for term, _ in packed_terms.in_hundredths()]
    topical, further = terms[: packed_terms.topical], terms[packed_terms.topical :]

    assert [term for term in indexed.terms if term in topical] == topical
    assert [term for term in indexed.terms if term in further] == further


def test_postings_name_the_documents_that_hold_a_term_after_every_change(tmp_path: Path) -> None:
    """Written in two steps, with issues dropped, changed and added: as if written at once."""
    store = IndexStore(LEXICON, "tantivy")
    first = [at(number, f"i{number % 3}") for number in range(9)]
    later = [at(number, "i9", id=f"n{number}", title="新的 剪枝") for number in (3, 4)]
    write(store, tmp_path / "first", None, (), first)
    write(store, tmp_path / "second", tmp_path / "first", ("i1",), later)
    write(store, tmp_path / "whole", None, (), [*(one for one in first if one.issue != "i1"), *later])

    assert held(tmp_path / "second") == held(tmp_path / "whole")


def at(number: int, issue: str, **changed: str) -> Document:
    return dataclasses.replace(document(number), issue=issue, **changed)


def write(store: IndexStore, folder: Path, base: Path | None, dropped: tuple, documents: list) -> None:
    folder.mkdir()
    writer = store.writer(folder, base)
    writer.drop(dropped)
    for one in documents:
        writer.add(one)
    writer.commit()


def held(folder: Path) -> dict[str, dict[str, int]]:
    """Term → id of each document that holds it → its frequency, with the count that is kept beside."""
    forward = ForwardIndex(folder / "forward")
    ids = dict(forward.rows("SELECT number, id FROM record"))
    words = forward.rows("SELECT word, documents, postings FROM word")
    assert all(count == len(array("I", blob)) for _, count, blob in words)
    assert len(ids) == forward.size
    return {
        word: {ids[posting >> FREQUENCY_BITS]: posting & MAX_HUNDREDTHS for posting in array("I", blob)}
        for word, _, blob in words
    }
