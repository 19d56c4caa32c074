"""What begins an entry in a section, and what only goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from archive.blocks import Leaf
from archive.conventions import Conventions
from archive.models import PartKind
from archive.outline import Block
from archive.plaintext import Line
from archive.rules import after_label, cut_prefix, has_words, is_url_line


class Starts:
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
            return first if first and first[0].urls else None
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


def unnested(block: Block, conventions: Conventions) -> Iterator[Block]:
    """The block, or its parts where an entry was indented by mistake: a nested item with its own summary."""
    if block.kind != "bullet" or not conventions.labels.summary:
        yield block
        return
    starts = [place for place, row in enumerate(block.rows) if _is_whole_entry(row, conventions)]
    cuts = [0, *starts, len(block.rows)]
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


def _prose_with_links(block: Block) -> bool:
    return any(line.urls and not is_url_line(line) for line in block.lines())


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
        # What ends like a sentence is the summary's next paragraph, not a title.
        return lines if below and not first.plain.endswith(("：", ":", "。", "；")) else None
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
