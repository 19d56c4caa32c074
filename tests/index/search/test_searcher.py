"""A searcher's answers: what is seen is found, counts and pages agree, nothing is an error."""

import dataclasses
import time
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.documents import Document
from index.engines.protocol import Candidates, Retrieval, SearchEngine
from index.errors import EngineError, SearchUnfinishedError
from index.forward.vocabulary import Vocabulary
from index.results import FacetResult, SearchResults
from index.search.searcher import Searcher
from index.search_request import Search
from index.text.spelling import Correction
from tests.index.search_support import (
    DOCUMENTS,
    LEXICON,
    FewDocuments,
    cuts_no_word,
    document,
    issue,
    open_index,
    searcher,
)

SEARCHER = searcher()
quick = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def hit_ids(text: str, **filters: object) -> list[str]:
    return [document.id for document in SEARCHER.export(Search(text, **filters))]  # type: ignore[arg-type]


def facet(results: SearchResults, name: str) -> FacetResult:
    return next(result for result in results.facets if result.name == name)


def texts(document: Document) -> list[str]:
    links = [text for link in document.links for text in (link.label, link.url)]
    return [
        document.title,
        document.summary,
        document.details,
        document.byline,
        document.category,
        document.url,
        *document.tags,
        *links,
    ]


@st.composite
def runs(draw: st.DrawFn) -> tuple[str, str, bool]:
    """An entry, a run of two or more characters of it, and whether it cuts no word."""
    one = draw(st.sampled_from(DOCUMENTS))
    text = draw(st.sampled_from([text for text in texts(one) if len(text) >= 2]))
    start = draw(st.integers(0, len(text) - 2))
    end = draw(st.integers(start + 2, len(text)))
    return one.id, text[start:end], cuts_no_word(text, start, end)


@quick
@given(run=runs())
def test_what_is_seen_is_found(run: tuple[str, str, bool]) -> None:
    """In quotes any run; without them a fragment is a word of its own, where that stands elsewhere."""
    key, text, whole = run

    assert key in hit_ids(f'"{text}"')
    assert key in hit_ids(text) or not whole


@quick
@given(text=st.text(max_size=80))
def test_any_text_has_an_answer(text: str) -> None:
    results = SEARCHER.search(Search(text, limit=3))

    assert 0 <= len(results.hits) <= 3
    assert results.total >= len([hit for hit in results.hits if not hit.similar])
    for name in ("category", "source", "tag", "month"):
        assert all(bucket.count <= results.total for bucket in facet(results, name).buckets)


@pytest.mark.parametrize(
    "text",
    [
        "神",
        "C",
        "C++",
        "C#",
        ".NET",
        "A78",
        "5nm",
        "INT8",
        "ARMv8.2",
        "1812.00332",
        "！！",
        "888",
        "軟體 OR 量化",
    ],
)
def test_short_and_odd_texts_are_queries(text: str) -> None:
    assert hit_ids(text)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("来源:知乎 分类:论文", {"e1", "e8"}),
        ("category:论文 -source:arXiv", {"e1", "e8"}),
        ("标签:CVPR", {"e0", "e5"}),
        ('标签:"cvpr 2020"', {"e0"}),
        ("site:github.com", {"e2", "e6", "e9"}),
        ("date:2020-03", {"e3", "e4", "e5"}),
        ("日期:2020-03..2020-04 来源:知乎", {"e3"}),
        ("issue:2020-05-20 来源:github", {"e6", "e9"}),
        ("分類:论文 OR 来源:机器之心", {"e0", "e1", "e4", "e5", "e8"}),
        ('"神经网络" -卷积', set()),
        ('"剪枝之后"', {"e1"}),
        ("来源:无此来源", set()),
        ("", {document.id for document in DOCUMENTS}),
    ],
)
def test_search_language(text: str, keys: set[str]) -> None:
    assert set(hit_ids(text, literal=True)) == keys


def test_filters_are_alternatives_within_and_demands_between() -> None:
    assert set(hit_ids("", category=("论文",), source=("知乎", "arXiv"))) == {"e0", "e1", "e5", "e8"}
    assert set(hit_ids("", category=("論文",), source=("ＡＲＸＩＶ",))) == {"e0", "e5"}
    assert set(hit_ids("", issue=("2020-03-01",), tag=("CVPR 2021",))) == {"e5"}
    assert set(hit_ids("", date_from="2020-02", date_to="2020-03")) == {"e3", "e4", "e5"}
    assert hit_ids("", date_from="bad") == []


def test_facets_tell_what_each_value_would_give() -> None:
    chosen = Search("", category=("论文",))
    results = SEARCHER.search(chosen)
    for bucket in facet(results, "category").buckets:
        alone = dataclasses.replace(chosen, category=(bucket.value,))
        assert bucket.count == SEARCHER.search(alone).total
        assert bucket.selected == (bucket.value == "论文")
    for bucket in facet(results, "source").buckets:
        assert bucket.count == SEARCHER.search(dataclasses.replace(chosen, source=(bucket.value,))).total


def test_a_chosen_value_without_hits_is_still_shown() -> None:
    buckets = facet(SEARCHER.search(Search("骁龙", category=("论文",))), "category").buckets

    assert ("论文", 0, True) in [(bucket.value, bucket.count, bucket.selected) for bucket in buckets]


def test_months_are_chosen_by_days_and_stay_in_order() -> None:
    buckets = facet(SEARCHER.search(Search("", date_from="2020-02", date_to="2020-03")), "month").buckets

    assert [(bucket.value, bucket.count, bucket.selected) for bucket in buckets] == [
        ("2020-01", 3, False),
        ("2020-03", 3, True),
        ("2020-05", 4, False),
    ]


def test_pages_put_together_are_the_export() -> None:
    search = Search("量化 模型", limit=2)
    first = SEARCHER.search(search)
    pages = [SEARCHER.search(dataclasses.replace(search, page=page)) for page in range(1, first.pages + 2)]

    assert [hit.document.id for page in pages for hit in page.hits] == hit_ids("量化 模型")
    assert pages[-1].hits == ()
    assert {page.total for page in pages} == {first.total}


def test_browsing_is_newest_first() -> None:
    results = SEARCHER.search(Search(limit=3))

    assert [hit.document.id for hit in results.hits] == ["e6", "e7", "e8"]
    assert results.hits[0].snippets[0].text.startswith("支持")
    assert (results.rewrites, results.suggestion, results.understood) == ((), None, ())


def test_title_stands_over_tags_over_summary() -> None:
    blank = dataclasses.replace(document(1), title="甲", tags=(), summary="丙。")
    places = (
        dataclasses.replace(blank, id="summary", summary="谈剪枝。"),
        dataclasses.replace(blank, id="tag", tags=("剪枝",)),
        dataclasses.replace(blank, id="title", title="谈剪枝"),
        *(dataclasses.replace(blank, id=f"none{n}") for n in range(9)),
    )
    hits = searcher(places).search(Search("剪枝")).hits

    assert [hit.document.id for hit in hits[:3]] == ["title", "tag", "summary"]


def test_of_equals_the_newer_stands_first() -> None:
    twins = [dataclasses.replace(document(1), id=f"d{order}", order=order) for order in (1, 3, 2)]

    assert [hit.document.id for hit in searcher(tuple(twins)).search(Search("剪枝")).hits] == [
        "d3",
        "d2",
        "d1",
    ]


def test_issues_are_found_by_what_no_entry_says() -> None:
    issues = (issue("206", "本期导读：谈谈忆阻器。"), issue("207", "别的。"))
    results = searcher(issues=issues).search(Search("忆阻器"))

    assert [(hit.name, hit.snippet.text) for hit in results.issues] == [
        ("206", "本期导读：谈谈忆阻器。\n编者注：下一期谈端侧。")
    ]
    assert searcher(issues=issues).search(Search("忆阻器", page=2)).issues == ()
    assert searcher(issues=issues).search(Search("忆阻器", source=("知乎",))).issues == ()
    assert searcher(issues=issues).search(Search("")).issues == ()


def test_related_entries_are_like_the_one() -> None:
    related = [entry.id for entry in SEARCHER.related("e1", 3)]

    assert "e1" not in related
    assert set(related) & {"e0", "e5"}


def test_a_trend_has_every_month_and_adds_up() -> None:
    trend = SEARCHER.trend("量化")

    assert [point.month for point in trend.points] == [f"2020-0{month}" for month in range(1, 6)]
    assert sum(point.count for point in trend.points) == trend.total > 0
    assert sum(point.total for point in trend.points) == len(DOCUMENTS)
    assert searcher(()).trend("量化").points == ()


def test_an_empty_archive_has_answers() -> None:
    empty = searcher(())

    assert empty.search(Search("量化")).total == 0
    assert empty.search(Search("")).pages == 1
    assert empty.suggest("量") == ()
    assert empty.terms_of_season() == ()


def test_a_dead_engine_is_an_error_and_never_an_empty_answer() -> None:
    from index.search.searcher import Searcher  # noqa: PLC0415 - only here is an engine taken away

    dead = open_index()
    alive = Searcher("g", dead, FewDocuments(), LEXICON)
    dead.close()
    with pytest.raises(EngineError):
        alive.search(Search("量化"))


def test_longer_words_are_found_where_the_typed_one_stands_nowhere_alone() -> None:
    words = dataclasses.replace(document(0), id="art", title="art of code", summary="")
    nowhere = searcher().search(Search("art"))
    beside = searcher((*DOCUMENTS, words)).search(Search("art"))

    assert nowhere.total == len(DOCUMENTS)
    assert [(rewrite.kind, rewrite.typed, rewrite.searched) for rewrite in nowhere.rewrites] == [
        ("part", "art", ("articles",))
    ]
    assert beside.hits[0].document.id == "art"
    assert "part" not in {rewrite.kind for rewrite in beside.rewrites}


@pytest.mark.parametrize("text", ["剪枝 OR", "OR 剪枝", "剪枝 OR "])
def test_an_unfinished_or_finds_what_stands_there(text: str) -> None:
    assert set(hit_ids(text)) == set(hit_ids("剪枝"))


@pytest.mark.parametrize(
    "text", ['"")\n"', "-query\n# JSON output for"], ids=["an empty phrase", "a minus before a word"]
)
def test_search_language_that_was_copied_is_found_as_it_stands(text: str) -> None:
    summary = 'print("")\nlookup dns-query\n# JSON output for scripting'
    copied = dataclasses.replace(document(0), id="copied", summary=summary)
    others = [dataclasses.replace(document(number), title="JSON") for number in range(1, 4)]

    assert "copied" in [
        entry.id for entry in searcher((copied, *others, *DOCUMENTS[4:])).export(Search(text))
    ]


BLANK = dataclasses.replace(document(1), summary="", tags=(), url="", source="", byline="", links=())
FEW_HITS = tuple(
    dataclasses.replace(BLANK, id=f"few{place}", position=place, title=title, category=f"栏目{place}")
    for place, title in enumerate(["猛犸 象牙 化石", "猛犸 象牙", "象牙 化石 拍卖", "蓝牙耳机"])
)


class Late:
    """An engine whose time is up after some retrievals."""

    def __init__(self, engine: SearchEngine, after: int) -> None:
        self._engine, self._left = engine, after

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)

    def retrieve(self, retrieval: Retrieval) -> Candidates:
        self._left -= 1
        candidates = self._engine.retrieve(retrieval)
        return candidates if self._left >= 0 else Candidates(0, (), (), {}, complete=False)


@pytest.mark.parametrize("after", [0, 1, 2])
def test_an_answer_cut_short_says_so_and_is_not_kept(after: int) -> None:
    """Else what a loaded machine found would be what everybody finds until the next issue."""
    index = open_index(FEW_HITS)
    late = dataclasses.replace(index, engine=Late(index.engine, after))  # type: ignore[arg-type]
    cut = Searcher("", late, FewDocuments(FEW_HITS), LEXICON)

    assert not cut.search(Search("猛犸")).complete
    assert not cut.search(Search("猛犸")).complete


def test_what_is_only_like_the_hits_changes_neither_them_nor_any_figure() -> None:
    search = searcher(FEW_HITS)
    results = search.search(Search("猛犸"))
    alone = [entry.id for entry in search.export(Search("猛犸"))]

    assert [hit.document.id for hit in results.hits if not hit.similar] == alone
    assert [hit.document.id for hit in results.hits if hit.similar] == ["few2"]
    assert results.total == len(alone) == sum(bucket.count for bucket in facet(results, "category").buckets)
    assert [hit.document.id for hit in search.search(Search("猛犸", limit=2, page=2)).hits] == ["few2"]


@pytest.mark.parametrize(("others", "similar"), [(60, True), (30, False)])
def test_a_word_that_a_fifth_of_the_archive_has_makes_nothing_similar(others: int, similar: bool) -> None:
    ivory = [dataclasses.replace(BLANK, id=f"ivory{place}", title="象牙") for place in range(10)]
    other = [dataclasses.replace(BLANK, id=f"other{place}", title="耳机") for place in range(others)]
    results = searcher((*FEW_HITS, *ivory, *other)).search(Search("猛犸"))

    assert any(hit.similar for hit in results.hits) == similar


def test_loading_words_takes_no_time_from_the_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [0.0]
    corrections = Vocabulary.corrected

    def slow(self: Vocabulary, word: str) -> tuple[Correction, ...]:
        clock[0] += 100
        return corrections(self, word)

    monkeypatch.setattr(Vocabulary, "corrected", slow)
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    results = searcher().search(Search("tensorfow"))

    assert clock[0] == 100
    assert results.complete
    assert results.hits[0].document.id == "e9"


def test_values_of_filters_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    index = open_index()
    asked: list[str] = []
    values = index.engine.values

    def counting(field: str) -> Mapping[str, int]:
        asked.append(field)
        return values(field)

    monkeypatch.setattr(index.engine, "values", counting)
    one = Searcher("", index, FewDocuments(), LEXICON)
    for text in ("栏目:论文 site:example.org", "栏目:开源项目 -栏目:论文 site:example", "栏目:没有"):
        one.search(Search(text))

    assert sorted(asked) == sorted(set(asked))


def test_what_would_be_a_part_of_an_export_or_feed_is_refused() -> None:
    for documents in (SEARCHER.export, SEARCHER.documents):
        with pytest.raises(SearchUnfinishedError):
            documents(Search("量化"), -1.0)

    assert not SEARCHER.search(Search("量化"), -1.0).complete


def test_the_documents_of_a_page_are_those_of_its_hits() -> None:
    search = Search("量化", sort="newest", limit=2)
    hits = SEARCHER.search(search).hits

    assert hits
    assert list(SEARCHER.documents(search)) == [hit.document for hit in hits]
