"""What every engine must do: written once, run by each engine's own test class."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.documents import Document
from index.engines.budget import Budget
from index.engines.protocol import MAX_CANDIDATES, Retrieval
from index.engines.store import IndexStore, OpenIndex
from index.errors import EngineError, IndexBrokenError, IndexMissingError
from index.query.tree import (
    MATCH_ALL,
    And,
    AtLeast,
    Boost,
    ClauseWeight,
    Concept,
    ConstantScore,
    Fallback,
    Filter,
    Not,
    Or,
    Phrase,
    Query,
    Rescore,
    Substring,
    Term,
)
from tests.index.engines.plain_matching import matching
from tests.index.search_support import DOCUMENTS, LEXICON

WORDS = ("量化", "剪枝", "模型", "mobilenet", "winograd", "高通", "骁龙", "888", "c++", "神经网络", "nothing")
RUNS = ("量化训练", "化训", "obilenev3", "!!", "5nm工艺")
LEAVES = st.one_of(
    st.sampled_from(WORDS).map(Term),
    st.sampled_from(RUNS).map(lambda run: Substring(run, MATCH_ALL)),
    st.sampled_from([("骁龙", "888"), ("adreno", "660"), ("cortex", "a78")]).map(Phrase),
    st.sampled_from(["剪枝", "量化"]).map(lambda key: Concept(key, (key,))),
    st.sampled_from(["论文", "业界新闻"]).map(lambda value: Filter("category", (value,))),
    st.just(MATCH_ALL),
)


def at_least(parts: tuple[Query, ...], share: float) -> Query:
    return AtLeast(parts, tuple(range(1, len(parts) + 1)), share)


def _branches(children: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    some = st.lists(children, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        some.map(And),
        some.map(Or),
        st.builds(at_least, some, st.sampled_from([0.1, 0.3, 0.6])),
        children.map(Not),
        st.builds(Boost, children, st.just(0.5)),
        children.map(ConstantScore),
        st.builds(ClauseWeight, children, st.just(0.3)),
        st.builds(Fallback, children, children),
        st.builds(Rescore, children, children, st.just(0.2)),
    )


QUERIES: st.SearchStrategy[Query] = st.recursive(LEAVES, _branches, max_leaves=6)


def write(
    store: IndexStore,
    folder: Path,
    documents: Iterable[Document],
    base: Path | None = None,
    drop: Iterable[str] = (),
) -> None:
    writer = store.writer(folder, base)
    writer.drop(drop)
    for one in documents:
        writer.add(one)
    writer.commit()


def ids(opened: OpenIndex, retrieval: Retrieval) -> list[str]:
    return opened.forward.ids(opened.engine.retrieve(retrieval).keys)


class EngineContract:
    """Inherit, and say which engine."""

    name = ""

    @classmethod
    def store(cls) -> IndexStore:
        return IndexStore(LEXICON, cls.name)

    @pytest.fixture(scope="class")
    @classmethod
    def opened(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
        folder = tmp_path_factory.mktemp("engine") / "index"
        write(cls.store(), folder, DOCUMENTS)
        opened = cls.store().open(folder)
        yield opened
        opened.close()

    @pytest.mark.parametrize(
        ("query", "keys"),
        [
            (Term("量化"), {"e0", "e1", "e8"}),
            (Term("c++"), {"e1"}),
            (Term("c#"), {"e9"}),
            (Term(".net"), {"e9"}),
            (Term("mobilenet"), {"e0"}),
            (Term("v3"), {"e0"}),
            (Term("1812.00332"), {"e0"}),
            (Term("神"), {"e8"}),
            (Term("api"), {"e9"}),
            (Term("quantized"), {"e5"}),
            (Term("nothing"), set()),
            (Concept("剪枝", ("剪枝", "pruning")), {"e1", "e5"}),
            (Substring("神经网络", Term("神经网络")), {"e8"}),
            (Substring("经网", Term("经网")), {"e8"}),
            (Substring("obilenetv", MATCH_ALL), {"e0"}),
            (Substring("!!", MATCH_ALL), {"e7"}),
            (Phrase(("骁龙", "888")), {"e3"}),
            (Phrase(("adreno", "660")), {"e3"}),
            (Phrase(("nm", "5")), set()),
            (And((Term("量化"), Term("剪枝"))), {"e1"}),
            (And((Term("量化"), Not(Term("剪枝")))), {"e0", "e8"}),
            (And((Not(Term("量化")), Filter("category", ("论文",)))), {"e5"}),
            (Not(Filter("category", ("论文", "业界新闻"))), {"e2", "e6", "e9"}),
            (Or((Term("剪枝"), Term("pruning"))), {"e1", "e5"}),
            (AtLeast((Term("量化"), Term("剪枝")), (1.0, 1.0), 0.6), {"e1"}),
            (AtLeast((Term("量化"), Term("剪枝")), (1.0, 3.0), 0.6), {"e1"}),
            (AtLeast((Term("量化"), Term("剪枝")), (1.0, 1.0), 0.0), {"e0", "e1", "e8"}),
            (Filter("site", ("github.com",)), {"e2", "e6", "e9"}),
            (Filter("date", low="2020-02", high="2020-03-31"), {"e3", "e4", "e5"}),
            (Filter("source", ("nobody",)), set()),
            (MATCH_ALL, {document.id for document in DOCUMENTS}),
        ],
        # A set's own text differs from process to process, and the names of tests must not.
        ids=lambda value: " ".join(sorted(value)) if isinstance(value, set) else str(value),
    )
    def test_finds_exactly_what_is_asked(self, opened: OpenIndex, query: Query, keys: set[str]) -> None:
        assert set(ids(opened, Retrieval(query))) == keys

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
    @given(query=QUERIES)
    def test_any_query_finds_what_reading_each_document_finds(self, opened: OpenIndex, query: Query) -> None:
        candidates = opened.engine.retrieve(Retrieval(query, facets=("category",)))
        expected = matching(query, DOCUMENTS)

        assert set(opened.forward.ids(candidates.keys)) == expected
        assert candidates.total == len(expected) == sum(candidates.counts["category"].values())

    def test_facets_leave_their_own_filter_out(self, opened: OpenIndex) -> None:
        filters = {"category": Filter("category", ("论文",)), "source": Filter("source", ("知乎",))}
        found = opened.engine.retrieve(
            Retrieval(MATCH_ALL, filters, facets=("category", "source", "month", "tag"))
        )

        assert found.total == 2
        assert found.counts["category"] == {"论文": 2, "业界新闻": 1}
        assert found.counts["source"] == {"arXiv": 2, "知乎": 2}
        assert found.counts["month"] == {"2020-01": 1, "2020-05": 1}
        assert found.counts["tag"] == {}

    @pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
    def test_pages_put_together_are_the_whole(self, opened: OpenIndex, sort: str) -> None:
        whole = ids(opened, Retrieval(MATCH_ALL, sort=sort, limit=100))  # type: ignore[arg-type]
        pages = [
            ids(opened, Retrieval(MATCH_ALL, sort=sort, offset=start, limit=3))  # type: ignore[arg-type]
            for start in range(0, 12, 3)
        ]

        assert [key for page in pages for key in page] == whole
        assert len(whole) == len(DOCUMENTS)
        assert opened.engine.retrieve(Retrieval(MATCH_ALL, offset=500)).keys == ()
        assert opened.engine.retrieve(Retrieval(MATCH_ALL, limit=0)).total == len(DOCUMENTS)

    def test_sorts_by_date_and_then_by_place(self, opened: OpenIndex) -> None:
        newest = opened.engine.retrieve(Retrieval(MATCH_ALL, sort="newest", limit=5))
        oldest = opened.engine.retrieve(Retrieval(MATCH_ALL, sort="oldest", limit=4))

        assert opened.forward.ids(newest.keys) == ["e6", "e7", "e8", "e9", "e3"]
        assert opened.forward.ids(oldest.keys) == ["e0", "e1", "e2", "e3"]
        assert set(newest.scores) == {0.0}

    def test_of_too_many_matches_the_best_are_the_candidates(self, tmp_path: Path) -> None:
        plain = dataclasses.replace(DOCUMENTS[1], title="甲", tags=(), summary="也谈剪枝。")
        many = [dataclasses.replace(plain, id=f"plain{n}", order=10_000 + n) for n in range(MAX_CANDIDATES)]
        best = dataclasses.replace(plain, id="best", title="剪枝", order=1)
        write(self.store(), tmp_path / "index", [best, *many])
        opened = self.store().open(tmp_path / "index")
        found = opened.engine.retrieve(Retrieval(Term("剪枝")))

        assert found.total == MAX_CANDIDATES + 1
        assert opened.forward.ids(found.keys)[0] == "best"
        opened.close()

    def test_past_the_deadline_it_finds_less_and_says_so(self, opened: OpenIndex) -> None:
        late = opened.engine.retrieve(Retrieval(Not(Term("量化")), budget=Budget(-1)))

        assert not late.complete
        assert late.total == 0
        assert opened.engine.retrieve(Retrieval(Term("量化"), budget=Budget(60))).complete

    def test_reads_no_more_texts_than_it_may_and_says_so(
        self, opened: OpenIndex, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("index.engines.budget.MAX_TEXTS", len(DOCUMENTS) + 1)
        once, budget = Substring("量", MATCH_ALL), Budget(60, len(DOCUMENTS))
        found = opened.engine.retrieve(Retrieval(And((once, Or((once, Term("剪枝"))))), budget=budget))

        assert found.complete
        assert found.total
        assert not opened.engine.retrieve(Retrieval(Substring("剪", MATCH_ALL), budget=budget)).complete

    def test_tells_its_values_and_pairs_of_characters_with_their_documents(self, opened: OpenIndex) -> None:
        engine = opened.engine

        assert engine.values("category") == {"论文": 4, "开源项目": 3, "业界新闻": 3}
        assert engine.values("tag") == {"CVPR 2020": 1, "CVPR 2021": 1}
        assert engine.values("site")["github.com"] == 3
        assert engine.gram_frequencies(["量化", "神", "没有"]) == [3, 1, 0]

    def test_writes_beside_a_base_without_touching_it(self, tmp_path: Path) -> None:
        store, base, new = self.store(), tmp_path / "base", tmp_path / "new"
        write(store, base, DOCUMENTS)
        before = {file: file.read_bytes() for file in base.rglob("*") if file.is_file()}
        changed = dataclasses.replace(DOCUMENTS[0], title="张量计算")

        write(store, new, [changed], base=base, drop=["2020-01-15"])

        assert {file: file.read_bytes() for file in base.rglob("*") if file.is_file()} == before
        opened = store.open(new)
        assert set(ids(opened, Retrieval(MATCH_ALL))) == {one.id for one in DOCUMENTS} - {"e1", "e2"}
        assert ids(opened, Retrieval(Term("张量"))) == ["e0"]
        assert opened.engine.values("category") == {"论文": 3, "开源项目": 2, "业界新闻": 3}
        opened.close()

    def test_an_empty_index_finds_nothing(self, tmp_path: Path) -> None:
        write(self.store(), tmp_path / "index", [])
        opened = self.store().open(tmp_path / "index")

        assert opened.engine.retrieve(Retrieval(Term("量化"), facets=("month",))).total == 0
        assert opened.engine.values("category") == {}
        opened.close()

    def test_a_folder_without_an_index_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(IndexMissingError, match="reindex"):
            self.store().open(tmp_path)

    def test_a_damaged_index_is_told_in_one_line(self, tmp_path: Path) -> None:
        """Each file cut short, emptied or overwritten: an engine's error, or an answer; nothing else."""
        folder = tmp_path / "index"
        write(self.store(), folder, DOCUMENTS)
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            whole = file.read_bytes()
            for damage in (b"", whole[: len(whole) // 2], b"\x80\x04X" + b"?" * 200):
                file.write_bytes(damage)
                error = self._error_of(folder)
                assert error is None or isinstance(error, IndexBrokenError | IndexMissingError)
                assert error is None or ("reindex" in str(error) and "\n" not in str(error))
            file.write_bytes(whole)

    def _error_of(self, folder: Path) -> EngineError | None:
        try:
            opened = self.store().open(folder)
            try:
                query = Or((Term("量化"), Substring("神经网络", Term("神经网络"))))
                found = opened.engine.retrieve(Retrieval(query, facets=("month",)))
                opened.forward.records(found.keys)
            finally:
                opened.close()
        except EngineError as error:
            return error
        return None

    def test_asking_a_closed_engine_is_an_error(self, tmp_path: Path) -> None:
        write(self.store(), tmp_path / "index", DOCUMENTS)
        opened = self.store().open(tmp_path / "index")
        opened.close()

        with pytest.raises(EngineError, match="closed"):
            opened.engine.retrieve(Retrieval(Term("量化")))
        with pytest.raises(EngineError, match="closed"):
            opened.forward.records([1])
