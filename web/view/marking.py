"""Mark a search's matches in whole texts, based on the matches in its snippets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from index.search_request import MAX_LIMIT, Search
from web.site.archive import archive

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.results import Hit, Marked, SearchResults
    from web.text.markup import Spans

_WORD = re.compile(r"[A-Za-z0-9]")
_TAG = re.compile(r"(<[^<>]*>)")


@dataclass(frozen=True, slots=True)
class Marks:
    """Matches of one search in one issue."""

    hits: Mapping[str, Hit]
    """Entry → its hit."""

    matched: tuple[str, ...]
    """Texts that matched anywhere, longest first."""

    leads: tuple[Marked, ...]
    """Marked stretches of the issue's lead and notes."""

    def title(self, key: str) -> Spans:
        """Spans of an entry's title."""
        hit = self.hits.get(key)
        return hit.title.marks if hit else ()

    def text(self, key: str, text: str) -> Spans:
        """Spans of an entry's summary: nothing is marked in entries that were not found."""
        return spans_of(text, self.matched) if key in self.hits else ()

    def html(self, key: str, html: str) -> Markup:
        """Sanitised HTML of an entry with its matches marked."""
        return Markup(marked_html(html, self.matched if key in self.hits else ()))  # noqa: S704 - sanitised

    def passage(self, html: str) -> Markup:
        """Sanitised HTML outside entries with its matches marked."""
        return Markup(marked_html(html, _matched(self.leads)))  # noqa: S704 - sanitised

    def lead(self, text: str) -> Spans:
        """Spans of text outside entries."""
        return spans_of(text, _matched(self.leads))


NOTHING = Marks({}, (), ())


def marks_in(issue: str, text: str) -> Marks:
    """What a text finds in one issue."""
    if not text:
        return NOTHING
    results = archive().searcher.search(Search(text=text, issue=(issue,), limit=MAX_LIMIT))
    return marks_of(results, issue)


def marks_of(results: SearchResults, issue: str) -> Marks:
    """The matches of a search's hits and of the issue's own text."""
    hits = {hit.document.id: hit for hit in results.hits}
    parts = [part for hit in results.hits for part in (hit.title, *hit.snippets)]
    leads = tuple(issue_hit.snippet for issue_hit in results.issues if issue_hit.name == issue)
    return Marks(hits, _matched(parts), leads)


def spans_of(text: str, matched: tuple[str, ...]) -> Spans:
    """Spans of all occurrences of the texts; Latin ones only as whole words."""
    if not matched:
        return ()
    pattern = re.compile("|".join(_pattern(term) for term in matched), re.IGNORECASE)
    return tuple(match.span() for match in pattern.finditer(text))


def marked_html(html: str, matched: tuple[str, ...]) -> str:
    """Well-formed HTML with texts that matched in `<mark>`; tags, and what is in them, stay as they are."""
    if not matched:
        return html
    pattern = re.compile("|".join(_pattern(str(escape(term))) for term in matched), re.IGNORECASE)
    parts = _TAG.split(html)
    parts[::2] = [pattern.sub(r"<mark>\g<0></mark>", text) for text in parts[::2]]
    return "".join(parts)


def _matched(parts: list[Marked] | tuple[Marked, ...]) -> tuple[str, ...]:
    texts = {part.text[start:end].casefold() for part in parts for start, end in part.marks}
    return tuple(sorted((text for text in texts if text.strip()), key=lambda text: (-len(text), text)))


def _pattern(text: str) -> str:
    before = r"(?<![A-Za-z0-9])" if _WORD.match(text[0]) else ""
    after = r"(?![A-Za-z0-9])" if _WORD.match(text[-1]) else ""
    return before + re.escape(text) + after
