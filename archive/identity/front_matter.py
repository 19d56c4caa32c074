"""The values that stand above an issue's text: YAML, TOML, or plain `Key: value` lines.

PyYAML and the standard library's tomllib read them; what is broken there is read line by line, since a title
with a colon and no quotes is the mistake that authors make most.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

import yaml

from archive.markdown.leaves import front_matter

MAX_CHARACTERS = 20_000
"""Front matter beyond this is text that only looks like it, and would cost YAML's parser seconds."""

_PAIR = re.compile(r"^(?P<key>[A-Za-z_][\w -]*?)\s*[:=]\s*(?P<value>.+?)\s*$")


def front_values(lines: Sequence[str]) -> dict[str, str]:
    """Keys in lower case without `-` and `_`, and their values as text; lists and tables are left out."""
    own = lines[: front_matter(lines)]
    fence = own[0].strip() if own else ""
    text = "\n".join(own[1:-1] if fence in ("---", "+++") else own)
    if len(text) > MAX_CHARACTERS:
        return {}
    values = _parsed(text, fence) if fence in ("---", "+++") else None
    if values is None:
        values = _by_line(text.split("\n"))
    return {_key(key): str(value).strip() for key, value in values.items() if _is_scalar(value)}


def _parsed(text: str, fence: str) -> dict[Any, Any] | None:
    try:
        values = tomllib.loads(text) if fence == "+++" else yaml.safe_load(text)
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _by_line(lines: Sequence[str]) -> dict[Any, Any]:
    pairs = [match for line in reversed(lines) if (match := _PAIR.match(line))]
    return {match["key"]: match["value"].strip("\"'") for match in pairs}


def _is_scalar(value: object) -> bool:
    return value is not None and not isinstance(value, (list, dict, set, tuple))


def _key(key: object) -> str:
    return re.sub(r"[-_ ]", "", str(key)).lower()
