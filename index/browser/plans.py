"""The rewriting of each word, computed in advance: other names, parts, related names.

It comes from the server's rewriter, so that browsers search the same. Its trees are written as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from index.forward.vocabulary import Vocabulary
from index.lexicon.dictionary import neighbours
from index.lexicon.thesaurus import Thesaurus
from index.query.tree import (
    And,
    AtLeast,
    Boost,
    ClauseWeight,
    Concept,
    Fallback,
    Or,
    Phrase,
    Query,
    Term,
)
from index.results import Rewrite
from index.rewriting.rewriter import Rewriter, Unit
from index.text.analyzer import is_han, name_key

_MODEL = re.compile(r"([a-z]{3,}?)v?\d[a-z0-9]*")

MAX_PLANNED_LENGTH = 24
"""Characters of a word that has a plan; longer ones are searched as they are."""


def plan_of(rewriter: Rewriter, thesaurus: Thesaurus, key: str) -> str:
    """The plan of a word or name as JSON; "" where it asks for nothing but itself."""
    written = thesaurus.written.get(key, key)
    units = rewriter.units_of_name(written)
    if len(units) != 1:
        return ""
    unit = units[0]
    required, relaxed = _tree(unit.required), _tree(unit.relaxed)
    if required == relaxed == key and not unit.rewrites and not unit.related:
        return ""
    plan: dict[str, object] = {} if required == key else {"r": required}
    if relaxed != required:
        plan["x"] = relaxed
    rewrites = _rewrites(unit)
    if rewrites:
        plan["w"] = rewrites
    synonyms = [name_key(name) for name in thesaurus.synonyms(key)]
    if synonyms:
        plan["s"] = synonyms
    return json.dumps(plan, ensure_ascii=False, separators=(",", ":"))


def words_with_plans(words: Iterable[str], thesaurus: Thesaurus, vocabulary: Vocabulary) -> Iterator[str]:
    """Those of some words that may ask for more than themselves."""
    for word in words:
        if is_han(word):
            asks = len(word) > 2 or bool(neighbours(word))
        else:
            model = _MODEL.fullmatch(word)
            asks = model is not None and vocabulary.count(model[1]) > 1
        if len(word) <= MAX_PLANNED_LENGTH and (asks or thesaurus.knows(word)):
            yield word


def _rewrites(unit: Unit) -> list[list[object]]:
    rewrites = [(0, rewrite) for rewrite in unit.rewrites] + [(1, rewrite) for rewrite in unit.related]
    return [[related, *_rewrite(rewrite)] for related, rewrite in rewrites]


def _rewrite(rewrite: Rewrite) -> list[object]:
    return [rewrite.kind, *rewrite.searched]


def _tree(query: Query) -> object:
    match query:
        case Term(text):
            return text
        case Concept(key, _, typed):
            return ["c", key, typed]
        case Phrase(words):
            return ["p", *words]
        case And(parts):
            return ["&", *map(_tree, parts)]
        case Or(parts):
            return ["|", *map(_tree, parts)]
        case AtLeast(parts, _, share):
            return ["~", share, *map(_tree, parts)]
        case Boost(part, factor):
            return ["*", round(factor, 4), _tree(part)]
        case ClauseWeight(part, factor):
            return ["^", round(factor, 4), _tree(part)]
        case Fallback(part, other):
            return ["?", _tree(part), _tree(other)]
        case _:
            raise TypeError(f"{query!r} is nothing that a word asks for")


def concept_names(plans: Iterable[str], thesaurus: Thesaurus, vocabulary: Vocabulary) -> Mapping[str, str]:
    """Concepts that plans ask for and the archive holds → their names, joined."""
    concepts = {key for plan in plans for key in _concepts(json.loads(plan))}
    return {key: "|".join(thesaurus.names_of(key)) for key in concepts if vocabulary.concept(key)}


def _concepts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _concepts(item)
    elif isinstance(value, list):
        if len(value) == 3 and value[0] == "c":
            yield str(value[1])
        else:
            for item in value:
                yield from _concepts(item)
