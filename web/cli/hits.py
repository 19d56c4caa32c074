"""Format entries for a terminal: title, issue, snippets, addresses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from web.cli.language import say
from web.cli.terminal import printable

if TYPE_CHECKING:
    from index.documents import Document
    from index.results import Hit, IssueHit, Marked
    from web.cli.addresses import Addresses
    from web.cli.terminal import Terminal

INDENT = "  "


@dataclass(frozen=True, slots=True)
class Hits:
    """Shows entries on one terminal."""

    terminal: Terminal
    addresses: Addresses

    def hit(self, hit: Hit) -> list[str]:
        """Lines of one hit: matches are bold."""
        snippets = [line for snippet in hit.snippets for line in self._marked(snippet, INDENT)]
        return [
            "",
            *self._marked(hit.title, ""),
            *self._about(hit.document),
            *snippets,
            *self._links(hit.document),
        ]

    def listed(self, document: Document) -> list[str]:
        """Lines of an entry that stands in a list."""
        return [*self.text(document.title, INDENT), *self._about(document), *self._links(document, own=False)]

    def issue(self, issue: IssueHit) -> list[str]:
        """Lines of an issue that was found by what it says outside its entries."""
        address = f"{INDENT}{printable(self.addresses.issue(issue.name))}"
        return [*self.text(issue.title, INDENT), *self._marked(issue.snippet, INDENT), address]

    def text(self, text: str, indent: str = "") -> list[str]:
        """Lines of a plain text."""
        clean = printable(text)
        return self.terminal.lines(clean, indent, lambda start, end: clean[start:end])

    def _about(self, document: Document) -> list[str]:
        issue = "" if document.issue == document.date else document.issue
        parts = (document.date, issue, document.category, document.source)
        about = printable(" · ".join(part for part in parts if part))
        return [f"{INDENT}{self.terminal.style(about, dim=True)}"]

    def _links(self, document: Document, *, own: bool = True) -> list[str]:
        """Addresses, never wrapped, so that they can be copied."""
        links = [document.url] if own and document.url else []
        links += [self.addresses.entry(document.id), self.addresses.location(document)]
        return [f"{INDENT}{printable(address)}" for address in links]

    def _marked(self, part: Marked, indent: str) -> list[str]:
        text = printable(part.text)
        return self.terminal.lines(text, indent, partial(self._styled, text, part.marks))

    def _styled(self, text: str, marks: tuple[tuple[int, int], ...], start: int, end: int) -> str:
        """`text[start:end]`, the parts of marks that lie in it bold."""
        out, done = [], start
        for first, last in marks:
            a, b = max(first, done), min(last, end)
            if a < b:
                out += [text[done:a], self.terminal.style(text[a:b], bold=True)]
                done = b
        return "".join([*out, text[done:end]])


def count(total: int) -> str:
    """So many hits."""
    return say(f"{total} 条", f"{total} {'hit' if total == 1 else 'hits'}")
