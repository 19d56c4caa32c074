"""Conventions for a source that nobody has configured."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.conventions.file_names import matches
from archive.conventions.model import GENERIC, Conventions, load_conventions, shipped
from archive.detection.adaptation import adapted
from archive.errors import ArchiveError
from archive.identity.excerpts import excerpts
from archive.identity.masthead import masthead_of
from archive.parsing.parser import PARSER_VERSION, split_lines
from archive.sources.files import MARKDOWN, list_folder, locate, read_text

SAMPLE = 6
"""Issues whose headings are read to recognise a newsletter: one may lack its heading, six do not."""

MOST_ISSUES = 400
"""Issues that a layout is decided from, evenly spread: habits of eight years of a weekly."""


MOST_CHANGED = 0.05
"""Share of the files that may be new, changed or gone before conventions are detected again: a newsletter's
habits are those of many issues, and to read them all for each new one takes longer than to index it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Conventions detected for a source, with what they were detected from."""

    conventions: Conventions
    version: str
    """Hash of the detection's own version and of the conventions that it knows."""

    files: Mapping[str, str]
    """Path of each Markdown file → its size and time, as they were then."""


def choose_conventions(source: str, *, cache: Path | None = None) -> Conventions:
    """The shipped conventions of the newsletter that a source is; else `generic`, fitted to its issues.

    The same source has the same answer. Raises SourceError where the source cannot be opened.
    """
    return choose(locate(source, cache)).conventions


def choose(root: Path, before: Choice | None = None) -> Choice:
    """Choose conventions for a folder. `before` is the previous choice.

    While hardly any file has changed since it was made, `before` is returned and no issue is read. Other
    conventions are taken only if they lose none of the present issues; otherwise the previous ones stay,
    fitted again.
    """
    version, files = _version(), _states(root)
    if before is not None and before.version == version and _still_holds(before, files):
        return before
    conventions = _detected(root)
    if before is not None and _issues_of(root, before.conventions) - _issues_of(root, conventions):
        conventions = _refitted(root, before.conventions)
    return Choice(conventions, version, files)


def _still_holds(choice: Choice, files: Mapping[str, str]) -> bool:
    """Whether hardly any file has changed since a choice, and each added one is an issue by its name."""
    changed = {path for path in {*files, *choice.files} if files.get(path) != choice.files.get(path)}
    names, ignored = choice.conventions.files.names, choice.conventions.files.ignore
    added = changed - choice.files.keys()
    return len(changed) <= MOST_CHANGED * len(choice.files) and all(
        matches(path, names) and not matches(path, ignored) for path in added
    )


def _issues_of(root: Path, conventions: Conventions) -> frozenset[str]:
    return frozenset(list_folder(root, conventions.files.names, conventions.files.ignore).files)


def _refitted(root: Path, before: Conventions) -> Conventions:
    """The previous conventions with the same file names, fitted to the present issues."""
    if before.name != GENERIC:
        return load_conventions(before.name)
    return _fitted(root, load_conventions(GENERIC).model_copy(update={"files": before.files}))


def _version() -> str:
    digest = hashlib.sha256(PARSER_VERSION.encode())
    for name in shipped():
        digest.update(load_conventions(name).model_dump_json().encode())
    return digest.hexdigest()


def _states(root: Path) -> dict[str, str]:
    states = {}
    for path in list_folder(root, [f"*{ending}" for ending in MARKDOWN]).files:
        state = (root / path).stat()
        states[path] = f"{state.st_size} {state.st_mtime_ns}"
    return states


def _detected(root: Path) -> Conventions:
    for name in shipped():
        conventions = load_conventions(name)
        if conventions.heading.names and _is_newsletter(root, conventions):
            return conventions
    return _fitted(root, _with_files(root, load_conventions(GENERIC)))


def _fitted(root: Path, generic: Conventions) -> Conventions:
    """Generic conventions that know their files, fitted to the issues in them."""
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
        except ArchiveError:  # reported where the issue itself is opened
            continue


def _spread(files: Sequence[str], count: int) -> tuple[str, ...]:
    if len(files) <= count:
        return tuple(files)
    return tuple(files[index * (len(files) - 1) // (count - 1)] for index in range(count))
