"""Footnotes of an issue: `[^1]` and what `[^1]: …` says below, or `[1]` and a list of references.

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

from archive.markdown.fences import fenced
from archive.urls import BARE_URL, trim_url

REFERENCE = re.compile(r"\\?\[(?P<label>\^[^\s\[\]]{1,40}|\d{1,3})\\?\](?![(\[:：])")
"""`[^1]`, `[1]`, and `\\[1\\]`, as converters of HTML write it."""

_MARKED = re.compile(r"[ ]{0,3}\[(?P<label>\^[^\s\[\]]{1,40})\][:：](?P<text>.*)")
_NUMBERED = re.compile(r"[ ]{0,3}\\?\[(?P<label>\d{1,3})\\?\][:：]?(?P<text>.*)")
LINK_DEFINITION = re.compile(r"[ ]{0,3}\[[^\[\]]+\]:[ ]*<?https?://\S+\s*$")
"""Markdown's own `[1]: https://…`, which `[title][1]` may need, too."""

_INDENTED = re.compile(r"[ ]{2,}\S|\t")


@dataclass(frozen=True, slots=True)
class Footnotes:
    """What the references of an issue lead to."""

    urls: dict[str, str] = field(default_factory=dict)
    """By label, `^1` or `1`; "" for a footnote without an address."""

    lines: frozenset[int] = frozenset()
    """Indexes of their own lines."""


def footnotes(lines: Sequence[str]) -> Footnotes:
    """The footnotes of an issue. A list of numbers of which the text before refers to less than half, and
    one that other text stands between, is no list of footnotes."""
    lines = ["" if code else line for line, code in zip(lines, fenced(lines), strict=True)]
    notes = {**_marked(lines), **_listed(lines)}
    return Footnotes(
        {label: url for label, (url, _) in notes.items()},
        frozenset(number for _, own in notes.values() for number in own),
    )


def _marked(lines: Sequence[str]) -> dict[str, tuple[str, range]]:
    """Address and lines of each `[^1]: …`, with what is indented below; of two with one label the last."""
    notes: dict[str, tuple[str, range]] = {}
    end = 0
    for number, line in enumerate(lines):
        if number < end or not (match := _MARKED.match(line)):
            continue
        end = number + 1
        while end < len(lines) and _INDENTED.match(lines[end]) and not _MARKED.match(lines[end]):
            end += 1
        text = " ".join([match["text"], *lines[number + 1 : end]])
        notes[match["label"]] = (_address_in(text), range(number, end))
    return notes


def _listed(lines: Sequence[str]) -> dict[str, tuple[str, range]]:
    """Address and lines of each `[1] …` in the one list of an issue; addresses may stand on lines below."""
    notes: dict[str, tuple[str, range]] = {}
    end = 0
    for number, line in enumerate(lines):
        if number < end or not line.strip() or not (match := _NUMBERED.match(line)):
            continue
        if notes and (match["label"] in notes or any(map(str.strip, lines[end:number]))):
            return {}
        first, end = number, number + 1
        url = _address_in(match["text"])
        if not url:
            below = next((n for n, text in enumerate(lines[end : end + 3], end) if text.strip()), first)
            url = "" if _NUMBERED.match(lines[below]) else _address_in(lines[below])
            end = below + 1
        if not url:
            return {}
        notes[match["label"]] = (url, range(first, end))
    start = min((own[0] for _, own in notes.values()), default=0)
    referred = notes.keys() & set(_referred(lines[:start]))
    return notes if len(referred) * 2 > len(notes) else {}


def _referred(lines: Sequence[str]) -> Iterator[str]:
    """Labels of the references behind words."""
    for line in lines:
        begins = len(line) - len(line.lstrip(" \t#>*-"))
        yield from (match["label"] for match in REFERENCE.finditer(line) if match.start() > begins)


def _address_in(text: str) -> str:
    match = BARE_URL.search(text)
    return trim_url(match.group()) if match else ""
