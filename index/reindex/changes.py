"""Files of a newsletter against what is indexed of them: what to read, what the index shall hold. Pure."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from index.documents import ArchiveError, Issue
from index.storage.manifest import IndexedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence


class IssueFile(Protocol):
    """A file that holds an issue. `archive` makes these."""

    @property
    def path(self) -> str:
        """Relative to the source, with forward slashes."""
        ...

    @property
    def digest(self) -> str:
        """Changes with content, conventions and parser; the same digest reads as the same Issue."""
        ...

    def read(self) -> Issue:
        """Raise ArchiveError where it cannot be read as an issue."""
        ...


@dataclass(frozen=True, slots=True)
class Content:
    """The complete content of the next generation: issues read now, and issues taken over."""

    fresh: Mapping[str, Issue]
    """Issues that were read now, by name."""

    unchanged: frozenset[str]
    """Names of the issues that are taken over as they were."""

    indexed: tuple[IndexedFile, ...]
    """Every file, readable or not, by path."""

    kept: tuple[str, ...]
    """Names of issues that are as they were since their file cannot be read any more."""

    @property
    def names(self) -> frozenset[str]:
        """Names of all issues."""
        return self.unchanged.union(self.fresh)

    @property
    def problems(self) -> tuple[str, ...]:
        """One line for each file that could not be read."""
        return tuple(file.problem for file in self.indexed if file.problem)


def is_unchanged(
    files: Iterable[IssueFile], out_of_reach: Collection[str], indexed: Sequence[IndexedFile]
) -> bool:
    """Whether these files are exactly those that were indexed; files out of reach count as they were."""
    digests = {file.path: file.digest for file in files}
    indexed_digests = {
        file.path: file.digest for file in indexed if file.path in digests or file.path not in out_of_reach
    }
    return digests == indexed_digests


def to_read(files: Iterable[IssueFile], indexed: Sequence[IndexedFile]) -> tuple[IssueFile, ...]:
    """Files that are new or changed, or could not be read the last time."""
    readable = {(file.path, file.digest) for file in indexed if not file.problem}
    return tuple(file for file in files if (file.path, file.digest) not in readable)


def gather(
    files: Sequence[IssueFile],
    out_of_reach: Collection[str],
    indexed: Sequence[IndexedFile],
    progress: Callable[[], None],
) -> Content:
    """Read what changed since `indexed`, and name what can be taken over from then.

    `out_of_reach` are paths that are there but could not even be looked into: what is indexed of them stays.
    A file that cannot be read keeps its place with what was last read of it. Where two files give issues
    of one name, the first path wins and the other is a problem.
    """
    old = {file.path: file for file in indexed}
    paths = {file.path for file in files}.union(out_of_reach)
    by_path = {path: file for path, file in old.items() if path in paths}
    read: dict[str, Issue] = {}
    for file in to_read(files, indexed):
        by_path[file.path], issue = _read(file, old.get(file.path))
        if issue:
            read[file.path] = issue
        progress()
    return _settle(by_path, read, out_of_reach)


def _read(file: IssueFile, previous: IndexedFile | None) -> tuple[IndexedFile, Issue | None]:
    try:
        issue = file.read()
    except ArchiveError as error:
        return IndexedFile(file.path, file.digest, previous.issue if previous else "", str(error)), None
    return IndexedFile(file.path, file.digest, issue.name), issue


def _settle(
    by_path: Mapping[str, IndexedFile],
    read: Mapping[str, Issue],
    out_of_reach: Collection[str],
) -> Content:
    """Give each issue's name to one file, before all to one that can be read."""
    owners: dict[str, IndexedFile] = {}
    indexed: list[IndexedFile] = []
    for file in sorted(by_path.values(), key=lambda file: (_is_kept(file, out_of_reach), file.path)):
        if file.issue in owners:
            file = _refused(file, owners[file.issue])
        elif file.issue:
            owners[file.issue] = file
        indexed.append(file)
    fresh = {name: read[file.path] for name, file in owners.items() if file.path in read}
    kept = tuple(name for name, file in owners.items() if _is_kept(file, out_of_reach))
    in_order = tuple(sorted(indexed, key=lambda file: file.path))
    return Content(fresh, frozenset(owners.keys() - fresh.keys()), in_order, kept)


def _is_kept(file: IndexedFile, out_of_reach: Collection[str]) -> bool:
    """Whether what stands in the index for a file is of an earlier time."""
    return bool(file.problem) or file.path in out_of_reach


def _refused(file: IndexedFile, owner: IndexedFile) -> IndexedFile:
    problem = f"{file.path}: issue {owner.issue} is in {owner.path} already; give one another name or date"
    return dataclasses.replace(file, issue="", problem=file.problem or problem)
