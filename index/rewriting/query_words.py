"""What was typed → its words, ready to be looked up: apart where they stand apart, together where not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.lexicon.thesaurus import Thesaurus
from index.query.tree import Near, Or, Query, Term
from index.text.analyzer import Analyzer, Word, is_han, whole_word


class TypedWords:
    """Reads typed text over one snapshot. `count` tells how many documents a query finds."""

    def __init__(self, analyzer: Analyzer, thesaurus: Thesaurus, count: Callable[[Query], int]) -> None:
        self._analyzer = analyzer
        self._thesaurus = thesaurus
        self._count = count

    def read(self, text: str) -> list[Word]:
        """The words of a text in their order."""
        words = [part for word in self._analyzer.words(text) for part in self._apart(word, text)]
        return self._glued(words)

    def _apart(self, word: Word, text: str) -> list[Word]:
        """A chain that stands nowhere as one (`tensorfow-lite`) is the words that it holds."""
        if len(word.chain) < 2 or self._count(either(literal(word))):
            return [word]
        return [part for smaller in self._analyzer.apart(word, text) for part in self._apart(smaller, text)]

    def _glued(self, words: Sequence[Word]) -> list[Word]:
        """Single characters that touch are one word: no dictionary knows 天玑, but readers do."""
        glued: list[Word] = []
        single = False
        for word in words:
            was_single, single = single, self._is_single(word)
            if single and was_single and glued[-1].end == word.start:
                run = glued[-1].key + word.key
                glued[-1] = whole_word(run, glued[-1].start, word.end)
            else:
                glued.append(word)
        return glued

    def _is_single(self, word: Word) -> bool:
        return len(word.key) == 1 and is_han(word.key) and not self._thesaurus.is_empty(word)


def literal(word: Word) -> list[Query]:
    """What holds a word as it was typed: joined or not, `RISC-V` or `riscv`."""
    whole = Term(word.key)
    if len(word.parts) > 1 and word.key.replace(".", "").isalnum():
        return [whole, Near(word.parts)]
    return [whole]


def either(queries: Sequence[Query]) -> Query:
    """Any of some queries, each once."""
    distinct = tuple(dict.fromkeys(queries))
    return distinct[0] if len(distinct) == 1 else Or(distinct)
