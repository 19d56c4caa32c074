"""Check the lexicon's files: no duplicate, no cycle, no name of two things, each word one token."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.lexicon.files import (
    ARROW,
    EQUALS,
    RELATED,
    SYNONYMS,
    TAIWAN,
    WORD_LISTS,
    WORDS,
    Line,
    comma_separated,
    names_of,
    pair_of,
    word_of,
)
from index.text.analyzer import analyzer_of, is_han, name_key

if TYPE_CHECKING:
    from index.lexicon.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class LexiconProblem:
    """Something that a lexicon file should not say."""

    line: Line
    fault: str

    def __str__(self) -> str:
        return f"{self.line}: {self.line.text}: {self.fault}"


def check_lexicon(lexicon: Lexicon, all_lines: Sequence[Line]) -> tuple[LexiconProblem, ...]:
    """What is wrong in a lexicon with these lines, in their order."""
    lines: dict[str, list[Line]] = defaultdict(list)
    for line in all_lines:
        lines[line.file].append(line)
    problems = [
        *_malformed(all_lines),
        *_duplicates(lines[WORDS], lambda text: [word_of(text)[0]]),
        *(problem for name in WORD_LISTS for problem in _duplicates(lines[name], lambda text: [text])),
        *_duplicates(lines[SYNONYMS], lambda text: names_of(text) if EQUALS in text else ()),
        *_duplicates(lines[SYNONYMS], lambda text: [text] if ARROW in text else ()),
        *_duplicates(lines[TAIWAN], _left_sides),
        *_duplicates(lines[RELATED], _left_sides),
        *_cycles(lines[TAIWAN]),
        *_cycles(lines[SYNONYMS]),
        *_split_words(lexicon, lines[WORDS]),
        *_stopword_names(lexicon, lines[SYNONYMS]),
    ]
    order = {line: number for number, line in enumerate(all_lines)}
    return tuple(sorted(problems, key=lambda problem: order[problem.line]))


def _malformed(lines: Iterable[Line]) -> Iterator[LexiconProblem]:
    for line in lines:
        fault = _FORMS[line.file](line.text)
        if fault:
            yield LexiconProblem(line, fault)


def _word_form(text: str) -> str:
    word, frequency = word_of(text)
    if frequency is None:
        return "what follows the tab is no number"
    return "" if is_han(name_key(word)) else "not Chinese throughout; Latin needs no dictionary"


def _synonym_form(text: str) -> str:
    if EQUALS in text:
        return "" if len(names_of(text)) > 1 else "a group needs two names"
    return "" if pair_of(text) else f"write it as `name{EQUALS}name` or `typed{ARROW}searched`"


def _arrow_form(text: str) -> str:
    return "" if pair_of(text) else f"write it as `typed{ARROW}searched`"


def _list_form(text: str) -> str:
    pair = pair_of(text)
    return "" if pair and comma_separated(pair[1]) else "the right side is empty"


_FORMS: Mapping[str, Callable[[str], str]] = {
    WORDS: _word_form,
    SYNONYMS: _synonym_form,
    RELATED: lambda text: _arrow_form(text) or _list_form(text),
    TAIWAN: _arrow_form,
    **dict.fromkeys(WORD_LISTS, lambda text: ""),
}


def _left_sides(text: str) -> Sequence[str]:
    pair = pair_of(text)
    return [pair[0]] if pair else []


def _duplicates(lines: Iterable[Line], names: Callable[[str], Sequence[str]]) -> Iterator[LexiconProblem]:
    """Names that stand in two lines, or twice in one."""
    first: dict[str, Line] = {}
    for line in lines:
        for name in names(line.text):
            earlier = first.setdefault(name if ARROW in name else name_key(name) or name, line)
            if earlier is not line or _repeats(name, names(line.text)):
                yield LexiconProblem(line, f"{name} stands in {earlier} already")


def _repeats(name: str, names: Sequence[str]) -> bool:
    return sum(name_key(other) == name_key(name) for other in names) > 1


def _cycles(lines: Iterable[Line]) -> Iterator[LexiconProblem]:
    """Arrows that form a cycle."""
    pairs = [(line, pair) for line in lines if (pair := pair_of(line.text))]
    targets: dict[str, set[str]] = defaultdict(set)
    for _, (left, right) in pairs:
        targets[name_key(left)].add(name_key(right))
    for line, (left, right) in pairs:
        if name_key(left) in _reachable(name_key(right), targets):
            yield LexiconProblem(line, "leads back to itself")


def _reachable(start: str, targets: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    pending = [start]
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            pending += targets.get(name, ())
    return reached


def _split_words(lexicon: Lexicon, lines: Iterable[Line]) -> Iterator[LexiconProblem]:
    analyzer = analyzer_of(lexicon.words)
    for line in lines:
        word = name_key(word_of(line.text)[0])
        cut = [token.key for token in analyzer.words(word)]
        if is_han(word) and cut != [word]:
            yield LexiconProblem(line, f"is cut as {'|'.join(cut)}; give it a frequency after a tab")


def _stopword_names(lexicon: Lexicon, lines: Iterable[Line]) -> Iterator[LexiconProblem]:
    """Names that no query keeps: they are stop words."""
    empty = {name_key(word) for word in lexicon.stopwords}
    for line in lines:
        for name in names_of(line.text) if EQUALS in line.text else _left_sides(line.text):
            if name_key(name) in empty and not name.isupper():
                yield LexiconProblem(line, f"{name} is a stop word, and is never looked up")
