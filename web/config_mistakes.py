"""What is wrong with a configuration: a line for each mistake with its key and what is allowed there."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, get_args

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

ALLOWED = {
    "source": "a folder or a git URL, or a list of them",
    "slug": "lower-case letters, digits and single hyphens, at most 40, such as weekly",
    "issue_url": "an address that begins with http:// or https:// and may hold {date}, {year}, {month},"
    " {day}, {number}, {slug} and {file}",
    "source_url": "an address that begins with http:// or https:// and holds {file}",
    "prefix": "a path such as /archive, without a slash at its end",
    "rate_limit": 'a text such as "600 per minute", or "" for none',
    "open": '"original", "entry" or "issue"',
    "images": '"off", "link" or "on"',
    "accent": "a colour such as #1f5f8b",
    "cors_origins": 'a list of origins such as ["https://example.org", "https://*.example.org"], without a'
    ' path, or ["*"]',
    "hosts": 'a list of names such as ["archive.example.org"], lower case and without a port, or ["*"]',
}
"""Key → what it may hold, where its type does not say it clearly; other patterns are those of addresses."""

LISTED = "newsletters"
"""The list of tables, `[[newsletters]]`: its mistakes are named with the table's place."""


def explained(error: ValidationError, config: type[BaseModel], where: str) -> str:
    """The mistakes that `config` found, a line each; `where` says what was read."""
    lines = (f"{where}: {_key(mistake['loc'])}: {_message(mistake, config)}" for mistake in error.errors())
    return "\n".join(dict.fromkeys(lines))


def _key(path: tuple[int | str, ...]) -> str:
    """Table and key, as they are written: of several newsletters with its number, the first being 1."""
    parts = _named(path)
    if len(parts) > 1 and isinstance(parts[1], int):
        parts = (f"{parts[0]}[{parts[1] + 1}]", *parts[2:])
    return ".".join(map(str, parts)) or "file"


def _named(path: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """What of a path stands in the file. The rest is Pydantic's own: places in a list, members of a union."""
    return path[:3] if path[:1] == (LISTED,) else path[:2]


def _message(problem: ErrorDetails, config: type[BaseModel]) -> str:
    """What is wrong, and what is allowed."""
    path = _named(problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"no such key{_nearest(path, config)}; see docs/configuration.md"
    if problem["type"] == "missing":
        return "is missing; add it"
    if problem["type"] == "value_error":
        return problem["msg"].removeprefix("Value error, ")
    key = str(path[-1]) if path else ""
    if key not in ALLOWED and problem["type"] != "string_pattern_mismatch":
        return f"{problem['msg']}, not {problem['input']!r}"
    allowed = ALLOWED.get(key, "an address that begins with http:// or https://")
    return f"{problem['input']!r}; allowed is {allowed}"


def _nearest(path: tuple[int | str, ...], config: type[BaseModel]) -> str:
    """The key of the same table that a wrong one looks like."""
    *above, key = map(str, path)
    table: Any = config
    if above:
        table = config.model_fields[above[0]].annotation
        table = get_args(table)[0] if above[0] == LISTED else table
    near = get_close_matches(key, getattr(table, "model_fields", ()), 1)
    return f" (did you mean {near[0]}?)" if near else ""
