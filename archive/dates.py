"""Patterns of days, months and counts as newsletters write them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

YEAR = r"(?:19|20)\d\d"
"""Plausible years of an issue. Other numbers of four digits are counts."""

_DAY = re.compile(
    rf"(?<!\d)(?P<year>{YEAR})\s*(?P<mark>[-/._年])\s*(?P<month>\d{{1,2}})\s*(?:(?P=mark)|月)\s*"
    r"(?P<day>\d{1,2})(?!\d)\s*日?"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMES = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_MONTH = rf"(?P<month>{_NAMES})\.?"
_DAY_OF = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR_OF = rf"(?P<year>{YEAR})(?!\d)"
_ENGLISH = re.compile(rf"\b{_MONTH}\s+{_DAY_OF}\s*,?\s+{_YEAR_OF}", re.IGNORECASE)
_RANGE = re.compile(
    rf"\b{_MONTH}[ ]{{1,2}}{_DAY_OF}[ ]?(?:[-–—]|to)[ ]?(?:(?P<until>{_NAMES})\.?[ ])?\d{{1,2}}"
    rf"(?:st|nd|rd|th)?[ ]?[)\]]?[ ]?[,–-]?[ ]{{0,2}}{_YEAR_OF}",
    re.IGNORECASE,
)
"""`March 10 - March 16, 2023`, `(March 10 – 16) - 2023`: the year is that of the last day."""

_BRITISH = re.compile(rf"(?<!\d){_DAY_OF}\s+{_MONTH}\s*,?\s+{_YEAR_OF}", re.IGNORECASE)
_COMPACT = re.compile(rf"(?<!\d)(?P<year>{YEAR})(?P<month>\d\d)(?P<day>\d\d)(?!\d)")
_FOLDER = re.compile(rf"(?:^|/)(?P<year>{YEAR})/(?P<month>\d{{1,2}})[-./_](?P<day>\d{{1,2}})(?!\d)")
"""A folder for the year, and the day in the file's name: `2022/06-13`."""

_YEAR_MONTH = re.compile(
    rf"(?<!\d)(?P<year>{YEAR})(?:\s*年\s*|[-_.](?=\d\d))(?P<month>\d{{1,2}})(?:\s*月|(?!\d|[-_.]?\d))"
)
_MONTH_YEAR = re.compile(rf"\b{_MONTH}\s*,?\s+{_YEAR_OF}", re.IGNORECASE)
_WEEK = re.compile(rf"(?<!\d)(?P<year>{YEAR})[-_. ]?W(?P<week>\d{{1,2}})(?!\d)", re.IGNORECASE)
_MONTH_FILE = re.compile(rf"(?:^|/)(?P<year>{YEAR})/(?P<month>0\d|1[012])(?!\d)")
"""A folder for the year, and the month in the file's name, with both its digits: `2022/06`."""

FILE_DATE = rf"(?P<date>{YEAR}[-_.]?\d\d[-_.]?\d\d)"
"""`{date}` in the name of a file."""

_HAN_DIGITS = {name: number for number, name in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
COUNT = rf"(?:\d{{1,9}}|[{''.join([*_HAN_DIGITS, *_HAN_UNITS])}]{{1,9}})"
"""A count in digits or in Chinese: `12`, `十二`."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day with its character offsets in the searched text."""

    date: dt.date
    start: int
    end: int


def find_date(text: str) -> FoundDate | None:
    """The first day that exists in the calendar: `2020-05-13`, `2020/5/13`, `2020.5.13`, `2020年5月13日`,
    `May 13, 2020`, `13 May 2020`; of a range, such as `May 11 - 13, 2020`, the first day.

    `20200513` counts where nothing clearer stands in the text.
    """
    for pattern in (_DAY, _RANGE, _ENGLISH, _BRITISH, _COMPACT):
        for match in pattern.finditer(text):
            if date := _day(match):
                return FoundDate(date, match.start(), match.end())
    return None


def only_date(text: str) -> dt.date | None:
    """The date of a line that holds only a date, with or without a weekday; None for other lines."""
    date_match = find_date(text)
    rest = text[: date_match.start] + text[date_match.end :] if date_match else text
    return date_match.date if date_match and not _LETTERS.search(_WEEKDAY.sub("", rest)) else None


def is_day(text: str) -> bool:
    """True for a text that holds only a day, with its year or without: `2020-05-13`, `05-13`, `5月13日`."""
    return only_date(text) is not None or _DAY_OF_YEAR.fullmatch(text.strip()) is not None


_DAY_OF_YEAR = re.compile(
    r"(?:0[1-9]|1[0-2])[-/.](?:0[1-9]|[12]\d|3[01])|(?:0?[1-9]|1[0-2])\s*月\s*\d{1,2}\s*日"
)
"""Digits count in pairs: `5.1` is a version, `1/2` a part."""

_WEEKDAY = re.compile(
    r"(?:星期|周|礼拜)[一二三四五六日天]|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W_]")


def find_month(text: str) -> dt.date | None:
    """First day of the first month, or Monday of the first week, that is written without a day:
    `2020-05`, `2020年5月`, `May 2020`, `2020-W19`."""
    for pattern in (_YEAR_MONTH, _MONTH_YEAR):
        for match in pattern.finditer(text):
            if date := _first_of(match["year"], match["month"]):
                return date
    week = _WEEK.search(text)
    try:
        return dt.date.fromisocalendar(int(week["year"]), int(week["week"]), 1) if week else None
    except ValueError:
        return None


def month_in_path(path: str) -> dt.date | None:
    """The month in a path: in the file's name, or year in the folder and month in the name."""
    folder, _, name = path.rpartition("/")
    match = _MONTH_FILE.search(path)
    return find_month(name) or (_first_of(match["year"], match["month"]) if match else find_month(folder))


def date_in_path(path: str) -> dt.date | None:
    """The date in a path: in the file's name, or year in the folder and month and day in the name."""
    folder, _, name = path.rpartition("/")
    date_match = find_date(name)
    if date_match is None and (match := _FOLDER.search(path)) and (date := _day(match)):
        return date
    date_match = date_match or find_date(folder.rpartition("/")[2])
    return date_match.date if date_match else None


def count_of(text: str) -> int:
    """The number that a text of COUNT stands for."""
    if text.isdigit():
        return int(text)
    if not set(text) & set(_HAN_UNITS):
        return int("".join(str(_HAN_DIGITS[character]) for character in text))
    total, digit = 0, 0
    for character in text:
        if character in _HAN_UNITS:
            total, digit = total + (digit or 1) * _HAN_UNITS[character], 0
        else:
            digit = _HAN_DIGITS[character]
    return total + digit


def _first_of(year: str, month: str) -> dt.date | None:
    name = month[:3].lower()
    count = _MONTHS.index(name) + 1 if name in _MONTHS else int(month)
    return dt.date(int(year), count, 1) if 1 <= count <= 12 else None


def _day(match: re.Match[str]) -> dt.date | None:
    name = match["month"][:3].lower()
    try:
        month = _MONTHS.index(name) + 1 if name in _MONTHS else int(name)
        until = match["until"][:3].lower() if match.re is _RANGE and match["until"] else name
        before = until in _MONTHS and _MONTHS.index(until) + 1 < month
        return dt.date(int(match["year"]) - before, month, int(match["day"]))
    except ValueError:
        return None
