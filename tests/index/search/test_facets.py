"""Facets: what they demand, and their values as readers see them."""

import pytest

from index.query.tree import Filter, Or
from index.results import FacetResult
from index.search.facets import chosen_values, date_filter, facet_results, filter_values


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("", "", None),
        ("2020", "", Filter("date", low="2020-01-01")),
        ("2020-02", "2020-02", Filter("date", low="2020-02-01", high="2020-02-29")),
        ("", "2020-05-20", Filter("date", high="2020-05-20")),
        ("2020-13", "", Filter("date", values=("",))),  # no date, so nothing is found
    ],
)
def test_days_from_whatever_precision(low: str, high: str, expected: Filter | None) -> None:
    assert date_filter(low, high) == expected


def test_what_is_typed_and_what_is_chosen_are_both_selected() -> None:
    both = Or((Filter("tag", ("量化",)), Filter("tag", ("GPU", "量化"))))
    filters = {"tag": both, "month": Filter("date", low="2020-01-01")}

    assert filter_values(filters, "tag") == ("量化", "GPU")
    assert filter_values(filters, "category") == ()
    assert chosen_values(filters) == {"tag": ("量化", "GPU")}


def facet(name: str, results: tuple[FacetResult, ...]) -> list[tuple[str, int, bool]]:
    (result,) = [facet_result for facet_result in results if facet_result.name == name]
    return [(bucket.value, bucket.count, bucket.selected) for bucket in result.buckets]


def test_values_stand_by_their_count_and_chosen_ones_stay_where_nothing_has_them() -> None:
    results = facet_results(
        {"category": {"论文": 2, "新闻": 5, "书": 2}}, {"category": ("播客", "书")}, ("", "")
    )

    assert facet("category", results) == [
        ("新闻", 5, False),
        ("书", 2, True),
        ("论文", 2, False),
        ("播客", 0, True),
    ]


def test_months_stand_in_time_and_those_between_the_bounds_are_selected() -> None:
    counts = {"month": {"2020-05": 1, "2020-01": 3, "2020-03": 2, "": 1}}

    def selected(first: str, last: str) -> list[str]:
        return [value for value, _, on in facet("month", facet_results(counts, {}, (first, last))) if on]

    assert [value for value, _, _ in facet("month", facet_results(counts, {}, ("", "")))] == [
        "", "2020-01", "2020-03", "2020-05",
    ]  # fmt: skip
    assert selected("", "") == []
    assert selected("2020-02-01", "2020-03-31") == ["2020-03"]
    assert selected("2020-03-01", "") == ["2020-03", "2020-05"]
    assert selected("", "2020-01-31") == ["2020-01"]
