"""The archive as tools for assistants (Model Context Protocol), over standard input and output."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import BaseModel, ConfigDict, Field

from index.documents import Document, Issue, documents_of
from index.errors import EngineError
from index.search_request import DATE_PATTERN, MAX_LIMIT, MAX_QUERY_LENGTH, Search, Sort

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.library.library import Library
    from index.library.snapshot import Snapshot

INSTRUCTIONS = """\
An archive of a newsletter, mostly in Chinese. `search` finds entries: things that an issue pointed its
readers to. Query words in Chinese or English; "exact words", -without, A OR B. Quote the `url` and the
`date` of what you use.
"""

READ_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

FEW = 10
"""Hits where nobody says otherwise: what fits well into a conversation."""

Query = Annotated[
    str, Field(max_length=MAX_QUERY_LENGTH, description="Words to find; empty finds everything.")
]
Names = Annotated[tuple[str, ...], Field(max_length=50, description="Any of these suffices.")]
Day = Annotated[
    str, Field(pattern=f"^({DATE_PATTERN})?$", description="YYYY, YYYY-MM or YYYY-MM-DD, inclusive.")
]
Page = Annotated[int, Field(ge=1, le=10_000)]
Limit = Annotated[int, Field(ge=1, le=MAX_LIMIT, description="Hits on a page.")]
Order = Annotated[Sort | None, Field(description="Default: relevance for a query, else newest first.")]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Place(_Record):
    """A further address that an entry points to."""

    label: str
    url: str


class EntryText(_Record):
    """An entry, whole."""

    id: str
    issue: str
    date: str = Field(description='YYYY-MM-DD; "" where it is not known.')
    category: str
    source: str = Field(description='The publisher; "" where nothing tells it.')
    title: str
    url: str = Field(description='"" where the title leads nowhere.')
    summary: str
    tags: tuple[str, ...]
    links: tuple[Place, ...]


class Found(_Record):
    """A page of hits, the best first."""

    total: int
    page: int
    pages: int
    also_searched: tuple[str, ...] = Field(description="Synonyms and spellings that were searched too.")
    did_you_mean: str | None = Field(description="A query that has hits, where this one has few or none.")
    hits: tuple[EntryText, ...]


class SectionText(_Record):
    """A section of an issue."""

    heading: str
    entries: tuple[EntryText, ...]


class IssueText(_Record):
    """An issue, whole."""

    name: str
    title: str
    date: str = Field(description='YYYY-MM-DD; "" where it is not known.')
    lead: str
    notes: tuple[str, ...]
    sections: tuple[SectionText, ...]


def serve(library: Library) -> None:
    """Answer over standard input and output until the input ends."""
    assistant(library).run("stdio")


def assistant(library: Library) -> MCPServer[object]:
    """A server with the tools `search`, `entry` and `issue` over `library`."""
    server: MCPServer[object] = MCPServer("jianbao", title="简报检索 jianbao", instructions=INSTRUCTIONS)

    @server.tool(annotations=READ_ONLY)
    def search(
        query: Query = "",
        category: Names = (),
        source: Names = (),
        tag: Names = (),
        date_from: Day = "",
        date_to: Day = "",
        sort: Order = None,
        page: Page = 1,
        limit: Limit = FEW,
    ) -> Found:
        """Find entries by words, category, source, tag and date; different filters must all hold."""
        order: Sort = sort or ("relevance" if query.strip() else "newest")
        asked = Search(query, category, source, tag, (), date_from, date_to, order, page, limit)
        if asked.backwards:
            raise ToolError(f"date_from {date_from} is after date_to {date_to}; exchange them")
        with _archive(library) as archive:
            return _found(archive, asked)

    @server.tool(annotations=READ_ONLY)
    def entry(id: str) -> EntryText:  # noqa: A002 - the name that the other tools' answers use
        """One entry by its `id`, as `search` and `issue` give it."""
        with _archive(library) as archive:
            document = archive.catalogue.document(id)
        if document is None:
            raise ToolError(f"{id!r}: no such entry; take an id from search or issue")
        return _entry(document)

    @server.tool(annotations=READ_ONLY)
    def issue(name: str = "") -> IssueText:
        """One issue by its name, with all its entries; without a name, the newest."""
        with _archive(library) as archive:
            newest = [one.name for one in archive.catalogue.issue_summaries(limit=FEW)]
            found = archive.catalogue.issue(name or next(iter(newest), ""))
        if found is None:
            raise ToolError(f"{name!r}: no such issue; the newest are: {', '.join(newest) or 'none'}")
        return _issue(found)

    return server


@contextmanager
def _archive(library: Library) -> Iterator[Snapshot]:
    """What one call is answered from. An assistant is told in the same words as people why it cannot be."""
    try:
        with library.snapshot() as archive:
            yield archive
    except EngineError as error:
        raise ToolError(str(error)) from error


def _found(archive: Snapshot, asked: Search) -> Found:
    results = archive.searcher.search(asked)
    return Found(
        total=results.total,
        page=results.page,
        pages=results.pages,
        also_searched=tuple(text for rewrite in results.rewrites for text in rewrite.searched),
        did_you_mean=results.suggestion,
        hits=tuple(_entry(hit.document) for hit in results.hits),
    )


def _entry(document: Document) -> EntryText:
    return EntryText(
        id=document.id,
        issue=document.issue,
        date=document.date,
        category=document.category,
        source=document.source,
        title=document.title,
        url=document.url,
        summary=document.summary,
        tags=document.tags,
        links=tuple(Place(label=link.label, url=link.url) for link in document.links),
    )


def _issue(issue: Issue) -> IssueText:
    documents = {document.id: document for document in documents_of(issue)}
    return IssueText(
        name=issue.name,
        title=issue.title,
        date=issue.date.isoformat() if issue.date else "",
        lead=issue.lead,
        notes=issue.notes,
        sections=tuple(
            SectionText(
                heading=section.heading, entries=tuple(_entry(documents[one.id]) for one in section.entries)
            )
            for section in issue.sections
        ),
    )
