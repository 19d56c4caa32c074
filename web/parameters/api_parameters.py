"""Query strings of the API beyond a search: each a frozen model, as strict as the search's."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from web.parameters.query_string import Parameters, PlainDigits, QueryText, each_once, printable
from web.parameters.search_request import SearchRequest
from web.text.markup import safe_url

MAX_SUGGESTIONS = 20
MAX_PAGE = 10_000
UNDATED = "none"
"""The "year" of issues whose date is not known."""

MAX_TERMS = 5
"""Lines that one plot can hold apart."""

MAX_URL_LENGTH = 800
MAX_TERM_LENGTH = 100
"""Characters of a term: what a legend can hold, and what five of fit into an address."""

URL_PATTERN = r"^https?://[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,4})?([/?#][!-~\u00a1-\ud7ff\uf900-\ufdcf]*)?$"
"""A web address as people paste it; Chinese characters in paths included."""


MAX_ISSUES = 1000
"""In one answer: twenty years of a weekly, 300 kB; all of an archive of 100,000 made 30 MB."""


class NothingRequest(Parameters):
    """No parameters at all."""


class IssuesRequest(Parameters):
    """Which part of the list of issues."""

    year: Annotated[str, Field(pattern=rf"^(\d{{4}}|{UNDATED})?$", description="Issues of one year.")] = ""
    page: Annotated[int, Field(ge=1, le=MAX_PAGE, description="Page of the list."), PlainDigits] = 1


class IssueListRequest(Parameters):
    """How much of the list of issues."""

    limit: Annotated[
        int, Field(ge=1, le=MAX_ISSUES, description="Issues on a page of the list."), PlainDigits
    ] = MAX_ISSUES
    page: Annotated[int, Field(ge=1, le=MAX_PAGE, description="Page of the list."), PlainDigits] = 1


class ExplainedSearchRequest(SearchRequest):
    """A search of the API: the same parameters, and whether it is to be explained."""

    explain: Annotated[
        Literal["0", "1"],
        Field(description="1 tells what was searched, and what each clause gave each hit."),
    ] = "0"


class SuggestRequest(Parameters):
    """What is being typed."""

    q: Annotated[QueryText, Field(description="The text so far; empty: words of the latest issues.")] = ""
    limit: Annotated[
        int, Field(ge=1, le=MAX_SUGGESTIONS, description="Completions at most."), PlainDigits
    ] = 8
    format: Annotated[
        Literal["json", "opensearch"],
        Field(description="`opensearch` answers in the form that browsers' search boxes read."),
    ] = "json"


class LookupRequest(Parameters):
    """A URL that may have appeared."""

    url: Annotated[
        str, Field(pattern=URL_PATTERN, max_length=MAX_URL_LENGTH, description="An http or https address.")
    ]


class TrendsRequest(Parameters):
    """Queries to be counted by month."""

    q: Annotated[
        tuple[
            Annotated[str, Field(max_length=MAX_TERM_LENGTH), AfterValidator(printable)],
            ...,
        ],
        Field(min_length=1, max_length=MAX_TERMS, description="A query; repeat for up to five."),
        AfterValidator(each_once),
    ]


def is_url(text: str) -> bool:
    """Whether a pasted text is an address that can be looked up."""
    return bool(safe_url(text)) and len(text) <= MAX_URL_LENGTH
