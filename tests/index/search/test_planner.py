"""What was typed → a plan: a value that prints, with what must and what may suffice."""

from __future__ import annotations

import dataclasses

import pytest

from index.forward.vocabulary import Vocabulary
from index.query.parser import parse
from index.query.tree import MATCH_ALL, And, AtLeast, Boost, Filter, Not, Query, Substring, Term, leaves
from index.ranking.weights import CORRECTED
from index.rewriting.rewriter import Rewriter
from index.search.planner import Plan, Planner
from index.search_request import MAX_WORDS
from tests.index.rewriting.over_entries import ANALYZER, INDEX, REWRITER, THESAURUS, VOCABULARY
from tests.index.search_support import document, open_index, values_of

PLANNER = Planner(REWRITER, VOCABULARY, values_of(INDEX))


def plan(text: str, *, literal: bool = False) -> Plan:
    return PLANNER.plan(parse(text), literal=literal)


def parts(query: Query | None) -> list[Query]:
    """A query and all that it is made of."""
    inner = getattr(query, "parts", ()) or [getattr(query, name, None) for name in ("part", "other")]
    return [] if query is None else [query, *(part for child in inner for part in parts(child))]


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_typed_is_everything(text: str) -> None:
    assert plan(text) == Plan(MATCH_ALL, None, {})


def test_all_that_was_asked_for_or_some_of_it() -> None:
    two = plan("量化 高通")

    assert two.units == 2
    assert isinstance(two.exact, And)
    assert {Term("量化"), Term("高通")} <= set(leaves(two.exact))
    assert isinstance(two.relaxed, AtLeast)
    assert Term("adreno") in leaves(two.relaxed), "related to 高通"
    assert Term("adreno") not in leaves(two.exact)


@pytest.mark.parametrize("literal", [False, True])
def test_what_follows_very_many_words_is_not_searched_and_told(literal: bool) -> None:
    words = [f"w{number}" for number in range(MAX_WORDS + 6)]
    first = " ".join(words[:-6])
    long = plan(f'{first} a-b-c "量化" w29 w30', literal=literal)

    assert plan(first, literal=literal).rewrites == ()
    assert [rewrite.typed for rewrite in long.rewrites] == ["a-b-c", "w29 w30"]
    assert {rewrite.kind for rewrite in long.rewrites} == {"unread"}
    assert Term("w23") in leaves(long.exact)
    assert Term("w29") not in leaves(long.exact)
    assert "量化" in str(long.exact)


def test_a_piece_of_very_many_words_is_searched_as_it_stands() -> None:
    piece = "模型量化" * MAX_WORDS

    assert [leaf for leaf in leaves(plan(f"芯片 -{piece}").exact) if isinstance(leaf, Substring)]


def test_some_is_nothing_where_the_archive_has_none_of_it() -> None:
    assert plan("zzzz qqqq").relaxed is None
    assert plan("zzzz 量化").relaxed is not None


def test_a_literal_plan_is_what_was_typed() -> None:
    literal_plan = plan("tensorfow pruning", literal=True)

    assert literal_plan == Plan(And((Term("tensorfow"), Term("pruning"))), None, {}, units=2)


def test_a_correction_stands_in_the_query_and_in_the_text() -> None:
    corrected_plan = plan("tensorfow 移植")

    assert Boost(Term("tensorflow"), CORRECTED) in parts(corrected_plan.exact)
    assert corrected_plan.correction == "tensorflow 移植"
    assert [rewrite.kind for rewrite in corrected_plan.rewrites] == ["spelling"]
    assert plan("tensorflow 移植").correction == ""


def test_quotes_ask_for_characters_in_a_row() -> None:
    assert plan('"骁龙888"').exact == Substring("骁龙888", And((Term("骁龙"), Term("888"))))


@pytest.mark.parametrize(
    ("text", "name", "demanded"),
    [
        ("category:论文 量化", "category", Filter("category", ("论文",))),
        ("category:开源 量化", "category", Filter("category", ("开源项目",))),
        ("date:2020-03", "date", Filter("date", low="2020-03-01", high="2020-03-31")),
    ],
)
def test_fields_are_filters_and_no_part_of_the_query(text: str, name: str, demanded: Filter) -> None:
    field_plan = plan(text)

    assert field_plan.filters == {name: demanded}
    assert not [part for part in parts(field_plan.exact) if isinstance(part, Filter)]


def test_what_is_excluded_is_taken_away_but_not_what_is_copied_from_a_page() -> None:
    excluding_plan = plan("剪枝 -量化")

    assert Not(And((Term("量化"),))) in parts(excluding_plan.exact)
    assert any(
        isinstance(part, Substring) and part.text == "剪枝-量化" for part in parts(excluding_plan.exact)
    )


def test_punctuation_alone_is_looked_for_as_it_stands() -> None:
    assert plan("！！").exact == Substring("!!", MATCH_ALL)


@pytest.mark.parametrize("text", ["量化 高通", "tensorfow", "剪枝 OR 蒸馏", "category:论文", '"量化" -高通'])
def test_the_same_words_give_the_same_plan_in_a_new_planner(text: str) -> None:
    other = Planner(REWRITER, VOCABULARY, values_of(INDEX)).plan(parse(text))

    assert repr(other) == repr(plan(text))
    assert repr(other) != repr(plan(f"{text} 寒武纪"))


def test_any_word_suffices_where_one_that_outweighs_the_others_finds_next_to_nothing() -> None:
    assert some_suffices(rare=2) == [True, True]
    assert some_suffices(rare=3) == [True, False]


def some_suffices(rare: int) -> list[bool]:
    """Whether a rare word and a common one suffice, each alone, where so many entries hold the rare one."""
    titles = ["tensorflow"] * rare + ["量化"] * 60
    index = open_index(
        dataclasses.replace(document(1), id=f"d{place}", title=title, summary="", tags=())
        for place, title in enumerate(titles)
    )
    vocabulary = Vocabulary(index.forward, index.engine)
    planner = Planner(Rewriter(ANALYZER, THESAURUS, vocabulary), vocabulary, values_of(index))
    relaxed = planner.plan(parse("tensorflow 量化")).relaxed
    assert isinstance(relaxed, AtLeast)
    return [weight >= relaxed.threshold for weight in relaxed.weights]
