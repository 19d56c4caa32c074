"""Text of issues → HTML. Issues are anybody's Markdown: all of it is escaped, feeds are sanitised too."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import nh3
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.results import Marked

Spans = tuple[tuple[int, int], ...]

REL = "noopener noreferrer"
"""What every link to another site carries."""

KEPT = 2000
"""URLs and labels whose HTML is kept: an entry's pages in all languages, and lists, show the same ones."""

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # changes of writing direction
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # what is no character, and may not stand in XML
)
_STRAY = " \t。；，、！？.;,!?·"
"""What may be left of a line when its words went elsewhere."""

_URL = re.compile(
    r"https?://[A-Za-z0-9][^\s<>\"'`，。；、！？（）【】《》“”‘’\u3000]*[^\s<>\"'`，。；、！？（）【】《》“”‘’\u3000.,;:!?)\]}]"
)
_WRITTEN_LINK = re.compile(r"\[([^\[\]]+)\]\(([^\s()]+)\)")
_HOST = re.compile(r"[\w\-.~:]+")
_DECEIVING = ("Cc", "Cf", "Cs", "Zl", "Zp")
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_TAGS = {"p", "mark", "a", "ul", "li", "br"}


def visible(text: str) -> str:
    """Text without what can only deceive: control characters and changes of writing direction."""
    return _HIDDEN.sub("", text)


def shortened(text: str, length: int) -> str:
    """The start of a text, on one line."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= length else f"{line[:length].rstrip()}…"


@lru_cache(maxsize=KEPT)
def safe_url(url: str | None) -> str:
    """An `http(s)` URL that a browser can open and that shows where it leads, as it is; else "".

    No name or password (`https://bank.example@evil.example`), no port out of range, no character that is
    invisible or turns the direction of writing, none that must be escaped in the host.
    """
    if not url or any(char.isspace() or unicodedata.category(char) in _DECEIVING for char in url):
        return ""
    try:
        parts = urlsplit(url)
        port = 80 if parts.port is None else parts.port
    except ValueError:
        return ""
    plain = parts.scheme in ("http", "https") and port > 0 and "@" not in parts.netloc
    return url if plain and _HOST.fullmatch(parts.hostname or "") else ""


@lru_cache(maxsize=KEPT)
def host_of(url: str) -> str:
    """Host of a URL in ASCII, so that letters of other scripts cannot pose as Latin ones; "" if none."""
    try:
        host = urlsplit(url).hostname or ""
        return host.encode("idna").decode("ascii").removeprefix("www.")
    except ValueError:
        return ""


def language_of(text: str) -> str:
    """`zh-Hans` for text with a Chinese character, else `en`: what a screen reader should read it as."""
    return "zh-Hans" if _HAN.search(text) else "en"


@lru_cache(maxsize=KEPT)
def bdi(text: str) -> Markup:
    """A text that keeps to itself: its language and direction do not spread to the words around it."""
    return Markup('<bdi lang="{}">{}</bdi>').format(language_of(text), visible(text))


def marked(part: Marked) -> Markup:
    """A text with its matches in `<mark>`, ellipses where it was cut."""
    start = escape("…" if part.cut_start else "")
    return start + _with_marks(part.text, part.marks, 0, len(part.text)) + ("…" if part.cut_end else "")


def rich(text: str, spans: Spans = (), *, linked: bool = True) -> Markup:
    """One line of text with matches marked and, unless told otherwise, web addresses linked."""
    html, done = Markup(""), 0
    if not linked:
        return _with_marks(text, spans, 0, len(text))
    for match in _URL.finditer(text):
        html += _with_marks(text, spans, done, match.start())
        html += _link(match[0], _with_marks(text, spans, *match.span()))
        done = match.end()
    return html + _with_marks(text, spans, done, len(text))


def paragraphs(text: str, spans: Spans = ()) -> Markup:
    """Plain text of several lines: a `<p>` for each line that says something."""
    html, start = Markup(""), 0
    for line in text.split("\n"):
        own = tuple((a - start, b - start) for a, b in spans if a >= start and b <= start + len(line))
        if line.strip(_STRAY):
            html += Markup("<p>{}</p>").format(rich(line, own))
        start += len(line) + 1
    return html


def footer_lines(text: str) -> tuple[Markup, ...]:
    """Lines of an editor's footer: text, with links where `[text](https://…)` stands."""
    return tuple(_with_links(line) for line in text.splitlines() if line.strip())


def _with_links(line: str) -> Markup:
    html, done = Markup(""), 0
    for match in _WRITTEN_LINK.finditer(line):
        html += escape(visible(line[done : match.start()])) + _link(match[2], escape(visible(match[1])))
        done = match.end()
    return html + escape(visible(line[done:]))


def feed_html(summary: str, links: Sequence[tuple[str, str]]) -> str:
    """What a feed reader shows of an entry; sanitised, since no policy of this site protects it there."""
    html = paragraphs(summary)
    items = Markup("").join(
        Markup("<li>{}</li>").format(_link(url, escape(visible(label or url))))
        for label, url in links
        if safe_url(url)
    )
    composed = html + (Markup("<ul>{}</ul>").format(items) if items else Markup(""))
    return nh3.clean(
        str(composed), tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https"}, link_rel=REL
    )


def _link(url: str, label: Markup) -> Markup:
    if not safe_url(url):
        return label
    return Markup('<a href="{}" rel="{}">{}</a>').format(url, REL, label)


def _with_marks(text: str, spans: Spans, start: int, end: int) -> Markup:
    """`text[start:end]` escaped, the parts of spans that lie in it marked."""
    html, done = Markup(""), start
    for first, last in spans:
        a, b = max(first, done), min(last, end)
        if a >= b:
            continue
        html += escape(visible(text[done:a])) + Markup("<mark>{}</mark>").format(visible(text[a:b]))
        done = b
    return html + escape(visible(text[done:end]))
