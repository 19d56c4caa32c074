"""Values of the archive → what answers of the API say of them, ready for JSON.

The command line prints the same, and so nothing here needs the models of `web.api.schema`, whose making
takes longer than many a search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.schema import FACETS

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.documents import Document, IssueSummary, Link
    from index.results import (
        ClauseScore,
        Explanation,
        FacetResult,
        Hit,
        IssueHit,
        Marked,
        SearchResults,
    )

    Address = Callable[[str], str]
    """Name of an entry or issue → its address."""


def local_permalink(key: str) -> str:
    """Permalink of an entry where no site is known, as on the command line."""
    return f"/entries/{key}"


def local_issue(name: str) -> str:
    """Address of an issue where no site is known."""
    return f"/issues/{name}"


def entry_record(document: Document) -> dict[str, object]:
    """An entry as exports write it, one a line: everything that is known, in a fixed order."""
    return {
        "id": document.id,
        "newsletter": document.newsletter,
        "issue": document.issue,
        "date": document.date or None,
        "file": document.file,
        "line": document.line,
        "end_line": document.end_line,
        "category": document.category,
        "title": document.title,
        "tags": list(document.tags),
        "url": document.url or None,
        "byline": document.byline or None,
        "source": document.source,
        "links": [_link(link) for link in document.links if not link.implied],
        "implied_links": [_link(link) for link in document.links if link.implied],
        "summary": document.summary,
    }


def entry_fields(document: Document, permalink: Address) -> dict[str, object]:
    """What every answer says of an entry."""
    return {
        "id": document.id,
        "newsletter": document.newsletter,
        "issue": document.issue,
        "issue_title": document.issue_title,
        "date": document.date or None,
        "category": document.category,
        "source": document.source,
        "byline": document.byline or None,
        "title": document.title,
        "url": document.url or None,
        "links": [_link(link) for link in document.links],
        "tags": list(document.tags),
        "summary": document.summary,
        "permalink": permalink(document.id),
    }


def search_answer(
    results: SearchResults,
    permalink: Address = local_permalink,
    issue_url: Address = local_issue,
    of_site: Callable[[Document], dict[str, object]] = lambda _document: {},
    explanation: Explanation | None = None,
) -> dict[str, object]:
    """The answer to a search, ready for JSON; addresses are made by the two functions, and `of_site` gives
    what a site's configuration says of an entry.

    It is what `SearchAnswer` describes; a test says that it conforms.
    """
    return {
        "total": results.total,
        "page": results.page,
        "pages": results.pages,
        "limit": results.limit,
        "hits": [_hit(hit, permalink, issue_url) | of_site(hit.document) for hit in results.hits],
        "facets": _facets(results.facets),
        "rewritten": [
            {"kind": rewrite.kind, "typed": rewrite.typed, "searched": list(rewrite.searched)}
            for rewrite in results.rewrites
        ],
        "suggestion": results.suggestion,
        "understood": [
            {"kind": part.kind, "label": part.label, "without": part.without} for part in results.understood
        ],
        "unknown": [
            {"field": unknown.field, "value": unknown.value, "nearest": list(unknown.nearest)}
            for unknown in results.unknown
        ],
        "issues": [_issue_hit(issue_hit, issue_url) for issue_hit in results.issues],
        "generation": results.generation,
        "complete": results.complete,
        "took_ms": round(results.took_ms, 1),
        "explanation": _explanation(explanation) if explanation else None,
    }


def issue_fields(issue: IssueSummary, issue_url: Address) -> dict[str, object]:
    """What every answer says of an issue."""
    return {
        "name": issue.name,
        "newsletter": issue.newsletter,
        "title": issue.title,
        "headline": issue.headline,
        "date": issue.date or None,
        "number": issue.number,
        "entries": issue.entries,
        "permalink": issue_url(issue.name),
    }


def _hit(hit: Hit, permalink: Address, issue_url: Address) -> dict[str, object]:
    return entry_fields(hit.document, permalink) | {
        "newsletter_title": None,
        "issue_permalink": f"{issue_url(hit.document.issue)}#e-{hit.document.id}",
        "image": None,
        "highlights": {
            "title": _highlight(hit.title),
            "summary": [_highlight(part) for part in hit.snippets],
        },
        "score": round(hit.score, 4),
        "similar": hit.similar,
    }


def _facets(facets: tuple[FacetResult, ...]) -> dict[str, object]:
    """Every facet that is promised, empty where nothing was counted."""
    counted = {
        facet.name: [
            {
                "value": bucket.value,
                "label": bucket.label,
                "count": bucket.count,
                "selected": bucket.selected,
            }
            for bucket in facet.buckets
        ]
        for facet in facets
    }
    return {name: counted.get(name, []) for name in FACETS}


def _issue_hit(issue: IssueHit, issue_url: Address) -> dict[str, object]:
    return {
        "name": issue.name,
        "title": issue.title,
        "date": issue.date or None,
        "highlight": _highlight(issue.snippet),
        "permalink": issue_url(issue.name),
    }


def _explanation(explanation: Explanation) -> dict[str, object]:
    """Why hits stand where they stand."""
    return {
        "typed": explanation.typed,
        "query": list(explanation.query),
        "clauses": explanation.clauses,
        "candidates": explanation.candidates,
        "total": explanation.total,
        "hits": [
            {"id": key, "score": round(score, 4), "clauses": [_clause(clause) for clause in clauses]}
            for key, score, clauses in explanation.hits
        ],
    }


def _clause(clause: ClauseScore) -> dict[str, object]:
    return {"depth": clause.depth, "clause": clause.clause, "weight": clause.weight, "score": clause.score}


def _link(link: Link) -> dict[str, str]:
    return {"label": link.label, "url": link.url}


def _highlight(part: Marked) -> dict[str, object]:
    return {
        "text": part.text,
        "marks": [list(mark) for mark in part.marks],
        "cut_start": part.cut_start,
        "cut_end": part.cut_end,
    }
