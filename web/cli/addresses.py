"""Addresses of entries on the site, and of their files on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from web.config import ConfigError
from web.origin import origin_of
from web.site.urls import Urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.documents import Document
    from web.config import Config


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of entries and issues. Without `site.base_url` they are paths below wherever the site is."""

    urls: Urls
    sources: tuple[tuple[str, str], ...]
    """Slug and source of each newsletter; empty where unknown."""

    def entry(self, key: str) -> str:
        """The permalink of an entry."""
        return self.urls.absolute(self.urls.entry(key), "")

    def issue(self, name: str) -> str:
        """The address of an issue."""
        return self.urls.absolute(self.urls.issue(name), "")

    def location(self, document: Document) -> str:
        """`file:line` of an entry; relative to the current folder if the source is a folder."""
        file = self.file(document)
        path = document.file if file is None else _relative_path(file)
        return f"{path}:{document.line}"

    def file(self, document: Document) -> Path | None:
        """The file of an entry's issue; None where it is not on this machine."""
        return next((file for file in self._candidates(document) if file.is_file()), None)

    def _candidates(self, document: Document) -> Iterator[Path]:
        """Names of issues begin with their newsletter's where there are several. Of several sources of one
        newsletter, each path begins with a name for its source."""
        slug, _, issue_name = document.issue.partition("/")
        candidates = [source for name, source in self.sources if not issue_name or name == slug]
        path = document.file if len(candidates) == 1 else document.file.partition("/")[2]
        return (Path(source, path) for source in candidates if "://" not in source)


def addresses_of(config: Config) -> Addresses:
    """Addresses for a configuration and the stored origin of the index."""
    try:
        newsletters = origin_of(config).newsletters
    except ConfigError:
        newsletters = ()  # a damaged origin must not prevent the answer
    sources = tuple(
        (newsletter.slug or Path(source).name, source)
        for newsletter in newsletters
        for source in newsletter.sources
    )
    return Addresses(Urls(config.site.prefix, config.site.base_url), sources)


def _relative_path(file: Path) -> str:
    folder = Path.cwd()
    return os.path.relpath(file, folder) if file.is_relative_to(folder) else str(file)
