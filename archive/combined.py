"""Newsletters, each of one or more sources → all their issues, under permanent addresses."""

from __future__ import annotations

import datetime as dt
import hashlib
from bisect import bisect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from archive.conventions.model import Conventions
from archive.errors import ArchiveError, SameNameError, TakenFileError
from archive.identity.identity import distinct
from archive.models import Issue, NewsletterSource
from archive.newsletter import IssueFile, Newsletter, open_newsletter
from archive.published import CurrentIssue, CurrentNewsletter, PublishedIssue, Register, forwards, publish
from archive.sources.git_address import without_password

Chosen = Callable[[str, str], Conventions | Callable[[Path], Conventions]]
"""A name of conventions and a source → the conventions, or a function that detects them in a folder."""


@dataclass(frozen=True, slots=True)
class PlacedFile:
    """An issue's file with the issue's published name."""

    path: str
    """Path in the archive: the inner path, prefixed with the newsletter's slug if there are several."""

    inner: str
    """Path in its newsletter."""

    file: IssueFile
    newsletter: str
    name: str
    """Unique in the archive; the last part of `/issues/<name>`."""

    seed: str
    """Name under which it was first published: ids of its entries are made from it."""

    near: dt.date | None = None
    """See `Issue.near`."""

    @property
    def digest(self) -> str:
        """Digest of the file with path, newsletter and name: it changes when an issue moves or is renamed."""
        parts = (self.file.digest, self.path, self.newsletter, self.name, self.seed, str(self.near))
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def read(self) -> Issue:
        """Read the issue under its published name and newsletter. Raises FileError as the file does."""
        published = replace(self.file, identity=replace(self.file.identity, name=self.seed))
        file = self.inner.partition("#")[0] if self.file.excerpt else self.inner
        return replace(
            published.read(), name=self.name, file=file, newsletter=self.newsletter, near=self.near
        )


@dataclass(frozen=True, slots=True)
class Newsletters:
    """All issues of all newsletters."""

    files: tuple[PlacedFile, ...]
    problems: tuple[ArchiveError, ...]

    unread_files: frozenset[str]
    """Paths of files that exist but could not be read."""

    forwards: Mapping[str, str]
    """Former names and slugs → current ones."""


def _never_published(current: Sequence[CurrentNewsletter]) -> tuple[Register, tuple[str, ...]]:
    return publish(Register(), current)


def open_newsletters(
    wanted: Sequence[NewsletterSource],
    conventions: Chosen,
    *,
    enter: Callable[[Sequence[CurrentNewsletter]], tuple[Register, tuple[str, ...]]] = _never_published,
    cache: Path | None = None,
) -> Newsletters:
    """Find the issues of one or more newsletters; `conventions` gives those of a name and a source.

    `enter` publishes them (`archive.published.publish`). Raises SourceError where a source cannot be opened.
    """
    opened = [_opened(newsletter, conventions, cache) for newsletter in wanted]
    current = [
        CurrentNewsletter(
            slug=newsletter.slug,
            label=_label(newsletter.sources[0]),
            sources=tuple(map(without_password, newsletter.sources)),
            issues=tuple(
                CurrentIssue(path, file.wanted or file.identity.name, file.sketch) for path, file in files
            ),
        )
        for newsletter, (files, _, _) in zip(wanted, opened, strict=True)
    ]
    register, slugs = enter(current)
    placed: list[PlacedFile] = []
    problems: list[ArchiveError] = []
    unread_files: set[str] = set()
    for entered, slug, (files, own_problems, own_unread) in zip(
        register.newsletters, slugs, opened, strict=False
    ):
        prefix = f"{slug}/" if len(wanted) > 1 else ""
        issues = entered.issues[: len(files)]
        placed += _placed(files, issues, slug, prefix)
        problems += [*own_problems, *_same_names(files, issues)]
        unread_files.update(f"{prefix}{path}" for path in own_unread)
    return Newsletters(tuple(placed), tuple(problems), frozenset(unread_files), forwards(register, slugs))


_Opened = tuple[list[tuple[str, IssueFile]], list[ArchiveError], list[str]]
"""Files with their paths in a newsletter, problems, and paths of files that could not be read."""


def _opened(
    wanted: NewsletterSource,
    conventions: Chosen,
    cache: Path | None,
) -> _Opened:
    """All sources of a newsletter; where there are several, paths begin with the name of the source."""
    opened = [
        open_newsletter(source, conventions(wanted.conventions, source), cache=cache)
        for source in wanted.sources
    ]
    labels = [f"{label}/" for label in distinct([_label(source) for source in wanted.sources])]
    placed = list(zip(labels if len(labels) > 1 else [""], opened, strict=True))
    files = [(f"{label}{file.path}", file) for label, newsletter in placed for file in newsletter.files]
    problems = [
        problem
        for newsletter in opened
        for problem in newsletter.problems
        if not isinstance(problem, SameNameError)
    ]
    return files, problems, [path for label, newsletter in placed for path in _unread(label, newsletter)]


def _unread(label: str, newsletter: Newsletter) -> Iterator[str]:
    for problem in newsletter.problems:
        if problem.file and not isinstance(problem, TakenFileError):
            yield f"{label}{problem.file}"


def _placed(
    files: Sequence[tuple[str, IssueFile]], published: Sequence[PublishedIssue], slug: str, prefix: str
) -> Iterator[PlacedFile]:
    dated = sorted(
        (file.identity.number, file.identity.date)
        for _, file in files
        if file.identity.number is not None and file.identity.date is not None
    )
    for (path, file), own in zip(files, published, strict=True):
        near = _near(file.identity.number, dated) if file.identity.date is None else None
        yield PlacedFile(f"{prefix}{path}", path, file, slug, own.address, own.addresses[0], near)


def _near(number: int | None, dated: Sequence[tuple[int, dt.date]]) -> dt.date | None:
    """The day of the dated issue before a number, or else of the one after it."""
    if number is None or not dated:
        return None
    return dated[max(0, bisect(dated, (number, dt.date.max)) - 1)][1]


def _same_names(
    files: Sequence[tuple[str, IssueFile]], published: Sequence[PublishedIssue]
) -> Iterator[SameNameError]:
    """A problem for each issue whose own name was taken by another one."""
    owners = {own.name: path for (path, _), own in zip(files, published, strict=True)}
    for (path, file), own in zip(files, published, strict=True):
        name, wanted = own.name, file.wanted or file.identity.name
        if name != wanted:
            other = owners.get(wanted, "one that was published before")
            yield SameNameError(
                f"is issue {wanted}, and so is {other}: both are kept, this one as {name}",
                file=path,
                remedy="correct the heading or the name of one of them",
            )


def _label(source: str) -> str:
    """The last part of a folder's or a URL's path."""
    return PurePosixPath(without_password(source).rstrip("/")).name.removesuffix(".git") or "source"
