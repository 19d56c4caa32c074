"""Plans are executed: what is asked of the engine, how often, and what follows where little is found."""

import pytest

from index.engines.budget import Budget
from index.engines.protocol import Candidates, Retrieval
from index.forward.postings import Postings
from index.query.tree import MATCH_ALL
from index.ranking.feedback import Feedback
from index.search.executor import Execution, Executor
from index.search.planner import Planner
from index.search_request import Search
from tests.index.rewriting.over_entries import ANALYZER, INDEX, REWRITER, THESAURUS, VOCABULARY
from tests.index.search_support import DOCUMENTS, values_of

IDS = {record.key: record.id for record in INDEX.forward.records(
    [key for (key,) in INDEX.forward.rows("SELECT key FROM record")]
)}  # fmt: skip


class CountingEngine:
    """The engine, with what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Retrieval] = []

    def retrieve(self, retrieval: Retrieval) -> Candidates:
        self.asked.append(retrieval)
        return INDEX.engine.retrieve(retrieval)


class OneIndex:
    """An index whose engine counts."""

    def __init__(self) -> None:
        self.engine = CountingEngine()
        self.forward = INDEX.forward


def run(search: Search, *, all_pages: bool = False) -> tuple[Execution, list[Retrieval]]:
    index = OneIndex()
    planner = Planner(REWRITER, VOCABULARY, values_of(INDEX))
    feedback, postings = Feedback(INDEX.forward, VOCABULARY, THESAURUS), Postings(INDEX.forward.postings)
    executor = Executor(index, VOCABULARY, postings, planner, feedback, ANALYZER, values_of(INDEX))
    return executor.run(search, Budget(60), all_pages=all_pages), index.engine.asked


def ids(execution: Execution) -> list[str]:
    return [IDS[key] for key, _ in execution.ranked]


def test_browsing_asks_once_and_shows_the_newest_first() -> None:
    execution, retrievals = run(Search(limit=4))

    assert [(retrieval.query, retrieval.sort) for retrieval in retrievals] == [(MATCH_ALL, "newest")]
    assert ids(execution) == ["e6", "e7", "e8", "e9"]


def test_a_page_is_a_window_of_all() -> None:
    pages = [ids(run(Search("量化", limit=1, page=page))[0]) for page in (1, 2, 3)]
    in_pages = [key for page in pages for key in page]

    assert in_pages == ids(run(Search("量化", limit=3))[0])
    assert in_pages == ids(run(Search("量化", limit=1), all_pages=True)[0])[:3]


@pytest.mark.parametrize("text", ["", "量化", "量化 高通", "没有的词", "-量化", '"模型压缩"', "栏目:论文"])
def test_a_limit_of_none_counts_as_a_page_does_without_ranking_or_facets(text: str) -> None:
    counted, retrievals = run(Search(text, limit=0))

    assert counted.candidates.total == run(Search(text))[0].candidates.total
    assert not counted.ranked
    assert not counted.similar
    assert not any(retrieval.facets for retrieval in retrievals)


def test_where_little_says_it_all_some_of_the_words_suffice() -> None:
    execution, retrievals = run(Search("量化 高通"))

    assert retrievals[0].query == execution.plan.exact
    assert len(retrievals) > 1
    assert execution.query != execution.plan.exact
    assert {"e0", "e1", "e3"} <= set(ids(execution))
    assert "loosened" in {rewrite.kind for rewrite in execution.rewrites}


def test_by_date_weak_matches_are_left_out_where_there_are_others() -> None:
    by_date, _ = run(Search("量化 高通", sort="newest"))
    exact, _ = run(Search("剪枝 模型", sort="newest"))

    assert "loosened" in {rewrite.kind for rewrite in by_date.rewrites}, "nothing says both"
    assert exact.query == exact.plan.exact
    assert "loosened" not in {rewrite.kind for rewrite in exact.rewrites}
    assert exact.candidates.total < run(Search("剪枝 模型"))[0].candidates.total


@pytest.mark.parametrize("text", ['"量化训练"', "剪枝 -知识"])
def test_nothing_is_like_what_search_language_demands(text: str) -> None:
    execution, _ = run(Search(text))

    assert not {"related", "loosened"} & {
        rewrite.kind for rewrite in execution.rewrites if rewrite.typed == text
    }


def test_filters_that_are_typed_and_chosen_are_alternatives() -> None:
    typed, _ = run(Search("category:论文", limit=50))
    both, _ = run(Search("category:论文", category=("业界新闻",), limit=50))
    by_category = {
        category: [d.id for d in DOCUMENTS if d.category == category] for category in ("论文", "业界新闻")
    }

    assert set(ids(typed)) == set(by_category["论文"])
    assert set(ids(both)) == {*by_category["论文"], *by_category["业界新闻"]}


def test_better_documents_have_the_higher_score() -> None:
    scores = [score for _, score in run(Search("量化"))[0].ranked]

    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]
