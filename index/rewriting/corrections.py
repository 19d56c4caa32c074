"""Typed words → the words that were meant: pinyin, wrong characters of the same sound, misspellings.

Only what the archive does not hold is corrected, and only into what it holds.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from index.forward.vocabulary import MIN_INITIALS_LENGTH, Vocabulary
from index.lexicon.dictionary import translations
from index.lexicon.thesaurus import LONGEST_NAME, Thesaurus
from index.results import RewriteKind
from index.text.analyzer import Word, is_han, name_key, whole_word

MAX_SPAN_WORDS = 6
"""Words that are read as one pinyin or homophone at most."""

MAX_HOMOPHONE_LENGTH = 6
"""Characters of a wrongly written word at most."""

MIN_MISWRITTEN_LENGTH = 3
"""Characters of a word with one wrong character that sounds otherwise."""

MIN_UNCOVERED = 2
"""Characters that such a mistake leaves outside of words: the wrong one and its neighbour."""

MIN_FREQUENCY_RATIO = 5
"""A word that sounds as typed pinyin must stand in this many times more documents than the letters do, and
one that sounds as typed characters in this many times more than may hold those."""

MAX_GUESSED = 4
"""Latin words of a run that are guessed at, of those that the archive lacks: each guess compares thousands of
its words, and a query of more is no reader's."""

CORRECTION_CACHE_SIZE = 4096
"""Misspelt words whose corrections are kept: looking for them goes through all words of the archive."""

_MODEL = re.compile(r"([a-z]{2,}[a-uw-z])(\d[a-z0-9]{0,5})")
"""A name and its model, folded. A version (yolov5) belongs to its name; what is longer is an identifier."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Typed words, and the word that they are read as."""

    typed: tuple[Word, ...]
    key: str
    """The word meant, as it is indexed."""

    alternatives: tuple[str, ...] = ()
    """Further words that may have been meant."""

    kind: RewriteKind | None = None
    """How the typed words became `key`; None where they are it."""


class Corrector:
    """Corrects queries over one snapshot.

    `is_listed` tells whether the dictionary has a word, `has_alternatives` whether the archive says a name of
    the lexicon otherwise.
    """

    def __init__(
        self,
        thesaurus: Thesaurus,
        vocabulary: Vocabulary,
        is_listed: Callable[[str], bool],
        has_alternatives: Callable[[str], bool],
    ) -> None:
        self._thesaurus = thesaurus
        self._vocabulary = vocabulary
        self._is_listed = is_listed
        self._has_alternatives = has_alternatives
        self._corrected = lru_cache(maxsize=CORRECTION_CACHE_SIZE)(vocabulary.corrected)
        self._nearest = lru_cache(maxsize=CORRECTION_CACHE_SIZE)(self._find_nearest)

    def correct(self, words: Sequence[Word]) -> list[Meaning]:
        """What the words mean, in their order; each word belongs to one meaning."""
        end = self._end_of_guesses(words)
        words = [part for word in words for part in (self._split_model(word) if word.start < end else [word])]
        meanings: list[Meaning] = []
        position = 0
        while position < len(words):
            word = words[position]
            size = self.name_size([word.key for word in words[position : position + LONGEST_NAME]])
            is_guessed = size == 1 and (is_han(word.key) or word.start < end)
            meant = self._first_correction(words[position:]) if is_guessed else ()
            correction = meant or [Meaning((word,), word.key) for word in words[position : position + size]]
            meanings += correction
            position += len({word for meaning in correction for word in meaning.typed})
        return meanings

    def name_size(self, keys: Sequence[str]) -> int:
        """How many of these words, from the first on, are one name: of the lexicon, of the archive, or of the
        dictionary (`digital clock`) where the archive has a translation; 1 if none are."""
        for size in range(min(len(keys), LONGEST_NAME), 1, -1):
            name = "".join(keys[:size])
            if (
                self._thesaurus.knows(name)
                or self._vocabulary.explained(name)
                or (name.isascii() and self._is_translated(" ".join(keys[:size])))
            ):
                return size
        return 1

    def _is_translated(self, word: str) -> bool:
        return any(self._vocabulary.documents(name_key(name)) for name in translations(word))

    def _end_of_guesses(self, words: Sequence[Word]) -> int:
        """Where the first Latin word stands that is not guessed at; behind all words if there is none."""
        unknown = (
            word for word in words if not is_han(word.key) and not self._vocabulary.documents(word.key)
        )
        first = next(islice(unknown, MAX_GUESSED, None), None)
        return first.start if first else sys.maxsize

    def _first_correction(self, words: Sequence[Word]) -> tuple[Meaning, ...]:
        if self._thesaurus.is_meaningless(words[0]):
            return ()
        if is_han(words[0].key):
            return self._homophone(words)
        return self._pinyin(words) or self._abbreviated(words[0]) or self._misspelling(words[0])

    def _homophone(self, words: Sequence[Word]) -> tuple[Meaning, ...]:
        """寒武记 → 寒武纪: a run that stands nowhere sounds like a word that does."""
        for size in range(_adjacent_count(words), 0, -1):
            span = tuple(words[:size])
            run = "".join(word.key for word in span)
            if not 1 < len(run) <= MAX_HOMOPHONE_LENGTH or self._thesaurus.is_meaningless(span[-1]):
                continue
            if self._thesaurus.is_term(run):
                return ()
            if self._vocabulary.max_documents(run):
                sounding = self._commoner_homophones(span, run)
                corrected = (*sounding, run) if sounding else ()  # the run may stand across words, after all
            else:
                sounding = self._homophone_candidates(span, run)
                corrected = sounding or self._miswritten(span, run)
            if corrected and run not in sounding:
                return (Meaning(span, corrected[0], corrected[1:], "homophone" if sounding else "spelling"),)
        return ()

    def _homophone_candidates(self, span: Sequence[Word], run: str) -> tuple[str, ...]:
        """Words that sound like a run; like words of the dictionary only those of the field."""
        blurred = tuple(filter(self._thesaurus.is_term, self._vocabulary.near_homophones(run)))
        sounding = self._vocabulary.homophones(run) or blurred
        if all(map(self._is_common, span)):
            return tuple(filter(self._thesaurus.is_term, sounding))
        return sounding

    def _commoner_homophones(self, span: Sequence[Word], run: str) -> tuple[str, ...]:
        """单细泡 → 单细胞, though 精细泡沫 holds 细泡: a run of pieces whose pairs stand somewhere."""
        if len(run) < MIN_MISWRITTEN_LENGTH or any(map(self._is_common, span)) or self._vocabulary.count(run):
            return ()
        least = MIN_FREQUENCY_RATIO * self._vocabulary.max_documents(run)
        return tuple(
            word
            for word in self._vocabulary.homophones(run)
            if set(word) & set(run) and self._vocabulary.count(word) > least
        )

    def _miswritten(self, span: Sequence[Word], run: str) -> tuple[str, ...]:
        """神经网烙 → 神经网络: a word of the field with one other character, which left its neighbour alone.

        What stands beside a whole word is no mistake: 跑 in 跑神经网络.
        """
        offset = span[0].start
        ranges = [range(word.start - offset, word.end - offset) for word in span if self._is_common(word)]
        fixed = {position for positions in ranges for position in positions}
        if len(run) < MIN_MISWRITTEN_LENGTH or len(fixed) > len(run) - MIN_UNCOVERED:
            return ()
        candidates = self._thesaurus.terms_differing(run, set(range(len(run))) - fixed)
        return tuple(word for word, _ in self._vocabulary.by_frequency(candidates)[:1])

    def _is_common(self, word: Word) -> bool:
        return len(word.key) > 1 and self._is_listed(word.key)

    def _pinyin(self, words: Sequence[Word]) -> tuple[Meaning, ...]:
        """Pinyin gaotong → 高通, also cut apart (`liang hua`) or run together (`gaotongxiaolong`)."""
        for size in range(_pinyin_count(words), 0, -1):
            span = tuple(words[:size])
            if any(self._thesaurus.knows(word.key) for word in span):
                continue
            sounding = self._vocabulary.words_by_pinyin("".join(word.key for word in span))
            if sounding and self._is_meaningful(sounding) and self._is_commoner(sounding, span):
                return tuple(Meaning(span, words[0], words[1:], "pinyin") for words in sounding)
        return ()

    def _is_meaningful(self, sounding: Sequence[Sequence[str]]) -> bool:
        """Whether pinyin stands for words with a meaning: `women` is not 我们."""
        return not all(self._thesaurus.is_stopword(words[0]) for words in sounding)

    def _is_commoner(self, sounding: Sequence[Sequence[str]], span: Sequence[Word]) -> bool:
        rarest = min(self._vocabulary.count(words[0]) for words in sounding)
        typed = min(self._vocabulary.documents(word.key) for word in span)
        return rarest > MIN_FREQUENCY_RATIO * typed

    def _misspelling(self, word: Word) -> tuple[Meaning, ...]:
        """tensorfow → tensorflow: a word that stands nowhere, neither whole nor in another."""
        key = word.key
        if self._is_known(key):
            return ()
        nearest = self._nearest(key)
        return (Meaning((word,), nearest[0], nearest[1:], "spelling"),) if nearest else ()

    def _find_nearest(self, key: str) -> tuple[str, ...]:
        """Words of the archive, or names that have synonyms in it: hisilocon → hisilicon, which is 海思."""
        corrections = tuple(correction.word for correction in self._corrected(key))
        named = () if corrections else self._thesaurus.corrected(key)
        return corrections or tuple(
            correction.word for correction in named if self._has_alternatives(correction.word)
        )

    def _split_model(self, word: Word) -> tuple[Word, ...]:
        """snapdragon888 → snapdragon 888: a name and its model that the archive never writes as one."""
        name = _MODEL.fullmatch(word.key)
        if name is None or word.end - word.start != len(word.key):
            return (word,)
        if (
            self._thesaurus.is_term(word.key)
            or self._vocabulary.documents(word.key)
            or not self._is_name(name[1])
        ):
            return (word,)
        middle = word.start + name.end(1)
        return (whole_word(name[1], word.start, middle), whole_word(name[2], middle, word.end))

    def _is_name(self, key: str) -> bool:
        known = self._thesaurus.knows(key) or self._vocabulary.documents(key) or self._nearest(key)
        return bool(known or self._vocabulary.words_by_pinyin(key))

    def _abbreviated(self, word: Word) -> tuple[Meaning, ...]:
        """rlsb → 人脸识别: the first letters of a common word of the field."""
        if not MIN_INITIALS_LENGTH <= len(word.key) <= MAX_HOMOPHONE_LENGTH or self._is_known(word.key):
            return ()
        words = tuple(filter(self._thesaurus.is_term, self._vocabulary.abbreviated(word.key)))
        return (Meaning((word,), words[0], words[1:], "pinyin"),) if words else ()

    def _is_known(self, key: str) -> bool:
        """Whether a Latin word is one of the archive, whole or in part, or of the field."""
        known = self._thesaurus.is_term(key) or self._thesaurus.knows(key)
        return bool(
            known
            or self._vocabulary.documents(key)
            or self._is_translated(key)
            or self._is_two_words(key)
            or self._vocabulary.words_containing(key, 1)
        )

    def _is_two_words(self, key: str) -> bool:
        """Whether a word is two of the archive, and none of them misspelt: tensorlow is no tensor and low."""
        halves = self._vocabulary.halves_of(key)
        if halves is None:
            return False
        nearest = self._corrected(key)[:1]
        rarer = min(map(self._vocabulary.count, halves))
        return not any(one.distance == 1 and one.documents >= rarer for one in nearest)


def _adjacent_count(words: Sequence[Word]) -> int:
    """How many Chinese words follow each other without a gap."""
    size = 1
    while size < min(len(words), MAX_SPAN_WORDS) and is_han(words[size].key):
        if words[size].start != words[size - 1].end:
            break
        size += 1
    return size


def _pinyin_count(words: Sequence[Word]) -> int:
    """How many words in a row could be pinyin."""
    size = 0
    while size < min(len(words), MAX_SPAN_WORDS) and words[size].key.isascii() and words[size].key.isalpha():
        size += 1
    return size
