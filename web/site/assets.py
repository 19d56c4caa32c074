"""Static files as they are served, under names that hold their hash.

They are built from `web/static` by `make assets` and checked in: one style sheet and one module, so that
a first view has few requests. What is in `web/built` is what the tests tested. Beside them stand the files of
the editor's brand, and the pictures of the mark that are drawn where the editor has none.
"""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import brotli

from web.branding import Brand
from web.colours import accent_css
from web.site.mark import mark_png

if TYPE_CHECKING:
    from collections.abc import Mapping

    from web.branding import Picture

BUILT = Path(__file__).parents[1] / "built"

STYLE = "site.css"
OWN_COLOUR = "#a8321e"
"""Of the mark, where an editor names no other."""

SCRIPT = "site.js"

TOUCH_SIDE = 180
"""Pixels of the icon on a phone's home screen."""

SHARED_SIZE = (1200, 630)
"""Of the picture beside a shared link; WeChat shows the square in its middle."""

LOGO_HEIGHT = 32
WIDEST_LOGO = 160
"""Pixels; on a phone the name has to fit beside it."""

BRANDS_KEPT = 8
"""A process serves one site; tests, and who builds several, have more."""

_PACKED = {".css", ".js", ".svg"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file in memory."""

    content: bytes
    mimetype: str
    packed: bytes
    """The same in brotli's densest form, which takes too long to be made for each answer."""


@dataclass(frozen=True, slots=True)
class Assets:
    """All static files, the hash of them together, and what those are called that differ by brand."""

    release: str
    files: Mapping[str, Asset]
    favicon: str
    touch_icon: str
    share_image: str
    logo: str
    """In place of the mark beside the name; "" for the mark."""

    logo_width: int
    """Pixels, where it is `LOGO_HEIGHT` high."""

    extra_css: str
    """After our own style; "" for none."""


@lru_cache(maxsize=BRANDS_KEPT)
def load_assets(brand: Brand = Brand()) -> Assets:  # noqa: B008 - frozen
    """All files of `web/built`, in an editor's colour if there is one, and those of the brand. One hash
    stands for all."""
    colour = brand.accent or OWN_COLOUR
    files = {file.name: _asset(file.name, _coloured(file, brand.accent)) for file in _served()}

    def add(name: str, picture: Picture | None, drawn: bytes = b"") -> str:
        whole = f"{name}{picture.ending if picture else '.png'}"
        files[whole] = _asset(whole, picture.content if picture else drawn)
        return whole

    icon = brand.favicon
    touch = icon if icon and icon.ending == ".png" else None
    names = {
        "favicon": add("favicon", icon) if icon else "favicon.svg",
        "touch_icon": add("touch", touch, mark_png(TOUCH_SIDE, TOUCH_SIDE, TOUCH_SIDE, colour)),
        "share_image": add("share", brand.share_image, mark_png(*SHARED_SIZE, SHARED_SIZE[1], colour)),
        "logo": add("logo", brand.logo) if brand.logo else "",
        "extra_css": "extra.css" if brand.extra_css else "",
    }
    if brand.extra_css:
        files["extra.css"] = _asset("extra.css", brand.extra_css)
    width = min(WIDEST_LOGO, round(LOGO_HEIGHT * brand.logo.ratio)) if brand.logo else 0
    return Assets(_release(files), files, logo_width=width, **names)


def _release(files: Mapping[str, Asset]) -> str:
    digest = hashlib.sha256()
    for name, asset in files.items():
        digest.update(name.encode() + b"\0" + asset.content)
    return digest.hexdigest()[:12]


def _coloured(file: Path, accent: str) -> bytes:
    content = file.read_bytes()
    if accent and file.name == STYLE:
        return content + accent_css(accent).encode()
    if accent and file.suffix == ".svg":
        return content.replace(OWN_COLOUR.encode(), accent.encode())
    return content


def _served() -> list[Path]:
    """Files with a type that browsers know: not the record of what they were built from."""
    return [file for file in sorted(BUILT.iterdir()) if file.suffix in {".css", ".js", ".svg"}]


def _asset(name: str, content: bytes) -> Asset:
    kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
    dense = Path(name).suffix in _PACKED
    return Asset(content, kind or "application/octet-stream", brotli.compress(content) if dense else content)
