"""What is indexed of a document, however long it is."""

import dataclasses

from index.forward.document_terms import MAX_ANALYSED_LENGTH, index_document
from index.lexicon.thesaurus import thesaurus_of
from index.search_request import Search
from index.text.analyzer import analyzer_of
from tests.index.search_support import LEXICON, document, searcher

LONG = "芯片 chip。" * (MAX_ANALYSED_LENGTH // 4) + " 末尾的砚台 zebra-crossing"
"""More than is analysed; its end holds words of its own."""


def test_what_stands_behind_the_analysed_part_is_found() -> None:
    long = dataclasses.replace(document(0), id="long", summary=LONG)
    long_searcher = searcher((long, document(1)))

    for text in ("砚台", "zebra", '"末尾的砚台"', '"zebra-crossing"'):
        assert "long" in [entry.id for entry in long_searcher.export(Search(text))], text


def test_what_stands_behind_the_analysed_part_weighs_next_to_nothing() -> None:
    long = dataclasses.replace(document(0), summary=LONG)

    terms = index_document(long, analyzer_of(LEXICON.words), thesaurus_of(LEXICON)).terms

    assert terms["chip"] > 10 * terms["zebra"]
