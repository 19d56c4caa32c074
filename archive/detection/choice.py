"""Conventions for a source that nobody has configured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.conventions.model import GENERIC, Conventions, load_conventions, shipped
from archive.detection.adaptation import adapted
from archive.errors import ArchiveError
from archive.identity.masthead import read_masthead
from archive.parsing.parser import split_lines
from archive.sources.files import list_folder, locate, read_text

SAMPLE = 6
"""Issues whose headings are read to recognise a newsletter: one may lack its heading, six do not."""

MOST_ISSUES = 400
"""Issues that a layout is decided from, evenly spread: habits of eight years of a weekly."""


def choose_conventions(source: str, *, cache: Path | None = None) -> Conventions:
    """The shipped conventions of the newsletter that a source is; else `generic`, fitted to its issues.

    The same source has the same answer. Raises SourceError where the source cannot be opened.
    """
    root = locate(source, cache)
    for name in shipped():
        conventions = load_conventions(name)
        if conventions.heading.names and _is_newsletter(root, conventions):
            return conventions
    generic = load_conventions(GENERIC)
    return adapted(generic, list(_issues(root, generic, MOST_ISSUES)))


def _is_newsletter(root: Path, conventions: Conventions) -> bool:
    """True where most headings bear the name of the newsletter that conventions are made for."""
    headings = [read_masthead(lines).heading for lines in _issues(root, conventions, SAMPLE)]
    named = [heading for heading in headings if any(name in heading for name in conventions.heading.names)]
    return len(named) > len(headings) / 2


def _issues(root: Path, conventions: Conventions, most: int) -> Iterator[list[str]]:
    """Lines of issues that can be read, evenly spread over all that the conventions name."""
    for path in _spread(list_folder(root, conventions.files.names, conventions.files.ignore).files, most):
        try:
            yield split_lines(read_text(root, path))
        except ArchiveError:  # told where the issue itself is opened
            continue


def _spread(files: Sequence[str], count: int) -> tuple[str, ...]:
    if len(files) <= count:
        return tuple(files)
    return tuple(files[place * (len(files) - 1) // (count - 1)] for place in range(count))
