"""What rewriting is made of, over the ten entries of `tests/index/cases/entries.toml` or over some titles."""

import dataclasses
from typing import NamedTuple

from index.forward.vocabulary import Vocabulary
from index.lexicon.thesaurus import thesaurus_of
from index.rewriting.corrections import Corrector
from index.rewriting.query_words import QueryWords
from index.rewriting.rewriter import Rewriter
from index.rewriting.synonyms import Synonyms
from index.rewriting.taiwan import TaiwanWords
from index.text.analyzer import analyzer_of
from tests.index.search_support import LEXICON, document, open_index

INDEX = open_index()
VOCABULARY = Vocabulary(INDEX.forward, INDEX.engine)
ANALYZER = analyzer_of(LEXICON.words)
THESAURUS = thesaurus_of(LEXICON)

WORDS = QueryWords(ANALYZER, THESAURUS, VOCABULARY)
SYNONYMS = Synonyms(ANALYZER, THESAURUS, VOCABULARY)
CORRECTOR = Corrector(THESAURUS, VOCABULARY, ANALYZER.segmenter.knows, SYNONYMS.has_alternatives)
TAIWAN = TaiwanWords(VOCABULARY, WORDS.read, CORRECTOR.correct)
REWRITER = Rewriter(ANALYZER, THESAURUS, VOCABULARY)


class Parts(NamedTuple):
    """What reads and corrects a query."""

    words: QueryWords
    corrector: Corrector
    taiwan: TaiwanWords

    def meant(self, text: str) -> list[tuple[str, str | None]]:
        """Each word that a text means, with how it came about."""
        return [(meaning.key, meaning.kind) for meaning in self.taiwan.meanings(text)]


def over(*titles: str) -> Parts:
    """The same over entries with these titles and nothing else."""
    index = open_index(
        dataclasses.replace(document(1), id=f"d{place}", title=title, summary="")
        for place, title in enumerate(titles)
    )
    vocabulary = Vocabulary(index.forward, index.engine)
    words = QueryWords(ANALYZER, THESAURUS, vocabulary)
    corrector = Corrector(THESAURUS, vocabulary, ANALYZER.segmenter.knows, lambda name: False)
    return Parts(words, corrector, TaiwanWords(vocabulary, words.read, corrector.correct))
