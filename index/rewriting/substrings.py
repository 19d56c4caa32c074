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

MOST_PAIRS = 6
"""Pairs of a long run that are looked up: so many leave few documents, and their texts decide anyway."""

MOST_LONGER = 50
"""Words that hold a fragment at most: one that more words hold narrows nothing down."""

SHORTEST_FRAGMENT = 2

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
            inside = run.start() > 0 and run.end() < len(folded)
            parts += _word(run.group(), vocabulary, whole=inside)
    return Substring(squeeze(folded), all_of(parts) if parts else MATCH_ALL)


def _pairs(run: str) -> Iterator[Query]:
    pairs = list(dict.fromkeys(map("".join, pairwise(run)))) or [run]
    yield from map(Term, pairs[:: 1 + len(pairs) // MOST_PAIRS])


def _word(run: str, vocabulary: Vocabulary, *, whole: bool) -> Iterator[Query]:
    if whole:
        yield Term(run)
    elif len(run) >= SHORTEST_FRAGMENT:
        longer = vocabulary.containing(run, MOST_LONGER + 1)
        if len(longer) <= MOST_LONGER:
            yield any_of([Term(word) for word in longer or (run,)])
