"""Where issues come from: a folder, or a git repository that is fetched into one. Path → text."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.conventions.file_names import matches
from archive.errors import ArchiveError, FileError, SourceError
from archive.sources.git import fetch
from archive.sources.git_address import is_git_url

MARKDOWN = (".md", ".markdown")
"""Endings of the files that may be issues."""

MAX_BYTES = 5_000_000
"""Larger files are refused unread: no issue has so much text."""

_MAX_DEPTH = 8
_UTF8_BOM, _UTF16, _UTF32 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff"), (b"\xff\xfe\0\0", b"\0\0\xfe\xff")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with the issues of one newsletter."""

    root: Path
    """Absolute and resolved: nothing outside it is ever read."""

    files: tuple[str, ...]
    """Paths of issues relative to the root, with forward slashes, in a fixed order."""

    problems: tuple[ArchiveError, ...]
    """Folders and files that could not be read."""

    left_out: tuple[str, ...] = ()
    """Markdown files beside issues whose names conventions neither take nor ignore."""


def locate(source: str, cache: Path | None) -> Path:
    """The folder of a source, fetched into `cache` if it is a git URL. Raises SourceError."""
    if is_git_url(source):
        return fetch(source, cache)
    root = Path(source).expanduser()
    try:
        root = root.resolve(strict=True)
        if not root.is_dir():
            raise SourceError("is a file, not a folder", file=source, remedy="name the folder that holds it")
        with os.scandir(root):
            return root
    except OSError as error:
        why = error.strerror or "cannot be opened"
        raise SourceError(why, file=source, remedy="name a folder of issues or a git URL") from error


def list_folder(root: Path, names: Sequence[str], ignore: Sequence[str] = ()) -> Folder:
    """Find the files whose names are given and not ignored, however deep, and never outside the folder."""
    problems: list[ArchiveError] = []
    files: list[str] = []
    others: list[str] = []
    for path in _walk(root, lambda error: problems.append(_unreadable(root, error))):
        relative = path.relative_to(root).as_posix()
        if not matches(relative, names) or matches(relative, ignore):
            others.append(relative)
            continue
        if problem := _refused(path, relative, root):
            problems.append(problem)
        else:
            files.append(relative)
    left_out = (other for other in others if other.lower().endswith(MARKDOWN) and not matches(other, ignore))
    beside = {file.rpartition("/")[0] for file in files}
    return Folder(
        root,
        tuple(sorted(files)),
        tuple(problems),
        tuple(
            sorted(other for other in left_out if other.isprintable() and other.rpartition("/")[0] in beside)
        ),
    )


def _walk(root: Path, onerror: Callable[[OSError], None]) -> Iterator[Path]:
    for folder, folders, files in os.walk(root, onerror=onerror):
        deep = len(Path(folder).relative_to(root).parts) >= _MAX_DEPTH
        folders[:] = [] if deep else sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder) / name for name in sorted(files))


def _unreadable(root: Path, error: OSError) -> FileError:
    path = Path(str(error.filename or root))
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    return FileError(
        f"folder cannot be read ({error.strerror})", file=_printable(name), remedy="check its permissions"
    )


def _refused(path: Path, relative: str, root: Path) -> FileError | None:
    if not relative.isprintable():
        return FileError("name holds unprintable characters", file=_printable(relative), remedy="rename it")
    if path.is_symlink():
        try:
            inside = path.resolve(strict=True).is_relative_to(root)
        except (OSError, RuntimeError):  # until Python 3.13 a link to itself is the latter
            return FileError(
                "is a link that leads nowhere", file=relative, remedy="put the file itself there"
            )
        if not inside:
            return FileError(
                "is a link that leaves the folder", file=relative, remedy="put the file itself there"
            )
    return None


def _printable(name: str) -> str:
    return name if name.isprintable() else ascii(name)


def read_text(root: Path, file: str) -> str:
    """Text of one file below the root. Raises FileError: too large, not UTF-8, binary, empty, gone."""
    try:
        path = _resolved(root / file)
        if not path.is_relative_to(root):
            raise FileError("is a link that leaves the folder", file=file, remedy="put the file itself there")
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise FileError("is no regular file", file=file, remedy="remove it or rename it")
        if state.st_size > MAX_BYTES:
            raise FileError(
                f"has {state.st_size / 1e6:.1f} MB, more than the {MAX_BYTES / 1e6:.0f} MB of any issue",
                file=file,
                remedy="split it or move it away",
            )
        return decode(path.read_bytes(), file)
    except OSError as error:
        raise FileError(f"cannot be read ({error.strerror})", file=file, remedy="check it") from error


def _resolved(path: Path) -> Path:
    """The file itself. Raises OSError where links lead in a circle, as Python does from 3.13 on."""
    try:
        return path.resolve(strict=True)
    except RuntimeError as error:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error


def decode(data: bytes, file: str) -> str:
    """UTF-8 text of a file, with or without a byte order mark. Raises FileError."""
    if data.startswith(_UTF32) or data.startswith(_UTF16):
        raise FileError("is UTF-16 or UTF-32, not UTF-8", file=file, remedy="save it as UTF-8")
    try:
        text = data.removeprefix(_UTF8_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = 0 if b"\0" in data else data.count(b"\n", 0, error.start) + 1
        raise FileError(_encoding_of(data), file=file, line=line, remedy="save it as UTF-8") from error
    if "\0" in text:
        raise FileError("is a binary file", file=file, remedy="move it away or rename it")
    if not text.strip():
        raise FileError("is empty", file=file, remedy="write it or remove it")
    return text


def _encoding_of(data: bytes) -> str:
    if b"\0" in data[:4096]:
        return "is a binary file or UTF-16, not UTF-8"
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return "is not UTF-8"
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return "is not UTF-8 (it looks like GBK)" if han * 10 > len(text) else "is not UTF-8"
