"""What every engine must do: written once, run by each engine's own test class."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engines.protocol import EngineRequest, EngineStore, SearchEngine
from index.errors import EngineError, IndexBrokenError, IndexMissingError
from index.query.tree import (
    MATCH_ALL,
    And,
    Boost,
    Filter,
    Flat,
    Near,
    Not,
    Or,
    Phrase,
    Prefer,
    Query,
    Some,
    Term,
    Weigh,
    Widen,
)
from tests.index.search_support import DOCUMENTS, engine

WORDS = ("量化", "剪枝", "模型", "mobilenet", "winograd", "高通", "骁龙", "888", "c++", "神经网络", "nothing")
LEAVES = st.one_of(
    st.sampled_from(WORDS).map(Term),
    st.sampled_from(["量化训练", "化训", "obileNe".lower(), "！！", "5nm工艺"]).map(Phrase),
    st.sampled_from([("骁龙", "888"), ("adreno", "660"), ("cortex", "a78")]).map(Near),
    st.sampled_from(["论文", "业界新闻"]).map(lambda value: Filter("category", (value,))),
    st.just(MATCH_ALL),
)


def _branches(children: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    some = st.lists(children, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        some.map(And),
        some.map(Or),
        st.builds(Some, some, st.sampled_from([0.0, 0.3, 0.6])),
        children.map(Not),
        st.builds(Boost, children, st.just(0.5)),
        children.map(Flat),
        st.builds(Weigh, children, st.just(0.3)),
        st.builds(Widen, children, children),
        st.builds(Prefer, children, children, st.just(0.2)),
    )


QUERIES: st.SearchStrategy[Query] = st.recursive(LEAVES, _branches, max_leaves=6)


class EngineContract:
    """Inherit, and say how a store is made."""

    @classmethod
    def store(cls) -> EngineStore:
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def opened(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
        folder = tmp_path_factory.mktemp("engine") / "index"
        cls.store().write(folder, DOCUMENTS, base=None, drop=set())
        engine = cls.store().open(folder)
        yield engine
        engine.close()

    def found(self, opened: SearchEngine, query: Query) -> set[str]:
        return set(opened.search(EngineRequest(query, limit=100)).keys)

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
            (Phrase("神经网络"), {"e8"}),
            (Phrase("经网"), {"e8"}),
            (Phrase("obilenetv"), {"e0"}),
            (Phrase("！！".translate({0xFF01: "!"})), {"e7"}),
            (Near(("骁龙", "888")), {"e3"}),
            (Near(("adreno", "660")), {"e3"}),
            (Near(("nm", "5")), set()),
            (And((Term("量化"), Term("剪枝"))), {"e1"}),
            (And((Term("量化"), Not(Term("剪枝")))), {"e0", "e8"}),
            (And((Not(Term("量化")), Filter("category", ("论文",)))), {"e5"}),
            (Not(Filter("category", ("论文", "业界新闻"))), {"e2", "e6", "e9"}),
            (Or((Term("剪枝"), Term("pruning"))), {"e1", "e5"}),
            (Some((Term("量化"), Term("剪枝")), 0.6), {"e1"}),
            (Filter("site", ("github.com",)), {"e2", "e6", "e9"}),
            (Filter("date", low="2020-02", high="2020-03-31"), {"e3", "e4", "e5"}),
            (Filter("source", ("nobody",)), set()),
            (MATCH_ALL, {document.id for document in DOCUMENTS}),
        ],
        # A set's own text differs from process to process, and the names of tests must not.
        ids=lambda value: " ".join(sorted(value)) if isinstance(value, set) else str(value),
    )
    def test_finds_exactly_what_is_asked(self, opened: SearchEngine, query: Query, keys: set[str]) -> None:
        assert self.found(opened, query) == keys

    def test_a_word_in_the_title_is_stronger_than_in_the_summary(self, opened: SearchEngine) -> None:
        assert opened.search(EngineRequest(Term("量化"))).keys[:2] == ("e0", "e1")

    def test_a_word_is_stronger_than_the_same_characters_across_words(self, opened: SearchEngine) -> None:
        """轻量化 holds 量化, but is another word."""
        assert opened.search(EngineRequest(Term("量化"))).keys[-1] == "e8"

    def test_facets_leave_their_own_filter_out(self, opened: SearchEngine) -> None:
        filters = {"category": Filter("category", ("论文",)), "source": Filter("source", ("知乎",))}
        results = opened.search(
            EngineRequest(MATCH_ALL, filters, facets=("category", "source", "month", "tag"))
        )

        assert results.total == 2
        assert results.counts["category"] == {"论文": 2, "业界新闻": 1}
        assert results.counts["source"] == {"arXiv": 2, "知乎": 2}
        assert results.counts["month"] == {"2020-01": 1, "2020-05": 1}
        assert results.counts["tag"] == {}

    def test_pages_put_together_are_the_whole(self, opened: SearchEngine) -> None:
        whole = opened.search(EngineRequest(MATCH_ALL, limit=100))
        pages = [opened.search(EngineRequest(MATCH_ALL, offset=start, limit=3)) for start in range(0, 12, 3)]

        assert tuple(key for page in pages for key in page.keys) == whole.keys
        assert {page.total for page in pages} == {len(DOCUMENTS)}
        assert opened.search(EngineRequest(MATCH_ALL, offset=500)).keys == ()

    def test_sorts_by_date_and_then_by_place(self, opened: SearchEngine) -> None:
        newest = opened.search(EngineRequest(MATCH_ALL, sort="newest", limit=5))
        oldest = opened.search(EngineRequest(MATCH_ALL, sort="oldest", limit=4))

        assert newest.keys == ("e6", "e7", "e8", "e9", "e3")
        assert oldest.keys == ("e0", "e1", "e2", "e3")
        assert set(newest.scores) == {0.0}

    def test_of_equals_the_newer_comes_first(self, opened: SearchEngine) -> None:
        found = opened.search(EngineRequest(Filter("category", ("论文",)), limit=10))

        assert found.keys == ("e8", "e5", "e0", "e1")

    def test_past_the_deadline_it_finds_less_and_says_so(self, opened: SearchEngine) -> None:
        late = opened.search(EngineRequest(Not(Term("量化")), deadline=time.monotonic() - 1))

        assert not late.complete
        assert late.total == 0
        assert opened.search(EngineRequest(Term("量化"), deadline=time.monotonic() + 60)).complete

    def test_tells_its_words_and_values_with_their_documents(self, opened: SearchEngine) -> None:
        words = opened.vocabulary("words")

        assert (words["量化"], words["mobilenet"], words["tensorflow"]) == (2, 1, 1)
        assert "nothing" not in words
        assert opened.vocabulary("category") == {"论文": 4, "开源项目": 3, "业界新闻": 3}
        assert opened.vocabulary("tag") == {"CVPR 2020": 1, "1812.00332": 1, "CVPR 2021": 1}

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
    @given(query=QUERIES)
    def test_agrees_with_plain_reading(self, opened: SearchEngine, query: Query) -> None:
        """Any query, any nesting: the documents and strengths of the engine that reads everything."""
        request = EngineRequest(query, facets=("category", "month"), limit=100)
        mine, plain = opened.search(request), engine().search(request)

        assert mine.counts == plain.counts
        assert dict(zip(mine.keys, mine.scores, strict=True)) == pytest.approx(
            dict(zip(plain.keys, plain.scores, strict=True))
        )

    def test_writes_beside_a_base_without_touching_it(self, tmp_path: Path) -> None:
        store, base, new = self.store(), tmp_path / "base", tmp_path / "new"
        store.write(base, DOCUMENTS, base=None, drop=set())
        before = {file.name: file.read_bytes() for file in base.iterdir()}
        changed = dataclasses.replace(DOCUMENTS[0], title="张量计算")

        store.write(new, [changed], base=base, drop={"2020-01-15"})

        assert {file.name: file.read_bytes() for file in base.iterdir()} == before
        written = store.open(new)
        assert self.found(written, MATCH_ALL) == {one.id for one in DOCUMENTS} - {"e1", "e2"}
        assert self.found(written, Term("张量")) == {"e0"}
        assert "剪枝" not in written.vocabulary("words")
        assert written.vocabulary("words")["量化"] == 1
        written.close()

    def test_an_empty_index_finds_nothing(self, tmp_path: Path) -> None:
        self.store().write(tmp_path / "index", [], base=None, drop=set())
        opened = self.store().open(tmp_path / "index")

        assert opened.search(EngineRequest(Term("量化"), facets=("month",))).total == 0
        assert opened.vocabulary("words") == {}
        opened.close()

    def test_a_folder_without_an_index_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(IndexMissingError, match="reindex"):
            self.store().open(tmp_path)

    def test_a_damaged_index_is_told_in_one_line(self, tmp_path: Path) -> None:
        """Each file cut short, emptied or overwritten: an engine's error, or an answer; nothing else."""
        folder = tmp_path / "index"
        self.store().write(folder, DOCUMENTS, base=None, drop=set())
        for file in sorted(folder.iterdir()):
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
                opened.search(EngineRequest(Or((Term("量化"), Phrase("神经网络"))), facets=("month",)))
                opened.vocabulary("words")
            finally:
                opened.close()
        except EngineError as error:
            return error
        return None

    def test_searching_a_closed_engine_is_an_error(self, tmp_path: Path) -> None:
        self.store().write(tmp_path / "index", DOCUMENTS, base=None, drop=set())
        opened = self.store().open(tmp_path / "index")
        opened.close()

        with pytest.raises(EngineError, match="closed"):
            opened.search(EngineRequest(Term("量化")))
