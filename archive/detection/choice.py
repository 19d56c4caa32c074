"""Conventions for a source that nobody has configured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.conventions.model import GENERIC, Conventions, load_conventions, shipped
from archive.detection.adaptation import adapted
from archive.errors import ArchiveError
from archive.identity.masthead import masthead_of
from archive.identity.several import excerpts
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
    generic = _with_files(root, load_conventions(GENERIC))
    texts = list(_issues(root, generic, MOST_ISSUES))
    if len(texts) == 1 and (parts := excerpts(texts[0], generic)):
        generic = generic.model_copy(update={"files": generic.files.model_copy(update={"several": True})})
        texts = [list(part.lines) for part in parts]
    return adapted(generic, texts)


def _with_files(root: Path, generic: Conventions) -> Conventions:
    """Conventions that find the issues: files of their own, a README in each folder, or just one."""
    files = generic.files
    own = list_folder(root, files.names, files.ignore).files
    for names in (_IN_FOLDERS, _ALONE):
        others = list_folder(root, names).files
        if others and len(own) < (len(others) if names is _IN_FOLDERS and len(others) > 1 else 1):
            return generic.model_copy(
                update={"files": files.model_copy(update={"names": names, "ignore": ()})}
            )
    return generic


_IN_FOLDERS = tuple(
    f"{'*/' * depth}{name}.md" for depth in (1, 2, 3) for name in ("README", "readme", "index")
)
_ALONE = ("README.md", "readme.md", "index.md")


def _is_newsletter(root: Path, conventions: Conventions) -> bool:
    """True where most headings bear the name of the newsletter that conventions are made for."""
    headings = [masthead_of(lines, conventions).heading for lines in _issues(root, conventions, SAMPLE)]
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
