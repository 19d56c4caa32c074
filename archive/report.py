"""Report on how each line of a newsletter was read, for `jianbao check`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import get_args

from archive.errors import ArchiveError, LeftOutError
from archive.findings.advice import advice
from archive.findings.findings import Findings, findings
from archive.findings.line_fates import LineFate, line_fates
from archive.models import Issue, Part, PartKind
from archive.newsletter import Newsletter

KINDS: tuple[PartKind, ...] = get_args(PartKind)
"""In the order in which a report lists them."""


@dataclass(frozen=True, slots=True)
class UnknownLine:
    """A line that no convention explains."""

    file: str
    line: int
    """1-based."""

    text: str
    """As it stands in the file, without white space at its ends."""


@dataclass(frozen=True, slots=True)
class IssueReport:
    """How the lines of one issue were read. Blank lines do not count."""

    issue: str
    file: str
    date: str
    """`YYYY-MM-DD`, `YYYY-MM` where only the month is known, "" where nothing tells."""

    entries: int
    lines: Mapping[PartKind, int]
    """Lines of each kind of KINDS, none left out."""

    unread: int
    """Lines in no part, or in two. 0 unless the reader is broken."""

    unknown: tuple[UnknownLine, ...]

    @property
    def total(self) -> int:
        """Lines that are not blank."""
        return sum(self.lines.values()) + self.unread


@dataclass(frozen=True, slots=True)
class Report:
    """How a whole newsletter was read."""

    conventions: str
    """Name of the conventions that were used."""

    issues: tuple[IssueReport, ...]
    problems: tuple[str, ...]
    """One line for each file that could not be taken, or only under another name."""

    findings: Findings
    advice: tuple[str, ...]
    """Keys of conventions that would fix the findings."""

    pages: tuple[tuple[Issue, tuple[LineFate, ...]], ...]
    """Every issue that was read, and what became of its lines."""

    @property
    def lines(self) -> dict[PartKind, int]:
        """Lines of each kind, over all issues."""
        return {kind: sum(issue.lines[kind] for issue in self.issues) for kind in KINDS}

    @property
    def total(self) -> int:
        """Lines that are not blank, over all issues."""
        return sum(issue.total for issue in self.issues)

    @property
    def unread(self) -> int:
        """Lines that no part accounts for, over all issues."""
        return sum(issue.unread for issue in self.issues)

    @property
    def understood(self) -> float:
        """Share of lines that conventions explain, 0 to 1; 1 where there are none.

        Lines in which entries were probably not seen are not explained.
        """
        unknown = {(line.file, line.line) for line in self.unknown}
        lost = self.unread + len(unknown | self.findings.doubtful)
        return 1 - lost / self.total if self.total else 1.0

    @property
    def unknown(self) -> tuple[UnknownLine, ...]:
        """Every line that no convention explains, in the order of files and lines."""
        return tuple(line for issue in self.issues for line in issue.unknown)

    def as_dict(self) -> dict[str, object]:
        """The report as plain values, for JSON."""
        return {
            "conventions": self.conventions,
            "total": self.total,
            "understood": round(self.understood, 6),
            "unread": self.unread,
            "lines": self.lines,
            "issues": [_issue_as_dict(issue) for issue in self.issues],
            "letters": {"all": self.findings.letters, "found": self.findings.searchable},
            "entries": {"linked": self.findings.linked, "unlinked": self.findings.unlinked},
            "titles": [asdict(title) for title in self.findings.titles],
            "single_categories": list(self.findings.single_categories),
            "boilerplate": [{"text": text, "issues": count} for text, count in self.findings.boilerplate],
            "lost": [
                {"file": file, "line": line.number, "text": line.text.strip()}
                for file, line in self.findings.lost
            ],
            "empty": list(self.findings.empty),
            "passed_over": [asdict(section) for section in self.findings.passed_over],
            "advice": list(self.advice),
            "problems": list(self.problems),
        }


def check(newsletter: Newsletter) -> Report:
    """Read every issue and account for its lines. A file that cannot be read is a problem, not an error."""
    reports: list[IssueReport] = []
    pages: list[tuple[Issue, tuple[LineFate, ...]]] = []
    problems: list[ArchiveError] = list(newsletter.problems)
    for file in newsletter.files:
        try:
            start, lines = file.lines()
            issue = file.read()
        except ArchiveError as problem:
            problems.append(problem)
            continue
        reports.append(account(issue, [*[""] * start, *lines]))
        pages.append((issue, line_fates(issue, newsletter.conventions, start)))
    all_findings = findings(
        pages, newsletter.conventions.labels.pointers, newsletter.conventions.sections.own_category
    )
    left_out = sum(isinstance(problem, LeftOutError) for problem in problems)
    undated = sum(issue.date is None for issue, _ in pages)
    return Report(
        conventions=newsletter.conventions.name,
        issues=tuple(reports),
        problems=tuple(str(problem) for problem in problems),
        findings=all_findings,
        advice=advice(all_findings, newsletter.conventions, left_out=left_out, undated=undated),
        pages=tuple(pages),
    )


def account(issue: Issue, lines: Sequence[str]) -> IssueReport:
    """Count the lines of an issue by kind. `lines` are those of its file."""
    kinds = _kind_of_lines(issue.parts, len(lines))
    written = [number for number, line in enumerate(lines) if line.strip()]
    counts = dict.fromkeys(KINDS, 0)
    for number in written:
        if kind := kinds[number]:
            counts[kind] += 1
    return IssueReport(
        issue=issue.name,
        file=issue.file,
        date=issue.date.isoformat()[: 10 if issue.day_known else 7] if issue.date else "",
        entries=len(issue.entries),
        lines=counts,
        unread=sum(kinds[number] is None for number in written),
        unknown=tuple(
            UnknownLine(issue.file, number + 1, lines[number].strip())
            for number in written
            if kinds[number] == "unknown"
        ),
    )


def _kind_of_lines(parts: Iterable[Part], count: int) -> list[PartKind | None]:
    """The kind of each line; None where it stands in no part, or in two."""
    kinds: list[PartKind | None] = [None] * count
    seen: set[int] = set()
    for part in parts:
        for number in range(part.line - 1, min(part.end_line, count)):
            kinds[number] = None if number in seen else part.kind
            seen.add(number)
    return kinds


def _issue_as_dict(issue: IssueReport) -> dict[str, object]:
    return {
        "issue": issue.issue,
        "file": issue.file,
        "date": issue.date,
        "entries": issue.entries,
        "total": issue.total,
        "unread": issue.unread,
        "lines": dict(issue.lines),
        "unknown": [{"file": line.file, "line": line.line, "text": line.text} for line in issue.unknown],
    }
