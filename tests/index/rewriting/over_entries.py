"""What rewriting is made of, over the ten entries of `tests/index/cases/entries.toml`."""

from index.forward.vocabulary import Vocabulary
from index.lexicon.thesaurus import thesaurus_of
from index.rewriting.corrections import Corrector
from index.rewriting.query_words import QueryWords
from index.rewriting.rewriter import Rewriter
from index.rewriting.synonyms import Synonyms
from index.rewriting.taiwan import TaiwanWords
from index.text.analyzer import analyzer_of
from tests.index.search_support import LEXICON, open_index

INDEX = open_index()
VOCABULARY = Vocabulary(INDEX.forward, INDEX.engine)
ANALYZER = analyzer_of(LEXICON.words)
THESAURUS = thesaurus_of(LEXICON)

WORDS = QueryWords(ANALYZER, THESAURUS, VOCABULARY)
SYNONYMS = Synonyms(ANALYZER, THESAURUS, VOCABULARY)
CORRECTOR = Corrector(THESAURUS, VOCABULARY, ANALYZER.segmenter.knows, SYNONYMS.has_alternatives)
TAIWAN = TaiwanWords(VOCABULARY, WORDS.read, CORRECTOR.correct)
REWRITER = Rewriter(ANALYZER, THESAURUS, VOCABULARY)
