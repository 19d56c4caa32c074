"""The lexicon's files as lines: the text, file and number of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from index.errors import EngineError

WORDS, SYNONYMS, RELATED, TAIWAN = "words.txt", "synonyms.txt", "related.txt", "taiwan.txt"
STOPWORDS, GENERIC, IMPLICIT, NEGATIONS, PROGRAMS = WORD_LISTS = (
    "stopwords.txt",
    "generic.txt",
    "implicit.txt",
    "negations.txt",
    "programs.txt",
)
FILES = (WORDS, SYNONYMS, RELATED, TAIWAN, *WORD_LISTS)

EQUALS, ARROW, COMMENT = " = ", " => ", "#"


class LexiconError(EngineError):
    """A lexicon file cannot be read. The message says which, where, and what to do."""


class Line(NamedTuple):
    """A line of a lexicon file that is neither empty nor a comment."""

    path: Path
    file: str
    """The file's name, which says how its lines are read."""

    number: int
    text: str
    """Without its comment."""

    def __str__(self) -> str:
        return f"{self.path}:{self.number}"


def read_lines(path: Path) -> Iterator[Line]:
    """Lines that are neither empty nor comments; none where the file is missing. Raises LexiconError."""
    if not path.exists():
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read as UTF-8 text ({error}); mend or remove it") from error
    for number, line in enumerate(text.splitlines(), 1):
        content = _without_comment(line)
        if content:
            yield Line(path, path.name, number, content)


def stray_files(folder: Path) -> tuple[Path, ...]:
    """Text files of an editor's folder that nothing reads, as their name is none of FILES."""
    return tuple(sorted(path for path in folder.glob("*.txt") if path.name not in FILES))


def word_of(text: str) -> tuple[str, int | None]:
    """A line of words.txt: the word and its frequency, 0 where none is named, None where it is no number."""
    word, _, frequency = (part.strip() for part in text.partition("\t"))
    if not frequency:
        return word, 0
    return word, int(frequency) if frequency.isdecimal() else None


def names_of(text: str) -> tuple[str, ...]:
    """The names in a line of synonyms; fewer than two where it is no such line."""
    return tuple(name.strip() for name in text.split(EQUALS) if name.strip())


def pair_of(text: str) -> tuple[str, str] | None:
    """Both sides of a line with an arrow; None where a side is missing."""
    left, _, right = (part.strip() for part in text.partition(ARROW))
    return (left, right) if left and right else None


def comma_separated(text: str) -> tuple[str, ...]:
    """The names on the right of a line of related.txt."""
    return tuple(filter(None, map(str.strip, text.split(","))))


def _without_comment(line: str) -> str:
    """A `#` begins a comment at the line's start or after white space, so that C# is a word."""
    if line.startswith(COMMENT):
        return ""
    return line.partition(f" {COMMENT}")[0].strip()
