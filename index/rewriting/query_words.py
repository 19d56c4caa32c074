"""Typed text → words to look up: chains that the archive lacks are split, single characters joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.forward.document_terms import UNLISTED_LENGTHS
from index.forward.vocabulary import Vocabulary
from index.lexicon.thesaurus import Thesaurus
from index.query.tree import Phrase, Query, Term
from index.text.analyzer import Analyzer, Word, is_han, joined_characters, whole_word

MIN_UNLISTED_DOCUMENTS = 10
"""Documents that write two or three characters side by side which no dictionary takes for a word."""


class QueryWords:
    """Reads typed text over one snapshot."""

    def __init__(self, analyzer: Analyzer, thesaurus: Thesaurus, vocabulary: Vocabulary) -> None:
        self._analyzer = analyzer
        self._thesaurus = thesaurus
        self._vocabulary = vocabulary

    def read(self, text: str) -> list[Word]:
        """The words of a text in their order."""
        words = [part for word in self._analyzer.words(text) for part in self._split_chain(word, text)]
        return self._with_joined_characters(words)

    def ends(self, text: str) -> list[int]:
        """Where each word of a text ends; a chain is counted as often as it has words."""
        return [word.end for word in self._analyzer.words(text) for _ in word.chain]

    def _split_chain(self, word: Word, text: str) -> list[Word]:
        """A chain that stands nowhere as one (`tensorfow-lite`) is the words that it holds."""
        if self._vocabulary.count(word.key):
            return [word]
        if word.key.startswith("."):  # .qq of mp.weixin.qq.com
            return [whole_word(word.key[1:], word.start + 1, word.end)]
        if len(word.chain) < 2:
            return [word]
        return [
            part
            for smaller in self._analyzer.subchains(word, text)
            for part in self._split_chain(smaller, text)
        ]

    def _with_joined_characters(self, words: Sequence[Word]) -> list[Word]:
        """Single characters that touch are one word: no dictionary knows 天玑, but readers do."""
        if words and (run := joined_characters(words)) and self._vocabulary.max_documents(run):
            # 内网: all that was typed, though 内 alone is a word without meaning
            return [whole_word(run, words[0].start, words[-1].end)]
        joined: list[Word] = []
        single = False
        for word in self._with_unlisted(words):
            was_single, single = single, self._is_single(word)
            if single and was_single and joined[-1].end == word.start:
                run = joined[-1].key + word.key
                joined[-1] = whole_word(run, joined[-1].start, word.end)
            else:
                joined.append(word)
        return [part for word in joined for part in self._split_run(word)]

    def _split_run(self, word: Word) -> list[Word]:
        """Single characters that stand nowhere in a row are the runs of two or three that do: 首屏|白屏."""
        if not self._is_unknown_run(word):
            return [word]
        parts: list[Word] = []
        position = 0
        while position < len(word.key):
            runs = (word.key[position : position + size] for size in UNLISTED_LENGTHS[::-1])
            part = next(filter(self._vocabulary.count, runs), word.key[position])
            start = word.start + position
            parts.append(whole_word(part, start, start + len(part)))
            position += len(part)
        return parts if len(parts) < len(word.key) else [word]

    def _is_unknown_run(self, word: Word) -> bool:
        is_run = is_han(word.key) and word.end - word.start == len(word.key) > UNLISTED_LENGTHS[0]
        return (
            is_run
            and not self._analyzer.segmenter.knows(word.key)
            and not self._vocabulary.max_documents(word.key)
        )

    def _with_unlisted(self, words: Sequence[Word]) -> Iterator[Word]:
        """Single characters that the archive often writes side by side are one word, stop words among them or
        not: 内网 of 内网部署."""
        position = 0
        while position < len(words):
            runs = (self._unlisted(words[position : position + size]) for size in UNLISTED_LENGTHS[::-1])
            unlisted = next(filter(None, runs), None)
            yield unlisted or words[position]
            position += len(unlisted.key) if unlisted else 1

    def _unlisted(self, words: Sequence[Word]) -> Word | None:
        run = joined_characters(words)
        if run and self._vocabulary.count(run) >= MIN_UNLISTED_DOCUMENTS:
            return whole_word(run, words[0].start, words[-1].end)
        return None

    def _is_single(self, word: Word) -> bool:
        return len(word.key) == 1 and is_han(word.key) and not self._thesaurus.is_meaningless(word)


def as_typed(word: Word) -> list[Query]:
    """What holds a word as it was typed: joined or not, `RISC-V` or `riscv`.

    A name and its number (骁龙 888) are joined when they are indexed; other words are looked for in a row.
    """
    term = Term(word.key)
    if len(word.parts) > 1 and word.key.isalpha():
        return [term, Phrase(word.parts)]
    return [term]
