"""Dates as readers type them → bounds that compare as text with `YYYY-MM-DD`."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable

_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日]?")
_RANGE = re.compile(r"\.\.|~|至")


def bounds(text: str) -> tuple[str, str] | None:
    """First and last day of a year, month, day or range; None where the text is no date.

    `2020`, `2020-05`, `2020年5月`, `2020-01..2020-06`, `2020..`, `..2020`; an open end is "".
    """
    low, between, high = _split(text.strip())
    first, last = day(low, last=False), day(high, last=True)
    if first is None or last is None or (between and not (low or high)):
        return None
    return first, last


def day(text: str, *, last: bool) -> str | None:
    """First or last day of a year, month or day, as `YYYY-MM-DD`; "" for "", None for no date."""
    if not text:
        return ""
    match = _DATE.fullmatch(text)
    if not match:
        return None
    year, month, number = (int(part) if part else 0 for part in match.groups())
    if month > 12 or not 1 <= year <= 9999:
        return None
    month = month or (12 if last else 1)
    length = calendar.monthrange(year, month)[1]
    if number > length or match[2] == "0" or match[2] == "00" or match[3] in {"0", "00"}:
        return None
    return f"{year:04}-{month:02}-{number or (length if last else 1):02}"


def as_iso(text: str) -> str:
    """A date in any spelling as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; other text stays as it is."""
    normalized = "".join(unicodedata.normalize("NFKC", text).split())
    match = _DATE.fullmatch(normalized)
    if not match or day(normalized, last=False) is None:
        return text
    return "-".join(part.zfill(2) for part in match.groups() if part)


def coarse(first: str, last: str) -> tuple[str, str]:
    """Two days (or "") as the years or months that they begin and end, if they do."""
    for length in (4, 7):
        begins = not first or first == day(first[:length], last=False)
        ends = not last or last == day(last[:length], last=True)
        if begins and ends:
            return first[:length], last[:length]
    return first, last


def months_of(months: Iterable[str]) -> tuple[str, ...]:
    """All months from the first to the last of some; "" stands for none."""
    dated = sorted(filter(None, months))
    return months_between(dated[0], dated[-1]) if dated else ()


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Every month from one `YYYY-MM` to another, both included."""
    start, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in range(start, end + 1))


def _split(text: str) -> tuple[str, bool, str]:
    parts = _RANGE.split(text, maxsplit=1)
    if len(parts) == 1:
        return (text, False, text) if text else ("", True, "")
    return parts[0].strip(), True, parts[1].strip()
