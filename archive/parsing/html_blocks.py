"""Lists, headings, paragraphs and tables that are written in HTML → blocks, as Markdown would give them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.markdown.blocks import Block, BlockKind
from archive.markdown.leaves import Container, Leaf, Page
from archive.markdown.lines import lines_of, strip_comments
from archive.parsing.line_rules import has_words

_ATTRIBUTES = r"""\b(?:[^<>"']|"[^"<>]*"|'[^'<>]*')*"""
"""Up to the end of a tag; what is no tag, since a quotation mark is missing, is text."""

_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>li|ul|ol|h[1-6]|summary|details|p|div|table|tr){_ATTRIBUTES}>", re.IGNORECASE
)
_PARAGRAPHS = ("p", "div")
_HEADINGS = ("summary", "h1", "h2", "h3", "h4", "h5", "h6")
_SUMMARY_LEVEL = 4
"""Level of a `<summary>` as a heading: below headings of sections, since it may be an entry's title."""

_ITEMS = ("li", *_HEADINGS)
"""Tags whose content is an item, or a heading. Paragraphs inside are part of it."""

_BEGINS = (*_ITEMS, *_PARAGRAPHS, "tr")
_CELL = re.compile(rf"</?t[dh]{_ATTRIBUTES}>", re.IGNORECASE)
_HEAD = re.compile(r"<th\b", re.IGNORECASE)
_LINK = re.compile(r"<a\s", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_TAGS = re.compile(rf"(</?[a-z]+{_ATTRIBUTES}>)", re.IGNORECASE)
_MARKUP = re.compile(r"[\\`*_\[\]!]")
_LINE_END = re.compile(r"<br\s*/?>[ \t]*(?=\n)", re.IGNORECASE)
"""A `<br>` that says no more than the end of the line behind it."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Part of a block: what one of the tags in `_BEGINS` holds, or what stands between them."""

    name: str
    """Of the tag; "" between them."""

    text: str
    line: int
    """In the file, 1-based."""

    @property
    def end_line(self) -> int:
        return self.line + self.text.count("\n")

    @property
    def cells(self) -> list[str]:
        """Of a row of a table: its cells that say something, each on one line."""
        return [" ".join(cell.split()) for cell in _CELL.split(self.text) if _says(cell)]


def html_blocks(block: Block) -> Iterator[Block]:
    """The block; of HTML with items, headings, paragraphs or rows one block for each.

    Entries are told by their lines: where two pieces share one, the block stays whole, unless the first is
    the heading of the other.
    """
    if block.kind != "html" or len(block.rows) != 1 or block.rows[0][0].path:
        yield block
        return
    pieces = [piece for piece in _pieces(block.rows[0][0]) if _says(piece.text)]
    apart = all(
        before.end_line < after.line or (before.name in _HEADINGS and after.name not in _HEADINGS)
        for before, after in pairwise(pieces)
    )
    if apart and any(piece.name for piece in pieces):
        yield from (_block(piece, block) for piece in pieces)
    else:
        yield block


def _says(text: str) -> bool:
    return has_words(_ANY_TAG.sub("", text))


def _pieces(leaf: Leaf) -> Iterator[_Piece]:
    """The content, parted at its tags. Line breaks are counted once, since a hostile file has many tags."""
    content = strip_comments(leaf.content)
    name, start, line = "", 0, leaf.line
    for tag in [*_TAG.finditer(content), None]:
        if tag and name in _ITEMS and tag["name"].lower() in _PARAGRAPHS:
            continue
        text = content[start : tag.start() if tag else len(content)]
        first = line + text[: len(text) - len(text.lstrip())].count("\n")
        yield _Piece(name, "\n".join(row.strip() for row in text.strip().split("\n")), first)
        if tag:
            opened = tag["name"].lower()
            name, start = (opened if not tag["end"] and opened in _BEGINS else ""), tag.end()
            line += text.count("\n") + tag.group().count("\n")


def _block(piece: _Piece, block: Block) -> Block:
    """A piece as a block with its own lines."""
    text = _LINE_END.sub("", piece.text)
    leaf = replace(block.rows[0][0], line=piece.line, end_line=piece.end_line, content=text)
    if piece.name == "tr" and len(cells := piece.cells) > 1:
        return _row(cells, piece, leaf)
    if not piece.name:
        return _read(leaf, "html", gap=True)
    if piece.name == "li":
        path = (Container("bullet", piece.line, "-"),)
        return _read(replace(leaf, kind="paragraph", path=path), "bullet", gap=False)
    if piece.name in (*_PARAGRAPHS, "tr"):  # a row of one cell only lays out the page
        return _read(replace(leaf, kind="paragraph", content=_literal(text)), "paragraph", gap=True)
    level = _SUMMARY_LEVEL if piece.name == "summary" else int(piece.name[1])
    return _read(replace(leaf, kind="heading", level=level, content=_literal(text)), "heading", gap=True)


def _literal(text: str) -> str:
    """HTML as Markdown that shows the same: what stands between its tags is no markup."""
    between_and_tags = enumerate(_TAGS.split(text))
    return "".join(part if index % 2 else _MARKUP.sub(r"\\\g<0>", part) for index, part in between_and_tags)


def _row(cells: list[str], piece: _Piece, leaf: Leaf) -> Block:
    """A row of a table: the cell with the link first, each cell on a line of its own."""
    title = next((cell for cell in cells if _LINK.search(cell)), None)
    if title is None:
        return _read(leaf, "head" if _HEAD.search(piece.text) else "html", gap=True)
    cells.remove(title)
    content = "\n".join(map(_literal, (title, *cells)))
    return _read(replace(leaf, kind="paragraph", content=content), "row", gap=False)


def _read(leaf: Leaf, kind: BlockKind, *, gap: bool) -> Block:
    row = (leaf, lines_of(leaf, Page((leaf,), {})))
    return Block(kind, (row,), gap, 1 if kind == "bullet" else 0)
