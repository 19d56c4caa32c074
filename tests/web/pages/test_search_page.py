"""The search page says what was done: rewrites, suggestion, chips, ways out of an empty result."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import get_args

import pytest
from flask import Flask
from flask.testing import FlaskClient

from index.library.library import Library
from index.library.snapshot import Snapshot
from index.results import Rewrite, RewriteKind, SearchResults
from index.search import searcher
from index.search_request import Search
from tests.web.reading import issues_of, runs
from web.app import create_app
from web.config import Config
from web.view import ways_on


class Rewriting:
    """The real library, whose searches come back with rewrites of our choice."""

    def __init__(self, library: Library, *rewrites: Rewrite) -> None:
        self.library = library
        self.rewrites = rewrites

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        with self.library.snapshot() as archive:
            self.searcher = archive.searcher
            yield replace(archive, searcher=self)  # type: ignore[arg-type]

    def search(self, search: Search) -> SearchResults:
        return replace(self.searcher.search(search), rewrites=self.rewrites, suggestion="知识蒸馏")

    def __getattr__(self, name: str) -> object:
        return getattr(self.searcher, name)


def text_of(app: Flask, path: str) -> str:
    return "".join(text for _, text in runs(app.test_client().get(path).text))


WORDLESS = ("loosened", "narrowed", "part", "unread")


@pytest.mark.parametrize("kind", [kind for kind in get_args(RewriteKind) if kind not in WORDLESS])
def test_every_rewrite_is_told_with_its_reason(library: Library, kind: RewriteKind) -> None:
    rewriting = Rewriting(library, Rewrite(kind, "NPU", ("神经网络处理器",)))
    page = text_of(create_app(rewriting, Config()), "/?q=NPU")  # type: ignore[arg-type]
    reason = page.split("也搜索了神经网络处理器（")[1].split("）")[0]

    assert "NPU" in reason
    assert "只搜索“NPU”" in page


def test_a_long_text_is_not_repeated_in_the_way_back_to_it(library: Library) -> None:
    app = create_app(Rewriting(library, Rewrite("synonym", "NPU", ("神经网络处理器",))), Config())  # type: ignore[arg-type]
    page = text_of(app, f"/?q=NPU {'很长的文字' * 6}")

    assert "只搜索字面" in page
    assert "只搜索“" not in page


def test_words_inside_longer_ones_are_told_without_naming_those(library: Library) -> None:
    rewriting = Rewriting(library, Rewrite("part", "NPU", ("githubcomsamplenpu",)))
    page = text_of(create_app(rewriting, Config()), "/?q=NPU")  # type: ignore[arg-type]

    assert "也搜索了含“NPU”的更长的词" in page
    assert "githubcomsamplenpu" not in page


def test_many_rewrites_are_folded_into_one_line(library: Library) -> None:
    rewrites = [Rewrite("synonym", word, (f"{word}a", f"{word}b")) for word in ("甲", "乙", "丙", "丁")]
    page = text_of(create_app(Rewriting(library, *rewrites), Config()), "/?q=NPU")  # type: ignore[arg-type]

    assert "也搜索了甲a、乙a、丙a等 8 种说法" in page


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("loosened", "只含其中一些"),
        ("narrowed", "按相关排序时还有更多"),
        ("unread", "查询太长，没有搜索：NPU"),
    ],
)
def test_more_or_less_is_never_silent(library: Library, kind: RewriteKind, said: str) -> None:
    page = text_of(create_app(Rewriting(library, Rewrite(kind, "NPU", ())), Config()), "/?q=NPU")  # type: ignore[arg-type]

    assert said in page


def test_a_suggestion_leads_to_its_search(library: Library) -> None:
    page = create_app(Rewriting(library), Config()).test_client().get("/?q=NPU&category=导读").text  # type: ignore[arg-type]

    assert "/?q=%E7%9F%A5%E8%AF%86%E8%92%B8%E9%A6%8F&amp;category=%E5%AF%BC%E8%AF%BB" in page


def test_what_was_searched_already_is_not_suggested(library: Library) -> None:
    rewriting = Rewriting(library, Rewrite("homophone", "知识真流", ("知识蒸馏",)))
    page = text_of(create_app(rewriting, Config()), "/?q=知识真流")  # type: ignore[arg-type]

    assert "你是不是要找" not in page


def test_an_empty_result_says_so_once_and_where_to_begin(app: Flask) -> None:
    page = text_of(app, "/?q=zzqxj")

    assert page.count("没有") == page.count("没有符合的条目") == 1
    assert "从这些词开始" in page


def test_an_unknown_value_is_told_with_the_nearest_ones(app: Flask) -> None:
    page = app.test_client().get("/?q=NPU 栏目:论文集&source=知呼").text
    said = "".join(text for _, text in runs(page))

    assert "栏目里没有“论文集”。相近的：论文" in said
    assert "来源里没有“知呼”。相近的：知乎" in said
    near = page.split("栏目里没有")[1].split("</p>")[0]
    assert "category=%E8%AE%BA%E6%96%87&amp;source=%E7%9F%A5%E5%91%BC" in near


def test_an_empty_result_says_which_word_to_drop(client: FlaskClient) -> None:
    page = client.get("/?q=NPU zzqxj -量化&literal=1").text
    offered = page.split("放宽一些")[1].split("</ul>")[0]

    assert "去掉“zzqxj”" in offered
    assert "去掉“NPU”" not in offered


def test_an_empty_result_of_a_very_long_query_offers_no_wider_search(client: FlaskClient) -> None:
    words = " ".join(["NPU"] * ways_on.MOST_PARTS)

    assert "不限栏目" in client.get(f"/?q={words}&category=没有").text
    assert "不限栏目" not in client.get(f"/?q={words} NPU&category=没有").text


def test_an_empty_result_offers_no_wider_search_when_time_is_up(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searcher, "COUNTING_SECONDS", 0.0)

    page = client.get("/?q=NPU zzqxjk -量化&literal=1").text

    assert "没有符合的条目" in page
    assert "放宽一些" not in page


def test_an_empty_result_says_what_is_near_and_where_else(client: FlaskClient) -> None:
    page = client.get("/?q=quantizzzz&literal=1").text
    nothing = page.split('class="nothing"')[1].split("</div>")[0]

    assert "相近的" in nothing
    assert "订阅这个搜索" in nothing
    near = re.findall(r'<a href="([^"]+)">[^<]*<bdi>', nothing) or re.findall(
        r'<a href="(/\?q=[^"]+)"', nothing
    )
    assert near
    assert all('class="entry' in client.get(html.unescape(url)).text for url in near)


def test_every_example_of_the_help_finds_something(client: FlaskClient) -> None:
    page = client.get("/help").text
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    urls = [html.unescape(url) for url in re.findall(r'href="([^"]+)"', table)]

    assert len(urls) >= 8
    assert [url for url in urls if 'class="entry' not in client.get(url).text] == []


def test_an_empty_box_names_words_of_the_latest_issues(client: FlaskClient, archive: Snapshot) -> None:
    box = client.get("/issues/").text.split('id="q"')[1].split(">")[0]

    assert archive.searcher.terms_of_season()[0] in box


def test_an_empty_result_offers_what_finds_something(client: FlaskClient) -> None:
    page = client.get("/?q=NPU&category=没有&source=没有&from=1999&to=1999").text

    assert "去掉全部筛选" in page
    alone = client.get("/?q=NPU&category=没有").text
    assert alone.count("不限栏目") == 1
    assert "去掉全部筛选" not in alone


@pytest.mark.parametrize(
    "asked", ["from=2025&to=2024", "from=2025-03&to=2025-02-28", "from=2025-03-01&to=2025-02"]
)
def test_a_range_that_ends_before_it_begins_is_explained(client: FlaskClient, asked: str) -> None:
    assert "起始时间晚于截止时间" in client.get(f"/?{asked}").text


@pytest.mark.parametrize("asked", ["from=1999&to=1999-05", "from=1999-05&to=1999", "from=2099", "to=1999"])
def test_a_range_in_which_nothing_appeared_is_no_mistake(client: FlaskClient, asked: str) -> None:
    assert "起始时间晚于截止时间" not in client.get(f"/?{asked}").text


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("q=NPU 栏目:论文", "q=NPU&category=论文"),
        ("q=NPU date:2025", "q=NPU&from=2025&to=2025"),
        ("q=来源:知乎&source=arXiv", "source=arXiv&source=知乎"),
        ("q=NPU category:论文&category=博文&page=1", "q=NPU&category=博文&category=论文"),
    ],
)
def test_typed_and_chosen_filters_have_one_page(client: FlaskClient, typed: str, chosen: str) -> None:
    def answer(asked: str) -> str:
        page = client.get(f"/?{asked}").text
        return page[page.index("<main") : page.index("</main>")]

    assert answer(typed) == answer(chosen)
    assert 'aria-current="true"' in answer(typed)


def test_past_the_last_page_is_the_last_one_with_its_query(client: FlaskClient) -> None:
    answer = client.get("/?q=NPU&limit=2&page=999")
    last = client.get("/?q=NPU&limit=2").text.split('aria-label="第 ')[-1].split(" 页")[0]

    assert answer.status_code == 200
    assert f'<span aria-current="page">{last}</span>' in answer.text
    assert 'name="q" type="search" value="NPU"' in answer.text
    assert 'class="entry' in answer.text


def test_without_a_question_the_archive_introduces_itself(client: FlaskClient, archive: Snapshot) -> None:
    page = client.get("/").text

    assert issues_of(archive)[0].title in page
    assert f"{archive.stats.issues} 期" in page
    assert all(term in page for term in archive.searcher.terms_of_season()[:3])


def test_the_sample_says_how_to_use_ones_own(client: FlaskClient) -> None:
    assert "jianbao reindex" in client.get("/").text


def test_a_form_carries_the_filters_along(client: FlaskClient) -> None:
    form = client.get("/?q=NPU&category=论文&sort=newest&from=2024").text.split("</form>")[0]

    for name, value in (("category", "论文"), ("sort", "newest"), ("from", "2024")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in form


def test_what_is_only_like_the_hits_stands_apart(client: FlaskClient, archive: Snapshot) -> None:
    def apart(word: str) -> bool:
        return any(hit.similar for hit in archive.searcher.search(Search(word)).hits)

    titles = [hit.document.title for hit in archive.searcher.search(Search("", limit=100)).hits]
    word = next(word for title in titles for word in re.findall("[A-Za-z]{4,}", title) if apart(word))

    matching, similar = client.get(f"/?q={word}").text.split("不计在内，与它们相近：")
    total = archive.searcher.search(Search(word)).total
    assert matching.count("<article") == total
    assert similar.count("<article") > 0
