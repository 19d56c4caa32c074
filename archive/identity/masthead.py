"""What the top of a file tells about its issue, found without reading the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.markdown.blocks import blocks_of
from archive.markdown.leaves import front_matter, read_page

_HEADING = re.compile(r"^ {0,3}#{1,6}(?:\s|[\u4e00-\u9fff\[【《「])")
_TOP = 100
"""Lines in which an underlined heading is looked for: most rows of marks are rules."""

_UNDERLINE = re.compile(r"^ {0,3}(?:={3,}|-{3,})\s*$")
_KEY = re.compile(r"^(?P<key>title|date)\s*[:=]\s*(?P<value>.+?)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Masthead:
    """Heading and date of an issue, as far as its own text tells them."""

    heading: str
    """The level-1 heading as a reader sees it, or the front matter's `title`; "" if there is neither."""

    date: str
    """The front matter's `date`, as written; "" if there is none."""


def read_masthead(lines: Sequence[str]) -> Masthead:
    """The first heading counts if it is of level 1; else the front matter's title."""
    front = front_matter(lines)
    told = dict(reversed([pair for line in lines[:front] if (pair := _pair(line))]))
    return Masthead(_heading(lines, front) or told.get("title", ""), told.get("date", ""))


def _pair(line: str) -> tuple[str, str] | None:
    match = _KEY.match(line)
    return (match["key"].lower(), match["value"].strip("\"'")) if match else None


def _heading(lines: Sequence[str], front: int) -> str:
    for place in range(front, len(lines)):
        if _HEADING.match(lines[place]):
            part = lines[front : place + 1]
        elif front < place < front + _TOP and _UNDERLINE.match(lines[place]):
            part = lines[max(front, place - 2) : place + 2]
        else:
            continue
        blocks = list(blocks_of(read_page(part)))
        if blocks and blocks[-1].kind == "heading":
            return blocks[-1].text if blocks[-1].level == 1 else ""
    return ""
