"""The tools: questions that an assistant asks of the archive. Each is answered from one snapshot of it."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import AfterValidator, Field

from index.errors import EngineError
from index.field_values import FieldValues
from index.search_request import (
    DATE_PATTERN,
    MAX_LIMIT,
    MAX_QUERY_LENGTH,
    MAX_VALUE_LENGTH,
    MAX_VALUES,
    Search,
    Sort,
)
from index.storage.canonical_url import destination
from web.mcp.records import (
    Appearance,
    Appearances,
    EntryText,
    HitPage,
    IssueText,
    Presenter,
    Trends,
    Value,
    Values,
    course_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.library.library import Library
    from index.library.snapshot import Snapshot
    from web.site.urls import Urls

FEW = 10
"""Hits where nobody says otherwise: what fits well into a conversation."""

MOST_URLS = 100
"""Addresses that are looked up in one call."""

MOST_TRENDS = 5


def _date(text: str) -> str:
    if text and not re.fullmatch(DATE_PATTERN, text):
        raise ValueError("write a date as YYYY, YYYY-MM or YYYY-MM-DD")
    return text


Query = Annotated[
    str, Field(max_length=MAX_QUERY_LENGTH, description="Words to find; empty finds everything.")
]
Names = Annotated[
    tuple[Annotated[str, Field(max_length=MAX_VALUE_LENGTH)], ...],
    Field(max_length=MAX_VALUES, description="Any of these suffices."),
]
Day = Annotated[
    str,
    AfterValidator(_date),
    Field(
        description="YYYY, YYYY-MM or YYYY-MM-DD, inclusive.",
        json_schema_extra={"pattern": f"^({DATE_PATTERN})?$"},
    ),
]
Page = Annotated[int, Field(ge=1, le=10_000)]
Limit = Annotated[int, Field(ge=1, le=MAX_LIMIT, description="Hits on a page.")]
Order = Annotated[Sort | None, Field(description="Default: relevance for a query, else newest first.")]
FieldName = Literal["newsletter", "category", "source", "tag", "month"]
NearestTo = Annotated[
    str,
    Field(max_length=MAX_VALUE_LENGTH, description="Put values most like this one first; else the frequent."),
]
Addresses = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=2000)], ...],
    Field(min_length=1, max_length=MOST_URLS, description="Web addresses, in any spelling."),
]
Queries = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=100)], ...],
    Field(min_length=1, max_length=MOST_TRENDS, description="Queries to count by month."),
]


class Tools:
    """Everything that can be asked of one library."""

    def __init__(self, library: Library, urls: Urls) -> None:
        self._library = library
        self._presenter = Presenter(urls)

    def all(self) -> tuple[Callable[..., Any], ...]:
        """The tools, those that come first in a conversation first."""
        return (self.search, self.entry, self.issue, self.values, self.lookup, self.trends)

    def search(
        self,
        query: Query = "",
        category: Names = (),
        source: Names = (),
        tag: Names = (),
        date_from: Day = "",
        date_to: Day = "",
        sort: Order = None,
        page: Page = 1,
        limit: Limit = FEW,
        newsletter: Names = (),
    ) -> HitPage:
        """Find entries by words, newsletter, category, source, tag and date; all filters must hold."""
        order: Sort = sort or ("relevance" if query.strip() else "newest")
        asked = Search(
            query, category, source, tag, (), date_from, date_to, order, page, limit, newsletter=newsletter
        )
        if asked.backwards:
            raise ToolError(f"date_from {date_from} is after date_to {date_to}; exchange them")
        with self._archive() as archive:
            chosen = {"newsletter": newsletter, "category": category, "source": source, "tag": tag}
            for field, typed in chosen.items():
                _require_known(archive, field, typed)
            results = archive.searcher.search(asked)
            if not results.complete:  # the first one loads dictionaries, on a slow machine too long
                results = archive.searcher.search(asked)
        return self._presenter.page_of(results)

    def entry(self, id: str) -> EntryText:  # noqa: A002 - the name that the other tools' answers use
        """One entry by its `id`, as `search` and `issue` give it."""
        with self._archive() as archive:
            document = archive.catalogue.document(id)
        if document is None:
            raise ToolError(f"{id[:80]!r}: no such entry; take an id from search or issue")
        return self._presenter.entry(document)

    def issue(self, name: str = "") -> IssueText:
        """One issue by its name, with all its entries; without a name, the newest."""
        with self._archive() as archive:
            newest = [summary.name for summary in archive.catalogue.issue_summaries(limit=FEW)]
            wanted = name or next(iter(newest), "")
            moved = archive.catalogue.forward(wanted)
            issue = archive.catalogue.issue(wanted) or archive.catalogue.issue(moved)
        if issue is None:
            raise ToolError(f"{name[:80]!r}: no such issue; the newest are: {', '.join(newest) or 'none'}")
        return self._presenter.issue(issue)

    def values(self, field: FieldName, like: NearestTo = "", limit: Limit = MAX_LIMIT) -> Values:
        """Newsletters, categories, sources, tags or months that there are, with their numbers of entries."""
        with self._archive() as archive:
            known = {value: count for value, count in archive.catalogue.values(field).items() if value}
        if like:
            ordered = FieldValues(known).nearest(like)
        elif field == "month":
            ordered = sorted(known, reverse=True)
        else:
            ordered = sorted(known, key=lambda value: (-known[value], value))
        values = tuple(Value(value=value, entries=known[value]) for value in ordered[:limit])
        return Values(field=field, total=len(known), values=values)

    def lookup(self, urls: Addresses) -> Appearances:
        """Whether web addresses have been covered already, when and where."""
        with self._archive() as archive:
            appearances = tuple(
                Appearance(
                    url=url,
                    canonical=destination(url),
                    covered=bool(entries),
                    entries=tuple(map(self._presenter.entry, entries)),
                )
                for url in urls
                for entries in [archive.catalogue.appearances(url)]
            )
        return Appearances(covered=sum(appearance.covered for appearance in appearances), urls=appearances)

    def trends(self, queries: Queries) -> Trends:
        """How many entries match each query, by month."""
        with self._archive() as archive:
            first, last = archive.catalogue.dates
            trends = tuple(course_of(archive.searcher.trend(query)) for query in queries)
        return Trends(first_month=first[:7], last_month=last[:7], trends=trends)

    @contextmanager
    def _archive(self) -> Iterator[Snapshot]:
        """What one call is answered from. Assistants are told in people's words why it cannot be."""
        try:
            with self._library.snapshot() as archive:
                yield archive
        except EngineError as error:
            raise ToolError(str(error)) from error


def _require_known(archive: Snapshot, field: str, typed: tuple[str, ...]) -> None:
    """A value that nobody has is a slip: say which there are."""
    known = FieldValues(archive.catalogue.values(field) if typed else {})
    for value in typed:
        if not known.knows(value):
            nearest = ", ".join(known.nearest(value)[:FEW]) or "none"
            raise ToolError(f"{value[:80]!r}: no such {field}; the nearest are: {nearest}; values tells all")
