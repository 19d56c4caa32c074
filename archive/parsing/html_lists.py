"""Lists and headings that are written in HTML → blocks, as if they had been written in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.markdown.blocks import Block, BlockKind
from archive.markdown.leaves import Container, Leaf, Page
from archive.markdown.lines import lines_of, strip_comments
from archive.parsing.line_rules import has_words

_TAG = re.compile(r"<(?P<end>/?)(?P<name>li|ul|ol|h[1-6]|summary|details)\b[^<>]*>", re.IGNORECASE)
_BEGINS = ("li", "summary", "h1", "h2", "h3", "h4", "h5", "h6")
"""Tags whose content is an item, or a heading."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Part of a block: what an item or a heading holds, or what stands between them (`name` is "")."""

    name: str
    text: str
    line: int
    """In the file, 1-based."""

    @property
    def end_line(self) -> int:
        return self.line + self.text.count("\n")


def html_items(block: Block, level: int) -> Iterator[Block]:
    """The block; of HTML with items or headings one block for each. `level`: of a `<summary>`, also one.

    Lines are counted: where two pieces share one, the block stays whole.
    """
    if block.kind != "html" or len(block.rows) != 1 or block.rows[0][0].path:
        yield block
        return
    pieces = [piece for piece in _pieces(block.rows[0][0]) if has_words(_ANY_TAG.sub("", piece.text))]
    apart = all(before.end_line < after.line for before, after in pairwise(pieces))
    if apart and any(piece.name for piece in pieces):
        yield from (_block(piece, block, level) for piece in pieces)
    else:
        yield block


_ANY_TAG = re.compile(r"<[^<>]*>")


def _pieces(leaf: Leaf) -> Iterator[_Piece]:
    """The content, parted at its tags. Line breaks are counted once, since a hostile file has many tags."""
    content = strip_comments(leaf.content)
    name, start, line = "", 0, leaf.line
    for tag in [*_TAG.finditer(content), None]:
        text = content[start : tag.start() if tag else len(content)]
        first = line + text[: len(text) - len(text.lstrip())].count("\n")
        yield _Piece(name, "\n".join(row.strip() for row in text.strip().split("\n")), first)
        if tag:
            opened = tag["name"].lower()
            name, start = (opened if not tag["end"] and opened in _BEGINS else ""), tag.end()
            line += text.count("\n") + tag.group().count("\n")


def _block(piece: _Piece, block: Block, level: int) -> Block:
    """A piece as a block with its own lines."""
    leaf = replace(block.rows[0][0], line=piece.line, end_line=piece.end_line, content=piece.text)
    if not piece.name:
        return _read(leaf, "html", gap=True)
    if piece.name == "li":
        path = (Container("bullet", piece.line, "-"),)
        return _read(replace(leaf, kind="paragraph", path=path), "bullet", gap=False)
    leaf = replace(leaf, kind="heading", level=level if piece.name == "summary" else int(piece.name[1]))
    return _read(leaf, "heading", gap=True)


def _read(leaf: Leaf, kind: BlockKind, *, gap: bool) -> Block:
    row = (leaf, lines_of(leaf, Page((leaf,), {})))
    return Block(kind, (row,), gap, 1 if kind == "bullet" else 0)
