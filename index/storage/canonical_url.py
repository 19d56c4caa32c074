"""Which URLs lead to the same place: one normal form per article, repository, paper or page.

What is special to single sites stands in `canonical_url.toml`, what only tells where a reader came from in
`archive/tracking_parameters.toml`. Nothing is fetched, so two addresses that only
their server knows to be one stay two.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

from pydantic import TypeAdapter

from index.documents import is_tracking

DATA = Path(__file__).with_name("canonical_url.toml")
MAX_UNWRAPPED = 3
"""Redirecting pages that are seen through, one inside the other."""

_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*://")
_SSH = re.compile(r"[\w.-]+@(?P<host>[\w.-]+):(?P<path>[^/].*)")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?")
_SAFE = "/:@!$&'()*+,;=-._~"
"""What may stand in a path unescaped (RFC 3986, pchar and slash)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Addresses of one kind on some hosts, and the form they are brought to."""

    hosts: frozenset[str]
    path: re.Pattern[str]
    """Must match the whole path; its groups fill `gives`."""

    gives: str
    query: Mapping[str, str] = field(default_factory=dict)
    """Parameter that must be there → name by which `gives` calls its value."""

    lower: frozenset[str] = frozenset()
    """Groups in which case does not count."""


@dataclass(frozen=True, slots=True)
class Unwrap:
    """Pages that only send the reader on."""

    hosts: frozenset[str]
    path: re.Pattern[str]
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The content of `canonical_url.toml`."""

    host_prefixes: tuple[str, ...]
    folder_pages: frozenset[str]
    aliases: Mapping[str, str]
    unwrap: tuple[Unwrap, ...]
    rule: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a URL, host and path already in normal form."""

    host: str
    path: str
    query: tuple[tuple[str, str], ...]
    fragment: str


@lru_cache(maxsize=1)
def table() -> Table:
    """The rules, read once."""
    return TypeAdapter(Table).validate_python(tomllib.loads(DATA.read_text(encoding="utf8")))


def destination(url: str) -> str:
    """The normal form of where `url` leads: host, path and query without scheme, ports, tracking.

    Total: what is no URL is its own normal form, trimmed. Idempotent: the normal form leads to itself.
    """
    text = url.encode("utf8", "replace").decode("utf8").strip()
    for _ in range(MAX_UNWRAPPED):
        address = _address(text)
        if address is None:
            return text
        inner = _unwrapped(address)
        if inner is None:
            return _by_rule(address) or _general(address)
        text = inner
    return text


def _address(text: str) -> Address | None:
    if match := _SSH.fullmatch(text):
        text = f"//{match['host']}/{match['path']}"
    elif not _SCHEME.match(text) and not text.startswith("//"):
        text = f"//{text}"
    try:
        split = urlsplit(text)
        host = _host(split)
    except ValueError:
        return None
    if not _HOST.fullmatch(host):
        return None
    return Address(
        host, _path(split.path), tuple(parse_qsl(split.query, keep_blank_values=True)), split.fragment
    )


def _host(split: SplitResult) -> str:
    host = _plain((split.hostname or "").rstrip("."))
    return host if split.port in (None, 80, 443) else f"{host}:{split.port}"


def _plain(host: str) -> str:
    """A host without prefixes, under the name it has today."""
    while host not in table().aliases:
        prefix = next((prefix for prefix in table().host_prefixes if host.startswith(prefix)), "")
        if not prefix or "." not in host.removeprefix(prefix):
            return host
        host = host.removeprefix(prefix)
    return table().aliases[host]


def _path(path: str) -> str:
    """Escapes in one spelling, no repeated slash."""
    return re.sub("//+", "/", quote(unquote_to_bytes(path), safe=_SAFE)) or "/"


def _unwrapped(address: Address) -> str | None:
    for page in table().unwrap:
        if address.host in page.hosts and page.path.fullmatch(address.path):
            values = dict(reversed(address.query))
            return next((values[p] for p in page.parameters if "." in values.get(p, "")), None)
    return None


def _by_rule(address: Address) -> str | None:
    return next(
        (address_text for rule in table().rule if (address_text := _apply(rule, address)) is not None), None
    )


def _apply(rule: Rule, address: Address) -> str | None:
    if address.host not in rule.hosts:
        return None
    match = rule.path.fullmatch(address.path)
    values = dict(reversed(address.query))
    if match is None or any(not values.get(name) for name in rule.query):
        return None
    groups = match.groupdict() | {called: quote(values[name]) for name, called in rule.query.items()}
    lowered = {name: text.lower() if name in rule.lower else text for name, text in groups.items()}
    return rule.gives.format(host=address.host, **lowered)


def _general(address: Address) -> str:
    folder, _, page = address.path.rpartition("/")
    path = folder if page.lower() in table().folder_pages else address.path
    query = urlencode(sorted((name, value) for name, value in address.query if not is_tracking(name)))
    # A fragment is a place on the page, unless a page's own script reads it as a path.
    fragment = f"#{address.fragment}" if address.fragment.startswith(("!", "/")) else ""
    return address.host + path.rstrip("/") + (f"?{query}" if query else "") + fragment
