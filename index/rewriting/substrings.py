"""A run of characters → the words and pairs of characters that every document with that run must hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from index.forward.vocabulary import Vocabulary
from index.query.tree import MATCH_ALL, Query, Substring, Term, all_of, any_of
from index.text.analyzer import is_han
from index.text.folding import fold_text, squeeze
from index.text.latin import HAN, LETTER

MAX_PAIRS = 6
"""Pairs of a long run that are looked up: so many leave few documents, and their texts decide anyway."""

MAX_CONTAINING_WORDS = 50
"""Words that hold a fragment at most: one that more words hold narrows nothing down."""

MIN_FRAGMENT_LENGTH = 2

_RUN = re.compile(rf"[{HAN}]+|{LETTER}+")


def substring(text: str, vocabulary: Vocabulary) -> Substring:
    """The query for a run of characters as it stands; white space does not count."""
    folded = fold_text(text)
    runs = list(_RUN.finditer(folded))
    parts: list[Query] = []
    for run in runs:
        if is_han(run.group()):
            parts += _pairs(run.group())
        else:
            # Only the run's ends can lie within a longer word.
            is_inner = run.start() > 0 and run.end() < len(folded)
            parts += _word(run.group(), vocabulary, is_whole=is_inner)
    return Substring(squeeze(folded), all_of(parts) if parts else MATCH_ALL)


def _pairs(run: str) -> Iterator[Query]:
    pairs = list(dict.fromkeys(map("".join, pairwise(run)))) or [run]
    yield from map(Term, pairs[:: 1 + len(pairs) // MAX_PAIRS])


def _word(run: str, vocabulary: Vocabulary, *, is_whole: bool) -> Iterator[Query]:
    if is_whole:
        yield Term(run)
    elif len(run) >= MIN_FRAGMENT_LENGTH:
        longer = vocabulary.containing(run, MAX_CONTAINING_WORDS + 1)
        if len(longer) <= MAX_CONTAINING_WORDS:
            yield any_of([Term(word) for word in longer or (run,)])
