"""`source` is the publisher that a reader would name, and no two of its values mean the same one."""

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict

import pytest

from archive.conventions.model import load_conventions
from archive.newsletter import open_newsletter
from archive.parsing.publishers import DATA, Publishers
from tests.archive.shared import SAMPLE, corpus

WECHAT, ARXIV = "https://mp.weixin.qq.com/s/x", "https://arxiv.org/abs/2401.00001"
ZHIHU, GITHUB = "https://zhuanlan.zhihu.com/p/1", "https://github.com/a/b"
SOURCES = [
    ("zhihu", ZHIHU, "知乎"),
    ("知乎", WECHAT, "知乎"),
    ("某某专栏", ZHIHU, "知乎"),
    ("林小窗 知乎", ZHIHU, "知乎"),
    ("林小窗 简书", "https://www.jianshu.com/p/1", "简书"),
    ("唐杉 StarryHeavensAbove", WECHAT, "StarryHeavensAbove"),
    ("Starry Heavens Above", WECHAT, "StarryHeavensAbove"),
    ("机 器 之 心 ", WECHAT, "机器之心"),
    ("TENSORFLOW", WECHAT, "TensorFlow"),
    ("某实验室订阅号", WECHAT, "某实验室"),
    ("原创:小贼  某安全社", WECHAT, "某安全社"),
    ("某某 技术", "https://blog.example/1", "技术"),
    ("Some Lab", "https://blog.example/1", "Some Lab"),
    ("Jane Roe、John Doe、Li Lei", ARXIV, "arXiv"),
    ("Jane Roe, John Doe and Li Lei", ARXIV, "arXiv"),
    ("Jane Roe", ARXIV, "arXiv"),
    ("清华大学、某某研究院", WECHAT, "微信公众号"),
    ("机器之心", ARXIV, "机器之心"),
    ("张三、李四 某某研究院", WECHAT, "某某研究院"),
    ("张三@某某研究院", WECHAT, "某某研究院"),
    ("某某周报（张三）", WECHAT, "某某周报"),
    ("微信公众号：某某周报", WECHAT, "某某周报"),
    ("公众号「某某周报」", WECHAT, "某某周报"),
    ("机器之心报道", WECHAT, "机器之心"),
    ("量子位（QbitAI）", WECHAT, "量子位"),
    ("某某新品发布", WECHAT, "某某新品发布"),
    ("", WECHAT, "微信公众号"),
    ("", GITHUB, "GitHub"),
    ("", ARXIV, "arXiv"),
    ("", "https://tech.sina.com.cn/x", "新浪"),
    ("", "https://blog.tensorflow.org/x", "TensorFlow"),
    ("", "https://www.blog.example.co.uk/x", "example.co.uk"),
    ("", "https://someone.github.io/x", "someone.github.io"),
    ("", "http://127.0.0.1:80/x", "127.0.0.1"),
    ("", "", ""),
    ("知乎", "", "知乎"),
]


@pytest.mark.parametrize(("byline", "url", "source"), SOURCES)
def test_source(byline: str, url: str, source: str) -> None:
    assert Publishers.shipped().source(byline, url) == source


def test_authors_are_no_publishers_unless_known() -> None:
    known = Publishers.shipped()

    assert known.source("吴小明", "https://blog.example/1", authors=True) == "blog.example"
    assert known.source("《纽约时报》", "https://blog.example/1", authors=True) == "纽约时报"


def test_a_newsletter_may_know_further_publishers() -> None:
    known = Publishers.shipped().more({"每日茶报": ["茶报", "tea.example"]})

    assert known.source("茶报", WECHAT) == "每日茶报"
    assert known.source("", "https://www.tea.example/1") == "每日茶报"
    assert known.source("", GITHUB) == "GitHub"


def key(word: str) -> str:
    folded = unicodedata.normalize("NFKC", word).casefold()
    return re.sub(r"[\W_]", "", folded)


def test_no_word_and_no_site_belongs_to_two_publishers() -> None:
    data = tomllib.loads(DATA.read_text(encoding="utf8"))["publisher"]
    words = Counter(
        key(word)
        for publisher in data
        for word in {key(w): w for w in [publisher["name"], *publisher.get("aliases", [])]}
    )
    sites = Counter(site for publisher in data for site in publisher.get("sites", []))

    assert [word for word, count in (words + sites).items() if count > 1] == []


def facet(folders: list[str], conventions: str) -> dict[str, set[str]]:
    """Values of the source facet, and the bylines behind each."""
    bylines: defaultdict[str, set[str]] = defaultdict(set)
    for folder in folders:
        for file in open_newsletter(folder, load_conventions(conventions)).files:
            for entry in file.read().entries:
                bylines[entry.source].add(entry.byline or "")
    return dict(bylines)


def assert_distinct(bylines: dict[str, set[str]]) -> None:
    """No two values are one publisher: none is another's spelling, alias, site or the byline behind it."""
    known = Publishers.shipped()
    assert max(Counter(map(key, bylines)).values()) == 1
    for value in filter(None, bylines):
        assert known.source(value, "") == value
        assert known.source("", f"https://{value}/") == value or "." not in value


def test_sample_sources_are_distinct() -> None:
    assert_distinct(facet([str(SAMPLE)], "embedded-ai-report"))


@pytest.mark.shared
def test_real_sources_are_distinct() -> None:
    folders = [str(corpus(name)) for name in ("embedded-ai-report", "embedded-ai-report-draft")]
    bylines = facet(folders, "embedded-ai-report")

    print(f"{len(bylines)} sources: {'、'.join(sorted(bylines))}")
    assert_distinct(bylines)
