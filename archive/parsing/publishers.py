"""Byline and URL → the publisher that a reader would name. Aliases and sites are data: publishers.toml."""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from archive.parsing.words import WORDS, any_of
from archive.urls import host_of

DATA = Path(__file__).with_name("publishers.toml")

_HAN = re.compile(r"[\u3400-\u9fff]")
_LIST = re.compile(r"[、,，;；/]|\s(?:and|&|和|与)\s|\bet al\b")
_ROLE = re.compile(
    rf"^(?:{any_of((*WORDS.byline_labels, *WORDS.short_byline_labels))}\s*[:：丨|/]"
    rf"|{any_of(WORDS.account_words)}(?=[「“《【]))\s*",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(rf"(?<=..)\s*{any_of(WORDS.account_words)}$")
_ASIDE = re.compile(r"(?<=.)\s*\([^()]*\)$")
"""What stands in brackets after a name: its author, its other name."""

_WORDS = re.compile(r"[\s|｜、,，@:/·()「」“”《》【】]+")
_CREDIT = re.compile(rf"(?<=..){any_of(WORDS.credits)}$")
"""What a known publisher may say of itself: `某社报道`."""

_SPACE_AT_HAN = re.compile(r"(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])")
_MAX_NAME = 32


class _Publisher(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: Annotated[str, Field(min_length=1)]
    aliases: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    kind: Literal["publisher", "platform", "papers"] = "publisher"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    publisher: tuple[_Publisher, ...]


class Publishers:
    """Known publishers: what else they are called, and where they publish."""

    def __init__(self, known: Sequence[_Publisher], version: str) -> None:
        self.version = version
        """Hash of the data. Sources change with it."""
        self._names = {
            _key(word): publisher for publisher in known for word in (publisher.name, *publisher.aliases)
        }
        self._sites = {site: publisher for publisher in known for site in publisher.sites}

    @staticmethod
    @lru_cache(maxsize=1)
    def shipped() -> Publishers:
        """Those that come with jianbao."""
        data = DATA.read_bytes()
        table = _Table.model_validate(tomllib.loads(data.decode("utf-8")))
        return Publishers(table.publisher, hashlib.sha256(data).hexdigest()[:16])

    def more(self, own: Mapping[str, Sequence[str]]) -> Publishers:
        """These and a newsletter's own: names with their aliases; an alias with a dot is a host, too."""
        if not own:
            return self
        known = [*self._known(), *(_publisher(name, words) for name, words in own.items())]
        return Publishers(known, self.version)

    def _known(self) -> Iterable[_Publisher]:
        return dict.fromkeys([*self._names.values(), *self._sites.values()])

    def names(self, byline: str) -> bool:
        """Whether a byline names a known publisher, and nothing else."""
        return _key(byline) in self._names

    def source(self, byline: str, url: str, *, authors: bool = False) -> str:
        """The publisher behind a byline, and the site where there is none or it names no publisher.

        `authors`: the byline is said to name who wrote it, so that only a known publisher counts.
        "" where nothing tells.
        """
        site = self.site(url)
        if site and site.kind == "platform":
            return site.name
        publisher = self._publisher(byline)
        if publisher is not None:
            return publisher.name
        trusted = not authors and not (site and site.kind == "papers")
        return (_unknown(byline) if trusted else "") or (site.name if site else _domain(host_of(url)))

    def site(self, url: str) -> _Publisher | None:
        """The known publisher whose site a URL is on; the longest host counts."""
        labels = host_of(url).split(".")
        hosts = (".".join(labels[start:]) for start in range(len(labels)))
        return next((self._sites[host] for host in hosts if host in self._sites), None)

    def _publisher(self, byline: str) -> _Publisher | None:
        """The known publisher that a byline names: all of it, or its last word after an author."""
        text = _tidy(byline)
        words = [text, *reversed(_WORDS.split(text))]
        tries = [*words, *(_CREDIT.sub("", word) for word in words)]
        return next((self._names[key] for word in tries if (key := _key(word)) in self._names), None)


def _publisher(name: str, words: Sequence[str]) -> _Publisher:
    hosts = tuple(word for word in words if "." in word and word.isascii())
    return _Publisher(name=name, aliases=tuple(words), sites=hosts)


def _unknown(byline: str) -> str:
    """The publisher in a byline that no list knows; "" where it names authors.

    `戚琦 某某研究中心`: after a Chinese author's name and a space stands the publisher, and after several.
    """
    text = _ASIDE.sub("", _tidy(byline)).rpartition("@")[2]
    authors, _, last = text.rpartition(" ")
    if _LIST.search(authors) and _HAN.search(authors) and _HAN.search(last):
        text = last
    if len(_LIST.split(text)) > 1 or len(text) > _MAX_NAME:
        return ""
    first, _, rest = text.partition(" ")
    if rest and _HAN.search(first) and len(rest.replace(" ", "")) > 1:
        return _SPACE_AT_HAN.sub("", rest.strip())
    return _SPACE_AT_HAN.sub("", text)


def _tidy(byline: str) -> str:
    text = _ROLE.sub("", " ".join(unicodedata.normalize("NFKC", byline).split()))
    return _ACCOUNT.sub("", text.strip(" |·-@「」“”《》【】"))


def _key(word: str) -> str:
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(character for character in folded if character.isalnum())


def _domain(host: str) -> str:
    """What a reader takes for the site: the registered domain, or the whole host on shared ones."""
    labels = host.split(".")
    if len(labels) <= 2 or host.endswith(tuple(f".{shared}" for shared in WORDS.shared_hosts)):
        return host
    if all(label.isdigit() for label in labels):
        return host
    deep = len(labels[-1]) == 2 and labels[-2] in WORDS.second_level_domains
    return ".".join(labels[-3 if deep else -2 :])
