"""Tables whose rows lead somewhere → one block for each row, as if it had been written as lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from archive.conventions.model import Conventions
from archive.markdown.blocks import Block
from archive.markdown.lines import Line, Run
from archive.parsing.line_rules import has_words
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
            row_lines = tuple(_lines(_cells(group, raw[index]), names, row_leaf.line, conventions))
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
    cells: Sequence[_Cell], names: Sequence[str], number: int, conventions: Conventions
) -> Iterator[Line]:
    """Lines of an entry: the title with its publisher, the URL, and the rest, a line for each cell."""
    title = _title_of(cells, names)
    source_columns = [column for column, name in enumerate(names[: len(cells)]) if _SOURCE.fullmatch(name)]
    source = next((column for column in source_columns if column != title and cells[column]), None)
    runs = cells[title] if title < len(cells) else ()
    if source is not None and (marks := conventions.bylines.separators):
        runs = (*runs, Run(f" {marks[0]} "), *cells[source])
    yield Line(number, runs)
    rest = [
        cell
        for column, cell in enumerate(cells)
        if cell
        and column not in (title, source)
        and not _COUNT.fullmatch("".join(names[column : column + 1]))
        and not (names[column : column + 1] == [""] and _is_number(cell))
    ]
    for cell in sorted(rest, key=lambda cell: not cell[0].bare):
        yield Line(number, cell)


def _is_number(cell: _Cell) -> bool:
    return "".join(run.text for run in cell).strip(" .").isdigit()


def _title_of(cells: Sequence[_Cell], names: Sequence[str]) -> int:
    """The cell under a heading that says so, or with a link, or the first with letters."""
    for column, name in enumerate(names[: len(cells)]):
        if _TITLE.fullmatch(name) and cells[column]:
            return column
    linked = (column for column, cell in enumerate(cells) if any(run.url and not run.bare for run in cell))
    worded = (
        column
        for column, cell in enumerate(cells)
        if any(not run.url and has_words(re.sub(r"\d", "", run.text)) for run in cell)
    )
    return next(linked, next(worded, 0))
