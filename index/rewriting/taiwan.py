"""Words of Taiwan and Hong Kong in a query → the mainland's words for the same things."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from index.forward.vocabulary import Vocabulary
from index.rewriting.corrections import Meant
from index.text.analyzer import Word
from index.text.simplified import mainland_phrases, simplified

COMMONER = 5
"""Text in simplified script may be the mainland's own: its words are only taken for Taiwan's where what they
are converted to stands in so many times more documents."""


class TaiwanWords:
    """Converts queries over one snapshot. `read` gives the words of a text, `correct` what they mean."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        read: Callable[[str], list[Word]],
        correct: Callable[[Sequence[Word]], list[Meant]],
    ) -> None:
        self._vocabulary = vocabulary
        self._read = read
        self._correct = correct

    def meant(self, text: str) -> list[Meant]:
        """What a text means, its phrases converted; all other words corrected as they are."""
        words, converted = self._read(text), mainland_phrases(text)
        plain = simplified(text)
        if converted == plain:
            return self._correct(words)
        meant: list[Meant] = []
        kept: list[Word] = []
        for before, after in _aligned(words, plain, self._read(converted), converted):
            # Nothing stands for a word that conversion only cuts otherwise.
            if (
                not before
                or _key(before) == _key(after)
                or not (plain != text or self._is_commoner(before, after))
            ):
                kept += before
                continue
            meant += self._correct(kept) if kept else []
            kept = []
            meant += [Meant(tuple(before), word.key, (), "script") for word in after]
        return meant + (self._correct(kept) if kept else [])

    def _is_commoner(self, before: Sequence[Word], after: Sequence[Word]) -> bool:
        rarest = min((self._vocabulary.documents(word.key) for word in after), default=0)
        return rarest > COMMONER * self._vocabulary.max_documents(_key(before))


def _key(words: Sequence[Word]) -> str:
    return "".join(word.key for word in words)


def _aligned(
    words: Sequence[Word], text: str, others: Sequence[Word], other: str
) -> Iterator[tuple[Sequence[Word], Sequence[Word]]]:
    """Runs of words on both sides that stand for each other, the shortest ones."""
    starts = {word.start: place for place, word in enumerate(others)}
    blocks = SequenceMatcher(None, text, other, autojunk=False).get_matching_blocks()
    cuts = [
        (place, starts[word.start - block.a + block.b])
        for place, word in enumerate(words)
        for block in blocks
        if block.a <= word.start < block.a + block.size and word.start - block.a + block.b in starts
    ]
    bounds = sorted({(0, 0), *cuts, (len(words), len(others))})
    for (left, above), (right, below) in pairwise(bounds):
        yield from _without_equal_ends(words[left:right], others[above:below])


def _without_equal_ends(
    before: Sequence[Word], after: Sequence[Word]
) -> Iterator[tuple[Sequence[Word], Sequence[Word]]]:
    """Two runs, and apart from them the words that begin or end both: 作業系統 beside a misspelt word."""
    equal = [one.key == other.key for one, other in zip(before, after, strict=False)]
    start = equal.index(False) if False in equal else len(equal)
    left = min(len(before), len(after)) - start
    behind = [one.key == other.key for one, other in zip(reversed(before), reversed(after), strict=False)]
    end = min(left, behind.index(False) if False in behind else len(behind))
    yield before[:start], after[:start]
    yield before[start : len(before) - end], after[start : len(after) - end]
    yield before[len(before) - end :], after[len(after) - end :]
