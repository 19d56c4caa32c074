"""Leaves → top-level blocks of a file: paragraphs, headings, list items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal

from archive.markdown.leaves import Leaf, Page
from archive.markdown.lines import Line, lines_of, marked
from archive.models import PartKind

BlockKind = Literal[
    "bullet",
    "ordered",
    "quote",
    "paragraph",
    "heading",
    "code",
    "html",
    "rule",
    "raw",
    "footnotes",
    "head",
    "row",
]
"""`head` and `row` are the parts of a table whose rows are entries."""


@dataclass(frozen=True)
class Block:
    """A top-level block of the file, or one item of a top-level list."""

    kind: BlockKind
    rows: tuple[tuple[Leaf, tuple[Line, ...]], ...]
    gap: bool
    """True where a blank line stands before it."""

    depth: int = 1
    """Nesting depth of the block's own containers."""

    under: int | None = None
    """Of an item between topics, to none of which it belongs: line of the heading above their list, or 0."""

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

    @cached_property  # asked for by every rule; a slotted class could not keep it
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
class BlockGroup:
    """Consecutive blocks that are one entry, or one block of another kind."""

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
