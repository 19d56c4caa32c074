"""The library over an index on disk: each call is answered from the generation that is current."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import EngineError
from index.library.snapshot_manager import CHECK_SECONDS, Follower, Opener
from index.results import Health
from index.storage.generations import Generations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.documents import Document, Issue
    from index.engines.protocol import EngineStore
    from index.library.answers import MakeAnswers
    from index.library.snapshot_manager import Tools
    from index.results import SearchResults, Stats, Suggestion, Trend
    from index.search_request import Search


class IndexedLibrary:
    """Implements `index.library.library.Library`. Safe to use from several threads.

    Nothing is opened before the first question. Open it after a fork, not before: what a parent
    process holds open cannot be removed until it ends. `renewed` gives store and answers with the word
    lists as they are now; it is asked where the index was made with others.
    """

    def __init__(
        self,
        data: Path,
        store: EngineStore,
        make_answers: MakeAnswers,
        *,
        check_seconds: float = CHECK_SECONDS,
        renewed: Callable[[], Tools] | None = None,
    ) -> None:
        generations = Generations(data)
        opener = Opener(generations, (store, make_answers), renewed)
        self._current = Follower(generations, opener, check_seconds)

    def search(self, search: Search) -> SearchResults:
        """As `Library.search`."""
        with self._current.use() as now:
            return now.answers.search(search)

    def export(self, search: Search) -> tuple[Document, ...]:
        """As `Library.export`."""
        with self._current.use() as now:
            return now.answers.export(search)

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """As `Library.suggest`."""
        with self._current.use() as now:
            return now.answers.suggest(text, limit)

    def entry(self, key: str) -> Document | None:
        """As `Library.entry`."""
        with self._current.use() as now:
            return now.catalogue.document(key)

    def related(self, key: str, limit: int = 5) -> tuple[Document, ...]:
        """As `Library.related`."""
        with self._current.use() as now:
            return now.answers.related(key, limit)

    def appearances(self, url: str) -> tuple[Document, ...]:
        """As `Library.appearances`."""
        with self._current.use() as now:
            return now.catalogue.appearances(url)

    def issues(self) -> tuple[Issue, ...]:
        """As `Library.issues`."""
        with self._current.use() as now:
            names = [one.name for one in now.catalogue.issue_summaries()]
            return tuple(filter(None, map(now.catalogue.issue, names)))

    def issue(self, name: str) -> Issue | None:
        """As `Library.issue`."""
        with self._current.use() as now:
            return now.catalogue.issue(name)

    def trend(self, query: str) -> Trend:
        """As `Library.trend`."""
        with self._current.use() as now:
            return now.answers.trend(query)

    def terms_of_season(self, limit: int = 12) -> tuple[str, ...]:
        """As `Library.terms_of_season`."""
        with self._current.use() as now:
            return now.answers.terms_of_season(limit)

    def stats(self) -> Stats:
        """As `Library.stats`."""
        with self._current.use() as now:
            return now.stats

    def health(self) -> Health:
        """As `Library.health`; opens the index where it is not open yet."""
        try:
            with self._current.use() as now:
                told = now.generation.manifest
                return Health(
                    ready=True,
                    reason=self._current.trouble(),
                    generation=now.generation.name,
                    built_at=told.built_at,
                    bytes=told.bytes,
                    entries=told.entries,
                )
        except EngineError as error:
            return Health(ready=False, reason=str(error), generation="", built_at="", bytes=0, entries=0)

    def follow(self) -> None:
        """Open the index now and keep up with it from a thread: for servers, once after a fork."""
        self._current.follow()

    def close(self) -> None:
        """Let go of the index, and stop following; the next question opens it again."""
        self._current.close()
