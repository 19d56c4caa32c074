"""A source + conventions → its issues: files with their digests, each read when it is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive.conventions.model import Conventions
from archive.errors import ArchiveError, FileError, IncompleteFileError, SameNameError, SourceError
from archive.identity.identity import Identity, distinct, identify
from archive.identity.issue_list import Listing, read_listing
from archive.identity.masthead import Masthead, read_masthead
from archive.models import Issue
from archive.parsing.parser import PARSER_VERSION, parse, split_lines
from archive.parsing.publishers import Publishers
from archive.sources.files import list_folder, locate, read_text
from archive.sources.git_address import shown


@dataclass(frozen=True, slots=True)
class IssueFile:
    """One issue that has not been read yet."""

    path: str
    """Relative to the source, with forward slashes."""

    digest: str
    """Hash of all that the Issue depends on: content, conventions, reader, name and date."""

    root: Path
    identity: Identity
    conventions: Conventions

    def read(self) -> Issue:
        """The issue. Raises FileError where the file has gone or changed beyond reading since."""
        return parse(
            read_text(self.root, self.path), self.conventions, file=self.path, identity=self.identity
        )


@dataclass(frozen=True, slots=True)
class Newsletter:
    """All issues of a source."""

    conventions: Conventions
    files: tuple[IssueFile, ...]
    """In the order of their paths."""

    problems: tuple[ArchiveError, ...]
    """One clear line for each file that could not be taken, or only under another name."""


def open_newsletter(source: str, conventions: Conventions, *, cache: Path | None = None) -> Newsletter:
    """Find the issues of a folder or a git URL. `cache` is where git repositories are kept.

    Files that cannot be read are `problems`; the others are taken. Raises SourceError where the source as
    a whole cannot be opened or holds no issue: an archive is never emptied by a wrong folder.
    """
    root = locate(source, cache)
    folder = list_folder(root, conventions.files.names, conventions.files.ignore)
    problems = list(folder.problems)
    if not folder.files and not problems:
        raise _nothing_in(source, conventions)
    listing = _listing(root, conventions, problems)
    found: list[tuple[str, bytes, Identity]] = []
    for path in folder.files:
        try:
            text = read_text(root, path)
        except FileError as problem:
            problems.append(problem)
            continue
        masthead = read_masthead(split_lines(text))
        identity = _dated(identify(masthead, path, conventions), path, listing)
        problems.extend(_missing(masthead, identity, path))
        found.append((path, text.encode("utf-8", "surrogatepass"), identity))
    found, same = _distinct(found)
    files = tuple(
        IssueFile(path, _digest(data, conventions, identity), root, identity, conventions)
        for path, data, identity in found
    )
    return Newsletter(conventions, files, (*problems, *same))


def _nothing_in(source: str, conventions: Conventions) -> SourceError:
    return SourceError(
        f"holds no issue: the conventions {conventions.name} look for {', '.join(conventions.files.names)}",
        file=shown(source),
        cure="name another source or other conventions",
    )


def _missing(masthead: Masthead, identity: Identity, path: str) -> Iterator[IncompleteFileError]:
    """What an issue should tell, and does not."""
    if not masthead.heading:
        yield IncompleteFileError(
            f"has no heading, and is called {identity.title}", file=path, cure="begin it with a line `# ...`"
        )
    if identity.date is None and identity.number is None:
        yield IncompleteFileError(
            "has no date, and is found by none",
            file=path,
            cure="write the day into its heading or its name",
        )


def _listing(root: Path, conventions: Conventions, problems: list[ArchiveError]) -> Listing:
    if not conventions.files.listing or not (root / conventions.files.listing).is_file():
        return Listing({}, {})
    try:
        return read_listing(read_text(root, conventions.files.listing))
    except FileError as problem:
        problems.append(problem)
        return Listing({}, {})


def _dated(identity: Identity, path: str, listing: Listing) -> Identity:
    """The identity with the listing's month, where neither heading nor name tells a day."""
    if identity.date is not None:
        return identity
    month = listing.month_of(path, identity.number)
    return identity if month is None else replace(identity, date=month, day_known=False)


def _distinct(
    found: Sequence[tuple[str, bytes, Identity]],
) -> tuple[list[tuple[str, bytes, Identity]], list[SameNameError]]:
    """Issues under names unlike each other, and a line for each that had to be renamed."""
    names = distinct([identity.name for _, _, identity in found])
    problems: list[SameNameError] = []
    result: list[tuple[str, bytes, Identity]] = []
    first: dict[str, str] = {}
    for (path, data, identity), name in zip(found, names, strict=True):
        if name != identity.name:
            other = first[identity.name]
            problems.append(
                SameNameError(
                    f"is issue {identity.name}, and so is {other}: both are kept, this one as {name}",
                    file=path,
                    cure="correct the heading or the name of one of them",
                )
            )
        first.setdefault(identity.name, path)
        result.append((path, data, replace(identity, name=name)))
    return result, problems


def _digest(data: bytes, conventions: Conventions, identity: Identity) -> str:
    return hashlib.sha256(b"\0".join(_ingredients(data, conventions, identity))).hexdigest()


def _ingredients(data: bytes, conventions: Conventions, identity: Identity) -> Iterator[bytes]:
    yield data
    yield conventions.model_dump_json().encode()
    yield repr(identity).encode("utf-8", "surrogatepass")
    yield PARSER_VERSION.encode()
    yield Publishers.shipped().version.encode()
