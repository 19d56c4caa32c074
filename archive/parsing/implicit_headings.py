"""Recognise blocks by their shape: rows of tables, unmarked headings, entries indented by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, pairwise

from archive.conventions.model import Conventions
from archive.markdown.blocks import Block, BlockKind
from archive.markdown.leaves import Leaf
from archive.markdown.lines import Line, Run
from archive.parsing.entry_starts import begins_with_sign, mark_of
from archive.parsing.html_blocks import html_blocks
from archive.parsing.line_rules import after_label, columns, has_words, is_pointer, pattern, points
from archive.parsing.list_fields import joined_fields
from archive.parsing.tables import rows_of

_BOLD = re.compile(r"\s*(\*\*|__)(?![\s*_])[^*_\n]{1,60}\1\s*[:：]?\s*")
_BRACKETED = re.compile(r"\s*【[^】\n]{1,24}】\s*[:：]?\s*")
_SIGNED = re.compile(r"\s*[■□◆◇▼▽★☆][ \t\u3000]*[^\s■□◆◇▼▽★☆][^\n]{0,23}")
"""A heading of a mail without markup: `■ News`. Long lines are sentences or items."""

_LONGEST_LABEL = 48
"""Columns of a topic: 24 ideographs, or some six English words. What is longer is a sentence."""

_SHORT_LABEL = 24
"""Columns of a topic that may list several things without a colon behind them: `Mail, news, and chat`."""

_LONGEST_LINE = 24
"""Characters of a heading without markup. Long lines are sentences."""

_RULES = "—–─━=~|▎▌▶► "
"""What is drawn before a heading without markup, or around it."""

_CLAUSE = frozenset("，。；！？,;!?")
_SENTENCE = _CLAUSE - frozenset("，,")


def shaped(blocks: Iterable[Block], conventions: Conventions) -> Iterator[Block]:
    """The blocks, with rows of tables and unmarked headings as such, where conventions speak of them."""
    level = max(conventions.sections.levels)
    shaped_blocks = list(blocks)
    if conventions.entries.title == "link":
        shaped_blocks = [part for block in shaped_blocks for part in html_blocks(block)]
    shaped_blocks = list(_with_known(shaped_blocks, level, conventions))
    if "row" in conventions.entries.starts:
        shaped_blocks = [row for block in shaped_blocks for row in rows_of(block, conventions)]
    if "numbered" in conventions.entries.starts:
        shaped_blocks = [part for block in shaped_blocks for part in _numbered_lines(block, conventions)]
    if "title-url" in conventions.entries.starts and conventions.entries.title == "link":
        shaped_blocks = [part for block in shaped_blocks for part in _linked_lines(block, conventions)]
    if not conventions.sections.unmarked:
        yield from shaped_blocks
        return
    under = 0
    for kind, run in groupby(_with_bold(shaped_blocks, level), key=lambda block: block.kind):
        items = tuple(run)
        if kind == "bullet":
            items = tuple(joined_fields(items))
        if kind in ("bullet", "ordered"):
            yield from _ungrouped(items, level, under, conventions)
        else:
            under = items[-1].line if kind == "heading" else under
            yield from items


def _numbered_lines(block: Block, conventions: Conventions) -> Iterator[Block]:
    """The block, or its lines as blocks where they are numbered without blank lines between them."""
    if block.kind != "paragraph" or len(block.rows) != 1:
        yield block
        return
    lines = block.rows[0][1]
    indices = [index for index, line in enumerate(lines) if mark_of(line.plain, conventions.entries.marks)]
    yield from _parted(block, indices if len(indices) > 1 else ())


def _linked_lines(block: Block, conventions: Conventions) -> Iterator[Block]:
    """The block, or its lines as blocks where each begins with a link, or with a sign and a link."""
    lines = block.rows[0][1]
    begins = [index for index, line in enumerate(lines) if line.runs]  # none where a `<br>` ends a line
    own = [lines[index] for index in begins]
    whole = block.kind != "paragraph" or len(block.rows) != 1 or len(own) < 2
    parts = not whole and (all(map(begins_with_sign, own)) or _are_links(block, own, conventions))
    yield from _parted(block, begins if parts else ())


def _are_links(block: Block, lines: Sequence[Line], conventions: Conventions) -> bool:
    """True where each line of a paragraph begins with a link and tells something of it, or is but a title.

    A line that neither ends a sentence nor is broken on purpose goes on in the next, which begins with a link
    by accident. Of two lines, the second may be a further link of the first.
    """
    if len(lines) < _FEWEST_LINES:
        return False
    rows = dict(enumerate(block.raw.split("\n"), block.line))
    if len({line.number for line in lines}) < len(lines):
        return False  # entries are told by their lines, and a `<br>` parts no line of the file
    for line in lines:
        first = next((run for run in line.runs if run.text.strip()), Run(""))
        if not first.url or first.bare or is_pointer(first.text, conventions):
            return False
        behind = line.plain.removeprefix(first.text)
        if not has_words(behind) and columns(first.text) <= _LONGEST_NAME:
            return False
        ended = line.plain.endswith(_SENTENCE_ENDS) or rows.get(line.number, "").endswith(_BREAKS)
        if line is not lines[-1] and has_words(behind) and not ended:
            return False
    return True


_FEWEST_LINES = 3

_LONGEST_NAME = 16
"""Columns of what may be called by its name, such as `GitHub`, rather than by a title."""

_BREAKS = ("  ", "\\", "<br>", "<br/>", "<br />")
_SENTENCE_ENDS = (*"。！？!?.…；;)）", '"', "”", "’")


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


def _with_known(blocks: Sequence[Block], level: int, conventions: Conventions) -> Iterator[Block]:
    """The blocks; lines in bold, or short ones, that conventions know for headings are such.

    They are above the headings that stand right below them: `**News**` over `### Title`. Of level 1 there is
    none but where the issue has a heading of its own.
    """
    first = next((block.level for block in blocks if block.kind == "heading"), 0)
    known = {block.line for block in blocks if _is_known(block, conventions)}
    over = [
        below.level
        for block, below in pairwise(blocks)
        if block.line in known and below.kind == "heading" and below.level > (1 if first == 1 else 2)
    ]
    highest = min([level, *(own - 1 for own in over)])
    for block in blocks:
        yield _as_heading(block, highest) if block.line in known else block


def _is_known(block: Block, conventions: Conventions) -> bool:
    forms = conventions.sections.bold
    if not forms or not (is_bold_line(block) or is_short_line(block)):
        return False
    text = block.text.rstrip("：: ")
    known, starred = _headings_of(forms)
    return text.lower() in known or any(pattern(form).fullmatch(text) for form in starred)


@lru_cache(maxsize=64)
def _headings_of(forms: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Forms without `*`, in lower case, and the others: a hostile file has thousands that return."""
    known = frozenset(form.lower() for form in forms if "*" not in form)
    return known, tuple(form for form in forms if "*" in form)


def is_bold_line(block: Block) -> bool:
    """True for a paragraph of one short line without a link: `**News**`, `【新闻】`, `■ News`."""
    if block.kind != "paragraph" or block.urls:
        return False
    return any(form.fullmatch(block.raw) for form in (_BOLD, _BRACKETED, _SIGNED))


def is_short_line(block: Block) -> bool:
    """True for a paragraph of one line that is too short for a sentence: `News`, `📰 News`, `News:`."""
    if block.kind != "paragraph" or block.urls or "\n" in block.raw.strip():
        return False
    text = block.text
    return 0 < len(text) <= _LONGEST_LINE and has_words(text) and not set(text) & _CLAUSE


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


def _ungrouped(items: Sequence[Block], level: int, under: int, conventions: Conventions) -> Iterator[Block]:
    """Items of a list; where most are labels over lists of links, headings and the items of those.

    What is linked between such topics is an entry of its own. `under`: line of the heading above the list.
    """
    topics = [_is_group(item, conventions) for item in items]
    if not all(topics) and sum(topics) < max(2, len(items) / 2):
        yield from items
        return
    for index, item in enumerate(items):
        if topics[index]:
            yield _as_heading(replace(item, rows=item.rows[:1]), level)
            yield from _opened(item, conventions)
        else:
            behind = index > 0 and topics[index - 1] and bool(item.urls)
            yield replace(item, under=under) if behind else item


def _opened(item: Block, conventions: Conventions) -> Iterator[Block]:
    """What stands below a label: items, and labels of groups of their own, which are no items."""
    for inner in _inner_items(item):
        if _is_group(inner, conventions):
            yield replace(inner, kind="head", rows=inner.rows[:1])
            yield from _opened(inner, conventions)
        else:
            yield inner


def _inner_items(item: Block) -> Iterator[Block]:
    for box, rows in groupby(item.rows[1:], key=lambda row: row[0].path[item.depth]):
        kind: BlockKind = "ordered" if box.kind == "ordered" else "bullet"
        yield Block(kind, tuple(rows), gap=False, depth=item.depth + 1)


def _is_group(item: Block, conventions: Conventions) -> bool:
    """True for a label without a link over a list whose items begin with a link, or are such labels.

    What stands over links that only point to it, such as `原文`, is a title.
    """
    (leaf, lines), *below = item.rows
    if leaf.kind not in ("paragraph", "heading") or len(leaf.path) != item.depth or len(lines) != 1:
        return False
    if not below or lines[0].urls or not _is_label(lines[0].plain):
        return False
    if any(len(own.path) <= item.depth or own.path[item.depth].kind == "quote" for own, _ in below):
        return False
    return all(
        _is_linked(inner.rows[0][1], conventions) or _is_group(inner, conventions)
        for inner in _inner_items(item)
    )


def _is_linked(lines: Sequence[Line], conventions: Conventions) -> bool:
    return any(line.urls for line in lines) and not points(lines[0], conventions)


def _is_label(text: str) -> bool:
    width = columns(text)
    listing = text.endswith(("：", ":")) or width <= _SHORT_LABEL
    return 0 < width <= _LONGEST_LABEL and not set(text) & (_SENTENCE if listing else _CLAUSE)


def _unmarked(text: str) -> str:
    if _BRACKETED.fullmatch(text):
        return text.strip()[1:-1]
    return text.strip()[1:].strip() if _SIGNED.fullmatch(text) else text.strip(_RULES) or text


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
