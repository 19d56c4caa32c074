"""The number of an issue in its heading, in the forms that conventions name: `第{number}期`."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.conventions.model import Conventions
from archive.dates import COUNT, count_of

DIGITS = r"\d{1,9}"


def number_in(text: str, conventions: Conventions) -> int | None:
    """The number that a heading counts its issue with; None where it has none."""
    return number_at(text, conventions)[0]


def number_at(heading: str, conventions: Conventions) -> tuple[int | None, int]:
    """The number in a heading and where its form ends; None and 0 where there is none."""
    for form in conventions.heading.number:
        if match := _form(form).search(heading):
            return count_of(match["number"]), match.end()
    return None, 0


@lru_cache(maxsize=64)
def _form(form: str) -> re.Pattern[str]:
    head, _, tail = ("".join(form.split())).partition("{number}")
    after = "" if tail else r"(?![-/.年]?\d)"
    return re.compile(
        rf"(?<![a-z]){_loose(head)}\s*(?P<number>{COUNT if tail else DIGITS}){after}\s*{_loose(tail)}",
        re.IGNORECASE,
    )


def _loose(text: str) -> str:
    return r"\s*".join(re.escape(character) for character in text)
