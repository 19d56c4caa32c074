"""What the field knows about its words, as data: domain words, names for one thing, words without meaning.

The files stand in index/lexicon/; an editor's own folder with the same names is read beside them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "lexicon"
WORDS, SYNONYMS, RELATED, TAIWAN, STOPWORDS = (
    "words.txt", "synonyms.txt", "related.txt", "taiwan.txt", "stopwords.txt",
)  # fmt: skip
FILES = (WORDS, SYNONYMS, RELATED, TAIWAN, STOPWORDS)

SAME, WIDER, COMMENT = " = ", " => ", "#"


class LexiconError(Exception):
    """A lexicon file cannot be read. The message says which, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a lexicon file that says something."""

    file: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lexicon files, read. Words stand here as they are written there."""

    words: tuple[tuple[str, int], ...] = ()
    """Domain words with their frequency; 0 where the file names none."""

    groups: tuple[tuple[str, ...], ...] = ()
    """Names that mean the same."""

    wider: tuple[tuple[str, str], ...] = ()
    """Typed → searched too, but not the other way round."""

    related: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Typed → what may serve where too few documents say it."""

    taiwan: tuple[tuple[str, str], ...] = ()
    """Taiwan's word → the mainland's."""

    stopwords: frozenset[str] = frozenset()
    """Words that carry no meaning in a query."""

    digest: str = ""
    """Changes with anything that the files say."""


def load_lexicon(extra: Path | None = None) -> Lexicon:
    """The lexicon of the program and of an editor's folder; LexiconError where a file is unreadable."""
    if extra is not None and not extra.is_dir():
        raise LexiconError(f"{extra}: no folder with lexicon files; correct `lexicon` in the configuration")
    folders = [FOLDER] if extra is None else [FOLDER, extra]
    lines = {name: [line for folder in folders for line in read_lines(folder / name)] for name in FILES}
    return Lexicon(
        words=tuple(dict(_word(line.text) for line in lines[WORDS]).items()),
        groups=tuple(members(line.text) for line in lines[SYNONYMS] if SAME in line.text),
        wider=tuple(_pairs(lines[SYNONYMS])),
        related=tuple((left, listed(right)) for left, right in _pairs(lines[RELATED])),
        taiwan=tuple(_pairs(lines[TAIWAN])),
        stopwords=frozenset(line.text for line in lines[STOPWORDS]),
        digest=_digest(lines.values()),
    )


def read_lines(file: Path) -> Iterator[Line]:
    """Lines that say something, comments stripped; none where the file is not there."""
    if not file.exists():
        return
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{file}: cannot be read as UTF-8 text ({error}); mend or remove it") from error
    for number, line in enumerate(text.splitlines(), 1):
        said = _without_comment(line)
        if said:
            yield Line(str(file), number, said)


def members(text: str) -> tuple[str, ...]:
    """The names in a line of synonyms."""
    return tuple(name.strip() for name in text.split(SAME) if name.strip())


def listed(text: str) -> tuple[str, ...]:
    """The names on the right of a line of related.txt."""
    return tuple(filter(None, map(str.strip, text.split(","))))


def pair(text: str) -> tuple[str, str] | None:
    """Both sides of a line with an arrow; None where a side is missing."""
    left, arrow, right = (part.strip() for part in text.partition(WIDER))
    return (left, right) if arrow and left and right else None


def _without_comment(line: str) -> str:
    """A `#` begins a comment at the line's start or after white space, so that C# is a word."""
    if line.startswith(COMMENT):
        return ""
    return line.partition(f" {COMMENT}")[0].strip()


def _word(text: str) -> tuple[str, int]:
    word, _, frequency = text.partition("\t")
    return word.strip(), int(frequency) if frequency.strip().isdecimal() else 0


def _pairs(lines: Iterable[Line]) -> Iterator[tuple[str, str]]:
    for line in lines:
        found = pair(line.text)
        if found:
            yield found


def _digest(lines: Iterable[Iterable[Line]]) -> str:
    said = "\n\n".join("\n".join(line.text for line in some) for some in lines)
    return hashlib.sha256(said.encode()).hexdigest()[:12]
