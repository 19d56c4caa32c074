"""Byline and URL → the publisher that a reader would name. Aliases and sites are data."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from archive.urls import host_of


class Publishers:
    """Names of publishers, and what else they are called."""

    version = "0"
    """Hash of the data: sources change with it."""

    @staticmethod
    @lru_cache(maxsize=1)
    def shipped() -> Publishers:
        """Those that come with jianbao."""
        return Publishers()

    def source(self, byline: str, url: str, links: Sequence[str]) -> str:
        """The publisher behind a byline; the site of the URL where there is none."""
        return byline or host_of(url)
