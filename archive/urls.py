"""URLs: validation, their end in running Chinese text, and keys for comparison."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

BARE_URL = re.compile(r"(?i:https?)://[^\s<>\"`|\\^{}\[\]\u0080-\U0010ffff]+")
"""A URL in running text. It ends at white space, at quotes, and at the first character beyond ASCII:
Chinese text follows URLs without a space."""

_JOINTS = ("/", "-", "_", "=")
"""What a path goes on behind: a URL that seems to end so may go on in Chinese."""

_HAN_PATH = re.compile(
    r"[\u3400-\u9fff][\w%.~-]*(?:(?:/[\w%.~/-]*|\.html?)(?=[\s)<>\"]|$)|(?=[ \t]*$))",
    re.MULTILINE,
)
"""A path in Chinese: it ends with a slash or `.html`, or with its line. What else follows is a sentence."""

_HTTP = re.compile(r"https?://[^\s/?#]+", re.IGNORECASE)
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")
_TRACKING_FILE = Path(__file__).with_name("tracking_parameters.toml")


def bare_url_at(text: str, start: int) -> str:
    """The URL that begins at `start`, without the punctuation that only follows it; "" if there is none."""
    match = BARE_URL.match(text, start)
    if not match:
        return ""
    url = match.group()
    if url.endswith(_JOINTS) and (han := _HAN_PATH.match(text, match.end())):
        # Behind the host alone stands a sentence rather than a path, unless a slash closes it.
        url += han.group() if url.count("/") > 3 or han.group().endswith("/") else ""
    # `_https://…_` is emphasis; in `?list=PLx_` the mark is the URL's own.
    return trim_url(url, marks=text[max(0, start - 1) : start])


def trim_url(url: str, *, marks: str = "*_~") -> str:
    """A URL cut from running text, without closing punctuation and unmatched brackets.

    `marks`: marks of emphasis that may close behind the URL, because they were opened before it.
    """
    surplus = url.count(")") - url.count("(")
    end, closing = len(url), ".,;:!?'" + "".join(mark for mark in "*_~" if mark in marks)
    while end and (url[end - 1] in closing or (url[end - 1] == ")" and surplus > 0)):
        surplus -= url[end - 1] == ")"
        end -= 1
    return url[:end] if _HTTP.match(url[:end]) else ""


def web_url(url: str) -> str:
    """The URL if it is an absolute `http(s)` one, safe to stand in an attribute; else ""."""
    url = url.strip()
    if not _HTTP.match(url):
        return ""
    return _UNSAFE.sub(lambda match: quote(match.group(), safe=""), url)


def unwrap(url: str, redirects: Sequence[str]) -> str:
    """Where a redirect leads. Each of `redirects` is a URL with `{url}` at its end."""
    for redirect in redirects:
        head, _, _ = redirect.partition("{url}")
        if url.startswith(head):
            target = url[len(head) :]
            return web_url(unquote(target) if "%3A" in target[:9].upper() else target) or url
    return url


def tracking_parameters() -> tuple[str, ...]:
    """Parameters of URLs that are for tracking only, in lower case. A `*` at the end stands for further word
    characters."""
    return _tracking_names("ignored_by_ids", "others")


def is_tracking(parameter: str) -> bool:
    """Whether a parameter of a URL is for tracking only."""
    return _tracking("ignored_by_ids", "others").fullmatch(parameter.lower()) is not None


@cache
def _tracking(*lists: str) -> re.Pattern[str]:
    names = (re.escape(name).replace(r"\*", r"\w+") for name in _tracking_names(*lists))
    return re.compile("|".join(names))


def _tracking_names(*lists: str) -> tuple[str, ...]:
    table: dict[str, list[str]] = tomllib.loads(_TRACKING_FILE.read_text(encoding="utf8"))
    return tuple(name for kind in lists for name in table[kind])


def page_key(url: str) -> str:
    """A form that is equal for URLs of one page: no scheme, no `www.`, no tracking, no fragment.

    Ids of entries are hashes of it, so it may never change, and knows only the oldest tracking parameters:
    `index.storage.canonical_url` sees more URLs as one.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return url
    ignored = _tracking("ignored_by_ids")
    query = urlencode([pair for pair in parse_qsl(parts.query) if not ignored.fullmatch(pair[0])])
    return f"{host}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")


def host_of(url: str) -> str:
    """Host of a URL in lower case, without `www.`; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
