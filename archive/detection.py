"""Which shipped conventions suit a source that nobody has configured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.conventions.model import GENERIC, Conventions, load_conventions, shipped
from archive.errors import ArchiveError
from archive.parsing.parser import parse, split_lines
from archive.report import account
from archive.sources.files import list_folder, locate, read_text

SAMPLE = 6
"""Issues that are read with each of the conventions: evenly spread over the source."""

MARGIN = 0.05
"""What `generic` must be better by."""

_ENTRY_LINES = 0.35
"""Share of lines in entries below which conventions do not fit, however many lines they explain."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well conventions suit a source."""

    conventions: Conventions
    files: int
    """Issues that their file names match."""

    score: float
    """0 to 1: share of lines understood, less where few of them are in entries or titles lead nowhere."""


def choose_conventions(source: str, *, cache: Path | None = None) -> Conventions:
    """The shipped conventions that explain a source best; `generic` where none does.

    Each of them reads up to SAMPLE issues, evenly spread over those that its file names match. The highest
    score wins; of equals the one that matches more files, then the first by name. `generic` wins only where
    it is better by MARGIN, for its rules are the loosest. Nothing is drawn by lot: the same source has the
    same answer. Raises SourceError where the source cannot be opened.
    """
    return best_fit(locate(source, cache)).conventions


def best_fit(root: Path) -> Fit:
    """The best of the shipped conventions for a folder, with its score."""
    fits = [fit(root, load_conventions(name)) for name in dict.fromkeys((GENERIC, *shipped()))]
    return max(fits, key=lambda one: (_handicapped(one), one.files))


def _handicapped(one: Fit) -> float:
    return one.score - MARGIN if one.conventions.name == GENERIC and one.score else one.score


def fit(root: Path, conventions: Conventions) -> Fit:
    """How well conventions suit the issues of a folder."""
    files = list_folder(root, conventions.files.names, conventions.files.ignore).files
    sample = _spread(files, SAMPLE)
    scores = [score for path in sample if (score := _score(root, path, conventions)) is not None]
    return Fit(conventions, len(files), sum(scores) / len(sample) if sample else 0.0)


def _spread(files: Sequence[str], count: int) -> tuple[str, ...]:
    if len(files) <= count:
        return tuple(files)
    return tuple(files[place * (len(files) - 1) // (count - 1)] for place in range(count))


def _score(root: Path, path: str, conventions: Conventions) -> float | None:
    """Score of one issue; None where the file cannot be read."""
    try:
        text = read_text(root, path)
    except ArchiveError:
        return None
    issue = parse(text, conventions, file=path)
    report = account(issue, split_lines(text))
    known = 1 - (report.lines["unknown"] + report.unread) / max(1, report.total)
    share = report.lines["entry"] / max(1, report.total)
    linked = sum(entry.url is not None for entry in issue.entries) / max(1, len(issue.entries))
    return known * min(1.0, share / _ENTRY_LINES) * (0.5 + 0.5 * linked)
