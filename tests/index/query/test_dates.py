"""Dates as readers type them."""

import pytest

from index.query.dates import as_iso, bounds, coarse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020", ("2020-01-01", "2020-12-31")),
        ("2020-02", ("2020-02-01", "2020-02-29")),
        ("2020-5", ("2020-05-01", "2020-05-31")),
        ("2020-05-13", ("2020-05-13", "2020-05-13")),
        ("2020年5月", ("2020-05-01", "2020-05-31")),
        ("2020年5月3日", ("2020-05-03", "2020-05-03")),
        ("2020/05/13", ("2020-05-13", "2020-05-13")),
        ("2020-01..2020-06", ("2020-01-01", "2020-06-30")),
        ("2019~2020", ("2019-01-01", "2020-12-31")),
        ("2020-03..", ("2020-03-01", "")),
        ("..2020", ("", "2020-12-31")),
        ("2020-13", None),
        ("2020-02-30", None),
        ("2020-00", None),
        ("0000", None),
        ("20", None),
        ("..", None),
        ("", None),
        ("昨天", None),
    ],
)
def test_bounds(text: str, expected: tuple[str, str] | None) -> None:
    assert bounds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020.5", "2020-05"),
        ("2020/5", "2020-05"),
        ("2020年5月", "2020-05"),
        ("２０２０年５月１日", "2020-05-01"),
        (" 2020 年 5 月 ", "2020-05"),
        ("2020年", "2020"),
        ("2020-05-13", "2020-05-13"),
        ("2020.13", "2020.13"),
        ("去年", "去年"),
        ("", ""),
    ],
)
def test_dates_as_people_write_them_become_iso(text: str, expected: str) -> None:
    assert as_iso(text) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2020-01-01", "2020-12-31", ("2020", "2020")),
        ("2020-02-01", "2020-02-29", ("2020-02", "2020-02")),
        ("2020-02-02", "2020-02-29", ("2020-02-02", "2020-02-29")),
        ("2020-01-01", "", ("2020", "")),
        ("", "", ("", "")),
    ],
)
def test_days_that_bound_months_or_years_are_said_as_those(
    first: str, last: str, expected: tuple[str, str]
) -> None:
    assert coarse(first, last) == expected
