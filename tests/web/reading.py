"""Pages as a reader meets them: text with the language it is said to be in."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from index.documents import Issue
from index.library.snapshot import Snapshot

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
HAN = re.compile(r"[\u4e00-\u9fff]")


class Reader(HTMLParser):
    """Collects the text of a page's body, each run with the nearest `lang` around it."""

    def __init__(self) -> None:
        super().__init__()
        self.languages = [""]
        self.open: list[str] = []
        self.runs: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self.open.append(tag)
        self.languages.append(dict(attrs).get("lang") or self.languages[-1])

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            self.languages.pop()
        self.languages.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and "body" in self.open and "script" not in self.open:
            self.runs.append((self.languages[-1], data.strip()))


def issues_of(archive: Snapshot) -> list[Issue]:
    """All issues, whole, newest first."""
    names = [summary.name for summary in archive.catalogue.issue_summaries()]
    return [issue for name in names if (issue := archive.catalogue.issue(name))]


def runs(html: str) -> Iterator[tuple[str, str]]:
    """Language and text of each run of a page."""
    reader = Reader()
    reader.feed(html)
    yield from reader.runs
