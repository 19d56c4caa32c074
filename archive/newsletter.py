"""A source + conventions → its issues: files with their digests, each read when it is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive.conventions.file_names import matches
from archive.conventions.model import GENERIC, Conventions, load_conventions
from archive.errors import (
    ArchiveError,
    FileError,
    IncompleteFileError,
    LeftOutError,
    SameNameError,
    SourceError,
    TakenFileError,
)
from archive.identity.excerpts import excerpts
from archive.identity.identity import Identity, distinct, identify
from archive.identity.issue_list import Listing, read_listing
from archive.identity.masthead import masthead_of
from archive.markdown.leaves import MAX_LINES
from archive.models import Issue
from archive.parsing.parser import PARSER_VERSION, parse, split_lines
from archive.parsing.publishers import Publishers
from archive.parsing.words import WORDS_VERSION
from archive.published import sketch_of
from archive.sources.files import Folder, list_folder, locate, read_text
from archive.sources.git_address import printable_source
from archive.sources.history import added_on


@dataclass(frozen=True, slots=True)
class IssueFile:
    """One issue, read on demand."""

    path: str
    """Relative to the source, with forward slashes."""

    digest: str
    """Hash of all that the Issue depends on: content, conventions, reader, name and date."""

    root: Path
    identity: Identity
    conventions: Conventions
    excerpt: str = ""
    """Heading of the issue in a file that holds several; "" where the file is one issue."""

    wanted: str = ""
    """The name that its own number or date gives it, before twins are told apart; "" for the identity's."""

    sketch: tuple[str, ...] = ()
    """Sketch of its text, by which it is recognised under another path: see `archive.published`."""

    def read(self) -> Issue:
        """The issue. Raises FileError where the file has gone or changed beyond reading since."""
        start, lines = self.lines()
        file = self.path.partition("#")[0] if self.excerpt else self.path
        text = "".join(f"{line}\n" for line in lines)  # not joined: a blank last line is a line, too
        issue = parse(text, self.conventions, file=file, identity=self.identity)
        return _moved(issue, start) if start else issue

    def lines(self) -> tuple[int, Sequence[str]]:
        """Lines of the issue, and how many stand before them in the file. Raises FileError."""
        file = self.path.partition("#")[0] if self.excerpt else self.path
        lines = split_lines(read_text(self.root, file))
        if not self.excerpt:
            return 0, lines
        for own in excerpts(lines, self.conventions):
            if own.heading == self.excerpt:
                return own.start, own.lines
        raise FileError(f"has no issue {self.excerpt!r} any more", file=file, remedy="reindex")


@dataclass(frozen=True, slots=True)
class Newsletter:
    """All issues of a source."""

    conventions: Conventions
    files: tuple[IssueFile, ...]
    """In the order of their paths."""

    problems: tuple[ArchiveError, ...]
    """One clear line for each file that could not be taken, or only under another name."""


def open_newsletter(
    source: str, conventions: Conventions | Callable[[Path], Conventions], *, cache: Path | None = None
) -> Newsletter:
    """Find the issues of a folder or a git URL. `cache` is where git repositories are kept.

    `conventions` may be a function that detects them in the folder, so that a git source is fetched once.

    Files that cannot be read are `problems`; the others are taken. Raises SourceError where the source as
    a whole cannot be opened or holds no issue: an archive is never emptied by a wrong folder.
    """
    root = locate(source, cache)
    conventions = conventions if isinstance(conventions, Conventions) else conventions(root)
    folder = list_folder(root, conventions.files.names, conventions.files.ignore)
    problems = [*folder.problems, *_left_out(folder, conventions)]
    if not folder.files and not folder.problems:
        raise _nothing_in(source, conventions)
    listing = _listing(root, conventions, problems)
    raw_issues: list[_RawIssue] = []
    for path in folder.files:
        try:
            text = read_text(root, path)
        except FileError as problem:
            problems.append(problem)
            continue
        problems.extend(_before_issues(text, path, conventions))
        for issue_path, lines, heading in _issues_in(text, path, conventions):
            if len(lines) > MAX_LINES:
                problems.append(_too_long(issue_path, len(lines)))
                continue
            masthead = masthead_of(lines, conventions)
            identity = _dated(identify(masthead, path, conventions), path, listing, conventions)
            raw_issues.append(
                _RawIssue(issue_path, "\n".join(lines), identity, heading, titled=bool(masthead.heading))
            )
    raw_issues = list(_committed(raw_issues, source, root, cache))
    titled = sum(raw_issue.titled for raw_issue in raw_issues)
    headed = len(raw_issues) < _MANY or titled * 2 >= len(raw_issues)
    problems.extend(problem for raw_issue in raw_issues for problem in _missing(raw_issue, headed=headed))
    wanted_names = [raw_issue.identity.name for raw_issue in raw_issues]
    raw_issues, same = _distinct(raw_issues)
    named = zip(raw_issues, wanted_names, strict=True)
    files = tuple(_issue_file(raw_issue, wanted, root, conventions) for raw_issue, wanted in named)
    return Newsletter(conventions, files, (*problems, *same))


def _issue_file(raw_issue: _RawIssue, wanted: str, root: Path, conventions: Conventions) -> IssueFile:
    own_conventions = conventions.at(raw_issue.identity.number, raw_issue.identity.date)
    digest = _digest(raw_issue.text.encode("utf-8", "surrogatepass"), own_conventions, raw_issue.identity)
    sketch = sketch_of(raw_issue.text.split("\n"))
    return IssueFile(
        raw_issue.path, digest, root, raw_issue.identity, own_conventions, raw_issue.excerpt, wanted, sketch
    )


@dataclass(frozen=True, slots=True)
class _RawIssue:
    """An issue whose name may still have to be made unique."""

    path: str
    text: str
    identity: Identity
    excerpt: str
    titled: bool


def _issues_in(text: str, path: str, conventions: Conventions) -> Iterator[tuple[str, Sequence[str], str]]:
    """Path, lines and heading of each issue of a file; the heading is "" where the file is one issue."""
    lines = split_lines(text)
    parts = excerpts(lines, conventions) if conventions.files.several else ()
    if not parts:
        yield path, lines, ""
    for part in parts:
        yield f"{path}#{part.heading}", part.lines, part.heading


def _before_issues(text: str, path: str, conventions: Conventions) -> Iterator[TakenFileError]:
    """A problem where a file of several issues has text above the first issue, which belongs to none."""
    lines = split_lines(text)
    parts = excerpts(lines, conventions) if conventions.files.several else ()
    above = [number for number in range(parts[0].start if parts else 0) if lines[number].strip()]
    if above:
        yield TakenFileError(
            f"lines 1 to {above[-1] + 1} stand before its first issue and are in none", file=path
        )


def _moved(issue: Issue, start: int) -> Issue:
    """The issue with line numbers of the file that it is a part of."""
    return replace(
        issue,
        sections=tuple(
            replace(
                section,
                line=section.line + start,
                entries=tuple(
                    replace(entry, line=entry.line + start, end_line=entry.end_line + start)
                    for entry in section.entries
                ),
            )
            for section in issue.sections
        ),
        parts=tuple(
            replace(part, line=part.line + start, end_line=part.end_line + start) for part in issue.parts
        ),
    )


def _left_out(folder: Folder, conventions: Conventions) -> Iterator[LeftOutError]:
    usual = load_conventions(GENERIC).files.ignore
    for path in folder.left_out:
        if path == conventions.files.listing or matches(path, usual):
            continue
        yield LeftOutError(
            f"is left out: the conventions {conventions.name} look for {', '.join(conventions.files.names)}",
            file=path,
            remedy="rename it, or name it in `names` or `ignore`",
        )


def _too_long(path: str, lines: int) -> FileError:
    return FileError(
        f"has {lines:,} lines, more than the {MAX_LINES:,} of any issue", file=path, remedy="split it"
    )


def _nothing_in(source: str, conventions: Conventions) -> SourceError:
    return SourceError(
        f"holds no issue: the conventions {conventions.name} look for {', '.join(conventions.files.names)}",
        file=printable_source(source),
        remedy="name another source or other conventions",
    )


def _committed(
    raw_issues: Sequence[_RawIssue], source: str, root: Path, cache: Path | None
) -> Iterator[_RawIssue]:
    """The issues; undated ones get the date of the commit that added their file."""
    undated = any(raw_issue.identity.date is None for raw_issue in raw_issues)
    days = added_on(source, root, cache) if undated else {}
    for raw_issue in raw_issues:
        day = days.get(raw_issue.path) if raw_issue.identity.date is None else None
        yield raw_issue if day is None else replace(raw_issue, identity=replace(raw_issue.identity, date=day))


_MANY = 4
"""Issues from which it is a habit, and no mistake, that most have no heading."""


def _missing(raw_issue: _RawIssue, *, headed: bool) -> Iterator[IncompleteFileError]:
    """A problem for a missing heading, which most issues have (`headed`), and for a missing date."""
    identity, path = (
        raw_issue.identity,
        raw_issue.path.partition("#")[0] if raw_issue.excerpt else raw_issue.path,
    )
    if headed and not raw_issue.titled:
        yield IncompleteFileError(
            f"has no heading, and is called {identity.title}",
            file=path,
            remedy="begin it with a line `# ...`",
        )
    if identity.date is None and identity.number is None:
        yield IncompleteFileError(
            "has no date, and is found by none",
            file=path,
            remedy="write the day into its heading or its name",
        )


def _listing(root: Path, conventions: Conventions, problems: list[ArchiveError]) -> Listing:
    if not conventions.files.listing or not (root / conventions.files.listing).is_file():
        return Listing({}, {})
    try:
        return read_listing(read_text(root, conventions.files.listing))
    except FileError as problem:
        problems.append(problem)
        return Listing({}, {})


def _dated(identity: Identity, path: str, listing: Listing, conventions: Conventions) -> Identity:
    """The identity with the schedule's day or the listing's month, where nothing else tells one."""
    if identity.date is not None:
        return identity
    if (day := conventions.schedule.day_of(identity.number)) is not None:
        return replace(identity, date=day)
    month = listing.month_of(path, identity.number)
    return identity if month is None else replace(identity, date=month, day_known=False)


def _distinct(
    raw_issues: Sequence[_RawIssue],
) -> tuple[list[_RawIssue], list[SameNameError]]:
    """Issues under unique names, and a problem for each that had to be renamed."""
    names = distinct([raw_issue.identity.name for raw_issue in raw_issues])
    problems: list[SameNameError] = []
    result: list[_RawIssue] = []
    first: dict[str, str] = {}
    for raw_issue, name in zip(raw_issues, names, strict=True):
        path, identity = raw_issue.path, raw_issue.identity
        if name != identity.name:
            other = first[identity.name]
            problems.append(
                SameNameError(
                    f"is issue {identity.name}, and so is {other}: both are kept, this one as {name}",
                    file=path,
                    remedy="correct the heading or the name of one of them",
                )
            )
        first.setdefault(identity.name, path)
        result.append(replace(raw_issue, identity=replace(identity, name=name)))
    return result, problems


def _digest(data: bytes, conventions: Conventions, identity: Identity) -> str:
    return hashlib.sha256(b"\0".join(_ingredients(data, conventions, identity))).hexdigest()


def _ingredients(data: bytes, conventions: Conventions, identity: Identity) -> Iterator[bytes]:
    yield data
    yield conventions.model_dump_json().encode()
    yield repr(identity).encode("utf-8", "surrogatepass")
    yield PARSER_VERSION.encode()
    yield Publishers.shipped().version.encode()
    yield WORDS_VERSION.encode()
