"""Text that stands in an issue but in none of its entries: its headline, lead and notes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from index.documents import Document, Issue, order_of
from index.engines.collecting import collect
from index.engines.columns import Columns
from index.engines.document_terms import Indexed, indexed
from index.engines.postings import InvertedPostings, Occurrences
from index.engines.protocol import EngineRequest
from index.query.tree import Query
from index.results import IssueHit
from index.search.highlighter import Highlighter
from index.text.analyzer import Analyzer

MOST = 5
"""Issues that are shown beside the entries."""


class IssueTexts:
    """A small index of its own: there are as many texts as issues, and only their own words weigh."""

    def __init__(self, issues: Iterable[Issue], analyzer: Analyzer) -> None:
        self._pages = [page for page in map(_page, issues) if page.summary]
        kept = [indexed(page, analyzer) for page in self._pages]
        self._columns = Columns({number: one.record for number, one in enumerate(kept)})
        self._postings = InvertedPostings(_Terms(kept), self._columns)
        self._by_name = {page.id: page for page in self._pages}

    def search(self, query: Query, filters: Mapping[str, Query]) -> tuple[IssueHit, ...]:
        """The issues whose own text is found; filters that only entries can pass let none through."""
        found = collect(EngineRequest(query, filters, limit=MOST), self._postings, self._columns)
        highlighter = Highlighter.of(query)
        return tuple(self._hit(self._by_name[key], highlighter) for key in found.keys)

    def _hit(self, page: Document, highlighter: Highlighter) -> IssueHit:
        return IssueHit(page.issue, page.title, page.date, highlighter.snippets(page.summary)[0])


class _Terms:
    """`index.engines.postings.TermReader` in memory."""

    def __init__(self, kept: Sequence[Indexed]) -> None:
        self._postings: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
        for number, one in enumerate(kept):
            for field, terms in one.terms.items():
                for term, count in Counter(terms).items():
                    self._postings[field, term].append((number, count))

    def occurrences(self, field: str, term: str) -> Occurrences:
        return self._postings.get((field, term), ())


def _page(issue: Issue) -> Document:
    """An issue's own text as if it were an entry."""
    notes = [*issue.notes, *(note for section in issue.sections for note in section.notes)]
    return Document(
        id=issue.name,
        issue=issue.name,
        issue_title=issue.title,
        file=issue.file,
        date=issue.date.isoformat() if issue.date else "",
        order=order_of(issue),
        position=0,
        category="",
        source="",
        byline="",
        title=issue.title,
        url="",
        links=issue.lead_links,
        tags=(),
        summary="\n".join(filter(None, [issue.lead, *notes])) or issue.headline,
        line=1,
        end_line=1,
        markdown="",
    )
