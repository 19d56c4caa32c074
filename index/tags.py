"""Tags as filters: one spelling of a venue and its year, and no numbers of papers among them.

What an entry's tags are is read off the issue and stays as it is written there; this is how they are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_VENUE = re.compile(r"([^\W\d_][^\W\d_&+ ]*(?:[ &+][^\W\d_]+)*)[\s'’_-]*((?:19|20)\d\d)")
"""`CVPR2020`, `CVPR 2020`, `CVPR-2020`, `ACM MM'2019`: letters, and a year."""

_PAPER = re.compile(
    r"(?:arxiv\s*[:：]?\s*)?(\d\d(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7})",
    re.IGNORECASE,
)
"""`1812.00332`, `arXiv:1812.00332v2`, `cs/0112017`."""


def tag_values(tags: Iterable[str]) -> tuple[str, ...]:
    """What an entry with these tags is filtered by, each value once."""
    return tuple(dict.fromkeys(_normalized(tag) for tag in tags if not paper_of(tag)))


def paper_of(tag: str) -> str:
    """The number by which arXiv knows a paper, if that is all that a tag says; else ""."""
    match = _PAPER.fullmatch(tag.strip())
    return match[1] if match else ""


def _normalized(tag: str) -> str:
    match = _VENUE.fullmatch(tag.strip())
    return f"{match[1]} {match[2]}" if match else tag
