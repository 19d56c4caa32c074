"""HTML that an issue may have written → HTML that may stand on a page of ours, set as our pages are.

nh3 decides what may stand there. What follows works on its output alone: well-formed, every attribute quoted
and escaped, nothing in it that runs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import nh3

from web.rendering.code import CLASSES
from web.rendering.pictures import set_pictures
from web.text.i18n import gettext as _
from web.text.markup import REL, safe_url, visible

if TYPE_CHECKING:
    from web.rendering.pictures import Pictures

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "center", "cite", "code", "dd", "del", "details",
    "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
    "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section",
    "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul", "var",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "id"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "li": {"id"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
}
CLASSED = {
    "a": {"film", "footnote-backref"},
    "li": {"footnote-item"},
    "section": {"footnotes"},
    "span": set(CLASSES),
    "sup": {"footnote-ref"},
}
_ANCHOR = re.compile(r"fn(?:ref)?[\w:-]{1,120}")
"""Anchors of footnotes: the only ones that an issue may set, and none that a script of ours asks for."""

_NUMBER = re.compile(r"\d{1,4}")
_HEADING = re.compile(r"<(/?)h([1-6])>")
_EMPTY = re.compile(r"<(p|div|center)>(?:\s|<br>)*</\1>\s*")


def sanitised(html: str, base: str, pictures: Pictures, *, level: int = 4) -> str:
    """HTML of an issue as it may be shown. `base`: what its relative addresses are relative to, "" where they
    lead nowhere; `level`: of its highest heading."""
    clean = nh3.clean(
        visible(html),
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSED,
        attribute_filter=lambda tag, name, value: _attribute(tag, name, value, base),
        url_schemes={"http", "https"},
        link_rel=REL,
    )
    clean = set_pictures(clean, pictures)
    clean = _EMPTY.sub("", clean)
    return _headings(_scrolling(clean), level)


def _attribute(_tag: str, name: str, value: str, base: str) -> str | None:
    """The value as it may stand, or None."""
    if name in ("href", "src"):
        if name == "href" and value.startswith("#") and _ANCHOR.fullmatch(value[1:]):
            return value
        return _address(value, base) or None
    if name == "id":
        return value if _ANCHOR.fullmatch(value) else None
    if name in ("width", "height", "start", "colspan", "rowspan"):
        return value if _NUMBER.fullmatch(value) else None
    if name == "align":
        return value if value in ("center", "right") else None
    return value


def _address(value: str, base: str) -> str:
    if base and "://" not in value and not value.startswith(("#", "/", "\\")):
        try:
            return safe_url(urljoin(base, value))
        except ValueError:
            return ""
    return safe_url(value.strip())


def _scrolling(html: str) -> str:
    """Tables and code that scroll in a box of their own, which the keyboard reaches."""
    if "<pre" in html:
        html = html.replace("<pre>", '<pre tabindex="0">')
    if "<table" not in html:
        return html
    box = f'<div class="scroll" tabindex="0" role="group" aria-label="{_("表格")}"><table>'
    return html.replace("<table>", box).replace("</table>", "</table></div>")


def _headings(html: str, level: int) -> str:
    """Headings one below the other from `level` on, whatever levels an author took."""
    written = sorted({int(match[2]) for match in _HEADING.finditer(html)})
    new_levels = {old: min(6, level + depth) for depth, old in enumerate(written)}
    return _HEADING.sub(lambda match: f"<{match[1]}h{new_levels[int(match[2])]}>", html) if written else html
