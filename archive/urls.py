"""URLs: which ones count, where one ends in running Chinese text, what makes two the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

BARE_URL = re.compile(r"(?i:https?)://[^\s<>\"`|\\^{}\[\]\u0080-\U0010ffff]+")
"""A URL in running text. It ends at white space, at quotes, and at the first character beyond ASCII:
Chinese text follows URLs without a space."""

_HTTP = re.compile(r"https?://[^\s/?#]+", re.IGNORECASE)
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")
_TRACKING = re.compile(r"^(utm_\w+|from|isappinstalled|scene)$")


def bare_url_at(text: str, start: int) -> str:
    """The URL that begins at `start`, without the punctuation that only follows it; "" if there is none."""
    match = BARE_URL.match(text, start)
    return trim_url(match.group()) if match else ""


def trim_url(url: str) -> str:
    """A URL cut from running text, without closing punctuation and unmatched brackets."""
    surplus = url.count(")") - url.count("(")
    end = len(url)
    while end and (url[end - 1] in ".,;:!?'*_~" or (url[end - 1] == ")" and surplus > 0)):
        surplus -= url[end - 1] == ")"
        end -= 1
    return url[:end] if _HTTP.match(url[:end]) else ""


def web_url(url: str) -> str:
    """The URL if it is an absolute `http(s)` one, safe to stand in an attribute; else ""."""
    url = url.strip()
    if not _HTTP.match(url):
        return ""
    return _UNSAFE.sub(lambda found: quote(found.group(), safe=""), url)


def unwrap(url: str, redirects: Sequence[str]) -> str:
    """Where a redirect leads. Each of `redirects` is a URL with `{url}` at its end."""
    for redirect in redirects:
        head, _, _ = redirect.partition("{url}")
        if url.startswith(head):
            target = url[len(head) :]
            return web_url(unquote(target) if "%3A" in target[:9].upper() else target) or url
    return url


def same_place(url: str) -> str:
    """A form that is equal for URLs of one page: no scheme, no `www.`, no tracking, no fragment."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return url
    query = urlencode([pair for pair in parse_qsl(parts.query) if not _TRACKING.match(pair[0])])
    return f"{host}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")


def host_of(url: str) -> str:
    """Host of a URL in lower case, without `www.`; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
