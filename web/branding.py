"""Branding files of a site: logo, icon, picture for shared links, style. Read and validated."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.config import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from web.config import Config

KINDS = {
    ".svg": b"<",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".ico": b"\x00\x00\x01\x00",
}
"""Ending of a picture's name → how its content begins."""

LOGO = {".svg", ".png"}
"""Formats whose size is easily read, so that pages can reserve the space while it loads."""

FAVICON = {".svg", ".png", ".ico"}
SHARED = {".png", ".jpg", ".jpeg"}
"""Formats for pictures of shared links: WeChat and others do not render SVG."""

MOST_BYTES = {"logo": 100_000, "favicon": 100_000, "share_image": 1_000_000, "extra_css": 100_000}
"""A logo and a style stand on every page; the picture of a shared link is fetched by those who show it."""

_ELSEWHERE = re.compile(r"@import\b|\burl\(\s*[\"']?(?!data:)[^)\s\"']+", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


_VIEW_BOX = re.compile(rb"viewBox=[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+(\d+\.?\d*)[\s,]+(\d+\.?\d*)\s*[\"']")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's content and the ending that tells its type."""

    content: bytes
    ending: str

    @property
    def ratio(self) -> float:
        """Width to height, of a PNG or SVG; 1 where an SVG does not say."""
        if self.ending == ".png":
            width, height = struct.unpack(">II", self.content[16:24].ljust(8, b"\0"))
            return width / height if height else 1.0
        view_box = _VIEW_BOX.search(self.content)
        width, height = (float(view_box[1]), float(view_box[2])) if view_box else (1.0, 1.0)
        return width / height if width and height else 1.0


@dataclass(frozen=True, slots=True)
class Brand:
    """Configured replacements of the defaults; None or "" for a default."""

    accent: str = ""
    logo: Picture | None = None
    favicon: Picture | None = None
    share_image: Picture | None = None
    extra_css: bytes = b""


def brand_of(config: Config) -> Brand:
    """The files that a configuration names. Raises ConfigError, which says what is wrong with which."""
    site, folder = config.site, config.folder
    return Brand(
        site.accent,
        _picture("logo", site.logo, folder, LOGO),
        _picture("favicon", site.favicon, folder, FAVICON),
        _picture("share_image", site.share_image, folder, SHARED),
        _style("extra_css", site.extra_css, folder),
    )


def _picture(key: str, named: Path | None, folder: Path, kinds: set[str]) -> Picture | None:
    if named is None:
        return None
    ending = named.suffix.lower()
    if ending not in kinds:
        raise ConfigError(f"site.{key}: {str(named)!r}; allowed is a file that ends in {_listed(kinds)}")
    content = _content(key, named, folder)
    if not _looks_right(content, ending, KINDS):
        raise ConfigError(f"site.{key}: {str(named)!r} holds no {ending[1:]} picture; save it as one")
    return Picture(content, ending)


def _looks_right(content: bytes, ending: str, kinds: Mapping[str, bytes]) -> bool:
    begins = content.lstrip(b"\xef\xbb\xbf \t\r\n") if ending == ".svg" else content
    return begins.startswith(kinds[ending]) and (ending != ".svg" or b"<svg" in content)


def _style(key: str, named: Path | None, folder: Path) -> bytes:
    """A style sheet that fetches nothing, since the Content-Security-Policy would block it."""
    if named is None:
        return b""
    content = _content(key, named, folder)
    try:
        text = _COMMENT.sub("", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"site.{key}: {str(named)!r} is not UTF-8; save it as UTF-8") from error
    if reference := _ELSEWHERE.search(text):
        raise ConfigError(
            f"site.{key}: {str(named)!r} fetches {reference[0]!r}, which pages may not; "
            "write it into the file, pictures as data: URLs"
        )
    return text.encode()


def _content(key: str, named: Path, folder: Path) -> bytes:
    file, most = folder / named.expanduser(), MOST_BYTES[key]
    try:
        with file.open("rb") as opened:
            content = opened.read(most + 1)
    except OSError as error:
        raise ConfigError(f"site.{key}: {file}: cannot be read ({error.strerror}); check the path") from error
    if len(content) > most:
        raise ConfigError(f"site.{key}: {file}: has more than {most // 1000} kB; make it smaller")
    return content


def _listed(kinds: set[str]) -> str:
    return ", ".join(sorted(kinds))
