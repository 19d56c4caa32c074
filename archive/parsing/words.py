"""Words by which all newsletters' bylines, tables and hosts are recognised: data, in words.toml."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict

_DATA = Path(__file__).with_name("words.toml").read_bytes()

WORDS_VERSION = hashlib.sha256(_DATA).hexdigest()[:16]
"""Hash of the data. What was read with other words is read again."""


class Words(BaseModel):
    """The content of words.toml, which says what each list is."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    byline_labels: tuple[str, ...]
    short_byline_labels: tuple[str, ...]
    account_words: tuple[str, ...]
    credits: tuple[str, ...]
    title_columns: tuple[str, ...]
    byline_columns: tuple[str, ...]
    count_columns: tuple[str, ...]
    shared_hosts: tuple[str, ...]
    second_level_domains: frozenset[str]


WORDS = Words.model_validate(tomllib.loads(_DATA.decode("utf8")))


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"
