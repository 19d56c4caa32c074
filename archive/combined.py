"""Several sources as one newsletter: paths begin with the source's name, issues keep distinct names."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from archive.conventions.model import Conventions
from archive.errors import ArchiveError, TakenFileError
from archive.identity.identity import distinct
from archive.models import Issue
from archive.newsletter import IssueFile, Newsletter, open_newsletter
from archive.sources.git_address import without_password


@dataclass(frozen=True, slots=True)
class PlacedFile:
    """A file of one of several sources."""

    path: str
    """The source's label, then the path in it."""

    file: IssueFile

    @property
    def digest(self) -> str:
        """As the file's own, and different where it comes to stand elsewhere or is renamed."""
        parts = (self.file.digest, self.path, self.file.identity.name)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def read(self) -> Issue:
        """The issue, at its place. Raises FileError as the file does."""
        return replace(self.file.read(), file=self.path)


@dataclass(frozen=True, slots=True)
class Newsletters:
    """All issues of all sources."""

    files: tuple[IssueFile | PlacedFile, ...]
    problems: tuple[ArchiveError, ...]

    untaken: frozenset[str]
    """Paths of files that are there but could not be read."""


def open_newsletters(
    sources: Sequence[str], conventions: Callable[[str], Conventions], *, cache: Path | None = None
) -> Newsletters:
    """Find the issues of one or more sources; `conventions` gives those of each.

    One source keeps its paths as they are. Raises SourceError where any of them cannot be opened.
    """
    opened = [open_newsletter(source, conventions(source), cache=cache) for source in sources]
    problems = tuple(problem for newsletter in opened for problem in newsletter.problems)
    if len(opened) == 1:
        return Newsletters(opened[0].files, problems, _untaken("", opened[0]))
    labels = [f"{label}/" for label in distinct([_label(source) for source in sources])]
    placed = list(zip(labels, opened, strict=True))
    untaken = frozenset[str]().union(*(_untaken(label, newsletter) for label, newsletter in placed))
    return Newsletters(_placed(placed), problems, untaken)


def _untaken(label: str, newsletter: Newsletter) -> frozenset[str]:
    problems = (one for one in newsletter.problems if one.file and not isinstance(one, TakenFileError))
    return frozenset(f"{label}{problem.file}" for problem in problems)


def _placed(labelled: Sequence[tuple[str, Newsletter]]) -> tuple[PlacedFile, ...]:
    found = [(f"{label}{file.path}", file) for label, newsletter in labelled for file in newsletter.files]
    names = distinct([file.identity.name for _, file in found])
    return tuple(
        PlacedFile(path, replace(file, identity=replace(file.identity, name=name)))
        for (path, file), name in zip(found, names, strict=True)
    )


def _label(source: str) -> str:
    """The last part of a folder's or a URL's path."""
    return PurePosixPath(without_password(source).rstrip("/")).name.removesuffix(".git") or "source"
