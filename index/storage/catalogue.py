"""All issues of a generation, and the ways to look something up among them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from index.documents import Document, Issue, documents_of, order_of
from index.errors import IndexBrokenError
from index.storage.canonical_url import destination

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

_ISSUES = TypeAdapter(tuple[Issue, ...])


class Catalogue:
    """The issues of one generation with their documents. Never changes; safe to use from several threads."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self._issues = tuple(sorted(issues, key=_age, reverse=True))
        self._by_name = {issue.name: issue for issue in self._issues}
        self._documents = tuple(document for issue in self._issues for document in documents_of(issue))
        self._by_id = {document.id: document for document in self._documents}

    def issues(self) -> tuple[Issue, ...]:
        """All issues, newest first."""
        return self._issues

    def issue(self, name: str) -> Issue | None:
        """The issue of this name; None if there is none."""
        return self._by_name.get(name)

    def documents(self) -> Sequence[Document]:
        """All documents: newest issue first, then in the order of its text."""
        return self._documents

    def document(self, key: str) -> Document:
        """The document of this id; raises KeyError if there is none."""
        return self._by_id[key]

    def find(self, key: str) -> Document | None:
        """The document of this id; None if there is none."""
        return self._by_id.get(key)

    def appearances(self, url: str) -> tuple[Document, ...]:
        """Documents whose URL or links lead to the same place as `url`; newest first."""
        return tuple(self._by_destination.get(destination(url), ()))

    @cached_property
    def _by_destination(self) -> Mapping[str, Sequence[Document]]:
        """Made when first asked for: most processes never ask."""
        found: dict[str, list[Document]] = {}
        for document in self._documents:
            urls = (document.url, *(link.url for link in document.links))
            for place in dict.fromkeys(destination(url) for url in urls if url):
                found.setdefault(place, []).append(document)
        return found


def _age(issue: Issue) -> tuple[int, str, str]:
    """Sorts issues by time; the name decides where nothing else does."""
    return order_of(issue), issue.date.isoformat() if issue.date else "", issue.name


def to_bytes(issues: Iterable[Issue]) -> bytes:
    """JSON of whole issues; documents are not kept twice, they follow from the issues."""
    return _ISSUES.dump_json(tuple(sorted(issues, key=_age)))


def read_issues(path: Path) -> tuple[Issue, ...]:
    """Raises IndexBrokenError where `to_bytes` did not write this, OSError where it cannot be read."""
    try:
        return _ISSUES.validate_json(path.read_bytes())
    except ValidationError:
        raise IndexBrokenError(f"{path}: damaged; run `jianbao reindex`") from None


def open_catalogue(path: Path) -> Catalogue:
    """The catalogue kept in this file; raises as `read_issues` does."""
    return Catalogue(read_issues(path))
