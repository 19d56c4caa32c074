"""A name → all that says the same, or something of it, as far as the archive has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice

from index.lexicon.thesaurus import Thesaurus
from index.query.tree import Boost, Near, Query, Some, Term, Widen
from index.ranking.weights import COMPOUND, MAINLAND, PARTS_SHARE, PREFIX, RELATED, SAME, WIDER
from index.results import Rewrite, RewriteKind
from index.rewriting.query_words import either
from index.text.analyzer import Analyzer, is_han, name_key

Told = list[Rewrite]

MOST_SEQUENCES = 3
"""Other names that are looked for beside a neighbour: 麒麟 990 for kirin 990."""

_MODEL = re.compile(r"([a-z]{3,}?)v?\d[a-z0-9]*")
"""A name and its model or version, folded: few entries say this model, more the name."""


class Names:
    """Names over one snapshot. `count` tells how many documents a query finds."""

    def __init__(self, analyzer: Analyzer, thesaurus: Thesaurus, count: Callable[[Query], int]) -> None:
        self._analyzer = analyzer
        self._thesaurus = thesaurus
        self._count = count

    def otherwise(self, key: str, typed: str) -> tuple[list[Query], Told]:
        """Other names of the same thing."""
        found: list[Query] = []
        rewrites = []
        mainland = self._thesaurus.mainland(key)
        names: list[tuple[RewriteKind, float, Sequence[str]]] = [
            ("script", MAINLAND, mainland),
            ("synonym", SAME, self._same(key, mainland)),
            ("synonym", WIDER, self._thesaurus.wider(key)),
        ]
        for kind, strength, some in names:
            known = [(name, query) for name in some for query in self._name(name)]
            found += [Boost(query, strength) for _, query in known]
            if known:
                searched = tuple(dict.fromkeys(name for name, _ in known))
                rewrites.append(Rewrite(kind, typed, searched))
        return found, rewrites

    def sequences(self, told: Sequence[Rewrite]) -> tuple[tuple[str, ...], ...]:
        """The words of names that were found to say the same."""
        names = dict.fromkeys(name for rewrite in told for name in rewrite.searched)
        return tuple(self._parts(name) for name in islice(names, MOST_SEQUENCES))

    def _parts(self, name: str) -> tuple[str, ...]:
        return tuple(part for word in self._analyzer.words(name) for part in word.parts)

    def has_others(self, key: str) -> bool:
        """Whether the archive has another name for this one."""
        return bool(self.otherwise(key, key)[0])

    def mainland(self, key: str) -> list[Query]:
        """What mainland texts say for a word of Taiwan: the very same thing, so no other name of it."""
        return [query for name in self._thesaurus.mainland(key) for query in self._name(name)]

    def _same(self, key: str, mainland: Sequence[str]) -> tuple[str, ...]:
        further = [name for word in mainland for name in self._thesaurus.same(name_key(word))]
        return tuple(dict.fromkeys([*self._thesaurus.same(key), *further]))

    def _name(self, name: str) -> list[Query]:
        """A name of the lexicon, where the archive has it."""
        parts = self._parts(name)
        queries: list[Query] = [Term(name_key(name))]
        if len(parts) > 1 and all(part.isalnum() for part in parts):
            queries.append(Near(parts))
        return [query for query in queries if self._count(query)]

    def spread(self, keys: Sequence[str]) -> tuple[tuple[Query, ...], Told]:
        """The shorter words of a name, each with all that says the same; () where there are none."""
        if len(keys) < 2:
            return (), []
        found = [(key, *self.otherwise(key, key)) for key in keys]
        told = [rewrite for _, _, rewrites in found for rewrite in rewrites]
        return tuple(either([Term(key), *others]) for key, others, _ in found), told

    def in_part(self, key: str, parts: tuple[Query, ...]) -> list[Query]:
        """What says something of a name: its shorter words, or those of its other Chinese names."""
        names = [name_key(name) for name in self._thesaurus.same(key)]
        others = [self.spread(self._analyzer.split(name))[0] for name in names if is_han(name)]
        found = [Boost(Some(some, PARTS_SHARE), COMPOUND * SAME) for some in others if some]
        return [*found, Boost(Some(parts, PARTS_SHARE), COMPOUND)] if parts else [*found, *self._stem(key)]

    def _known(self, names: Sequence[str]) -> list[tuple[str, Query]]:
        return [(name, found) for name in names for found in self._name(name)]

    def _stem(self, key: str) -> list[Query]:
        """The word that a word begins with: 模拟 of 模拟器, exynos of exynos2100, yolo of yolov5."""
        if not is_han(key):
            model = _MODEL.fullmatch(key)
            return [Boost(Term(model[1]), PREFIX)] if model else []
        return [
            Boost(Term(key[start:end]), PREFIX)
            for start, end in self._analyzer.segmenter.split(key)
            if start == 0
        ]

    def wider(
        self, key: str, shorter: Sequence[str], parts: tuple[Query, ...]
    ) -> tuple[tuple[Query, ...], tuple[Rewrite, ...]]:
        """The parts of a name with what is related to each, where nothing is to the whole."""
        if not parts or self._thesaurus.related(key):
            return parts, ()
        found = [self.widened(part, word, word) for part, word in zip(parts, shorter, strict=True)]
        return tuple(query for query, _ in found), tuple(told for _, some in found for told in some)

    def widened(self, query: Query, key: str, typed: str) -> tuple[Query, tuple[Rewrite, ...]]:
        """A query that also finds what is only related to a name."""
        named = {key, *map(name_key, self._thesaurus.same(key))}
        known = self._known([name for name in self._thesaurus.related(key) if name_key(name) not in named])
        kinds = self._thesaurus.kinds(key)
        if kinds and not known and not self._count(query):
            known = self._known(kinds)
        if not known:
            return query, ()
        names = tuple(dict.fromkeys(name for name, _ in known))
        other = Boost(either([found for _, found in known]), RELATED)
        return Widen(query, other), (Rewrite("related", typed, names),)
