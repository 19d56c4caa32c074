"""Static files as they are served, under names that hold their hash.

They are built from `web/static` by `make assets` and checked in: one style sheet and one module, so that
a first view has few requests. What is in `web/built` is what the tests tested.
"""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import brotli

from web.colours import accent_css

if TYPE_CHECKING:
    from collections.abc import Mapping

BUILT = Path(__file__).parents[1] / "built"

STYLE = "site.css"
OWN_COLOUR = b"#a8321e"
"""Of the mark, where an editor names no other."""

SCRIPT = "site.js"


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
def load_assets(accent: str = "") -> Assets:
    """Everything that is served, once per process, in an editor's colour if there is one. One hash stands
    for all."""
    files = {file.name: _asset(file.name, _coloured(file, accent)) for file in _served()}
    digest = hashlib.sha256()
    for name, asset in files.items():
        digest.update(name.encode() + b"\0" + asset.content)
    return Assets(digest.hexdigest()[:12], files)


def _coloured(file: Path, accent: str) -> bytes:
    content = file.read_bytes()
    if accent and file.name == STYLE:
        return content + accent_css(accent).encode()
    if accent and file.suffix == ".svg":
        return content.replace(OWN_COLOUR, accent.encode())
    return content


def _served() -> list[Path]:
    """Files with a type that browsers know: not the record of what they were built from."""
    return [file for file in sorted(BUILT.iterdir()) if file.suffix in {".css", ".js", ".svg"}]


def _asset(name: str, content: bytes) -> Asset:
    kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
    return Asset(content, kind or "application/octet-stream", brotli.compress(content))
