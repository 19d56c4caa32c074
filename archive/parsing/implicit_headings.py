"""Recognise blocks by their shape: rows of tables with links, and unmarked headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from archive.conventions.model import Conventions
from archive.markdown.blocks import Block
from archive.parsing.entry_starts import begins_with_sign, mark_of
from archive.parsing.line_rules import pattern
from archive.parsing.tables import rows_of

_BOLD = re.compile(r"\s*(\*\*|__)(?![\s*_])[^*_\n]{1,60}\1\s*[:：]?\s*")
_LONGEST_LABEL = 24
_CLAUSE = frozenset("，。；！？,;!?")


def shaped(blocks: Iterable[Block], conventions: Conventions) -> Iterator[Block]:
    """The blocks, with rows of tables and unmarked headings as such, where conventions speak of them."""
    level = max(conventions.sections.levels)
    shaped_blocks = [_named(block, level, conventions) for block in blocks]
    if "row" in conventions.entries.starts:
        shaped_blocks = [row for block in shaped_blocks for row in rows_of(block, conventions)]
    if "numbered" in conventions.entries.starts:
        shaped_blocks = [part for block in shaped_blocks for part in _numbered_lines(block, conventions)]
    if "title-url" in conventions.entries.starts and conventions.entries.title == "link":
        shaped_blocks = [part for block in shaped_blocks for part in _linked_lines(block)]
    if not conventions.sections.unmarked:
        yield from shaped_blocks
        return
    for kind, run in groupby(_with_bold(shaped_blocks, level), key=lambda block: block.kind):
        items = tuple(run)
        yield from _ungrouped(items, level) if kind == "bullet" else items


def _numbered_lines(block: Block, conventions: Conventions) -> Iterator[Block]:
    """The block, or its lines as blocks where they are numbered without blank lines between them."""
    if block.kind != "paragraph" or len(block.rows) != 1:
        yield block
        return
    lines = block.rows[0][1]
    indices = [index for index, line in enumerate(lines) if mark_of(line.plain, conventions.entries.marks)]
    yield from _parted(block, indices if len(indices) > 1 else ())


def _linked_lines(block: Block) -> Iterator[Block]:
    """The block, or its lines as blocks where each begins with a sign and a link: `🛠 [title](url) text`."""
    lines = block.rows[0][1]
    signed = block.kind == "paragraph" and len(block.rows) == 1 and all(map(begins_with_sign, lines))
    yield from _parted(block, range(len(lines)) if signed and len(lines) > 1 else ())


def _parted(block: Block, begins: Sequence[int]) -> Iterator[Block]:
    """Split a paragraph at the given line indices; unchanged where none are given."""
    if not begins:
        yield block
        return
    leaf, lines = block.rows[0]
    for start, end in pairwise(dict.fromkeys([0, *begins, len(lines)])):
        own = lines[start:end]
        last = lines[end].number - 1 if end < len(lines) else leaf.end_line
        content = "\n".join(line.plain for line in own)
        part = replace(leaf, line=own[0].number, end_line=max(own[0].number, last), content=content)
        yield replace(block, rows=((part, own),), gap=block.gap or start > 0)


def _named(block: Block, level: int, conventions: Conventions) -> Block:
    """The block; a line in bold that conventions know for a heading is one."""
    forms = conventions.sections.bold
    if not forms or not is_bold_line(block):
        return block
    text = block.text.rstrip("：: ")
    return _as_heading(block, level) if any(pattern(form).fullmatch(text) for form in forms) else block


def is_bold_line(block: Block) -> bool:
    """True for a paragraph that is one short line in bold, without a link."""
    return block.kind == "paragraph" and not block.urls and _BOLD.fullmatch(block.raw) is not None


def _with_bold(blocks: Sequence[Block], level: int) -> Iterator[Block]:
    """A line in bold over a list is a heading."""
    for block, below in pairwise([*blocks, None]):
        if block is not None:
            yield _as_heading(block, level) if _is_bold_label(block, below) else block


def _is_bold_label(block: Block, below: Block | None) -> bool:
    if not is_bold_line(block):
        return False
    linked = below is not None and below.kind in ("bullet", "ordered", "head") and bool(below.urls)
    return below is not None and (linked or below.kind == "head") and not set(block.text) & _CLAUSE


def _ungrouped(items: Sequence[Block], level: int) -> Iterator[Block]:
    """Items of a list; where all are labels over lists of links, headings and the items of those."""
    if not all(_is_group(item) for item in items):
        yield from items
        return
    for item in items:
        yield _as_heading(replace(item, rows=item.rows[:1]), level)
        for box, rows in groupby(item.rows[1:], key=lambda row: row[0].path[1]):
            yield Block("ordered" if box.kind == "ordered" else "bullet", tuple(rows), gap=False, depth=2)


def _is_group(item: Block) -> bool:
    (leaf, lines), *below = item.rows
    if leaf.kind != "paragraph" or len(leaf.path) != 1 or len(lines) != 1 or lines[0].urls or not below:
        return False
    label = lines[0].plain
    if not 0 < len(label) <= _LONGEST_LABEL or set(label) & _CLAUSE:
        return False
    nested = [row for row in below if len(row[0].path) > 1 and row[0].path[1].kind != "quote"]
    heads = [own for _, (own, *_) in groupby(nested, key=lambda row: row[0].path[1])]
    return len(nested) == len(below) and all(any(line.urls for line in lines) for _, lines in heads)


def _as_heading(block: Block, level: int) -> Block:
    """The block as a heading, without a colon at its end."""
    (leaf, (*above, line)), *_ = block.rows
    runs = tuple(replace(run, text=run.text.rstrip("：: ")) for run in line.runs[-1:])
    heading_lines = (*above, replace(line, runs=(*line.runs[:-1], *runs)))
    row = (replace(leaf, kind="heading", level=level, path=()), heading_lines)
    return Block("heading", (row,), block.gap, depth=0)
