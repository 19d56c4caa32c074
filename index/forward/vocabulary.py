"""The words of an archive and their frequencies, by letters, by fragments and by sound: SQL look-ups."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Protocol

from index.forward.document_terms import CONCEPT_MARK, STEM_MARK
from index.forward.store import ForwardIndex
from index.lexicon.mined import TRUSTED
from index.text.analyzer import is_han, name_key
from index.text.pinyin import blurred, usual_reading
from index.text.spelling import Correction, Spelling
from index.text.stemmer import stem

MIN_PINYIN_LENGTH = 4
"""Letters of typed pinyin at least: shorter ones are English words and abbreviations."""

MAX_PINYIN_LENGTH = 32
"""Letters of typed pinyin at most: four words of some syllables."""

MAX_PINYIN_WORDS = 4
"""Words that typed pinyin is cut into at most."""

MAX_HOMOPHONES = 3
LONGEST_NAME = 16
"""A word with digits of so many letters is an identifier."""

MIN_HALF_LENGTH = 3
MIN_HALF_DOCUMENTS = 2
"""Letters of a word that is written together with another, and documents that hold it."""

MIN_COMMON_DOCUMENTS = 5
"""Documents of a common word."""

MIN_UNTRANSLATED, UNTRANSLATED_SHARE = 5, 0.4
"""Documents, and share of its documents, whose Chinese text leaves an English word as it is, for it to be a
name or a term: Docker and Excel, not `music` of a title in English."""

HOMOPHONE_SHARE = 0.1
"""Of words with one reading those count that stand at least this often beside the commonest."""

MIN_INITIALS_LENGTH = 4
"""First letters of syllables that are read at least: shorter ones are abbreviations of anything."""

FULL, BLURRED, INITIALS = "f", "b", "i"
"""Kinds of readings: 量化 is `lianghua` in full, `lianhua` blurred, and `lh` by initials. A reading that
blurring does not change has one row, in full."""

COUNT_CACHE_SIZE = 20_000

WORD_CACHE_SIZE = 1000
"""Words of queries whose look-ups are kept: a search reads its words more than once, and a page without hits
searches for most of them again."""

FEW_TERMS = 4
"""Up to so many terms are bound one by one: to read them from JSON costs more than the look-up."""

WORDS_PER_STEP = 5000
"""Words that one step reads: as rows of a database they take ten times the memory of their text."""

LATIN = (" ", "\u3005")
"""Words in Latin and other letters lie between these, in the order of code points."""


class GramFrequencies(Protocol):
    """Says how many documents hold each Chinese character or pair: `engines.protocol.SearchEngine` does."""

    def gram_frequencies(self, grams: Sequence[str]) -> list[int]:
        """One number for each of `grams`."""
        ...


class Vocabulary:
    """Statistics of terms over one snapshot. Nothing here runs a search."""

    def __init__(self, forward: ForwardIndex, grams: GramFrequencies) -> None:
        self._forward = forward
        self._grams = grams
        self.size = forward.size
        """Documents."""
        self._counts: dict[str, int] = {}
        self.gram_count = lru_cache(maxsize=COUNT_CACHE_SIZE)(self._gram_count)
        self.explained = lru_cache(maxsize=COUNT_CACHE_SIZE)(self._explained)
        """Other names of the same thing, as documents explain it: 词元 for token."""

        self.containing = lru_cache(maxsize=WORD_CACHE_SIZE)(self._containing)
        """Latin words that hold a fragment, the commonest first, up to a limit."""

        self.words_by_pinyin = lru_cache(maxsize=WORD_CACHE_SIZE)(self._words_by_pinyin)
        """Pinyin → for each word in it the words that sound so; () where it is no pinyin of known words."""

    def count(self, term: str) -> int:
        """Documents that hold a term: a word whole or in part, a stem, a concept."""
        documents = self._counts.get(term)
        if documents is None:
            self.preload([term])
            documents = self._counts.get(term, 0)
        return documents

    def preload(self, terms: Iterable[str]) -> None:
        """Read the counts of terms that will be asked for, all at once."""
        counts = self._counts if len(self._counts) < COUNT_CACHE_SIZE else {}
        unknown = [term for term in dict.fromkeys(terms) if term not in counts]
        if not unknown:
            return
        if len(unknown) <= FEW_TERMS:
            marks = ",".join("?" * len(unknown))
            statement = f"SELECT word, documents FROM word WHERE word IN ({marks})"  # noqa: S608
            rows = dict(self._forward.rows(statement, unknown))
        else:
            statement = "SELECT word, documents FROM word WHERE word IN (SELECT value FROM json_each(?))"
            rows = dict(self._forward.rows(statement, (json.dumps(unknown),)))
        counts.update((term, rows.get(term, 0)) for term in unknown)  # whole, as others read it meanwhile
        self._counts = counts

    def documents(self, word: str) -> int:
        """Documents that hold a word in any form: other forms of an English word, Chinese across words.

        Of Chinese runs of three or more characters that no dictionary knows, an upper bound.
        """
        if not is_han(word):
            root = stem(word)
            if root:
                self.preload((word, STEM_MARK + root))
            return max(self.count(word), self.count(STEM_MARK + root) if root else 0)
        if len(word) < 3:
            return self.gram_count(word)
        return max(self.count(word), self.max_documents(word)) if not self.count(word) else self.count(word)

    def max_documents(self, run: str) -> int:
        """Documents that hold a Chinese run, at most: as many as hold its rarest pair."""
        grams = list(map("".join, pairwise(run))) or [run]
        return min(map(self.gram_count, grams))

    def stands_across_words(self, run: str) -> bool:
        """Whether more documents may hold a Chinese run than hold it as a word."""
        return self.max_documents(run) > self.count(run)

    def concept(self, key: str) -> int:
        """Documents that name a concept."""
        return self.count(CONCEPT_MARK + key)

    def _explained(self, key: str) -> tuple[str, ...]:
        """A Chinese name counts only where it is the best one of its Latin name: of 大语言模型（LLM） that
        is no 模型, which stands there as often but is shorter."""
        return tuple(
            name
            for name in self._explanations(key)
            if is_han(key) == is_han(name) or self._best_han_name(name if is_han(key) else key) in (key, name)
        )

    def _best_han_name(self, latin: str) -> str:
        """The Chinese name that most documents explain a Latin one by, of equals the longest."""
        han = {name: count for name, count in self._explanations(name_key(latin)).items() if is_han(name)}
        return max(han, key=lambda name: (han[name], len(name)), default="")

    def _explanations(self, key: str) -> Mapping[str, int]:
        statement = "SELECT name, trust FROM explained WHERE key = ? AND trust >= ?"
        return dict(self._forward.rows(statement, (key, TRUSTED)))

    def is_left_untranslated(self, word: str) -> bool:
        """Whether the archive's Chinese text writes an English word as it is: a name or a term of its own."""
        rows = self._forward.rows("SELECT documents FROM untranslated WHERE word = ?", (word,))
        documents: int = rows[0][0] if rows else 0
        return documents >= MIN_UNTRANSLATED and documents >= UNTRANSLATED_SHARE * self.count(word)

    def by_frequency(self, terms: Iterable[str]) -> list[tuple[str, int]]:
        """Those of some words that the archive holds, the commonest first."""
        counted = [(word, count) for word in terms if (count := self.count(word))]
        return sorted(counted, key=lambda item: (-item[1], item[0]))

    def halves_of(self, word: str) -> tuple[str, str] | None:
        """Two words of the archive that a Latin word is written together from: `tensorflow|lite`.

        Of several cuts that whose rarer half is commonest; None where there is none.
        """
        cuts = [
            (word[:position], word[position:])
            for position in range(MIN_HALF_LENGTH, len(word) - MIN_HALF_LENGTH + 1)
        ]
        held = [cut for cut in cuts if min(map(self.count, cut)) >= MIN_HALF_DOCUMENTS]
        return max(held, key=lambda cut: min(map(self.count, cut)), default=None)

    def corrected(self, word: str) -> tuple[Correction, ...]:
        """Words that a misspelt one may mean."""
        return self._spelling.corrections(word)

    def _containing(self, fragment: str, limit: int) -> tuple[str, ...]:
        words: list[str] = []
        text, wanted = self._latin_text, fragment.encode()
        position = text.find(wanted)
        while position >= 0 and len(words) < limit:
            start, end = text.rfind(b"\n", 0, position) + 1, text.find(b"\n", position)
            words.append(text[start:end].decode())
            position = text.find(wanted, end)
        return tuple(words)

    def words_containing(self, fragment: str, limit: int) -> tuple[str, ...]:
        """The same without machine identifiers, of which readers type no fragments."""
        words = self.containing(fragment, limit * 2)
        return tuple(word for word in words if not _is_hash(word))[:limit]

    def homophones(self, run: str) -> tuple[str, ...]:
        """Words that sound like a run as it is usually read, the commonest first.

        A word that shares no character with the run must be a common one: seldom is every character
        mistyped.
        """
        rows = self._words_by_reading(FULL, usual_reading(run), MAX_HOMOPHONES)
        return tuple(word for word, count in rows if set(word) & set(run) or count >= MIN_COMMON_DOCUMENTS)

    def near_homophones(self, run: str) -> tuple[str, ...]:
        """Words that share a character with a run and sound like it once blurred, the commonest first."""
        rows = self._words_by_reading(FULL + BLURRED, blurred(usual_reading(run)), 50)
        homophones = [word for word, _ in rows if len(word) == len(run) and set(word) & set(run)]
        return tuple(homophones[:MAX_HOMOPHONES])

    def sounding(self, reading: str) -> tuple[str, ...]:
        """Chinese words with this reading, the commonest first."""
        words = self._words_by_reading(FULL, reading, MAX_HOMOPHONES)
        return tuple(word for word, count in words if count >= HOMOPHONE_SHARE * words[0][1])

    def abbreviated(self, letters: str) -> tuple[str, ...]:
        """Common Chinese words whose syllables begin with these letters, the commonest first."""
        return tuple(
            word
            for word, count in self._words_by_reading(INITIALS, letters, 50)
            if count >= MIN_COMMON_DOCUMENTS
        )

    def _words_by_pinyin(self, typed: str) -> tuple[tuple[str, ...], ...]:
        if not MIN_PINYIN_LENGTH <= len(typed) <= MAX_PINYIN_LENGTH or not (
            typed.isascii() and typed.isalpha()
        ):
            return ()
        return tuple(self.sounding(reading) for reading in self._pinyin_readings(typed))

    def _pinyin_readings(self, typed: str) -> tuple[str, ...]:
        """The fewest known readings that put together are the typed letters."""
        known = self._known_readings(typed)
        best: list[tuple[str, ...] | None] = [(), *[None] * len(typed)]
        for end in range(MIN_PINYIN_LENGTH, len(typed) + 1):
            for start in range(end - MIN_PINYIN_LENGTH + 1):
                prefix, reading = best[start], typed[start:end]
                if prefix is None or len(prefix) >= MAX_PINYIN_WORDS or reading not in known:
                    continue
                current = best[end]
                if current is None or len(prefix) + 1 < len(current):
                    best[end] = (*prefix, reading)
        return best[len(typed)] or ()

    def _known_readings(self, typed: str) -> set[str]:
        runs = sorted(
            {
                typed[start:end]
                for start in range(len(typed))
                for end in range(start + MIN_PINYIN_LENGTH, len(typed) + 1)
            }
        )
        marks = ",".join("?" * len(runs))
        statement = f"SELECT DISTINCT reading FROM reading WHERE kind = ? AND reading IN ({marks})"  # noqa: S608
        return {reading for (reading,) in self._forward.rows(statement, (FULL, *runs))}

    def _words_by_reading(self, kinds: str, reading: str, limit: int) -> Sequence[tuple[str, int]]:
        statement = (
            "SELECT DISTINCT word, documents FROM reading JOIN word USING (word)"
            " WHERE reading = ? AND instr(?, kind)"
            " ORDER BY documents DESC, word LIMIT ?"
        )
        return self._forward.rows(statement, (reading, kinds, limit)) if reading else ()

    def _gram_count(self, gram: str) -> int:
        return self._grams.gram_frequencies([gram])[0]

    @cached_property
    def _latin_text(self) -> bytes:
        """All Latin words, a line each in UTF-8, the commonest first: to look through it takes a tenth of
        what a scan of their table does, and a page of nothing found looks for many fragments."""
        by_frequency: dict[int, bytearray] = defaultdict(bytearray)
        for word, documents in self._latin_words():
            by_frequency[documents] += f"{word}\n".encode()
        return b"".join(by_frequency[documents] for documents in sorted(by_frequency, reverse=True))

    @cached_property
    def _spelling(self) -> Spelling:
        """Of all Latin words: made at the first misspelt word."""
        return Spelling(self._latin_words())

    def _latin_words(self) -> Iterator[tuple[str, int]]:
        """In the order of their letters, read in steps: a large archive has more than memory should hold."""
        after, end = LATIN
        statement = "SELECT word, documents FROM word WHERE word > ? AND word < ? ORDER BY word LIMIT ?"
        while rows := self._forward.rows(statement, (after, end, WORDS_PER_STEP)):
            yield from ((word, documents) for word, documents in rows)
            after = rows[-1][0]


def _is_hash(word: str) -> bool:
    """Whether a word looks like an identifier of a machine."""
    return len(word) >= LONGEST_NAME and not word.isalpha()
