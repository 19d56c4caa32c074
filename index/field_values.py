"""The values of a filter, found as readers type them: case, width, script and spaces do not matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from index.schema import folded_value
from index.text.spelling import likeness

CONTAINING_CACHE_SIZE = 32
"""Typed values whose matches are kept: a search asks for its own when it is read, planned and turned."""


class FieldValues(Mapping[str, int]):
    """Values with the number of documents that have each. They are folded once, when first looked for."""

    def __init__(self, documents: Mapping[str, int], *, hosts: bool = False) -> None:
        """`hosts` stand with the domains above them. So the beginning of one is enough to name it, and those
        that hold a letter anywhere, thousands, are not asked for."""
        self._documents = documents
        self._hosts = hosts
        self.containing = lru_cache(maxsize=CONTAINING_CACHE_SIZE)(self._containing)
        """The values that are a typed one or, where none is, hold it: `tag:CVPR` means `CVPR 2020` too. Hosts
        begin with it."""

    def __getitem__(self, value: str) -> int:
        return self._documents[value]

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)

    @cached_property
    def _by_fold(self) -> Mapping[str, list[str]]:
        by_fold: dict[str, list[str]] = {}
        for value in self._documents:
            by_fold.setdefault(folded_value(value), []).append(value)
        return by_fold

    def knows(self, typed: str) -> bool:
        """Whether a document has a value that is written like this."""
        return folded_value(typed) in self._by_fold

    def resolved(self, typed: Iterable[str]) -> tuple[str, ...]:
        """Typed values as they stand in documents.

        A value that no document has stays as typed: it finds nothing, which is the truth.
        """
        values = (value for one in typed for value in self._by_fold.get(folded_value(one), [one]))
        return tuple(dict.fromkeys(values))

    def _containing(self, typed: str) -> tuple[str, ...]:
        folded = folded_value(typed).removeprefix("www." if self._hosts else "")
        equal = self._by_fold.get(folded)
        if equal:
            return tuple(equal)
        matches = str.startswith if self._hosts else str.__contains__
        held = (value for key, values in self._by_fold.items() if matches(key, folded) for value in values)
        return tuple(held) or (typed,)

    def nearest(self, typed: str) -> list[str]:
        """All values, those most like the typed one first, and of equals the more frequent."""
        folded_typed = folded_value(typed)
        likenesses: dict[str, float] = {}
        for folded, values in self._by_fold.items():
            within = folded_typed in folded or folded in folded_typed
            likenesses |= dict.fromkeys(values, within + likeness(folded_typed, folded))
        return sorted(
            filter(None, likenesses), key=lambda value: (-likenesses[value], -self._documents[value], value)
        )
