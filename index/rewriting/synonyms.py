"""A name → queries for its synonyms, translations, parts and related names that the archive has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.forward.vocabulary import Vocabulary
from index.lexicon.dictionary import neighbours, translations
from index.lexicon.thesaurus import Thesaurus
from index.query.tree import And, AtLeast, Boost, Concept, Fallback, Phrase, Query, Term, any_of
from index.ranking.statistics import documents, weight
from index.ranking.weights import (
    COMPOUND,
    ENOUGH_HITS,
    EXPLAINED,
    MAINLAND,
    NEIGHBOUR,
    PARTS_SHARE,
    PREFIX,
    RELATED,
    SEPARATED,
    SYNONYM,
    TRANSLATED,
    WIDER,
)
from index.results import Rewrite, RewriteKind
from index.text.analyzer import Analyzer, is_han, name_key
from index.text.folding import fold_text
from index.text.segmenter import everyday_weight

MAX_DOCUMENT_SHARE = 0.2
"""Share of all documents above which a word inside a name is not searched: http of http3 is in every URL."""

MIN_EVERYDAY_WEIGHT = 0.5
"""Everyday weight below which a word is not translated: 文章 is no `article` of a law."""

MAX_LATIN_DOCUMENTS = 100
"""Documents of a Latin word above which it is not translated: elsewhere Chinese text calls `index` 索引. Of a
Chinese word, ENOUGH_HITS."""

MAX_TRANSLATIONS = 3
"""Of a word, those that most documents have."""

MAX_NEIGHBOURS = 4
"""Of a word, those that the archive has."""

MAX_RELATED_DOCUMENTS = 100
"""Documents of a word above which nothing related to it is searched: where much is written about 苹果, iPhone
and Core ML would drown the guide of 苹果审核指南. No judged query needs more."""

MAX_RELATED_SHARE = 0.15
"""The same as a share of a small archive. With 0.11 a question of the first newsletter loses half."""

CHARACTERS = 2
"""Of a word that is looked for by its characters."""

NAMES_KEPT = 1000
"""Names whose other names are kept: names of many words share 网络, 模型 and the like."""

_MODEL = re.compile(r"([a-z]{3,}?)v?\d[a-z0-9]*")
"""A name and its model or version, folded: few entries say this model, more the name."""


class Synonyms:
    """Names over one snapshot."""

    def __init__(self, analyzer: Analyzer, thesaurus: Thesaurus, vocabulary: Vocabulary) -> None:
        self._analyzer = analyzer
        self._thesaurus = thesaurus
        self._vocabulary = vocabulary
        share = round(MAX_RELATED_SHARE * vocabulary.size)
        self._most_with_related = min(MAX_RELATED_DOCUMENTS, max(ENOUGH_HITS, share))
        self.alternatives = lru_cache(maxsize=NAMES_KEPT)(self._alternatives)
        """Other names of the same thing for a key that was typed so, and the rewrites to report;
        `translate` asks a dictionary."""
        self._parts = lru_cache(maxsize=NAMES_KEPT)(self._parts_of)

    def _alternatives(
        self, key: str, typed: str, *, translate: bool = True
    ) -> tuple[tuple[Query, ...], tuple[Rewrite, ...]]:
        queries: list[Query] = []
        seen: set[Query] = set()
        rewrites = []
        mainland = self._thesaurus.mainland(key)
        groups: list[tuple[RewriteKind, float, Sequence[str]]] = [
            ("script", MAINLAND, mainland),
            ("synonym", SYNONYM, self._synonyms_of(key, mainland)),
            ("synonym", EXPLAINED, self._vocabulary.explained(key)),
            ("synonym", TRANSLATED, self._translated(key, typed) if translate else ()),
            ("synonym", WIDER, self._thesaurus.wider(key)),
        ]
        for kind, factor, names in groups:
            held = [(name, query) for name in names if (query := self._name_query(name, key))]
            queries += [Boost(query, factor) for _, query in held if query not in seen]
            seen.update(query for _, query in held)
            in_archive = tuple(dict.fromkeys(name for name, _ in held if self._is_in_archive(name)))
            if in_archive:
                rewrites.append(Rewrite(kind, typed, in_archive))
        return tuple(dict.fromkeys(queries)), tuple(rewrites)

    def _translated(self, key: str, typed: str) -> list[str]:
        """Translations of a word or name that hardly any document has and the lexicon does not know.

        A common word stands for more than its translations: 窗口 of a desktop is no `wicket`.
        """
        han = is_han(key)
        most = ENOUGH_HITS if han else MAX_LATIN_DOCUMENTS
        if (
            self._thesaurus.concept(key)
            or not self._is_telling(key)
            or self._vocabulary.documents(key) > most
            or (not han and self._vocabulary.is_left_untranslated(key))
        ):
            return []
        names = translations(key) or translations(" ".join(fold_text(typed).split()))
        counted = [(self._vocabulary.documents(name_key(name)), name) for name in names]
        return [name for count, name in sorted(counted, reverse=True) if count][:MAX_TRANSLATIONS]

    def has_alternatives(self, key: str) -> bool:
        """Whether the archive has another name for this one."""
        return bool(self.alternatives(key, key)[0])

    def _synonyms_of(self, key: str, mainland: Sequence[str]) -> tuple[str, ...]:
        further = [name for word in mainland for name in self._thesaurus.synonyms(name_key(word))]
        return tuple(dict.fromkeys([*self._thesaurus.synonyms(key), *further]))

    def _name_query(self, name: str, typed: str = "") -> Query | None:
        """What finds a name of the lexicon under all its names; None where the archive has none of them."""
        key = name_key(name)
        concept = self._thesaurus.concept(key)
        if concept:
            own = typed if self._thesaurus.concept(typed) == concept else ""
            return self._if_held(Concept(concept, self._thesaurus.names_of(concept), own))
        parts = self._parts(name)
        if len(parts) > 1 and all(map(str.isalnum, parts)):
            joined = [Term(key)] if self._vocabulary.documents(key) else []
            return self._if_held(any_of([*joined, Phrase(parts)]))
        return self._if_held(Term(key))

    def _if_held(self, query: Query) -> Query | None:
        return query if documents(query, self._vocabulary) else None

    def _held_names(self, names: Sequence[str]) -> dict[str, Query]:
        """Those of some names that the archive has, under any of their names."""
        name_queries = ((name, self._name_query(name)) for name in names)
        return {name: query for name, query in name_queries if query}

    def _is_in_archive(self, name: str) -> bool:
        """Whether the archive may hold this very name: it has the name, or all its words."""
        key = name_key(name)
        parts = self._parts(name)
        return bool(self._vocabulary.documents(key) or all(map(self._vocabulary.documents, parts)))

    def _parts_of(self, name: str) -> tuple[str, ...]:
        return tuple(part for word in self._analyzer.words(name) for part in word.parts)

    def part_queries(
        self, keys: Sequence[str], *, translate: bool = False
    ) -> tuple[tuple[Query, ...], list[Rewrite]]:
        """The shorter words of a name, each with its synonyms; () where there are none.

        `translate` asks a dictionary; not for a name of the lexicon: 循环 of 循环网络 is no `loop`.
        """
        if len(keys) < 2:
            return (), []
        by_key = [(key, *self.alternatives(key, key, translate=translate)) for key in keys]
        rewrites = [rewrite for _, _, key_rewrites in by_key for rewrite in key_rewrites]
        return tuple(any_of([Term(key), *alternatives]) for key, alternatives, _ in by_key), rewrites

    def partial_queries(self, key: str, parts: tuple[Query, ...]) -> list[Query]:
        """Queries for parts of a name: its shorter words, or those of its other Chinese names."""
        names = [name_key(name) for name in self._thesaurus.synonyms(key)]
        name_parts = [self.part_queries(self._analyzer.split(name))[0] for name in names if is_han(name)]
        name_queries = [
            Boost(self._at_least(queries), COMPOUND * SYNONYM) for queries in name_parts if queries
        ]
        return (
            [*name_queries, Boost(self._at_least(parts), COMPOUND)]
            if parts
            else [*name_queries, *self._inner_words(key)]
        )

    def with_neighbours(self, query: Query, key: str, typed: str) -> tuple[Query, tuple[Rewrite, ...]]:
        """A query that also finds words that are used like a key, or like its translations.

        The lexicon knows better of its own names, and to an everyday word too much is alike.
        """
        if self._thesaurus.concept(key) or not self._is_telling(key):
            return query, ()
        names = [key] if is_han(key) else self._translated(key, typed)
        alike = dict.fromkeys(word for name in names for word in neighbours(name))
        held = tuple(word for word in alike if self._vocabulary.count(word))[:MAX_NEIGHBOURS]
        if not held:
            return query, ()
        other = any_of([Boost(Term(word), NEIGHBOUR) for word in held])
        return Fallback(query, other), (Rewrite("related", typed, held),)

    def characters(self, key: str) -> list[Query]:
        """The characters of a Chinese word of two, for one that stands nowhere: 湿 of 打湿.

        One character of more says too little: 病 of 颈椎病.
        """
        telling = is_han(key) and len(key) == CHARACTERS and self._is_telling(key)
        return [Term(one) for one in key if not self._thesaurus.is_stopword(one)] if telling else []

    def _is_telling(self, key: str) -> bool:
        """Whether a word is neither a stop word nor an everyday one."""
        return not self._thesaurus.is_stopword(key) and everyday_weight(key) >= MIN_EVERYDAY_WEIGHT

    def _at_least(self, parts: tuple[Query, ...]) -> Query:
        """Parts of enough weight, of those that the archive has: 测试 of 单元测试 without 单元."""
        held = tuple(part for part in parts if documents(part, self._vocabulary)) or parts
        weights = tuple(max(weight(part, self._vocabulary), 1e-6) for part in held)
        return AtLeast(held, weights, PARTS_SHARE)

    def _inner_words(self, key: str) -> list[Query]:
        """A word inside a word: 模拟 of 模拟器, 电影 of 拍电影, exynos of exynos2100, yolo of yolov5."""
        if is_han(key):
            spans = self._analyzer.segmenter.split(key)
            inner_words = [key[start:end] for start, end in spans]
        else:
            spans, model = (), _MODEL.fullmatch(key)
            inner_words = [model[1]] if model else []
        selective = [Boost(Term(word), PREFIX) for word in inner_words if self._is_selective(word)]
        return [*selective, *_separated(key, spans)]

    def _is_selective(self, word: str) -> bool:
        return self._vocabulary.documents(word) <= MAX_DOCUMENT_SHARE * self._vocabulary.size

    def wider(
        self, key: str, shorter: Sequence[str], parts: tuple[Query, ...]
    ) -> tuple[tuple[Query, ...], tuple[Rewrite, ...]]:
        """The parts of a name with what is like each and related to it, where nothing is to the whole."""
        if not parts or self._thesaurus.related(key):
            return parts, ()
        extended = [self._wider_part(part, word) for part, word in zip(parts, shorter, strict=True)]
        return tuple(query for query, _ in extended), tuple(
            rewrite for _, rewrites in extended for rewrite in rewrites
        )

    def _wider_part(self, query: Query, word: str) -> tuple[Query, tuple[Rewrite, ...]]:
        """海底电缆 for 海底光缆. An English part alone means too much: `depth` of `depth estimation`."""
        with_neighbours, neighbour_rewrites = (
            self.with_neighbours(query, word, word) if is_han(word) else (query, ())
        )
        wider, related_rewrites = self.with_related(with_neighbours, word, word)
        return wider, (*related_rewrites, *neighbour_rewrites)

    def with_related(self, query: Query, key: str, typed: str) -> tuple[Query, tuple[Rewrite, ...]]:
        """A query that also finds what is only related to a name."""
        is_common = documents(query, self._vocabulary) > self._most_with_related
        if is_common and not self._thesaurus.is_implicit(key):
            return query, ()
        synonyms = {key, *map(name_key, self._thesaurus.synonyms(key))}
        related = [name for name in self._thesaurus.related(key) if name_key(name) not in synonyms]
        held = self._held_names(related)
        if not held and not documents(query, self._vocabulary):
            held = self._held_names(self._thesaurus.kinds(key))
        if not held:
            return query, ()
        other = Boost(any_of(list(held.values())), RELATED)
        in_archive = tuple(name for name in held if self._is_in_archive(name))
        return Fallback(query, other), (Rewrite("related", typed, in_archive or tuple(held)),)


def _separated(key: str, spans: Sequence[tuple[int, int]]) -> list[Query]:
    """A verb and its object, whatever stands between them: 发了一封邮件 for 发邮件."""
    covered = {position for start, end in spans for position in range(start, end)}
    uncovered = [character for position, character in enumerate(key) if position not in covered]
    if not spans or not uncovered:
        return []
    words = [key[start:end] for start, end in spans]
    return [Boost(And(tuple(map(Term, (*words, *uncovered)))), SEPARATED)]
