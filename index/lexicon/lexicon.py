"""The lexicon as data: domain words, groups of synonyms, related names, stop words.

The files are in index/lexicon/data/; an editor's own folder with the same names is read beside them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.lexicon.files import (
    EQUALS,
    FILES,
    GENERIC,
    IMPLICIT,
    NEGATIONS,
    PROGRAMS,
    RELATED,
    STOPWORDS,
    SYNONYMS,
    TAIWAN,
    WORDS,
    LexiconError,
    Line,
    comma_separated,
    names_of,
    pair_of,
    read_lines,
    word_of,
)

__all__ = ["Lexicon", "LexiconError", "lexicon_lines", "lexicon_of", "load_lexicon"]

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lexicon files, read. Words stand here as they are written there."""

    digest: str = ""
    """A hash of the content of the files."""

    words: tuple[tuple[str, int], ...] = ()
    """Domain words with their frequency; 0 where the file names none."""

    synonyms: tuple[tuple[str, ...], ...] = ()
    """Groups of names that mean the same."""

    wider: tuple[tuple[str, str], ...] = ()
    """Typed → searched too, but not the other way round."""

    related: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Typed → what may serve where too few documents say it."""

    taiwan: tuple[tuple[str, str], ...] = ()
    """Taiwan's word → the mainland's."""

    stopwords: frozenset[str] = frozenset()
    """Words that carry no meaning in a query."""

    generic: frozenset[str] = frozenset()
    """Words for any entry, such as 文章: at the end of a query they ask for nothing in particular."""

    implicit: frozenset[str] = frozenset()
    """Words for kinds of entries that seldom name their kind: related words satisfy them as well."""

    negations: frozenset[str] = frozenset()
    """Words that say of the next one that it is not there: 不用 of 不用 GPU."""

    programs: frozenset[str] = frozenset()
    """Words for a program, such as 软件 and 工具, each of which serves for any other."""


def lexicon_lines(extra: Path | None = None) -> tuple[Line, ...]:
    """The lines of all files, of the program's before those of an editor's folder. Raises LexiconError."""
    if extra is not None and not extra.is_dir():
        raise LexiconError(f"{extra}: no folder with lexicon files; correct `lexicon` in the configuration")
    folders = [FOLDER] if extra is None else [FOLDER, extra]
    return tuple(line for name in FILES for folder in folders for line in read_lines(folder / name))


def load_lexicon(extra: Path | None = None) -> Lexicon:
    """The lexicon of the program and of an editor's folder. Raises LexiconError."""
    return lexicon_of(lexicon_lines(extra))


def lexicon_of(lines: Sequence[Line]) -> Lexicon:
    """The lexicon that lines of its files make.

    Lines that are not as their file demands are passed over here; `index.lexicon.check` names them.
    """
    texts: dict[str, list[str]] = {file: [] for file in FILES}
    for line in lines:
        texts[line.file].append(line.text)
    return Lexicon(
        digest=_digest(lines),
        words=tuple((word, frequency or 0) for word, frequency in map(word_of, texts[WORDS])),
        synonyms=tuple(names_of(text) for text in texts[SYNONYMS] if EQUALS in text),
        wider=tuple(_pairs(texts[SYNONYMS])),
        related=tuple((left, comma_separated(right)) for left, right in _pairs(texts[RELATED])),
        taiwan=tuple(_pairs(texts[TAIWAN])),
        stopwords=frozenset(texts[STOPWORDS]),
        generic=frozenset(texts[GENERIC]),
        implicit=frozenset(texts[IMPLICIT]),
        negations=frozenset(texts[NEGATIONS]),
        programs=frozenset(texts[PROGRAMS]),
    )


def _pairs(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    return filter(None, map(pair_of, texts))


def _digest(lines: Iterable[Line]) -> str:
    content = "\n".join(f"{line.file}:{line.text}" for line in lines)
    return hashlib.sha256(content.encode()).hexdigest()[:12]
