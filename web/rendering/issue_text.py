"""Rendered HTML of an issue's entries and passages, cached for reuse by later requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.rendering.renderer import Environment, Rendered, references_of, render, render_entry
from web.rendering.sanitiser import sanitised
from web.rendering.source import calls_of, footnotes_in, plain_markdown, with_footnotes
from web.site import newsletter
from web.site.archive import archive
from web.site.site import site
from web.text.i18n import language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.models import Entry, Issue
    from web.rendering.pictures import Pictures

LARGEST = 400_000
"""Characters of an issue that are read as Markdown: ten times the longest real issue. What is longer is shown
as plain text, as feeds and the API give it."""

PASSAGE_KINDS = frozenset({"lead", "note", "unknown"})
"""Kinds of parts, beside entries, that are rendered: navigation and boilerplate are left out."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an issue outside its entries."""

    line: int
    lead: bool
    html: str


@dataclass(frozen=True, slots=True)
class IssueText:
    """The rendered HTML of an issue, without marked matches."""

    entries: Mapping[str, Rendered]
    """Entry → its HTML, where its Markdown says something on its own: a row of a table does not."""

    passages: tuple[Passage, ...]

    @property
    def size(self) -> int:
        """Characters, for whoever keeps it."""
        return sum(len(part.html) for part in self.entries.values()) + sum(
            len(part.html) for part in self.passages
        )


def issue_text(issue: Issue) -> IssueText | None:
    """The HTML of an issue; None where it is too large, or was indexed without its Markdown."""
    if not issue.parts or not issue.markdown or len(issue.markdown) > LARGEST:
        return None
    pictures = site().config.site.images
    key = (archive().name, issue.newsletter, issue.name, pictures, language())
    made: IssueText = site().texts.get(key, lambda: _made(issue, pictures))
    return made


def entry_text(issue: Issue, key: str) -> Rendered | None:
    """The HTML of one entry of an issue, for a page of its own; None as above."""
    text = issue_text(issue)
    return text.entries.get(key) if text else None


def _made(issue: Issue, pictures: Pictures) -> IssueText:
    maker = _Maker(issue, pictures)
    return IssueText(
        entries={
            entry.id: made
            for number, entry in enumerate(issue.entries, 1)
            if (made := maker.entry(entry, number)).titled or made.html.strip()
        },
        passages=tuple(
            Passage(part.line, part.kind == "lead", maker.passage(part.line, part.end_line))
            for part in issue.parts
            if part.kind in PASSAGE_KINDS
        ),
    )


class _Maker:
    """Makes HTML of one issue's stretches, which share link definitions and footnotes."""

    def __init__(self, issue: Issue, pictures: Pictures) -> None:
        self._lines = list(plain_markdown(issue.markdown.split("\n")))
        self._start = _lines_before(issue)
        self._base = newsletter.original_url(issue.newsletter, issue.file)
        self._pictures = pictures
        text = "\n".join(self._lines)
        self._shared = Environment(references_of(text))
        self._notes = footnotes_in(self._lines)
        self._called = calls_of(text)

    def entry(self, entry: Entry, number: int) -> Rendered:
        """An entry, for below a heading of the third level."""
        if entry.markdown.lstrip().startswith("|"):
            return Rendered("")
        text = with_footnotes(self._between(entry.line, entry.end_line), self._notes, self._called)
        name = f"e{number}"
        made = render_entry(text, self._shared, name, title=entry.title, summary=entry.summary)
        html = sanitised(made.html, self._base, self._pictures, level=4 if made.titled else 3)
        return Rendered(html, made.titled)

    def passage(self, first: int, last: int) -> str:
        """A lead or a note; "" for the head of a table whose rows are entries."""
        written = self._between(first, last)
        if _is_table_head(written):
            return ""
        text = with_footnotes(written, self._notes, self._called)
        return sanitised(render(text, self._shared, f"n{first}"), self._base, self._pictures, level=3)

    def _between(self, first: int, last: int) -> str:
        return "\n".join(self._lines[first - 1 - self._start : last - self._start])


def _is_table_head(text: str) -> bool:
    names, _, rule = text.strip().partition("\n")
    return "|" in names and "-" in rule and not set(rule) - set("|:- \t")


def _lines_before(issue: Issue) -> int:
    """Lines of the file above this issue, where the file holds several."""
    return max(0, issue.parts[-1].end_line - len(issue.markdown.split("\n")))
