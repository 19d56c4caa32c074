"""What one search may cost: time, and texts that are read to confirm runs of characters."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol, TypeAlias

from index.query.tree import MATCH_ALL, Phrase, Substring
from index.text.folding import squeeze
from index.text.phrases import phrase_pattern

MAX_TEXTS = 10_000
"""Texts that a search reads at most, some 0.05 s of computing; of a larger archive, as many as it has."""

BATCH_SIZE = 2_000
"""Texts in memory at once."""

MAX_CONFIRMED = 32
"""Leaves that are known at once: eight bytes for each document that holds one."""

ReadTexts: TypeAlias = Callable[[Sequence[int]], Mapping[int, str]]
"""Numbers of documents → their folded text, to confirm a run of characters that postings only propose."""

FindRun: TypeAlias = Callable[[str], Sequence[int]]
"""A run of characters → the documents whose text holds it, white space left out."""


class Texts(Protocol):
    """Folded texts of all documents, by key."""

    def texts(self, keys: Sequence[int]) -> Mapping[int, str]:
        """Those of some documents."""
        ...

    def holding(self, run: str) -> Sequence[int]:
        """Keys of those that hold a run of characters, white space left out."""
        ...


Confirmed: TypeAlias = dict[tuple[ReadTexts, Phrase | Substring], "array[int]"]
"""Which documents hold a leaf, as their texts said: a plan asks for a run exactly and relaxed, and the next
page and wider searches ask for it again."""


class Budget:
    """One search's, for all its retrievals together. Spent, everything finds nothing more, and says so."""

    def __init__(
        self,
        seconds: float | None = None,
        documents: int | None = None,
        confirmed: Confirmed | None = None,
    ) -> None:
        """`documents` is how many the archive has; None is without bounds. `confirmed` is what is known
        of the snapshot already, and is added to."""
        self._deadline = None if seconds is None else time.monotonic() + seconds
        self._documents = documents or 0
        self._texts = None if documents is None else max(MAX_TEXTS, documents)
        self._confirmed: Confirmed = {} if confirmed is None else confirmed

    @property
    def spent(self) -> bool:
        """Whether the time is over, or more texts were wanted than may be read."""
        is_late = self._deadline is not None and time.monotonic() > self._deadline
        return is_late or (self._texts is not None and self._texts < 0)

    def confirmed(
        self,
        leaf: Phrase | Substring,
        propose: Callable[[], Sequence[int]],
        read: ReadTexts,
        find: FindRun | None = None,
    ) -> array[int]:
        """Those of the documents proposed whose text holds a leaf; fewer once the budget is spent.

        Where all are proposed, as for two letters that many words hold, `find` looks through them at once.
        """
        known = self._confirmed.get((read, leaf))
        if known is None:
            if find and isinstance(leaf, Substring) and leaf.candidates == MATCH_ALL:
                known = array("Q", self._finding(leaf.text, find))
            else:
                known = array("Q", self._reading(leaf, propose(), read))
            if not self.spent:
                if len(self._confirmed) >= MAX_CONFIRMED:
                    self._confirmed.clear()
                self._confirmed[read, leaf] = known
        return known

    def _finding(self, run: str, find: FindRun) -> Sequence[int]:
        self._charge(self._documents)
        return () if self.spent else find(run)

    def _reading(self, leaf: Phrase | Substring, proposed: Sequence[int], read: ReadTexts) -> Iterator[int]:
        self._charge(len(proposed))
        holding = _test(leaf)
        for start in range(0, len(proposed), BATCH_SIZE):
            if self.spent:
                return
            texts = read(proposed[start : start + BATCH_SIZE])
            yield from holding(texts)

    def _charge(self, texts: int) -> None:
        if self._texts is not None:
            self._texts -= texts


def _test(leaf: Phrase | Substring) -> Callable[[Mapping[int, str]], list[int]]:
    """A leaf → what tells which of some texts hold it."""
    match leaf:
        case Phrase(words):
            found = phrase_pattern(words).search
            return lambda texts: [number for number, text in texts.items() if found(text)]
        case Substring(run):
            return lambda texts: [number for number, text in texts.items() if run in squeeze(text)]
