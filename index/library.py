"""The one door to a finished archive: everything that a page, the API or the command line asks."""

from __future__ import annotations

from typing import Protocol

from index.documents import Document, Issue
from index.request import Search
from index.results import SearchResults, Stats, Suggestion, Trend


class Library(Protocol):
    """Read side of an archive. Each call is answered from one generation of the index.

    Every method raises `EngineError` (index.engine) where the index is missing, broken or foreign;
    no answer is never dressed up as an empty one.
    """

    def search(self, search: Search) -> SearchResults: ...

    def export(self, search: Search) -> tuple[Document, ...]:
        """All documents that a search finds, in its order; page and limit do not count."""
        ...

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]: ...

    def entry(self, id: str) -> Document | None: ...

    def related(self, id: str, limit: int = 5) -> tuple[Document, ...]:
        """Entries most like this one, itself left out."""
        ...

    def appearances(self, url: str) -> tuple[Document, ...]:
        """Entries that point to this URL, after normalising (WeChat, 知乎, GitHub, arXiv); newest first."""
        ...

    def issues(self) -> tuple[Issue, ...]:
        """All issues, newest first."""
        ...

    def issue(self, name: str) -> Issue | None: ...

    def trend(self, query: str) -> Trend: ...

    def terms_of_season(self, limit: int = 12) -> tuple[str, ...]:
        """Words that the latest issues say more often than the archive does."""
        ...

    def stats(self) -> Stats: ...
