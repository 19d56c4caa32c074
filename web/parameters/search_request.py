"""A search as it stands in a URL: parsed once, changed by small steps, written back in one order."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from index.query.dates import as_iso
from index.search_request import (
    DEFAULT_LIMIT,
    MAX_LIMIT,
    MAX_VALUE_LENGTH,
    MAX_VALUES,
    Search,
    Sort,
)
from web.parameters.query_string import Parameters, PlainDigits, QueryText, each_once, printable

MAX_PAGE = 10_000
"""Deeper than any archive goes; the bound on what a paging client can ask."""

FacetName = Literal["newsletter", "category", "source", "tag", "issue"]
"""Filters whose values are chosen from a list."""

LISTED: tuple[FacetName, ...] = ("newsletter", "category", "source", "tag", "issue")
"""All of them, in the order in which readers and URLs have them."""


def _as_people_write(value: object, info: ValidationInfo) -> object:
    """`2020.5`, `2020/5` and `2020年5月` are months in a form; programs write them in one way."""
    strict = isinstance(info.context, Mapping) and info.context.get("strict")
    return as_iso(value) if isinstance(value, str) and not strict else value


Value = Annotated[str, Field(min_length=1, max_length=MAX_VALUE_LENGTH), AfterValidator(printable)]
Values = Annotated[tuple[Value, ...], Field(max_length=MAX_VALUES), AfterValidator(each_once)]
Day = Annotated[
    str,
    Field(pattern=r"^([1-9][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?$", max_length=10),
    BeforeValidator(_as_people_write),
]


class SearchRequest(Parameters):
    """The parameters of a search, the same for pages, API, feeds, exports and the widget."""

    q: Annotated[
        QueryText, Field(description="What to find; search language included. Empty: everything.")
    ] = ""
    newsletter: Annotated[Values, Field(description="Slugs of newsletters; any of them suffices.")] = ()
    category: Annotated[Values, Field(description="Categories; any of them suffices.")] = ()
    source: Annotated[Values, Field(description="Sources (publishers); any of them suffices.")] = ()
    tag: Annotated[Values, Field(description="Tags; any of them suffices.")] = ()
    issue: Annotated[Values, Field(description="Names of issues; any of them suffices.")] = ()
    date_from: Annotated[Day, Field(alias="from", description="First year, month or day, inclusive.")] = ""
    date_to: Annotated[Day, Field(alias="to", description="Last year, month or day, inclusive.")] = ""
    sort: Annotated[
        Sort | None,
        Field(description="Order of hits. Without it: by relevance if there is a query, else newest first."),
    ] = None
    page: Annotated[
        int, Field(ge=1, le=MAX_PAGE, description="From 1; past the last page: 404."), PlainDigits
    ] = 1
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT, description="Hits on a page."), PlainDigits] = (
        DEFAULT_LIMIT
    )
    literal: Annotated[
        Literal["0", "1"],
        Field(description="1 searches only for what was typed: no synonyms, spelling or pinyin."),
    ] = "0"

    @property
    def order(self) -> Sort:
        """The order that holds, also where none was chosen."""
        return self.sort or ("relevance" if self.q else "newest")

    @property
    def empty(self) -> bool:
        """Whether nothing is asked: the archive is browsed."""
        return not (self.q or self.filtered)

    @property
    def filtered(self) -> bool:
        """Whether any filter narrows the search."""
        return any(getattr(self, name) for name in (*LISTED, "date_from", "date_to"))

    def to_search(self) -> Search:
        """What the library is asked."""
        return Search(
            text=self.q,
            category=self.category,
            source=self.source,
            tag=self.tag,
            issue=self.issue,
            date_from=_real_day(self.date_from),
            date_to=_real_day(self.date_to),
            sort=self.order,
            page=self.page,
            limit=self.limit,
            literal=self.literal == "1",
            newsletter=self.newsletter,
        )

    def of_search(self, search: Search) -> Self:
        """This request with the words and filters of another search."""
        filters = {name: getattr(search, name) for name in (*LISTED, "date_from", "date_to")}
        return self.model_copy(update={"q": search.text, **filters})

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Name and value of everything that is not the default, in one fixed order."""
        pairs = [("q", self.q)] if self.q else []
        for name in LISTED:
            pairs += [(name, value) for value in getattr(self, name)]
        singles = {
            "from": self.date_from,
            "to": self.date_to,
            "sort": self.sort or "",
            "literal": self.literal.strip("0"),
            "page": str(self.page) if self.page > 1 else "",
            "limit": str(self.limit) if self.limit != DEFAULT_LIMIT else "",
        }
        return tuple(pairs + [(name, value) for name, value in singles.items() if value])

    def changed(self, **values: object) -> Self:
        """Another search, from its first page unless a page is given."""
        return self.model_copy(update={"page": 1, **values})

    def toggled(self, facet: FacetName, value: str) -> Self:
        """With this value chosen, or no longer chosen."""
        chosen: tuple[str, ...] = getattr(self, facet)
        kept = tuple(other_value for other_value in chosen if other_value != value)
        return self.changed(**{facet: kept if value in chosen else (*chosen, value)})

    def ranged(self, first: str, last: str) -> Self:
        """From one year, month or day to another; chosen again, without bounds."""
        same = (self.date_from, self.date_to) == (first, last)
        return self.changed(date_from="" if same else first, date_to="" if same else last)

    def unfiltered(self) -> Self:
        """The same words without any filter."""
        return self.changed(**dict.fromkeys(LISTED, ()), date_from="", date_to="")


def _real_day(day: str) -> str:
    """The last day of a month for one that it does not have: 2021-02-31 → 2021-02-28."""
    if len(day) < 10:
        return day
    year, month, number = (int(part) for part in day.split("-"))
    return f"{day[:8]}{min(number, calendar.monthrange(year, month)[1]):02d}"
