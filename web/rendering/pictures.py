"""Pictures of issues: left out, linked or shown, as the site allows. Shown ones have their place reserved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Literal

from markupsafe import escape

from web.text.i18n import gettext as _
from web.text.markup import REL, host_of, safe_url

Pictures = Literal["off", "link", "on"]

_IMG = r"<img(?: [a-z]+(?:=\"[^\"<>]*\")?)*>"
_ALONE = re.compile(
    rf"<(?P<tag>p|div|center|figure)>(?P<inside>(?:\s|<br>|<a [^<>]*>|</a>|{_IMG})*{_IMG}(?:\s|<br>|</a>)*)"
    r"(?:<figcaption>(?P<caption>[^<>]*)</figcaption>\s*)?</(?P=tag)>"
)
"""A block that holds nothing but pictures."""

_BARE = re.compile(rf"^(?P<inside>(?:<a [^<>]*>)?{_IMG}(?:</a>)?(?:<br>|[ \t])*)$", re.MULTILINE)
"""A picture on a line of its own, in no block."""

_PART = re.compile(rf"(?P<open><a [^<>]*>)|(?P<close></a>)|(?P<img>{_IMG})")
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"<>]*)"')
_FIGURE = r'<figure class="picture">(?:(?!</?figure).)*</figure>'
_GALLERY = re.compile(rf"(?:{_FIGURE}\s*){{2,}}", re.DOTALL)

_WRITTEN = re.compile(
    r"!\[[^\]\n]{0,300}\]\(\s*<?(https?://[^\s)>\"]{1,800})"
    r"|<img\s[^<>]{0,300}?\bsrc\s*=\s*[\"']?(https?://[^\"'\s<>]{1,800})"
)
_BADGE = re.compile(
    r"shields\.io|badge|travis-ci|emoji|/icons?/|favicon|avatar|\.svg(?:$|[?\"'\s])", re.IGNORECASE
)

MOST_CAPTION = 120
"""Characters of what a picture is said to show."""


def first_picture(markdown: str) -> str:
    """Address of the first picture of an entry that is no badge; "" if there is none."""
    for match in _WRITTEN.finditer(markdown):
        url = safe_url(unescape(match[1] or match[2]))
        if url and not is_badge(url):
            return url
    return ""


def is_badge(address: str) -> bool:
    """Whether a picture is as small as words are, by its address."""
    return bool(_BADGE.search(address))


def set_pictures(html: str, pictures: Pictures) -> str:
    """Sanitised HTML with its pictures as the site allows."""
    if "<img" not in html:
        return html
    if pictures == "on":
        html = _BARE.sub(_figures, _ALONE.sub(_figures, html))
        html = _GALLERY.sub(lambda match: f'<div class="gallery">{match[0].strip()}</div>\n', html)
    return _PART.sub(_Among(pictures).part, html)


@dataclass(frozen=True, slots=True)
class _Image:
    """What an `<img>` says."""

    source: str
    words: str
    title: str

    @classmethod
    def of(cls, tag: str) -> _Image:
        attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
        words, title = (
            " ".join(attributes.get(name, "").split())[:MOST_CAPTION] for name in ("alt", "title")
        )
        return cls(attributes.get("src", ""), words, title)


def _figures(match: re.Match[str]) -> str:
    """Pictures on lines of their own, in boxes of one shape: nothing moves when they come."""
    figures, opening = [], ""
    for part in _PART.finditer(match["inside"]):
        if not part["img"]:
            opening = part["open"] or ""
            continue
        image = _Image.of(part["img"])
        if image.source:
            figures.append(_figure(image, opening))
    caption = match.groupdict().get("caption")
    if caption and figures:
        figures[-1] = figures[-1].replace("</figure>", f"<figcaption>{caption}</figcaption></figure>")
    return "\n".join(figures)


def _figure(image: _Image, opening: str) -> str:
    opening = opening or f'<a href="{escape(image.source)}" rel="{REL}">'
    words = image.words or _("图片")
    caption = f"<figcaption>{escape(image.title)}</figcaption>" if image.title else ""
    return f'<figure class="picture">{opening}{_img(image, words, "shown")}</a>{caption}</figure>'


def _img(image: _Image, words: str, kind: str) -> str:
    return (
        f'<img class="{kind}" loading="lazy" decoding="async" referrerpolicy="no-referrer"'
        f' src="{escape(image.source)}" alt="{escape(words)}">'
    )


class _Among:
    """Pictures among words, one after the other; knows whether a link is open around them."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._inside = False

    def part(self, match: re.Match[str]) -> str:
        """A picture in its form; the links around it as they are."""
        if not match["img"]:
            self._inside = bool(match["open"])
            return match[0]
        if ' class="shown"' in match[0]:
            return match[0]
        image = _Image.of(match["img"])
        if self._pictures == "on":
            return _img(image, image.words, "inline") if image.source else str(escape(image.words))
        if self._pictures == "link" and image.source and not self._inside:
            return _link(image)
        if self._pictures == "link" or (self._inside and not image.words):
            return _label(image)
        return (
            f'<span class="unseen">{escape(_("（图：%(words)s）", words=image.words))}</span>'
            if image.words
            else ""
        )


def _label(image: _Image) -> str:
    return str(escape(_("图片：%(words)s", words=image.words) if image.words else _("图片")))


def _link(image: _Image) -> str:
    """A link that says that it leads to a picture, and where."""
    host = f'<span class="quiet">{escape(host_of(image.source))}</span>'
    return f'<a class="picture-link" href="{escape(image.source)}" rel="{REL}">{_label(image)} {host}</a>'
