"""Facets, years, months and pages as links."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from index.results import Bucket, FacetResult, Understood
from index.search_request import MAX_VALUE_LENGTH
from web.parameters.search_request import SearchRequest
from web.view.components import Choice
from web.view.filters import chips_of, facet_groups
from web.view.histogram import HEIGHT, days_before, histogram_of, recent_spans, within
from web.view.paging import pager_of


@pytest.fixture(autouse=True)
def asked(app: Flask):
    with app.test_request_context("/"):
        yield


def query(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


def months(**counts: int) -> tuple[Bucket, ...]:
    return tuple(Bucket(name[1:].replace("_", "-"), name, count, False) for name, count in counts.items())


def test_a_chosen_value_comes_first_and_its_link_drops_it() -> None:
    buckets = (Bucket("论文", "论文", 9, False), Bucket("博文", "博文", 3, True))
    request = SearchRequest(q="NPU", category=("博文",))
    (group,) = facet_groups([FacetResult("category", buckets)], request)

    assert [choice.label for choice in group.first] == ["博文", "论文"]
    assert query(group.first[0].url) == {"q": ["NPU"]}
    assert query(group.first[1].url) == {"q": ["NPU"], "category": ["博文", "论文"]}


def test_values_that_no_address_can_carry_are_not_offered() -> None:
    buckets = (
        Bucket("x" * (MAX_VALUE_LENGTH + 1), "x", 1, False),
        Bucket("", "", 1, False),
        Bucket("a", "a", 1, False),
    )
    (group,) = facet_groups([FacetResult("tag", buckets)], SearchRequest())

    assert [choice.label for choice in group.first] == ["a"]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("2020", "2020年"),
        ("2020-05", "2020年5月"),
        ("2020年5月", "2020年5月"),
        ("2020-05-03", "2020年5月3日"),
        ("2020-01-01 – 2021-12-31", "2020年至2021年"),
        ("2020-02-01 – 2020-05-31", "2020年2月至2020年5月"),
        ("2020-02-03 – 2020-05-31", "2020年2月3日至2020年5月31日"),
        ("2020-01-01 – ", "2020年起"),
        (" – 2020-06-30", "至2020年6月"),
        ("昨天", "昨天"),
    ],
)
def test_a_date_in_the_text_is_said_as_a_chosen_one_is(label: str, said: str) -> None:
    (chip,) = chips_of(SearchRequest(q="NPU"), (Understood("date", label, "NPU"),))

    assert chip.label == f"时间：{said}"


def year(request: SearchRequest, name: str) -> Choice:
    facet = FacetResult("month", months(_2019_05=1, _2020_05=2, _2021_05=3, _2022_01=4))
    (group,) = facet_groups([facet], request)
    return next(choice for choice in group.first if choice.label == name)


@pytest.mark.parametrize(
    ("first", "last", "clicked", "expected"),
    [
        ("", "", "2020", ("2020", "2020")),
        ("2020", "2020", "2020", ("", "")),
        ("2020-01-01", "2020-12", "2020", ("", "")),
        ("2020", "2020", "2021", ("2021", "2021")),
        ("2019", "2021", "2020", ("2020", "2020")),
        ("2020-03", "2020-06", "2021", ("2021", "2021")),
        ("2020", "", "2021", ("2021", "2021")),
    ],
)
def test_a_click_on_a_year_gives_that_year_alone(
    first: str, last: str, clicked: str, expected: tuple[str, str]
) -> None:
    choice = year(SearchRequest(date_from=first, date_to=last), clicked)
    parameters = query(choice.url)

    assert (parameters.get("from", [""])[0], parameters.get("to", [""])[0]) == expected


@pytest.mark.parametrize(
    ("first", "last", "selected"),
    [
        ("", "", set()),
        ("2020", "2020", {"2020"}),
        ("2020-01", "2020-12-31", {"2020"}),
        ("2020", "2021", set()),
        ("2021", "", set()),
        ("2020-03", "2020", set()),
    ],
)
def test_a_year_is_chosen_when_it_is_all_that_is(first: str, last: str, selected: set[str]) -> None:
    request = SearchRequest(date_from=first, date_to=last)
    years = ("2019", "2020", "2021", "2022")

    assert {name for name in years if year(request, name).selected} == selected


@pytest.mark.parametrize(
    ("last", "months", "expected"),
    [
        ("2021-03-15", 1, "2021-02-16"),
        ("2021-03-31", 1, "2021-03-01"),
        ("2024-02-29", 12, "2023-03-01"),
        ("2021-01-01", 12, "2020-01-02"),
    ],
)
def test_recent_spans_end_with_the_archive(last: str, months: int, expected: str) -> None:
    assert days_before(last, months=months) == expected


def test_recent_spans_are_offered_where_the_archive_is_longer() -> None:
    def labels(first: str) -> list[str]:
        return [choice.label for choice in recent_spans(SearchRequest(), (first, "2021-03-15"))]

    assert labels("2019-01-01") == ["近一月", "近一年"]
    assert labels("2020-06-01") == ["近一月"]
    assert labels("2021-03-01") == []


def test_a_chosen_span_is_told_and_dropped_by_its_link() -> None:
    request = SearchRequest(date_from="2021-02-16")
    month, year_ = recent_spans(request, ("2019-01-01", "2021-03-15"))

    assert (month.selected, year_.selected) == (True, False)
    assert query(month.url) == {}


def test_everything_that_narrows_has_a_chip() -> None:
    request = SearchRequest(q="NPU -训练", source=("知乎",), date_from="2020", date_to="2020-06")
    chips = chips_of(request, (Understood("exclude", "训练", "NPU"),))

    assert [chip.label for chip in chips] == ["来源：知乎", "时间：2020年至2020年6月", "不含：训练"]
    assert query(chips[2].url)["q"] == ["NPU"]
    assert "from" not in query(chips[1].url)


def test_the_histogram_spans_the_whole_archive_without_gaps() -> None:
    plot = histogram_of(months(_2020_11=2, _2021_01=8), SearchRequest(), ("2020-10-01", "2021-02-03"))

    assert plot
    assert [(bar.month, bar.count) for bar in plot.bars] == [
        ("2020-10", 0),
        ("2020-11", 2),
        ("2020-12", 0),
        ("2021-01", 8),
        ("2021-02", 0),
    ]
    assert [bar.height for bar in plot.bars] == [0, HEIGHT / 4, 0, HEIGHT, 0]
    assert [bool(bar.url) for bar in plot.bars] == [False, True, False, True, False]
    assert query(plot.bars[1].url) == {"from": ["2020-11"], "to": ["2020-11"]}


def test_hits_without_a_date_are_counted_beside_the_plot() -> None:
    plot = histogram_of(
        (Bucket("", "", 3, False), *months(_2020_11=2, _2020_12=1)), SearchRequest(), ("", "")
    )

    assert plot
    assert plot.undated == 3
    assert len(plot.bars) == 2


@pytest.mark.parametrize("buckets", [(Bucket("", "", 3, False),), months(_2020_11=2)])
def test_without_a_choice_of_months_there_is_no_plot(buckets: tuple[Bucket, ...]) -> None:
    assert histogram_of(buckets, SearchRequest(), ("", "")) is None


@pytest.mark.parametrize(
    ("first", "last", "inside"),
    [
        ("", "", []),
        ("2020-05", "2020-06", ["2020-05", "2020-06"]),
        ("2020-05-13", "2020-05-14", ["2020-05"]),
        ("2020", "2020-05", ["2020-04", "2020-05"]),
        ("2020-06", "", ["2020-06", "2020-07"]),
    ],
)
def test_months_inside_a_range_of_any_precision(first: str, last: str, inside: list[str]) -> None:
    names = ["2020-04", "2020-05", "2020-06", "2020-07"]

    assert [name for name in names if within(name, first, last)] == inside


def test_the_pager_shows_the_ends_and_what_is_near() -> None:
    pager = pager_of(SearchRequest(q="NPU", page=6), 20)

    assert [choice.label if choice.url else "…" for choice in pager.numbers] == [
        "1", "…", "4", "5", "6", "7", "8", "…", "20",
    ]  # fmt: skip
    assert (query(pager.previous)["page"], query(pager.next)["page"]) == (["5"], ["7"])
    assert "page" not in query(pager.numbers[0].url)


def test_a_single_page_needs_no_pager() -> None:
    pager = pager_of(SearchRequest(), 1)

    assert (pager.previous, pager.next, len(pager.numbers)) == ("", "", 1)
