"""Mark what matched in the original text, and choose the snippets of a long text.

Works on texts alone, for every engine: what the query looked for is looked up in the folded text, and
each match is mapped back to the original by its offsets. The caller escapes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import accumulate, islice

from index.query.tree import Concept, Leaf, Phrase, Query, Substring, Term, leaves
from index.results import Marked
from index.text.analyzer import is_han
from index.text.folding import fold, fold_text
from index.text.latin import HAN, part_bounds
from index.text.stemmer import stem

SNIPPET_LENGTH = 160
"""Characters of a snippet at most, give or take the rest of a sentence."""

MAX_SNIPPETS = 2

MAX_MARKED_LENGTH = 10_000
"""Characters of a text that are searched for marks: no entry written by hand is longer. Matches
beyond them are found, but not marked."""

TEXTS_KEPT = 512
"""Texts that are kept as they were read: other searches find the same entries."""

MAX_MARKS = 200
"""Matches of one pattern that are marked in a text: no text written by hand has more, and a page holds many
texts."""

MAX_MATCHES = 2000
"""Matches of one pattern that are looked at: most of those of a letter stand inside words."""

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]+[”’」』）)\]]*|[^。！？!?；;\n]+")
_LATIN_RUN = re.compile(rf"[^\W_{HAN}]+")
_WORD = re.compile(rf"[{HAN}]+|{_LATIN_RUN.pattern}")
_MAX_GAP = 3
_GAP = rf"[\W_]{{0,{_MAX_GAP}}}"
"""What may stand between words that follow each other: `mobilenet-v3`."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a leaf of a query looks like in a folded text."""

    source: str
    """A regular expression. Compiled for the first text that may hold it: most texts hold few of the words
    that a long query looks for."""

    letters: str
    """Those that every match has, in this order; between them only what is no letter may stand."""

    bounded: bool = False
    """Whether it must begin and end where a word or a part of one does."""

    words: tuple[str, ...] = ()
    """Letters alone, between which a gap may be: they are found without the expression, which takes longer to
    compile than all texts of a page take to be looked through. () where it must be used."""

    gap_characters: str = ""
    """Characters that a gap may be of, up to one; "" for up to three of any that are no letters."""

    literal: bool = False
    """Whether `letters` alone are looked for, in a row: no expression need be compiled."""

    root: str = ""
    """For other forms of an English word: the stem that they share; "" for none."""


@dataclass(frozen=True, slots=True)
class Highlighter:
    """Marks what one query looked for."""

    patterns: tuple[Pattern, ...]

    @classmethod
    def of(cls, query: Query) -> Highlighter:
        """The highlighter of everything that a query looks for, rewritten words included."""
        return cls(tuple(dict.fromkeys(pattern for leaf in leaves(query) for pattern in _patterns(leaf))))

    def mark(self, text: str) -> Marked:
        """The whole text."""
        return Marked(text, _spans(self, text[:MAX_MARKED_LENGTH]))

    def snippets(self, text: str) -> tuple[Marked, ...]:
        """The best stretches in the order of the text; its start where nothing matched."""
        head = text[:MAX_MARKED_LENGTH]
        if not head.strip():
            return ()
        spans = _spans(self, head)
        chosen = _best(_read(head), _Marks(spans))
        cut = tuple(_cut(head, stretch, spans) for stretch in chosen)
        return (*cut[:-1], replace(cut[-1], cut_end=cut[-1].cut_end or len(text) > len(head)))


class _Text:
    """A text as it is looked through, whatever is looked for."""

    def __init__(self, text: str) -> None:
        self.folded = fold(text)
        self.letters = _letters(self.folded.text)
        self._text = text
        self._bounds: dict[Span, tuple[frozenset[int], frozenset[int]]] = {}
        self._run = (0, 0)

    @cached_property
    def windows(self) -> tuple[tuple[Span, Span], ...]:
        """Stretches that a snippet can be, each with its first sentence; in their order."""
        sentences = _sentences(self._text)
        first, last = sentences[0], sentences[-1]
        if last[1] - first[0] <= SNIPPET_LENGTH:
            return (((first[0], last[1]), first),)
        ends = [end for _, end in sentences]
        return tuple({_window(sentence, ends): sentence for sentence in sentences}.items())

    def is_bounded(self, span: Span) -> bool:
        """Whether a match begins and ends where a word or a part of one does.

        What a word is made of is found once for each: a text may be one word, and match at each letter.
        """
        word = self._run_at(span[0])[0], self._run_at(span[1] - 1)[1]
        if word == span:
            return True
        if word not in self._bounds:
            parts = part_bounds(self.folded.text[slice(*word)], self.folded.original(self._text, *word))
            begins, ends = (frozenset(word[0] + part[side] for part in parts) for side in (0, 1))
            self._bounds[word] = begins, ends
        begins, ends = self._bounds[word]
        return span[0] in begins and span[1] in ends

    def _run_at(self, position: int) -> Span:
        """The run of letters that are no Han in which a character stands; itself where it is none."""
        start, end = self._run
        if not start <= position < end:
            self._run = start, end = self._run_around(position)
        return start, end

    def _run_around(self, position: int) -> Span:
        text = self.folded.text
        match = _LATIN_RUN.match(text, position)
        start, end = position, match.end() if match else position + 1
        while match and start and _LATIN_RUN.fullmatch(text, start - 1, start):
            start -= 1
        return start, end


_read = lru_cache(maxsize=TEXTS_KEPT)(_Text)


def _spans(highlighter: Highlighter, text: str) -> tuple[Span, ...]:
    read = _read(text)
    folded = read.folded
    possible = [pattern for pattern in highlighter.patterns if pattern.letters in read.letters]
    spans: list[Span] = []
    for pattern in possible:
        matches = islice(_matches(pattern, folded.text), MAX_MATCHES)
        valid = (span for span in matches if _is_valid(pattern, read, span))
        spans += [folded.span(*span) for span in islice(valid, MAX_MARKS)]
    return merged(spans)


def _matches(pattern: Pattern, text: str) -> Iterator[Span]:
    """Where a pattern matches, as its expression would find it."""
    if pattern.literal:
        yield from _occurrences(pattern.letters, text)
    elif pattern.root:
        yield from _inflected(pattern.root, text)
    elif pattern.words:
        yield from _in_row(pattern, text)
    else:
        yield from (match.span() for match in _compiled(pattern.source).finditer(text))


def _inflected(root: str, text: str) -> Iterator[Span]:
    """Words in Latin letters that begin with a stem."""
    start = text.find(root)
    while start >= 0:
        end = start + len(root)
        if start and "a" <= text[start - 1] <= "z":
            start = text.find(root, start + 1)
            continue
        while end < len(text) and "a" <= text[end] <= "z":
            end += 1
        yield start, end
        start = text.find(root, end)


def _in_row(pattern: Pattern, text: str) -> Iterator[Span]:
    """Words that follow each other with no more than a gap between them."""
    first, *further = pattern.words
    start = text.find(first)
    while start >= 0:
        end = start + len(first)
        for word in further:
            end = _after_gap(text, end, word, pattern.gap_characters)
            if end < 0:
                break
        if end >= 0:
            yield start, end
        start = text.find(first, end if end >= 0 else start + 1)


def _after_gap(text: str, position: int, word: str, gap_characters: str) -> int:
    """The end of a word that stands behind a gap at most; -1 where none does."""
    for gap in range(_MAX_GAP + 1 if not gap_characters else 2):
        if gap:
            character = text[position + gap - 1 : position + gap]
            if not character or (character not in gap_characters if gap_characters else character.isalnum()):
                return -1
        if text.startswith(word, position + gap):
            return position + gap + len(word)
    return -1


def _occurrences(run: str, text: str) -> Iterator[Span]:
    """Where a run of characters stands, none of them twice."""
    start = text.find(run)
    while start >= 0:
        yield start, start + len(run)
        start = text.find(run, start + len(run))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


_compiled = lru_cache(maxsize=4096)(re.compile)


def _is_valid(pattern: Pattern, text: _Text, span: Span) -> bool:
    if pattern.root:
        return stem(text.folded.text[slice(*span)]) == pattern.root
    return not pattern.bounded or text.is_bounded(span)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch or overlap as one."""
    merged_spans: list[Span] = []
    for start, end in sorted(spans):
        if merged_spans and start <= merged_spans[-1][1]:
            merged_spans[-1] = (merged_spans[-1][0], max(end, merged_spans[-1][1]))
        else:
            merged_spans.append((start, end))
    return tuple(merged_spans)


@lru_cache(maxsize=4096)
def _patterns(leaf: Leaf) -> tuple[Pattern, ...]:
    match leaf:
        case Concept(_, names):
            return tuple(pattern for name in names for pattern in _patterns(_leaf_of_name(name)))
        case Substring(text):
            return (Pattern(_joined_pattern(" *", text), _letters(text)),)
        case Phrase(words):
            text = "".join(words)
            in_row = words if all(map(str.isalnum, words)) else ()
            return (Pattern(_joined_pattern(_GAP, words), _letters(text), not is_han(text), words=in_row),)
        case Term(text) if is_han(text):
            return (Pattern(re.escape(text), text, literal=True),)
        case Term(text):
            in_row = tuple(text) if text.isalnum() else ()
            whole = Pattern(
                _joined_pattern("[-_./']?", text),
                _letters(text),
                bounded=True,
                words=in_row,
                gap_characters="-_./'",
            )
            root = stem(text)
            return (whole, Pattern(rf"(?<![a-z]){root}[a-z]*", root, root=root)) if root else (whole,)


def _leaf_of_name(name: str) -> Leaf:
    """What a name of the lexicon looks like in a text."""
    words = tuple(_WORD.findall(fold_text(name)))
    return Phrase(words) if len(words) > 1 else Term(fold_text(name))


def _joined_pattern(separator: str, parts: Iterable[str]) -> str:
    return separator.join(map(re.escape, parts))


def _sentences(text: str) -> list[Span]:
    """Sentences, long ones cut: bounded pieces that together are the text."""
    sentences = []
    for match in _SENTENCE.finditer(text):
        for start in range(match.start(), match.end(), SNIPPET_LENGTH):
            sentences.append((start, min(start + SNIPPET_LENGTH, match.end())))
    return sentences


class _Marks:
    """Sorted spans that do not overlap; how many marked characters a window has, without a look at each."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]
        self._before = [0, *accumulate(end - start for start, end in spans)]
        """Marked characters before each span."""

    def __bool__(self) -> bool:
        return bool(self._starts)

    @property
    def bounds(self) -> Span:
        """Where the first one begins and the last one ends."""
        return self._starts[0], self._ends[-1]

    def count(self, window: Span) -> int:
        """Marked characters in a window."""
        return self._count_before(window[1]) - self._count_before(window[0])

    def _count_before(self, position: int) -> int:
        count = bisect_left(self._starts, position)
        over = self._ends[count - 1] - position if count else 0
        return self._before[count] - max(0, over)


def _best(text: _Text, marks: _Marks) -> list[Span]:
    """Windows of neighbouring sentences with most marked characters; at most MAX_SNIPPETS.

    Of equals that which begins with a marked sentence, and then the first; the first of all where nothing is
    marked.
    """
    if len(text.windows) == 1 or not marks:
        return [text.windows[0][0]]
    first, end = marks.bounds
    near = slice(
        bisect_right(text.windows, first, key=lambda item: item[0][1]),
        bisect_left(text.windows, end, key=lambda item: item[0][0]),
    )
    ranked = sorted(
        (-count, not marks.count(sentence), window)
        for window, sentence in text.windows[near]
        if (count := marks.count(window))
    )
    chosen: list[Span] = []
    for _, _, window in ranked:
        if len(chosen) < MAX_SNIPPETS and all(
            window[1] <= start or end <= window[0] for start, end in chosen
        ):
            chosen.append(window)
    return sorted(chosen)


def _window(first: Span, ends: Sequence[int]) -> Span:
    """From the first sentence to the end of the last one that fits."""
    start, end = first
    last = bisect_right(ends, start + SNIPPET_LENGTH)
    return start, max(end, ends[last - 1] if last else end)


def _cut(text: str, window: Span, spans: Iterable[Span]) -> Marked:
    start, end = window
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    marks = tuple(
        (max(first, start) - start, min(last, end) - start)
        for first, last in spans
        if first < end and last > start
    )
    return Marked(text[start:end], marks, bool(text[:start].strip()), bool(text[end:].strip()))
