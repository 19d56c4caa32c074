"""What can go wrong while reading. Each message is one line: what, where, what to do."""

from __future__ import annotations


class ArchiveError(Exception):
    """Something of a newsletter could not be read. `str(error)` is one line, fit for a terminal."""

    def __init__(self, what: str, *, file: str = "", line: int = 0, remedy: str = "") -> None:
        self.what = what
        self.file = file
        self.line = line
        self.remedy = remedy
        super().__init__(self._text())

    def _text(self) -> str:
        location = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        end = f"; {self.remedy}" if self.remedy else ""
        return " ".join(f"{location}{self.what}{end}".split())


class ConventionsError(ArchiveError):
    """A conventions file that cannot be used: names its key and the allowed values."""


class SourceError(ArchiveError):
    """A source that cannot be opened at all: no such folder, a git URL that does not answer."""


class FileError(ArchiveError):
    """One file that could not be taken. The rest of the newsletter is still read."""


class LeftOutError(FileError):
    """A file that is no issue by its name, although issues stand beside it."""


class TakenFileError(ArchiveError):
    """A problem of a file that was read nevertheless."""


class SameNameError(TakenFileError):
    """Two files claim one date or number. Both are kept, under distinct names."""


class IncompleteFileError(TakenFileError):
    """A file without a heading, or without a date. It is kept as far as its name tells."""
