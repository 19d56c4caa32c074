"""Completions of what is being typed: by its letters, by pinyin, by initials; each with its hits."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from index.engines.budget import Budget
from index.forward.completions import INITIALS_WORTH, READING_WORTH, TYPED_WORTH
from index.forward.store import ForwardIndex
from index.results import Suggestion, SuggestionKind
from index.text.analyzer import is_han, name_key
from index.text.pinyin import possible_initials, possible_readings

FIELD_NAMES: Mapping[SuggestionKind, str] = {"source": "来源", "tag": "标签", "category": "栏目"}
"""What a value of a filter is typed with."""

SECONDS = 0.1
"""How long a reader who goes on typing waits for a completion to be counted."""

COUNTING_SECONDS = 0.04
"""Of computing, after which no further candidate is counted. A busy machine counts as many as an idle one."""

COUNTED_PER_SUGGESTION = 2
"""Candidates are counted for so many times as many as are wanted: some find nothing beside what was typed."""

MAX_COMPLETIONS = 400
"""Completions of a short beginning that are compared: those of the commonest words."""

MIN_TITLE_LENGTH = 2
"""Characters from which whole titles are offered."""

MAX_TITLES = 2

COUNT_CACHE_SIZE = 10_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to offer."""

    text: str
    """What stands in the box after choosing it."""

    kind: SuggestionKind
    worth: float


class Suggester:
    """Suggestions over one snapshot.

    `values` gives the values of a filter with their documents, `count` how many hits a text has, `titles` the
    titles of the best hits of a text, both within a `budget` of so many seconds. `names` are those of the
    lexicon, by key.
    """

    def __init__(
        self,
        forward: ForwardIndex,
        values: Callable[[str], Mapping[str, int]],
        count: Callable[[str, Budget], int],
        titles: Callable[[str, Budget], list[str]],
        budget: Callable[[float], Budget],
        names: Mapping[str, str],
    ) -> None:
        self._forward = forward
        self._values = values
        self._count = count
        self._titles = titles
        self._budget = budget
        self._names = names
        self._counts: dict[str, int] = {}
        self._cached_value_completions = lru_cache(maxsize=1)(lambda: list(self._value_completions()))
        self.written = lru_cache(maxsize=COUNT_CACHE_SIZE)(self._written)
        """A word as titles write it, or as it is."""

    def suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        """The best completions of the last word of a text, what stands before it kept; all have hits."""
        preceding, typed = _last_word(text)
        key = name_key(typed)
        if not key or limit < 1:
            return ()
        budget, start = self._budget(SECONDS), time.thread_time()
        suggestions: dict[str, Suggestion] = {}
        for candidate in self._best(key, typed, limit * COUNTED_PER_SUGGESTION, budget):
            offered = preceding + candidate.text
            count = self._counted(offered, budget)
            if count:
                suggestions.setdefault(offered, Suggestion(offered, candidate.kind, count))
            is_dear = budget.spent or time.thread_time() - start > COUNTING_SECONDS
            if len(suggestions) == limit or is_dear:
                break
        return tuple(suggestions.values())

    def _counted(self, text: str, budget: Budget) -> int:
        count = self._counts.get(text)
        if count is None:
            if len(self._counts) > COUNT_CACHE_SIZE:
                self._counts.clear()
            count = self._count(text, budget)
            if not budget.spent:
                self._counts[text] = count
        return count

    def _best(self, key: str, typed: str, limit: int, budget: Budget) -> Iterator[Candidate]:
        worth: dict[tuple[str, SuggestionKind], float] = {}
        for prefix, value, candidate in [*self._terms(key), *self._filter_values(key)]:
            name = (candidate.text, candidate.kind)
            exact = 2.0 if prefix == key else 1.0
            worth[name] = max(worth.get(name, 0.0), exact * value)
        ranked = sorted(worth.items(), key=lambda item: (-item[1], item[0]))
        yield from (Candidate(text, kind, value) for (text, kind), value in ranked[:limit])
        if len(key) >= MIN_TITLE_LENGTH:
            titles = (title for title in self._titles(typed, budget) if key in name_key(title))
            for title, _ in zip(titles, range(MAX_TITLES), strict=False):
                yield Candidate(_quoted(title), "title", 0.0)

    def _terms(self, key: str) -> Iterator[tuple[str, float, Candidate]]:
        """Words and runs of titles that begin with a key, or whose pinyin does."""
        range_ = (key, key + "\U0010ffff")
        statement = "SELECT prefix, key, worth FROM completion WHERE prefix >= ? AND prefix < ?"
        if len(key) == 1 and not is_han(key):
            # A letter begins very many: read in the order of their worth, the best come at once.
            statement = statement.replace("completion", "completion INDEXED BY completion_worth")
        rows = self._forward.rows(f"{statement} ORDER BY worth DESC LIMIT ?", (*range_, MAX_COMPLETIONS))
        for prefix, name, worth in rows:
            yield prefix, worth, Candidate(self.written(name), "term", worth)

    def _filter_values(self, key: str) -> Iterator[tuple[str, float, Candidate]]:
        for prefix, worth, candidate in self._cached_value_completions():
            if prefix.startswith(key):
                yield prefix, worth, candidate

    def _value_completions(self) -> Iterator[tuple[str, float, Candidate]]:
        for kind, field in FIELD_NAMES.items():
            for value, documents in self._values(kind).items():
                candidate = Candidate(f"{field}:{_value(value)}", kind, 0.0)
                for prefix, worth in _prefixes(name_key(value)):
                    yield prefix, worth * (1.0 + documents), candidate

    def _written(self, key: str) -> str:
        statement = "SELECT written FROM title_run WHERE key = ? ORDER BY documents DESC, written LIMIT 1"
        rows = self._forward.rows(statement, (key,))
        return str(rows[0][0]) if rows else self._names.get(key, key)


def _prefixes(key: str) -> Iterator[tuple[str, float]]:
    yield key, TYPED_WORTH
    if is_han(key):
        yield from ((reading, READING_WORTH) for reading in possible_readings(key))
        yield from ((letters, INITIALS_WORTH) for letters in possible_initials(key))


def _last_word(text: str) -> tuple[str, str]:
    """What stands before the last word, and that word."""
    words = text.rsplit(maxsplit=1)
    if not words or text[-1:].isspace():
        return "", ""
    return text[: len(text) - len(words[-1])], words[-1]


def _value(value: str) -> str:
    return value if not any(map(str.isspace, value)) else _quoted(value)


def _quoted(text: str) -> str:
    """A text as an exact phrase, in marks that it does not hold itself."""
    return next(
        (f"{start}{text}{end}" for start, end in ('""', "「」", "“”") if not {start, end} & set(text)), text
    )
