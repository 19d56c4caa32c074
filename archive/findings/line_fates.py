"""Lines of an issue → what each was read as: title, summary, remark, or text that is not searched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from archive.conventions.model import Conventions
from archive.models import Entry, Issue, PartKind
from archive.parsing.line_rules import is_address, is_pointer

Fate = Literal[
    "title", "details", "summary", "link", "lead", "note", "heading", "navigation", "boilerplate", "lost", ""
]
"""`lost`: text that no search finds, although nothing says that it is navigation or boilerplate.
"": blank lines, front matter, rules and images."""

FATES: tuple[Fate, ...] = (
    "title",
    "details",
    "summary",
    "link",
    "lead",
    "note",
    "heading",
    "navigation",
    "boilerplate",
    "lost",
)
SEARCHABLE: frozenset[Fate] = frozenset({"title", "details", "summary", "link", "lead", "note", "heading"})
"""Fates whose text a search finds."""

_MARKUP = re.compile(r"!\[[^\]]*\]\([^)]*\)|<[^>]*>|\]\([^)]*\)|\]\[[^\]]*\]|https?://[^\s)\]>，。]+|&\w+;")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)|<img[^>]*>")
_LABEL = re.compile(r"^\W*[^：:]{1,16}[：:]")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_ENOUGH = 0.8
"""Share of a line's letter bigrams in a field from which the line counts as part of that field."""

_PART_FATES: dict[PartKind, Fate] = {
    "lead": "lead",
    "note": "note",
    "unknown": "note",
    "heading": "heading",
    "section": "heading",
    "navigation": "navigation",
    "footer": "boilerplate",
    "boilerplate": "boilerplate",
}
"""Lines that are not understood are kept as remarks, so they are searched, too."""


@dataclass(frozen=True, slots=True)
class LineFate:
    """One line of an issue."""

    number: int
    """In the file, 1-based."""

    text: str
    fate: Fate
    letters: int
    """Letters, ideographs and digits that a reader sees in it."""


def line_fates(issue: Issue, conventions: Conventions, start: int = 0) -> tuple[LineFate, ...]:
    """Every line of an issue. `start`: lines of its file before it."""
    lines = issue.markdown.split("\n")
    fates: list[Fate] = [""] * len(lines)
    for part in issue.parts:
        fate = _PART_FATES.get(part.kind, "")
        for number in range(part.line - 1 - start, min(part.end_line - start, len(lines))):
            fates[number] = fate
    for entry in issue.entries:
        for number, fate in _entry_fates(entry, start, lines, conventions):
            fates[number] = fate
    return tuple(
        LineFate(
            number + start + 1,
            line,
            fate if _letters_of(line) or fate == "link" else "",
            len(_letters_of(line)),
        )
        for number, (line, fate) in enumerate(zip(lines, fates, strict=True))
    )


def _entry_fates(
    entry: Entry, start: int, lines: Sequence[str], conventions: Conventions
) -> Iterator[tuple[int, Fate]]:
    fields: list[tuple[Fate, frozenset[str]]] = [
        ("title", _pairs(" ".join([entry.title, *entry.tags, entry.byline or ""]))),
        ("details", _pairs(entry.details)),
        ("summary", _pairs(entry.summary)),
        ("link", _pairs(" ".join(link.label for link in entry.links))),
    ]
    everything = frozenset[str]().union(*(pairs for _, pairs in fields))
    for number in range(entry.line - 1 - start, min(entry.end_line - start, len(lines))):
        line = lines[number]
        fate = _fate_in(line, fields, everything, first=number == entry.line - 1 - start)
        yield number, "link" if fate == "lost" and _only_points(line, entry.url, conventions) else fate


def _only_points(line: str, url: str | None, conventions: Conventions) -> bool:
    """Whether a line, but for a label before it, says no more than where its entry leads."""
    if not url or url not in line:
        return False
    words = _LABEL.sub("", _MARKUP.sub(" ", line)).strip(" *_[]<>")
    return is_pointer(words, conventions) or is_address(words, url)


def _fate_in(
    line: str, fields: Sequence[tuple[Fate, frozenset[str]]], everything: frozenset[str], *, first: bool
) -> Fate:
    """The field that holds a line; a label before it may have been cut off."""
    letters = _letters_of(line)
    if not letters:
        return "link" if "http" in _IMAGE.sub("", line) else ""
    if first:
        return "title"
    bare = _letters_of(_LABEL.sub("", line))
    for fate, pairs in fields:
        if _share(letters, pairs) >= _ENOUGH or _share(bare, pairs) >= _ENOUGH:
            return fate
    if not bare or len(letters) < 2:
        return "link" if "http" in line else "summary"
    return "summary" if _share(letters, everything) >= _ENOUGH else "lost"


def _letters_of(line: str) -> str:
    """Letters and digits of a line as a reader sees it, in lower case. Of a fence he sees nothing."""
    if _FENCE.match(line):
        return ""
    return "".join(character for character in _MARKUP.sub(" ", line).lower() if character.isalnum())


def _pairs(text: str) -> frozenset[str]:
    letters = "".join(character for character in text.lower() if character.isalnum())
    return frozenset(a + b for a, b in pairwise(letters))


def _share(letters: str, pairs: frozenset[str]) -> float:
    own = [a + b for a, b in pairwise(letters)]
    return sum(pair in pairs for pair in own) / len(own) if own else 0.0
