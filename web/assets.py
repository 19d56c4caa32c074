"""Static files: read once, one style sheet from its parts, under a name that holds their hash."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

STATIC = Path(__file__).parent / "static"

STYLE = "site.css"
"""Name of the one style sheet."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file in memory."""

    content: bytes
    mimetype: str


@dataclass(frozen=True, slots=True)
class Assets:
    """All static files and the hash of them together."""

    release: str
    files: Mapping[str, Asset]

    def modules(self) -> tuple[str, ...]:
        """Scripts that pages load, so that the browser can fetch them at once."""
        return tuple(name for name in self.files if name.startswith("js/"))


@cache
def load_assets() -> Assets:
    """Everything in `static/`; the parts in `static/css/` become one sheet, in the order of their names.

    One hash stands for all, so that modules import each other by plain relative names.
    """
    files = {STYLE: Asset(_style(), "text/css")}
    for file in sorted(STATIC.rglob("*")):
        name = file.relative_to(STATIC).as_posix()
        if file.is_file() and not name.startswith(("css/", ".")):
            files[name] = Asset(file.read_bytes(), _type_of(name))
    digest = hashlib.sha256()
    for name, asset in files.items():
        digest.update(name.encode() + b"\0" + asset.content)
    return Assets(digest.hexdigest()[:12], files)


def _style() -> bytes:
    return b"\n".join(part.read_bytes() for part in sorted((STATIC / "css").glob("*.css")))


def _type_of(name: str) -> str:
    if name.endswith(".js"):
        return "text/javascript"
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
