"""A name → all that says the same, or something of it, as far as the archive has it."""

import dataclasses

import pytest

from index.query.tree import AtLeast, Boost, Concept, Fallback, Term, leaves
from index.ranking.weights import MAINLAND, RELATED, SYNONYM
from index.search_request import Search
from tests.index.rewriting.over_entries import SYNONYMS
from tests.index.search_support import document, searcher


@pytest.mark.parametrize(
    ("key", "kind", "searched", "factor"),
    [
        ("pruning", "synonym", "剪枝", SYNONYM),
        ("qualcomm", "synonym", "高通", SYNONYM),
        ("晶片", "script", "芯片", MAINLAND),
    ],
)
def test_other_names_are_searched_a_little_weaker(key: str, kind: str, searched: str, factor: float) -> None:
    queries, rewrites = SYNONYMS.alternatives(key, key)

    assert [query.factor for query in queries if isinstance(query, Boost)] == [factor]
    assert [(rewrite.kind, rewrite.typed, rewrite.searched[0]) for rewrite in rewrites] == [
        (kind, key, searched)
    ]


def test_names_that_no_entry_has_are_not_searched() -> None:
    queries, rewrites = SYNONYMS.alternatives("高通", "高通")

    assert len(queries) == 1, "the concept, under which Qualcomm would be found"
    assert rewrites == (), "no reader is told of a name that stands nowhere"
    assert SYNONYMS.alternatives("cpu", "cpu") == ((), ())
    assert not SYNONYMS.has_alternatives("半导体")


def test_what_was_typed_does_not_count_twice_in_its_concept() -> None:
    (query,), _ = SYNONYMS.alternatives("pruning", "pruning")

    assert isinstance(query, Boost)
    assert isinstance(query.part, Concept)
    assert (query.part.key, query.part.typed) == ("剪枝", "pruning")


def test_what_is_only_related_serves_where_nothing_says_it() -> None:
    query, rewrites = SYNONYMS.with_related(Term("qualcomm"), "qualcomm", "Qualcomm")

    assert isinstance(query, Fallback)
    assert query.part == Term("qualcomm")
    assert isinstance(query.other, Boost)
    assert query.other.factor == RELATED
    assert [(rewrite.kind, rewrite.searched) for rewrite in rewrites] == [("related", ("骁龙", "Adreno"))]


def test_a_word_without_relatives_stays_as_it_is() -> None:
    assert SYNONYMS.with_related(Term("剪枝"), "剪枝", "剪枝") == (Term("剪枝"), ())


def test_a_name_says_something_in_part() -> None:
    (part,) = SYNONYMS.partial_queries("mobilenetv3", ())
    parts, _ = SYNONYMS.part_queries(("知识", "蒸馏"))
    (half,) = SYNONYMS.partial_queries("知识蒸馏法", parts)

    assert leaves(part) == (Term("mobilenet"),)
    assert isinstance(half, Boost)
    assert isinstance(half.part, AtLeast)
    assert Term("蒸馏") in leaves(half)


def test_one_word_has_no_parts() -> None:
    assert SYNONYMS.part_queries(("蒸馏",)) == ((), [])


def test_an_english_word_that_the_archive_uses_in_chinese_is_no_word_to_translate() -> None:
    titles = ("学习 Rust 的人", "Rust 入门", "用 Rust 写的编辑器", "Rust 书", "谈谈 Rust", "自行车生锈了")
    documents = tuple(dataclasses.replace(document(1), id=one, title=one, summary="") for one in titles)

    assert searcher(documents).search(Search("rust")).total == 5
    assert searcher(documents[4:]).search(Search("rust")).total == 2


def test_one_character_of_three_is_no_hit() -> None:
    entry = dataclasses.replace(document(1), id="1", title="一种病的成本", summary="瓶颈")

    assert searcher((entry,)).search(Search("颈椎病")).total == 0
