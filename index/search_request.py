"""What is asked of the archive: one frozen value that can be printed, compared and cached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sort = Literal["relevance", "newest", "oldest"]

DEFAULT_LIMIT = 20
"""Hits on a page by default."""

MAX_LIMIT = 100
"""Hits on a page at most: a page is for reading, an export for taking everything."""

MAX_QUERY_LENGTH = 500
"""Characters of a query that are read; more than any reader types, and the bound on its cost."""

MAX_VALUES = 20
"""Values of one filter: more than a page offers, and the bound on a search's cost."""

MAX_VALUE_LENGTH = 100
"""Characters of one filter value; longer ones are not offered as filters either."""

MAX_CLAUSES = 8
"""Pieces of search language in a query: phrases, exclusions, fields, alternatives. Each is a search of its
own, so that their number bounds the cost, too."""

MAX_WORDS = 24
"""Words of a query that are searched, more than a title or a question has; the reader is told what follows
them. Each is corrected and looked up under all its names, which bounds the cost, too."""

SECONDS = 2.0
"""How long a search may take before it stops with what it has: a server has others to answer."""

PATIENCE = 60.0
"""Seconds for a search on behalf of one person alone. With a server's two, on a loaded machine the first
search, which loads dictionaries, gave nothing, and a second one other hits than usual."""

DATE_PATTERN = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
"""A year, a month or a day, as bounds are written."""


@dataclass(frozen=True, slots=True)
class Search:
    """A search, complete. Values of one filter are alternatives; different filters must all hold."""

    text: str = ""
    """As the reader typed it, search language included; "" finds everything."""

    category: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    issue: tuple[str, ...] = ()

    date_from: str = ""
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`, inclusive; "" for no bound."""

    date_to: str = ""
    """Like `date_from`, inclusive to the end of that year, month or day."""

    sort: Sort = "relevance"
    page: int = 1
    """From 1. A page past the last one has no hits: the caller decides what that means."""

    limit: int = DEFAULT_LIMIT
    literal: bool = False
    """Search only for what was typed: no synonyms, spelling, pinyin or loosening."""

    newsletter: tuple[str, ...] = ()
    """Slugs."""

    @property
    def backwards(self) -> bool:
        """Whether the range ends before it begins, so that nothing can be in it."""
        shared = min(len(self.date_from), len(self.date_to))
        return self.date_from[:shared] > self.date_to[:shared]
