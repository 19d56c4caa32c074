"""A file's lines → leaves: its paragraphs, headings and code, each with the lists and quotes around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from typing import Literal

from archive.markdown.commonmark import FOOTNOTES, References, Token, block_tokens, is_dense
from archive.markdown.fences import fenced
from archive.markdown.footnotes import LINK_DEFINITION, Footnotes, footnotes
from archive.markdown.tight_headings import spaced_headings

LeafKind = Literal["paragraph", "heading", "code", "html", "rule", "raw", "footnotes"]

_DEEP = re.compile(r"^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){7}")
_TIGHT_BULLET = re.compile(r"^ {0,3}(?:[-+](?=[\[［【])|\*(?=\[[^*]*$))")
_FRONT_MATTER = re.compile(r"(?P<mark>---|\+\+\+)[ \t]*$")
_INSIDE = {
    "---": (re.compile(r"[A-Za-z_][\w -]*:|[ \t#-]|$"), ("---", "...")),
    "+++": (re.compile(r"[A-Za-z_][\w.-]*\s*=|[ \t#\[\]\"'}]|$"), ("+++",)),
}
"""YAML and TOML: what each line of front matter looks like, and what ends it."""

_ATTRIBUTES = re.compile(r"\{:?[ ]*[#.][^{}\n]{1,200}\}[ ]*$")
"""What generators of sites read behind a heading, its anchor for one: `## News {#news}`."""

_ASIDE = "\ue000"
"""Placeholder for a line that is nested too deeply, until its text is restored."""

MAX_LINES = 10_000
"""Most lines of an issue. A longer file is kept as text, not read as Markdown."""


@dataclass(frozen=True, slots=True)
class Container:
    """A list item or a quote around a leaf."""

    kind: Literal["bullet", "ordered", "quote"]
    line: int
    """Where it begins, 1-based."""

    marker: str
    """`-` or `1.`; "" for a quote."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block that holds text and no further blocks."""

    kind: LeafKind
    line: int
    """First line, 1-based."""

    end_line: int
    """Last line that is not blank, 1-based, inclusive."""

    content: str
    """Markdown without the indentation and marks of its containers; verbatim for code, HTML and raw."""

    path: tuple[Container, ...]
    """Containers from the outermost to the innermost."""

    level: int = 0
    """Of a heading, 1 to 6."""


@dataclass(frozen=True, slots=True)
class Page:
    """A whole file as leaves, in the order of its lines. Every line that is not blank is in one of them."""

    leaves: tuple[Leaf, ...]
    references: References
    front_matter: int = 0
    """Lines that the front matter takes at the top; 0 if there is none."""

    dense: bool = False
    """True where the file has implausibly many marks, so that its densest paragraphs are read as text."""


def read_page(lines: Sequence[str], bullets: Sequence[str] = ()) -> Page:
    """Split lines into leaves. `bullets` are characters that are read as Markdown's own bullets.

    No line is lost: what markdown-it drops (link definitions, nesting beyond its limit) is a `raw` leaf,
    and footnotes are leaves of their own.
    """
    front = front_matter(lines)
    if len(lines) > MAX_LINES:
        return Page(tuple(_whole(lines, front)), {}, front)
    stray = _stray(bullets)
    notes = footnotes(lines)
    told = {number for number in notes.lines if not LINK_DEFINITION.match(lines[number])}
    prepared = _prepared(lines, front, stray)
    text = "\n".join("" if number in told else line for number, line in enumerate(prepared))
    tokens, references = block_tokens(text)
    references[FOOTNOTES] = notes.urls
    leaves = list(_leaves(tokens, lines))
    rest = _with_the_rest(leaves, lines, front)
    return Page(tuple(_told_apart(rest, notes)), references, front, is_dense(text))


def _stray(bullets: Sequence[str]) -> re.Pattern[str] | None:
    """Pattern of a bullet that Markdown does not know: `• text`, `・「text」`.

    A dash needs white space or a bracket behind it, since a sentence may begin with one.
    """
    signs = "".join(mark for mark in bullets if unicodedata.category(mark) != "Pd")
    tight = rf"|[{re.escape(signs)}](?=\S)" if signs else ""
    every = re.escape("".join(bullets))
    return re.compile(rf"^(\s*)(?:[{every}](?:[ \t]|(?=[\[［【])){tight})") if bullets else None


def front_matter(lines: Sequence[str]) -> int:
    """Lines that front matter takes at the top of a file; 0 if there is none."""
    begins = _FRONT_MATTER.match(lines[0]) if lines else None
    if begins is None:
        return _headers(lines)
    row, ends = _INSIDE[begins["mark"]]
    keys = False
    for number, line in enumerate(lines[1:200], 2):
        if line.rstrip() in ends:
            return number if keys else 0
        if not row.match(line):
            break
        keys = keys or line[:1].isalpha()
    return 0


def _headers(lines: Sequence[str]) -> int:
    """Lines of `Key: value` at the top, up to a blank one, as Pelican writes them; 0 if there are none."""
    rows = list(takewhile(str.strip, lines[:_MOST_HEADERS]))
    keys = [match["key"].lower() for row in rows if (match := _HEADER.match(row))]
    known = len(keys) > 1 and len(keys) == len(rows) and not _HEADERS.isdisjoint(keys[:3])
    return len(rows) if known and len(rows) < min(len(lines), _MOST_HEADERS) else 0


_HEADER = re.compile(r"(?P<key>[A-Za-z][A-Za-z_-]{1,20}):(?: |$)")
_HEADERS = frozenset({"title", "date", "slug", "author", "authors", "category", "tags", "status", "modified"})
_MOST_HEADERS = 30


def _prepared(lines: Sequence[str], front: int, stray: re.Pattern[str] | None) -> Iterator[str]:
    """Lines prepared for markdown-it, as many as before: what it would parse slowly or wrongly is masked."""
    literal = [number < front or code for number, code in enumerate(fenced(lines))]
    for number, (line, code) in enumerate(zip(spaced_headings(lines, literal), literal, strict=True)):
        if number < front or not line.strip():
            yield ""
        elif code:
            yield line
        elif _DEEP.match(line):
            yield _ASIDE
        else:
            line = stray.sub(r"\1- ", line) if stray else line
            yield _TIGHT_BULLET.sub(r"\g<0> ", line)


def _leaves(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Leaf]:
    path: list[Container] = []
    level = 0
    span: list[int] | None = None
    for token in tokens:
        if token.type in ("list_item_open", "blockquote_open"):
            path.append(_container(token))
        elif token.type in ("list_item_close", "blockquote_close"):
            path.pop()
        elif token.type == "heading_open":
            level, span = int(token.tag[1:]), token.map
        elif token.type == "heading_close":
            level, span = 0, None
        elif (kind := _KINDS.get(token.type)) and token.map:
            yield _leaf("heading" if level else kind, token, span or token.map, lines, tuple(path), level)


_KINDS: dict[str, LeafKind] = {
    "inline": "paragraph",
    "fence": "code",
    "code_block": "code",
    "html_block": "html",
    "hr": "rule",
}


def _container(token: Token) -> Container:
    line = token.map[0] + 1 if token.map else 0
    if token.type == "blockquote_open":
        return Container("quote", line, "")
    if token.info:
        return Container("ordered", line, token.info + token.markup)
    return Container("bullet", line, "-")


def _leaf(
    kind: LeafKind,
    token: Token,
    span: Sequence[int],
    lines: Sequence[str],
    path: tuple[Container, ...],
    level: int,
) -> Leaf:
    first, end = span
    while end > first + 1 and not lines[end - 1].strip():
        end -= 1
    content = lines[first] if kind == "rule" else token.content
    if kind == "paragraph" and _ASIDE in content:
        rows = zip(content.split("\n"), lines[first:end], strict=False)
        content = "\n".join(line.strip() if row == _ASIDE else row for row, line in rows)
    if level:
        content = _ATTRIBUTES.sub("", content).rstrip()
    return Leaf(kind, first + 1, end, content, path, level)


def _with_the_rest(leaves: Sequence[Leaf], lines: Sequence[str], front: int) -> Iterator[Leaf]:
    """The leaves, and between them what markdown-it left out."""
    done = front
    before: tuple[Container, ...] = ()
    for leaf in leaves:
        for own in _raw(lines, range(done, leaf.line - 1)):
            empty = before[:1] == leaf.path[:1] and not own.content.strip(" \t>\n")
            # A quote's empty line inside a list item: what is around it is still one item.
            yield replace(own, kind="rule", path=before[:1]) if empty else own
        yield leaf
        done, before = max(done, leaf.end_line), leaf.path
    yield from _raw(lines, range(done, len(lines)))


def _told_apart(leaves: Iterable[Leaf], notes: Footnotes) -> Iterator[Leaf]:
    """The leaves; lines of raw ones that are footnotes are leaves of their own."""
    for leaf in leaves:
        if leaf.kind != "raw" or notes.lines.isdisjoint(range(leaf.line - 1, leaf.end_line)):
            yield leaf
            continue
        rows = leaf.content.split("\n")
        for own, group in groupby(range(leaf.line, leaf.end_line + 1), key=lambda n: n - 1 in notes.lines):
            numbers = list(group)
            first, last = numbers[0], numbers[-1]
            content = "\n".join(rows[first - leaf.line : last - leaf.line + 1])
            yield Leaf("footnotes" if own else "raw", first, last, content, leaf.path)


def _whole(lines: Sequence[str], front: int) -> Iterator[Leaf]:
    """Everything as one raw leaf."""
    written = [number for number in range(front, len(lines)) if lines[number].strip()]
    if written:
        first, last = written[0], written[-1]
        yield Leaf("raw", first + 1, last + 1, "\n".join(lines[first : last + 1]), ())


def _raw(lines: Sequence[str], numbers: range) -> Iterator[Leaf]:
    """One raw leaf for each run of lines that are not blank."""
    run: list[int] = []
    for number in [*numbers, -1]:
        if number >= 0 and lines[number].strip():
            run.append(number)
        elif run:
            yield Leaf("raw", run[0] + 1, run[-1] + 1, "\n".join(lines[n] for n in run), ())
            run = []
