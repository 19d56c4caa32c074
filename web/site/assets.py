"""Static files: read once, parts put together, under names that hold their hash.

Style sheets and modules are written in small parts and sent as one file each: a first view has few
requests, and what is alike in the parts is compressed once.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import brotli

if TYPE_CHECKING:
    from collections.abc import Mapping

STATIC = Path(__file__).parents[1] / "static"

STYLE = "site.css"
"""The one style sheet, from the parts in `css/` in the order of their names."""

SCRIPT = "site.js"
"""The one module, from `js/main.js` and what it imports."""

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function|const|let|class)", re.MULTILINE)
_COMMENT = re.compile(r"^\s*(?://.*|/\*[\s\S]*?\*/)\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file in memory."""

    content: bytes
    mimetype: str
    packed: bytes
    """The same in brotli's densest form, which takes too long to be made for each answer."""


@dataclass(frozen=True, slots=True)
class Assets:
    """All static files and the hash of them together."""

    release: str
    files: Mapping[str, Asset]


@cache
def load_assets() -> Assets:
    """Everything in `static/`, once per process. One hash stands for all."""
    files = {STYLE: _asset(STYLE, _style()), SCRIPT: _asset(SCRIPT, bundle("main"))}
    for file in sorted(STATIC.rglob("*")):
        name = file.relative_to(STATIC).as_posix()
        if file.is_file() and not name.startswith(("css/", "js/", ".")):
            files[name] = _asset(name, file.read_bytes())
    digest = hashlib.sha256()
    for name, asset in files.items():
        digest.update(name.encode() + b"\0" + asset.content)
    return Assets(digest.hexdigest()[:12], files)


def modules_of(name: str, seen: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Names of a module and of what it imports, each after those it needs."""
    for needed in _IMPORT.findall(_module(name)):
        if needed not in seen:
            seen = modules_of(needed, seen)
    return (*seen, name)


def bundle(name: str) -> bytes:
    """A module with all it imports as one; top-level names must differ (a test looks)."""
    parts = (_EXPORT.sub("", _IMPORT.sub("", _module(part))) for part in modules_of(name))
    return _INDENT.sub("", _COMMENT.sub("", "".join(parts))).encode()


def _module(name: str) -> str:
    return (STATIC / "js" / f"{name}.js").read_text(encoding="utf8")


def _style() -> bytes:
    parts = (part.read_text(encoding="utf8") for part in sorted((STATIC / "css").glob("*.css")))
    return _INDENT.sub("", _COMMENT.sub("", "".join(parts))).encode()


def _asset(name: str, content: bytes) -> Asset:
    kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
    return Asset(content, kind or "application/octet-stream", brotli.compress(content))
