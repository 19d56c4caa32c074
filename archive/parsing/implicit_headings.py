"""Recognise blocks by their shape: rows of tables, unmarked headings, entries indented by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from archive.conventions.model import Conventions
from archive.markdown.blocks import Block, BlockKind
from archive.markdown.leaves import Leaf
from archive.markdown.lines import Line
from archive.parsing.entry_starts import begins_with_sign, mark_of
from archive.parsing.html_blocks import html_blocks
from archive.parsing.line_rules import after_label, pattern
from archive.parsing.tables import rows_of

_BOLD = re.compile(r"\s*(\*\*|__)(?![\s*_])[^*_\n]{1,60}\1\s*[:：]?\s*")
_BRACKETED = re.compile(r"\s*【[^】\n]{1,24}】\s*[:：]?\s*")
_SIGNED = re.compile(r"\s*[■□◆◇▼▽★☆][ \t\u3000]*[^\s■□◆◇▼▽★☆][^\n]{0,23}")
"""A heading of a mail without markup: `■ News`. Long lines are sentences or items."""

_LONGEST_LABEL = 24
_CLAUSE = frozenset("，。；！？,;!?")


def shaped(blocks: Iterable[Block], conventions: Conventions) -> Iterator[Block]:
    """The blocks, with rows of tables and unmarked headings as such, where conventions speak of them."""
    level = max(conventions.sections.levels)
    shaped_blocks = list(blocks)
    if conventions.entries.title == "link":
        shaped_blocks = [part for block in shaped_blocks for part in html_blocks(block, level)]
    shaped_blocks = [_named(block, level, conventions) for block in shaped_blocks]
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
    """True for a paragraph of one short line without a link: `**News**`, `【新闻】`, `■ News`."""
    if block.kind != "paragraph" or block.urls:
        return False
    return any(form.fullmatch(block.raw) for form in (_BOLD, _BRACKETED, _SIGNED))


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
        yield from _opened(item)


def _opened(item: Block) -> Iterator[Block]:
    """What stands below a label: items, and labels of groups of their own, which are no items."""
    for inner in _inner_items(item):
        if _is_group(inner):
            yield replace(inner, kind="head", rows=inner.rows[:1])
            yield from _opened(inner)
        else:
            yield inner


def _inner_items(item: Block) -> Iterator[Block]:
    for box, rows in groupby(item.rows[1:], key=lambda row: row[0].path[item.depth]):
        kind: BlockKind = "ordered" if box.kind == "ordered" else "bullet"
        yield Block(kind, tuple(rows), gap=False, depth=item.depth + 1)


def _is_group(item: Block) -> bool:
    """True for a label without a link over a list whose items begin with a link, or are such labels."""
    (leaf, lines), *below = item.rows
    if leaf.kind != "paragraph" or len(leaf.path) != item.depth or len(lines) != 1 or lines[0].urls:
        return False
    label = lines[0].plain
    if not below or not 0 < len(label) <= _LONGEST_LABEL or set(label) & _CLAUSE:
        return False
    if any(len(own.path) <= item.depth or own.path[item.depth].kind == "quote" for own, _ in below):
        return False
    return all(
        any(line.urls for line in inner.rows[0][1]) or _is_group(inner) for inner in _inner_items(item)
    )


def _unmarked(text: str) -> str:
    if _BRACKETED.fullmatch(text):
        return text.strip()[1:-1]
    return text.strip()[1:].strip() if _SIGNED.fullmatch(text) else text


def _as_heading(block: Block, level: int) -> Block:
    """The block as a heading, without a colon at its end, brackets around it or a sign before it."""
    (leaf, (*above, line)), *_ = block.rows
    runs = tuple(replace(run, text=_unmarked(run.text.rstrip("：: "))) for run in line.runs[-1:])
    heading_lines = (*above, replace(line, runs=(*line.runs[:-1], *runs)))
    row = (replace(leaf, kind="heading", level=level, path=()), heading_lines)
    return Block("heading", (row,), block.gap, depth=0)


def unnested(block: Block, conventions: Conventions) -> Iterator[Block]:
    """The block, or its parts where an entry was indented by mistake: a nested item with its own summary."""
    if block.kind != "bullet" or not conventions.labels.summary:
        yield block
        return
    indices = [index for index, row in enumerate(block.rows) if _is_whole_entry(row, conventions)]
    cuts = [0, *indices, len(block.rows)]
    for number, (start, end) in enumerate(pairwise(cuts)):
        rows = block.rows[start:end]
        if rows:
            yield replace(block, rows=rows, depth=2 if number else block.depth)


def _is_whole_entry(row: tuple[Leaf, tuple[Line, ...]], conventions: Conventions) -> bool:
    leaf, lines = row
    nested = len(leaf.path) == 2 and leaf.path[1].kind == "bullet" and leaf.path[1].line == leaf.line
    if not nested or not lines[0].urls or lines[0].runs[-1].bare:
        return False
    return any(after_label(line.plain, conventions.labels.summary) is not None for line in lines[1:])
