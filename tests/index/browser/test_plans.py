"""What words ask for beside themselves, as browsers read it."""

import dataclasses
import json

from index.browser.plans import plan_of, words_with_plans
from index.forward.vocabulary import Vocabulary
from index.lexicon.thesaurus import thesaurus_of
from index.rewriting.rewriter import Rewriter
from index.text.analyzer import analyzer_of
from tests.index.search_support import LEXICON, document, open_index

THESAURUS = thesaurus_of(LEXICON)


def test_a_word_asks_for_those_that_are_used_like_it() -> None:
    titles = ("饭店里的机器人", "一星评价的餐厅")
    index = open_index(tuple(dataclasses.replace(document(1), id=one, title=one) for one in titles))
    vocabulary = Vocabulary(index.forward, index.engine)
    rewriter = Rewriter(analyzer_of(LEXICON.words), THESAURUS, vocabulary)

    assert "饭店" in set(words_with_plans(["饭店", "机器"], THESAURUS, vocabulary))
    plan = json.loads(plan_of(rewriter, THESAURUS, "饭店"))
    assert "餐厅" in json.dumps(plan["x"], ensure_ascii=False)
    assert [1, "related", "餐厅"] in plan["w"]
