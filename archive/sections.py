"""Blocks of an issue → pieces: what each run of blocks is. The state of reading lives here alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Literal

from archive.blocks import Leaf, Page
from archive.conventions import Conventions, Special
from archive.models import PartKind
from archive.plaintext import Line, lines_of, marked
from archive.rules import after_label, cut_prefix, has_words, is_url_line

BlockKind = Literal["bullet", "ordered", "quote", "paragraph", "heading", "code", "html", "rule", "raw"]


@dataclass(frozen=True, slots=True)
class Block:
    """A block at the top of the file, or one item of a list there."""

    kind: BlockKind
    rows: tuple[tuple[Leaf, tuple[Line, ...]], ...]
    gap: bool
    """True where a blank line stands before it."""

    depth: int = 1
    """Containers that the block itself is made of."""

    @property
    def line(self) -> int:
        """First line, 1-based."""
        return self.rows[0][0].line

    @property
    def end_line(self) -> int:
        """Last line that is not blank."""
        return max(leaf.end_line for leaf, _ in self.rows)

    @property
    def level(self) -> int:
        """Of a heading; else 0."""
        return self.rows[0][0].level

    def lines(self, *, own_marker: bool = True) -> tuple[Line, ...]:
        """All lines, with list markers; without the block's own where it is what is being read."""
        depth = 0 if own_marker else self.depth
        return tuple(line for leaf, lines in self.rows for line in marked(leaf, lines, depth))

    @property
    def text(self) -> str:
        """What a reader sees of the first line that says something."""
        return next((line.plain for _, lines in self.rows for line in lines if line.plain), "")

    @property
    def urls(self) -> tuple[str, ...]:
        """Everything that the block links to."""
        return tuple(url for _, lines in self.rows for line in lines for url in line.urls)

    @property
    def raw(self) -> str:
        """Markdown of the block, markup included."""
        return "\n".join(leaf.content for leaf, _ in self.rows)


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring blocks that are read the same way."""

    kind: PartKind
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...] = ()
    """Of an entry: its lines, the title first. Of others: their text, labels cut off."""

    category: str = ""
    short_news: bool = False


def blocks_of(page: Page) -> Iterator[Block]:
    """Top-level blocks of a file, in the order of its lines."""
    before = page.front_matter
    for _, group in groupby(page.leaves, key=lambda leaf: leaf.path[0] if leaf.path else leaf):
        leaves = tuple(group)
        kind: BlockKind = leaves[0].path[0].kind if leaves[0].path else leaves[0].kind
        rows = tuple((leaf, lines_of(leaf, page)) for leaf in leaves)
        yield Block(kind, rows, leaves[0].line > before + 1, 1 if leaves[0].path else 0)
        before = leaves[-1].end_line


def read_top(blocks: Sequence[Block], conventions: Conventions) -> Iterator[Piece]:
    """Pieces of what stands before the first section."""
    lead = False
    rules = conventions.lead
    pending = [part for block in blocks for part in _opened(block, conventions)]
    for place, block in enumerate(pending):
        if labelled := _labelled(block, conventions):
            if labelled.kind == "footer":
                yield from _footer(pending[place:])
                return
            yield labelled
        elif block.kind == "heading" and block.level == 1:
            yield Piece("heading", (block,), block.lines())
        elif (text := after_label(block.text, rules.labels)) is not None:
            lines = _without_label(block.lines(), rules.labels)
            lead = lead or has_words(text) or any(has_words(line.plain) for line in lines)
            yield Piece("lead", (block,), lines)
        elif block.kind in ("bullet", "ordered") and rules.short_news and has_words(block.text):
            yield Piece("entry", (block,), block.lines(own_marker=False), rules.category, short_news=True)
        elif block.kind == "rule":
            yield Piece("section", (block,))
        elif rules.unlabelled or (lead and block.kind in ("paragraph", "quote") and not _introduces(block)):
            yield Piece("lead", (block,), block.lines())
        else:
            known = rules.preamble and block.kind != "raw"
            yield Piece("note" if known else "unknown", (block,), block.lines())


def _opened(block: Block, conventions: Conventions) -> Iterator[Block]:
    """The block, or the items of a list inside a quote as blocks of their own."""
    inner = [leaf for leaf, _ in block.rows if len(leaf.path) > 1 and leaf.path[1].kind == "bullet"]
    if block.kind != "quote" or not inner or not conventions.lead.short_news:
        yield block
        return
    for box, group in groupby(block.rows, key=lambda row: row[0].path[1] if len(row[0].path) > 1 else None):
        bullet = box is not None and box.kind == "bullet"
        yield Block("bullet" if bullet else "quote", tuple(group), block.gap, 2 if bullet else 1)


def _introduces(block: Block) -> bool:
    """True for a line that only announces the list under it."""
    return any(line.plain.endswith(("：", ":")) for line in block.lines()[-1:])


def read_section(heading: Block, blocks: Sequence[Block], conventions: Conventions) -> Iterator[Piece]:
    """Pieces of a section, its heading first."""
    name = heading.lines()[0].plain
    special = special_of(name, conventions)
    kind = special.read if special else "entries"
    if kind in ("navigation", "footer"):
        yield Piece("section", (heading,), heading.lines())
        yield from _aside(kind, blocks, conventions)
        return
    if kind in ("note", "lead"):
        yield Piece("section", (heading,), heading.lines())
        yield from (_spoken(block, kind == "lead", conventions) for block in blocks)
        return
    pieces = list(_entries(blocks, name, conventions)) if kind == "entries" else []
    if kind == "entry" or (conventions.sections.own_entry and _is_one_entry(blocks, pieces, special)):
        yield from _own_entry(heading, blocks, special, conventions)
        return
    yield Piece("section", (heading,), heading.lines())
    yield from pieces


def _is_one_entry(blocks: Sequence[Block], pieces: Sequence[Piece], special: Special | None) -> bool:
    """True for a section that says one thing: an essay may count its points, but does not link them."""
    entries = [piece for piece in pieces if piece.kind == "entry"]
    if not entries or special:
        return not entries and any(has_words(block.text) or block.urls for block in blocks)
    begins = pieces[0].kind == "entry"
    return not begins and not any(piece.lines[0].urls for piece in entries)


def _spoken(block: Block, lead: bool, conventions: Conventions) -> Piece:
    """A block of a section that holds no entries of its own, but for the short news of a lead."""
    if lead and block.kind == "bullet" and conventions.lead.short_news:
        lines = block.lines(own_marker=False)
        return Piece("entry", (block,), lines, conventions.lead.category, short_news=True)
    return _labelled(block, conventions) or Piece("lead" if lead else "note", (block,), block.lines())


def special_of(heading: str, conventions: Conventions) -> Special | None:
    """What conventions say about a heading; None where it is a section like any other."""
    for special in conventions.sections.special:
        if any(_heading_pattern(form).fullmatch(heading) for form in special.headings):
            return special
    return None


@lru_cache(maxsize=256)
def _heading_pattern(form: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(step) for step in form.split("*")), re.IGNORECASE)


def _aside(kind: str, blocks: Sequence[Block], conventions: Conventions) -> Iterator[Piece]:
    """Navigation up to a rule or a footer's label; the footer after it."""
    for place, block in enumerate(blocks):
        labelled = _labelled(block, conventions)
        if kind == "footer" or block.kind == "rule" or (labelled and labelled.kind == "footer"):
            yield from _footer_or_notes(blocks[place:], conventions)
            return
        yield labelled or Piece("navigation", (block,), block.lines())


def _footer_or_notes(blocks: Sequence[Block], conventions: Conventions) -> Iterator[Piece]:
    for block in blocks:
        labelled = _labelled(block, conventions)
        yield labelled or Piece("footer", (block,), block.lines())


def _footer(blocks: Sequence[Block]) -> Iterator[Piece]:
    yield from (Piece("footer", (block,), block.lines()) for block in blocks)


def _own_entry(
    heading: Block, blocks: Sequence[Block], special: Special | None, conventions: Conventions
) -> Iterator[Piece]:
    """The whole section as one entry, but for its footer."""
    rules = conventions.sections
    held: list[Block] = []
    rest: list[Block] = list(blocks)
    while rest and not _labelled(rest[0], conventions):
        held.append(rest.pop(0))
    title = _own_title(heading, conventions)
    if special and special.title == "text":
        title = Line(heading.line, ())
    body = tuple(line for block in held for line in block.lines())
    category = heading.lines()[0].plain if special or not rules.own_category else rules.own_category
    yield Piece("entry", (heading, *held), (title, *body), category)
    yield from _footer_or_notes(rest, conventions)


def _own_title(heading: Block, conventions: Conventions) -> Line:
    line = heading.lines()[0]
    rest = after_label(line.plain, conventions.sections.own_prefixes)
    return line if rest is None else replace(line, runs=cut_prefix(line.runs, len(line.plain) - len(rest)))


def _labelled(block: Block, conventions: Conventions) -> Piece | None:
    """A note, navigation or footer that says so itself."""
    labels = conventions.labels
    if any(mark in block.raw for mark in labels.footer_marks):
        return Piece("footer", (block,), block.lines())
    words: tuple[tuple[PartKind, tuple[str, ...]], ...] = (
        ("note", labels.note),
        ("navigation", labels.navigation),
        ("footer", labels.footer),
    )
    for kind, forms in words:
        if after_label(block.text, forms) is not None:
            return Piece(kind, (block,), block.lines())
    return None


def _without_label(lines: Sequence[Line], labels: tuple[str, ...]) -> tuple[Line, ...]:
    text = "".join(run.text for run in lines[0].runs)
    rest = after_label(text, labels)
    if rest is None:
        return tuple(lines)
    return (replace(lines[0], runs=cut_prefix(lines[0].runs, len(text) - len(rest))), *lines[1:])


def _entries(blocks: Sequence[Block], category: str, conventions: Conventions) -> Iterator[Piece]:
    """Entries of a section, and the notes before, between and after them."""
    starts = _Starts(blocks, conventions)
    begun = False
    held: list[Block] = []
    lines: list[Line] = []
    for place, block in enumerate(blocks):
        labelled = _labelled(block, conventions)
        ends = block.kind == "heading" or (block.kind == "rule" and conventions.sections.rules_end)
        closes = labelled is not None or ends
        first = None if closes else starts.first_lines(block, held, lines)
        if first is None and held and not closes and not starts.remark(block):
            held.append(block)
            lines.extend(block.lines())
            continue
        if held:
            yield Piece("entry", tuple(held), tuple(lines), category)
            held, lines = [], []
        if first is not None:
            held, lines, begun = [block], list(first), True
        elif labelled and labelled.kind == "footer":
            yield from _footer_or_notes(blocks[place:], conventions)
            return
        else:
            yield labelled or Piece(starts.kind_of(block, begun), (block,), block.lines())
    if held:
        yield Piece("entry", tuple(held), tuple(lines), category)


class _Starts:
    """What begins an entry in one section."""

    def __init__(self, blocks: Sequence[Block], conventions: Conventions) -> None:
        self._rules = conventions.entries
        self._conventions = conventions
        self._mark = _mark_pattern(self._rules.marks) if "numbered" in self._rules.starts else None
        numbered = self._mark is not None and any(self._mark.match(block.text) for block in blocks)
        self._bullets = "bullet" in self._rules.starts and not numbered
        self._lines = "title-url" in self._rules.starts and not numbered

    def first_lines(
        self, block: Block, held: Sequence[Block], lines: Sequence[Line]
    ) -> tuple[Line, ...] | None:
        """The lines of an entry that this block begins; None where it begins none."""
        if self._mark and (match := self._mark.match(block.text)):
            return _cut(block.lines(), match.end())
        if block.kind == "bullet" and self._bullets:
            if not has_words(block.text) or (held and self._continues(block, held, lines)):
                return None
            return block.lines(own_marker=False)
        if block.kind == "ordered" and self._bullets and (not held or held[0].kind == "ordered"):
            first = block.lines(own_marker=False)
            return first if first[0].urls else None
        if block.kind == "paragraph" and self._lines and (block.gap or not held):
            return _standing_alone(block, self._conventions)
        return None

    def remark(self, block: Block) -> bool:
        """True for a paragraph of its own that speaks of several things after the entries."""
        return self._rules.remarks and block.kind == "paragraph" and block.gap and _prose_with_links(block)

    def kind_of(self, block: Block, begun: bool) -> PartKind:
        """What a block is that belongs to no entry."""
        if block.kind in ("rule", "heading"):
            return "section"
        intro = self._conventions.sections.intros and not begun and block.kind != "raw"
        return "note" if intro or self.remark(block) else "unknown"

    def _continues(self, block: Block, held: Sequence[Block], lines: Sequence[Line]) -> bool:
        """True for an item of a list that belongs to the summary before it, although it is not indented."""
        if block.urls or len(block.lines()) > 1 or len(held) == 0:
            return False
        if any(mark in block.text for mark in self._conventions.bylines.separators):
            return False
        return (held[-1].kind == "bullet" and len(held) > 1) or lines[-1].plain.endswith(("：", ":"))


def _prose_with_links(block: Block) -> bool:
    return bool(block.urls) and not all(is_url_line(line) for line in block.lines())


@lru_cache(maxsize=64)
def _mark_pattern(marks: tuple[str, ...]) -> re.Pattern[str]:
    forms = (re.escape(mark).replace(re.escape("{n}"), r"\d{1,3}") for mark in marks)
    return re.compile("|".join(rf"{form}\s*" for form in forms))


def _cut(lines: Sequence[Line], length: int) -> tuple[Line, ...]:
    """Lines without the mark that begins the first line that says something."""
    place = next(place for place, line in enumerate(lines) if line.plain)
    text = "".join(run.text for run in lines[place].runs)
    blank = len(text) - len(text.lstrip())
    first = replace(lines[place], runs=cut_prefix(lines[place].runs, blank + length), prefix="")
    return (first, *lines[place + 1 :])


def _standing_alone(block: Block, conventions: Conventions) -> tuple[Line, ...] | None:
    """Lines of an entry that is announced outside a list; None where the block is no such thing."""
    lines = block.lines()
    first = lines[0]
    if not has_words(first.plain) or after_label(first.plain, conventions.labels.summary) is not None:
        return None
    if not first.urls:
        below = len(lines) > 1 and is_url_line(lines[1]) and lines[1].runs[-1].bare
        return lines if below and not first.plain.endswith(("：", ":")) else None
    if first.runs[0].url and not first.runs[0].bare and len(first.urls) == 1:
        return lines
    return _announced(block)


def _announced(block: Block) -> tuple[Line, ...] | None:
    """`最近读到：[title](url)，...` announces one thing: the link is the title, the line the summary."""
    first = block.lines()[0]
    if len(set(block.urls)) != 1 or len(first.urls) != 1:
        return None
    place = next(place for place, run in enumerate(first.runs) if run.url)
    before = "".join(run.text for run in first.runs[:place]).rstrip()
    if first.runs[place].bare or not before.endswith(("：", ":")):
        return None
    return (replace(first, runs=(first.runs[place],)), *block.lines())
