"""Words of Taiwan and Hong Kong in a query → the mainland's words for the same things."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from index.forward.vocabulary import Vocabulary
from index.rewriting.corrections import Meaning
from index.text.analyzer import Word
from index.text.simplified import mainland_phrases, simplified

MIN_FREQUENCY_RATIO = 5
"""Text in simplified script may be the mainland's own: its words are only taken for Taiwan's where what they
are converted to stands in so many times more documents."""


class TaiwanWords:
    """Converts queries over one snapshot. `read` gives the words of a text, `correct` what they mean."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        read: Callable[[str], list[Word]],
        correct: Callable[[Sequence[Word]], list[Meaning]],
    ) -> None:
        self._vocabulary = vocabulary
        self._read = read
        self._correct = correct

    def meanings(self, text: str) -> list[Meaning]:
        """What a text means, its phrases converted; all other words corrected as they are."""
        words, converted = self._read(text), mainland_phrases(text)
        plain = simplified(text)
        if converted == plain:
            return self._correct(words)
        meanings: list[Meaning] = []
        unconverted: list[Word] = []
        for typed, mainland in _aligned_runs(words, plain, self._read(converted), converted):
            # Nothing stands for a word that conversion only cuts otherwise.
            if (
                not typed
                or _key(typed) == _key(mainland)
                or not self._is_converted(typed, mainland, traditional=plain != text)
            ):
                unconverted += typed
                continue
            meanings += self._correct(unconverted) if unconverted else []
            unconverted = []
            meanings += [Meaning(tuple(typed), word.key, (), "script") for word in mainland]
        return meanings + (self._correct(unconverted) if unconverted else [])

    def _is_converted(self, typed: Sequence[Word], mainland: Sequence[Word], *, traditional: bool) -> bool:
        """In traditional script, too, some type the mainland's words: 程序員 is no 进程 and 员."""
        as_typed = self._vocabulary.max_documents(_key(typed))
        rarest = min((self._vocabulary.documents(word.key) for word in mainland), default=0)
        if traditional:
            return not as_typed or rarest > as_typed
        return rarest > MIN_FREQUENCY_RATIO * as_typed


def _key(words: Sequence[Word]) -> str:
    return "".join(word.key for word in words)


def _aligned_runs(
    words: Sequence[Word], text: str, other_words: Sequence[Word], other: str
) -> Iterator[tuple[Sequence[Word], Sequence[Word]]]:
    """Runs of words on both sides that stand for each other, the shortest ones."""
    index_by_start = {word.start: index for index, word in enumerate(other_words)}
    blocks = SequenceMatcher(None, text, other, autojunk=False).get_matching_blocks()
    cuts = [
        (index, index_by_start[word.start - block.a + block.b])
        for index, word in enumerate(words)
        for block in blocks
        if block.a <= word.start < block.a + block.size and word.start - block.a + block.b in index_by_start
    ]
    bounds = sorted({(0, 0), *cuts, (len(words), len(other_words))})
    for (start, other_start), (end, other_end) in pairwise(bounds):
        yield from _without_equal_ends(words[start:end], other_words[other_start:other_end])


def _without_equal_ends(
    first: Sequence[Word], second: Sequence[Word]
) -> Iterator[tuple[Sequence[Word], Sequence[Word]]]:
    """Two runs, and apart from them the words that begin or end both: 作業系統 beside a misspelt word."""
    equal = [word.key == other.key for word, other in zip(first, second, strict=False)]
    start = equal.index(False) if False in equal else len(equal)
    remaining = min(len(first), len(second)) - start
    equal_at_end = [
        word.key == other.key for word, other in zip(reversed(first), reversed(second), strict=False)
    ]
    end = min(remaining, equal_at_end.index(False) if False in equal_at_end else len(equal_at_end))
    yield first[:start], second[:start]
    yield first[start : len(first) - end], second[start : len(second) - end]
    yield first[len(first) - end :], second[len(second) - end :]
