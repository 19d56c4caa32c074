"""Footnotes of an issue: `[^1]` and what `[^1]: …` says below, or `[1]` and a list of references at its end.

The list is what editors for WeChat make of links, since none may lead out of there:

    ### Title[1]
    …
    参考资料
    [1] Title: https://example.com/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.urls import BARE_URL, trim_url

REFERENCE = re.compile(r"\\?\[(?P<label>\^[^\s\[\]]{1,40}|\d{1,3})\\?\](?![(\[:：])")
"""`[^1]`, `[1]`, and `\\[1\\]`, as converters of HTML write it."""

_DEFINITION = re.compile(
    r"[ ]{0,3}(?:[-*+][ ]+)?\\?\[(?P<label>\^[^\s\[\]]{1,40}|\d{1,3})\\?\](?P<colon>[:：]?)(?P<text>.*)"
)
LINK_DEFINITION = re.compile(r"[ ]{0,3}\[[^\[\]]+\]:[ ]*<?https?://\S+\s*$")
"""Markdown's own `[1]: https://…`, which `[title][1]` may need, too."""

FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_INDENTED = re.compile(r"[ ]{2,}\S|\t")


@dataclass(frozen=True, slots=True)
class Footnotes:
    """What the references of an issue lead to."""

    urls: dict[str, str] = field(default_factory=dict)
    """By label, `^1` or `1`; "" for a footnote without an address."""

    lines: frozenset[int] = frozenset()
    """Indexes of their own lines."""


def footnotes(lines: Sequence[str]) -> Footnotes:
    """The footnotes of an issue. Lists without addresses, or whose numbers nothing refers to, are text."""
    lines = list(_outside_code(lines))
    notes = _notes(lines)
    if not notes:
        return Footnotes()
    marked = {label for label in notes if label.startswith("^")}
    first = min((spans[0] for label, (_, spans) in notes.items() if label not in marked), default=len(lines))
    referred = {
        match["label"]
        for line in lines[:first]
        for match in REFERENCE.finditer(line)
        if line[: match.start()].strip(" \t#>*-")
    }
    numbered = notes.keys() - marked
    known = marked | (numbered if len(numbered & referred) * 2 > len(numbered) else set())
    return Footnotes(
        {label: notes[label][0] for label in known},
        frozenset(number for label in known for number in notes[label][1]),
    )


def _outside_code(lines: Sequence[str]) -> Iterator[str]:
    """The lines, those of fenced code empty."""
    fence = ""
    for line in lines:
        mark = FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        yield "" if mark or fence else line


def _notes(lines: Sequence[str]) -> dict[str, tuple[str, range]]:
    """Address and lines of each definition; of two with one label the last."""
    notes: dict[str, tuple[str, range]] = {}
    for number, line in enumerate(lines):
        match = _DEFINITION.match(line)
        if not match or (match["label"].startswith("^") and not match["colon"]):
            continue
        end = _end(lines, number, match)
        url = _address_in(" ".join([match["text"], *lines[number + 1 : end]]))
        if url or match["label"].startswith("^"):
            notes[match["label"]] = (url, range(number, end))
    return notes


def _end(lines: Sequence[str], number: int, match: re.Match[str]) -> int:
    """Index behind a definition: behind what is indented below `[^1]: …`, or the address below `[1]`."""
    end = number + 1
    if match["label"].startswith("^"):
        while end < len(lines) and _INDENTED.match(lines[end]):
            end += 1
        return end
    if _address_in(match["text"]):
        return end
    below = next((n for n, line in enumerate(lines[end : end + 3], end) if line.strip()), end)
    follows = below < len(lines) and not _DEFINITION.match(lines[below]) and _address_in(lines[below])
    return below + 1 if follows else end


def _address_in(text: str) -> str:
    match = BARE_URL.search(text)
    return trim_url(match.group()) if match else ""
