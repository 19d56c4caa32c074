"""Patterns of issue file names as conventions write them: `{date}`, `{number}` and `*`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from archive.dates import FILE_DATE


@lru_cache(maxsize=64)
def file_pattern(form: str) -> re.Pattern[str]:
    """Pattern of a file name as conventions write it: `{date}`, `{number}` and `*`."""
    steps = re.split(r"(\{date\}|\{number\}|\*)", form)
    known = {
        "{date}": FILE_DATE,
        "{number}": r"(?P<number>\d{1,9})",
        "*": r"[^/]*",
    }
    return re.compile("".join(known.get(step) or re.escape(step) for step in steps))


def matches(path: str, names: Sequence[str]) -> bool:
    """True where a relative path is one that conventions name."""
    base = path.rpartition("/")[2]
    return any(file_pattern(name).fullmatch(path if "/" in name else base) for name in names)
