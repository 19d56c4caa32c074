"""A file that lists the issues under years and months → the month of each."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from archive.dates import YEAR, count_of

_YEAR = re.compile(rf"^\W*({YEAR})\s*年?\W*$")
_MONTH = re.compile(rf"^\W*(?:({YEAR})\s*[-/.年]\s*)?(\d{{1,2}}|十[一二]?|[一二三四五六七八九])\s*月份?\W*$")
_YEAR_MONTH = re.compile(rf"^\W*({YEAR})[-/.](\d{{1,2}})\W*$")
_LINK = re.compile(r"\]\(<?([^()<>\s]+)")
_NUMBER = re.compile(r"第\s*(\d{1,9})\s*期|[#＃]\s*(\d{1,9})\b|\bNo\.?\s*(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listing:
    """Months of issues, by the name of their file and by their number."""

    files: Mapping[str, dt.date]
    numbers: Mapping[int, dt.date]

    def month_of(self, path: str, number: int | None) -> dt.date | None:
        """First day of the month in which an issue came out; None where the listing does not tell."""
        by_name = self.files.get(PurePosixPath(path).name)
        return by_name or (self.numbers.get(number) if number is not None else None)


def read_listing(text: str) -> Listing:
    """Read lines such as `## 2021`, `**五月**`, `- 第 158 期：[title](docs/issue-158.md)`."""
    files: dict[str, dt.date] = {}
    numbers: dict[int, dt.date] = {}
    year = month = 0
    for line in text.splitlines():
        if match := _YEAR.match(line):
            year, month = int(match[1]), 0
        elif (match := _MONTH.match(line)) or (match := _YEAR_MONTH.match(line)):
            year, month = int(match[1] or year), count_of(match[2])
        elif year and 1 <= month <= 12:
            _take(line, dt.date(year, month, 1), files, numbers)
    return Listing(files, numbers)


def _take(line: str, month: dt.date, files: dict[str, dt.date], numbers: dict[int, dt.date]) -> None:
    for link in _LINK.findall(line):
        files.setdefault(PurePosixPath(link).name, month)
    for match in _NUMBER.finditer(line):
        numbers.setdefault(int(match[1] or match[2] or match[3]), month)
