"""Properties of the terminal: width, colours, pager.

As `git`, `gh` and `rg` have it: a pipe gets whole lines without colour and without a pager; `NO_COLOR`,
`CLICOLOR_FORCE`, `PAGER`, `COLUMNS` and `TERM=dumb` are followed.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import click

from web.text.plain import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Colour = Literal["auto", "always", "never"]
Spans = tuple[tuple[int, int], ...]

WIDEST = 100
"""Columns of a line at most: longer ones are hard to read."""

NARROWEST = 20
"""Columns that a text gets even where the terminal has fewer."""

_LESS = {"LESS": "FRX", "LV": "-c"}
"""How pagers behave where nobody says otherwise: no pager for what fits, colours shown, nothing cleared."""

_NOT_FIRST = "，。、；：？！）】》」』”’…·,.;:?!)]}%"
"""Characters that do not begin a line."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where the output of one command goes."""

    width: int
    """Columns; 0 where lines are not wrapped."""

    colour: bool
    pager: tuple[str, ...]
    """Program that long output goes through; empty for none."""

    def style(self, text: str, *, bold: bool = False, dim: bool = False) -> str:
        """The text in that style, or plain where there are no colours."""
        return click.style(text, bold=bold or None, dim=dim or None) if self.colour and text else text

    def lines(self, text: str, indent: str, style: Callable[[int, int], str]) -> list[str]:
        """The text in lines that fit; `style` gives a stretch of it as it is to be shown."""
        room = max(NARROWEST, self.width - len(indent)) if self.width else 0
        return [indent + style(start, end) for start, end in wrapped(text, room)]

    def show(self, text: str) -> None:
        """Print a text, through the pager where there is one."""
        if not (self.pager and _paged(text, self.pager)):
            click.echo(text, color=self.colour)


def terminal(colour: Colour = "auto", *, pager: bool = True) -> Terminal:
    """What standard output can show."""
    interactive = sys.stdout.isatty()
    dumb = os.environ.get("TERM") == "dumb"
    width = min(WIDEST, shutil.get_terminal_size().columns) if interactive else 0
    return Terminal(
        width=width,
        colour=colour == "always" or (colour == "auto" and _coloured(interactive and not dumb)),
        pager=_pager() if pager and interactive and not dumb else (),
    )


def _coloured(interactive: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return interactive or os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0")


def _pager() -> tuple[str, ...]:
    named = os.environ.get("PAGER")
    if named is None:
        return ("less",) if shutil.which("less") else ()
    with suppress(ValueError):  # an open quote: no program that could be run
        words = tuple(shlex.split(named))
        return () if words == ("cat",) else words
    return ()


def _paged(text: str, pager: Sequence[str]) -> bool:
    """Whether the pager took the text. One that the reader leaves early has."""
    try:
        process = subprocess.Popen(pager, stdin=subprocess.PIPE, env=_LESS | os.environ)  # noqa: S603
    except OSError:
        return False
    assert process.stdin is not None  # noqa: S101
    with suppress(BrokenPipeError), process.stdin as out:
        out.write(f"{text}\n".encode("utf8", "replace"))
    while process.poll() is None:
        with suppress(KeyboardInterrupt):  # is meant for the pager, which ends by itself
            process.wait()
    return True


def printable(text: str) -> str:
    """The text with control and bidirectional characters replaced, of the same length."""
    return "".join(char if char.isprintable() else " " for char in text)


def columns(text: str) -> int:
    """Columns that a text takes: two for each Chinese character."""
    return sum(map(_cells, text))


def _cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrapped(text: str, width: int) -> list[tuple[int, int]]:
    """Half-open ranges of a text, each of which fits into so many columns; 0 for no bound.

    Lines break behind spaces and between Chinese characters; what fits nowhere is cut.
    """
    lines: list[tuple[int, int]] = []
    start = column = break_index = 0
    for index, char in enumerate(text):
        if _may_break(text, index):
            break_index = index
        column += _cells(char)
        while width and column > width and start < index and not char.isspace():
            end = break_index if break_index > start else index
            lines.append((start, start + len(text[start:end].rstrip())))
            start = end
            column = columns(text[start : index + 1])
    return [*lines, (start, len(text))]


def _may_break(text: str, index: int) -> bool:
    if index == 0 or text[index] in _NOT_FIRST or text[index].isspace():
        return False
    before = text[index - 1]
    return before.isspace() or _cells(before) == 2 or _cells(text[index]) == 2


def print_json(answer: object) -> None:
    """An answer as JSON."""
    click.echo(json_text(answer, indent=2))
