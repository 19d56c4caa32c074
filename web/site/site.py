"""What every request needs: the library, the configuration, URLs and assets, kept with the app."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from flask import current_app, g, request

from web.site.hosts import own_address
from web.site.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.library.library import Library
    from web.config import Config
    from web.site.assets import Assets
    from web.site.urls import Urls

EXTENSION = "jianbao"

TEXTS_KEPT = 16_000_000
"""Characters of issues' HTML that a process keeps: some 400 issues of a weekly."""

ANSWERS_KEPT = 4_000_000
"""Bytes of whole answers that a process keeps: some 400 pages of results."""

_OWN_ADDRESS = "own_address"
"""Of the current request: an answer holds many full addresses."""


@dataclass(frozen=True, slots=True)
class Site:
    """The parts of one running site."""

    library: Library
    config: Config
    urls: Urls
    assets: Assets
    related: Mapping[str, tuple[str, ...]] | None = None
    """Entry → what is like it, where that was found for all at once; None to search for it."""
    texts: Memory[Any] = field(default_factory=lambda: Memory(TEXTS_KEPT))
    """HTML of issues that were read lately."""

    answers: Memory[Any] = field(default_factory=lambda: Memory(ANSWERS_KEPT))
    """Bodies of answers that were sent lately, compressed."""

    def absolute(self, path: str) -> str:
        """A path of this site as a full URL."""
        if _OWN_ADDRESS not in g:
            setattr(g, _OWN_ADDRESS, own_address(self.config, request.host_url))
        return self.urls.absolute(path, getattr(g, _OWN_ADDRESS))


def site() -> Site:
    """The site that answers the current request."""
    return cast("Site", current_app.extensions[EXTENSION])


def urls() -> Urls:
    """The one maker of URLs."""
    return site().urls
