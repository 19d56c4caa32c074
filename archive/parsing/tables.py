"""Tables whose rows lead somewhere → one block for each row, as if it had been written as lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from archive.conventions.model import Conventions
from archive.markdown.blocks import Block
from archive.markdown.leaves import Leaf
from archive.markdown.lines import Line, Run
from archive.parsing.line_rules import count_length, cut_prefix, has_words, is_address, is_pointer
from archive.parsing.publishers import Publishers
from archive.parsing.titles import LEADING
from archive.parsing.words import WORDS, any_of

_TITLE = re.compile(rf"{any_of(WORDS.title_columns)}\W*", re.IGNORECASE)
_SOURCE = re.compile(rf"{any_of(WORDS.byline_columns)}\W*", re.IGNORECASE)
_COUNT = re.compile(any_of(WORDS.count_columns), re.IGNORECASE)
"""Heads of the column that counts the rows."""

_Cell = tuple[Run, ...]


def rows_of(block: Block, conventions: Conventions) -> Iterator[Block]:
    """The block; of a table whose rows link somewhere its head and then its rows."""
    if block.kind != "paragraph" or len(block.rows) != 1:
        yield block
        return
    leaf, lines = block.rows[0]
    raw = leaf.content.split("\n")
    if len(raw) < 3 or "|" not in raw[0] or not _is_rule(raw[1]) or not block.urls:
        yield block
        return
    by_line = [tuple(group) for _, group in groupby(lines, key=lambda line: line.number)]
    names = ["".join(run.text for run in cell).strip() for cell in _cells(by_line[0], raw[0])]
    for index, group in enumerate(by_line):
        row_leaf = replace(leaf, line=leaf.line + index, end_line=leaf.line + index, content=raw[index])
        if index == 0:
            yield replace(block, kind="head", rows=((replace(row_leaf, end_line=leaf.line + 1), group),))
        elif index > 1:
            row_lines = tuple(_lines(_cells(group, raw[index]), names, row_leaf, conventions))
            yield Block("row", ((row_leaf, row_lines),), gap=False, depth=0)


def _is_rule(row: str) -> bool:
    return "|" in row and "-" in row and not set(row) - set(" \t|:-")


def _cells(lines: Sequence[Line], raw: str) -> list[_Cell]:
    r"""Cells of a row, without those that the bars at its ends would make. `\|` is a bar of the text."""
    cells: list[list[Run]] = [[]]
    runs = [run for line in lines for run in line.runs]
    bars = _bars(raw)
    if len(bars) != sum(run.text.count("|") for run in runs if not run.url):
        bars = []  # links or code with bars of their own
    for run in runs:
        first, *more = [run.text] if run.url else run.text.split("|")
        cells[-1].append(replace(run, text=first))
        for text in more:
            if bars and bars.pop(0):
                last = cells[-1][-1]
                cells[-1][-1] = replace(last, text=f"{last.text}|{text}")
            else:
                cells.append([replace(run, text=text)])
    return [cell for cell in map(_stripped, cells[_is_empty(cells[0]) :]) if cell or cells]


def _bars(raw: str) -> list[bool]:
    """For each bar of a row's Markdown, links aside, whether it is escaped."""
    return [bar.group().startswith("\\") for bar in _BAR.finditer(_LINKED.sub("", raw))]


_BAR = re.compile(r"\\?\|")
_LINKED = re.compile(r"\[[^\[\]]*\]\([^()]*\)|<[^<>]*>|https?://[^\s|]*")


def _is_empty(cell: Sequence[Run]) -> bool:
    return not any(run.text.strip() or run.url for run in cell)


def _stripped(cell: Sequence[Run]) -> _Cell:
    kept = tuple(run for run in cell if run.text.strip() or run.url)
    return tuple(run if run.url else replace(run, text=f" {run.text.strip()} ") for run in kept)


def _lines(
    cells: Sequence[_Cell], names: Sequence[str], leaf: Leaf, conventions: Conventions
) -> Iterator[Line]:
    """Lines of an entry: the title with its publisher, the links, and the rest, a line for each cell."""
    names = [*names, *("" for _ in cells)]
    sources = [
        column
        for column, cell in enumerate(cells)
        if cell and _SOURCE.fullmatch(names[column]) and not is_pointer(_text(cell), conventions)
    ]
    title = _title_of(cells, names, sources, conventions)
    source = next((column for column in sources if column != title), None)
    runs, said = _name_of(cells[title], leaf.content) if title < len(cells) else ((), ())
    if source is not None and (marks := conventions.bylines.separators):
        runs = (*runs, Run(f" {marks[0]} "), *cells[source])
    yield Line(leaf.line, runs)
    rest = [
        cell
        for column, cell in enumerate(cells)
        if cell
        and column not in (title, source)
        and not _COUNT.fullmatch(names[column])
        and not (names[column] == "" and _is_number(cell))
    ]
    # The first link below an unlinked title is where it leads.
    links = [run for cell in rest if _only_points(cell, conventions) for run in cell if run.url]
    others = [cell for cell in (said, *rest) if cell and not _only_points(cell, conventions)]
    yield from (Line(leaf.line, cell) for cell in (*((run,) for run in links), *others))


def _text(cell: _Cell) -> str:
    return "".join(run.text for run in cell)


def _is_number(cell: _Cell) -> bool:
    return _text(cell).strip(" .").isdigit()


def _title_of(
    cells: Sequence[_Cell], names: Sequence[str], sources: Sequence[int], conventions: Conventions
) -> int:
    """The cell under a heading that says so, or with a link, or the first with letters.

    A link that only says where it leads, and a publisher, are a title where nothing else is.
    """
    worded = [column for column, cell in enumerate(cells) if has_words(re.sub(r"\d", "", _text(cell)))]
    telling = [
        column for column in worded if column not in sources and not _only_points(cells[column], conventions)
    ]
    titled = (column for column in telling if _TITLE.fullmatch(names[column]))
    linked = (column for column in telling if _leads(cells[column], conventions))
    return next(titled, next(linked, next(iter((*telling, *worded)), 0)))


def _leads(cell: _Cell, conventions: Conventions) -> bool:
    """Whether a cell has a link that says more than where it leads: `Paper`, `GitHub`, `a.example`."""
    return any(run.url and not _points(run, conventions) for run in cell)


def _only_points(cell: _Cell, conventions: Conventions) -> bool:
    """True for links without other words, each of which only says where it leads."""
    plain = "".join(run.text for run in cell if not run.url)
    return any(run.url for run in cell) and not (has_words(plain) or _leads(cell, conventions))


def _points(run: Run, conventions: Conventions) -> bool:
    known = Publishers.shipped().names(run.text)
    return run.bare or known or is_address(run.text, run.url) or is_pointer(run.text, conventions)


def _name_of(cell: _Cell, raw: str) -> tuple[_Cell, _Cell]:
    """A title's cell without its count, and what it says behind the words in bold that it begins with."""
    cell = cut_prefix(cell, count_length(_text(cell)))
    text = _text(cell).lstrip()
    for bold in _BOLD.finditer(raw):
        name = bold["name"][count_length(bold["name"]) :].strip()
        if text.startswith(name) and not any(run.url for run in cell):
            rest = text[len(name) :].lstrip(LEADING)
            return (Run(name),), ((Run(rest),) if has_words(rest) else ())
    return cell, ()


_BOLD = re.compile(r"(\*\*|__)(?![\s*_])(?P<name>[^*_|\n]+)\1")
