"""A typed filter and a chosen one are the same thing: they count, tick and find alike."""

import pytest

from index.field_values import FieldValues
from index.results import FacetResult, SearchResults
from index.search.typed_filters import with_typed_filters
from index.search_request import MAX_VALUES, Search
from tests.index.search_support import searcher

SEARCHER = searcher()
VALUES: dict[str, tuple[str, ...]] = {
    "category": ("论文", "博文"),
    "source": ("知乎", "arXiv"),
    "tag": ("CVPR 2020", "CVPR 2021", "ECCV 2020"),
    "issue": ("2020-05-01",),
}


def _values(field: str) -> FieldValues:
    return FieldValues(dict.fromkeys(VALUES[field], 1))


def moved(text: str, **chosen: object) -> Search:
    return with_typed_filters(Search(text, **chosen), _values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("量化 栏目:论文", Search("量化", category=("论文",))),
        ("栏目:论文 量化 category:博文", Search("量化", category=("论文", "博文"))),
        ("来源：ARXIV", Search("", source=("arXiv",))),
        ("tag:CVPR 剪枝", Search("剪枝", tag=("CVPR 2020", "CVPR 2021"))),
        ('标签:"eccv 2020"', Search("", tag=("ECCV 2020",))),
        ("期:2020-05-01", Search("", issue=("2020-05-01",))),
        ("栏目:没有", Search("", category=("没有",))),
        ("date:2020 量化", Search("量化", date_from="2020", date_to="2020")),
        ("日期:2020年5月", Search("", date_from="2020-05", date_to="2020-05")),
        ("date:2020-02-03..", Search("", date_from="2020-02-03")),
        ("量化 -栏目:论文", Search("量化 -栏目:论文")),
        ("栏目:论文 OR 来源:知乎", Search("栏目:论文 OR 来源:知乎")),
        ("date:2019 date:2021", Search("date:2019 date:2021")),
        ("site:arxiv.org 量化", Search("site:arxiv.org 量化")),
        ("  量化   剪枝 ", Search("  量化   剪枝 ")),
    ],
)
def test_what_a_filter_can_say_leaves_the_text(text: str, expected: Search) -> None:
    assert moved(text) == expected


def test_typed_values_join_the_chosen_ones() -> None:
    assert moved("栏目:论文", category=("博文",)).category == ("博文", "论文")
    assert moved("栏目:论文", category=("论文",)).category == ("论文",)


@pytest.mark.parametrize(
    ("text", "chosen", "expected"),
    [
        ("date:2020", ("2020-03", ""), ("2020-03", "2020-12")),
        ("date:2019..2021", ("2020", "2020"), ("2020", "2020")),
        ("date:2020-05", ("2019", ""), ("2020-05", "2020-05")),
    ],
)
def test_typed_and_chosen_days_must_both_hold(
    text: str, chosen: tuple[str, str], expected: tuple[str, str]
) -> None:
    search = moved(text, date_from=chosen[0], date_to=chosen[1])

    assert (search.date_from, search.date_to) == expected


def test_a_name_of_more_values_than_a_search_takes_stays_in_the_text() -> None:
    tags = FieldValues({f"tag {number}": 1 for number in range(MAX_VALUES + 1)})

    assert with_typed_filters(Search("tag:tag"), lambda _: tags) == Search("tag:tag")


def facet(results: SearchResults, name: str) -> FacetResult:
    return next(result for result in results.facets if result.name == name)


@pytest.mark.parametrize(
    "text", ["栏目:论文", "训练 栏目:论文", "栏目:论文 来源:arXiv", "date:2020 栏目:论文", "tag:CVPR"]
)
def test_both_forms_find_count_and_tick_alike(text: str) -> None:
    typed, chosen = SEARCHER.search(Search(text)), SEARCHER.search(SEARCHER.with_typed_filters(Search(text)))

    assert typed.total == chosen.total
    assert typed.facets == chosen.facets
    assert {hit.document.id for hit in typed.hits} == {hit.document.id for hit in chosen.hits}


def test_a_count_is_what_a_click_gives_beside_a_typed_value() -> None:
    results = SEARCHER.search(Search("栏目:论文"))
    chosen = next(bucket for bucket in facet(results, "category").buckets if bucket.selected)
    other = next(bucket for bucket in facet(results, "category").buckets if not bucket.selected)
    both = SEARCHER.search(Search("栏目:论文", category=(other.value,)))

    assert (chosen.value, chosen.count) == ("论文", results.total)
    assert both.total == chosen.count + other.count
