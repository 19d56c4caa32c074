"""JSON and table cells that do nothing where they are looked at: in a terminal, or in a spreadsheet."""

from __future__ import annotations

import json

from web.text.markup import visible

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""How cells begin that spreadsheets run as formulas; some take the full-width signs for the others."""


def json_text(value: object, indent: int | None = None) -> str:
    """The value as JSON, readable as it is; what could drive a terminal or turn its writing direction is
    written as an escape, which is the same to a program."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text)


def cell(value: object) -> object:
    """A value as a cell of a table: a list as JSON; text without control characters, and behind an
    apostrophe where a spreadsheet would run it."""
    if isinstance(value, list):
        return json_text(value)
    if isinstance(value, str):
        text = visible(value)
        return f"'{text}" if text.startswith(FORMULA) or text.lstrip(" \u3000").startswith(FORMULA) else text
    return value
