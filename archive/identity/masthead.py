"""Heading, date and number at the top of a file, read without parsing the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.conventions.model import Conventions
from archive.conventions.tables import FrontMatter
from archive.dates import find_date, only_date
from archive.identity.front_matter import front_values
from archive.identity.numbers import number_in
from archive.markdown.blocks import Block, blocks_of
from archive.markdown.leaves import front_matter, read_page

_HEADING = re.compile(r"^ {0,3}#{1,6}(?:\s|[\u4e00-\u9fff\[【《「])")
_TOP = 100
"""Lines at the top in which underlined headings are recognised; further down, rows of marks are rules."""

_LEAD = 20
"""Lines below the front matter in which the day of publication is looked for."""

_UNDERLINE = re.compile(r"^ {0,3}(?:={3,}|-{3,})\s*$")


DEFAULT_KEYS = FrontMatter()
"""Those that most newsletters use."""


@dataclass(frozen=True, slots=True)
class Masthead:
    """Heading, date and number of an issue, as far as its own text tells them."""

    heading: str
    """The level-1 heading as a reader sees it, or the front matter's title; "" if there is neither."""

    date: str
    """The front matter's date, or what follows a word such as `发表于` in the lead; "" if there is none."""

    number: str = ""
    """The front matter's number; "" if there is none."""

    mentioned: str = ""
    """A short line of the lead that ends with a day: `Sent on Friday, 1 May 2020`; "" if none does."""


def read_masthead(lines: Sequence[str], keys: FrontMatter = DEFAULT_KEYS, *, titled: bool = True) -> Masthead:
    """The first heading counts if it is of level 1, or begins the file with a number; else the title above.

    `titled`: False where issues have no heading of their own.
    """
    front = front_matter(lines)
    values = front_values(lines)
    return Masthead(
        (_heading(lines, front) if titled else "") or _first(values, keys.title),
        _first(values, keys.date) or _published(lines[front : front + _LEAD], keys.published),
        _first(values, keys.number),
        _mentioned(lines[front : front + _LEAD]),
    )


def masthead_of(lines: Sequence[str], conventions: Conventions) -> Masthead:
    """The masthead of an issue that these conventions describe."""
    masthead = read_masthead(lines, conventions.front_matter, titled=conventions.heading.titled)
    return masthead if masthead.heading else replace(masthead, heading=_unmarked(lines, conventions))


def _unmarked(lines: Sequence[str], conventions: Conventions) -> str:
    """The first line, without a mark that would make it a heading, where it counts the issue; else ""."""
    line = next((line.strip(_MARKS) for line in lines[front_matter(lines) :] if line.strip()), "")
    plain = 0 < len(line) < _LONGEST_DAY and not _NO_HEADING.search(line)
    return line if plain and number_in(line, conventions) is not None else ""


_NO_HEADING = re.compile(r"[。！？；;<>#]|://|\]\(|[：:]$")
"""What stands in sentences and links."""


def _first(values: dict[str, str], keys: Sequence[str]) -> str:
    wanted = (re.sub(r"[-_ ]", "", key).lower() for key in keys)
    return next((values[key] for key in wanted if values.get(key)), "")


def _published(lines: Sequence[str], words: Sequence[str]) -> str:
    """What follows a word that says when an issue came out, on its line, or a line that is a day; else ""."""
    for line in lines:
        for word in words:
            _, matched, rest = line.partition(word)
            if matched:
                return rest[:40]
        if len(line) < _LONGEST_DAY and only_date(line):
            return line
    return ""


def _mentioned(lines: Sequence[str]) -> str:
    for index, line in enumerate(lines):
        if _LISTED.match(line) and any(map(str.strip, lines[:index])):
            break
        text = line.strip(_MARKS)
        day = find_date(text) if len(line) < _LONGEST_DAY and "](" not in line and "://" not in line else None
        if day is not None and day.end == len(text) and not _HEADING.match(line):
            return text
    return ""


_LISTED = re.compile(r" {0,3}(?:#{2,6}\s|[-*+]\s|\d{1,3}[.、)]\s?\S)")
"""What stands at the head of sections and entries; the lead ends there."""

_MARKS = " \t>*_~()（）[]【】·|"

_LONGEST_DAY = 60
"""Characters of a line that is nothing but a day, marks included."""


def _is_alone(heading: Block, above: Sequence[str], below: Sequence[str]) -> bool:
    """True for a heading with a number at the top of a file that has no other of its level with one."""
    if not any(map(str.isdigit, heading.text)) or any(map(str.strip, above)):
        return False
    same = re.compile(rf" {{0,3}}#{{{heading.level}}}\s.*\d")
    return not any(map(same.match, below))


def _heading(lines: Sequence[str], front: int) -> str:
    for index in range(front, len(lines)):
        if _HEADING.match(lines[index]):
            part = lines[front : index + 1]
        elif front < index < front + _TOP and _UNDERLINE.match(lines[index]):
            part = lines[max(front, index - 2) : index + 2]
        else:
            continue
        blocks = list(blocks_of(read_page(part)))
        if blocks and blocks[-1].kind == "heading":
            alone = len(blocks) == 1 and _is_alone(blocks[0], lines[front:index], lines[index + 1 :])
            return blocks[-1].text if blocks[-1].level == 1 or alone else ""
    return ""
