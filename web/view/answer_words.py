"""What pages of a static site say around an answer: the words of the templates, for their script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.query.dates import months_of
from web.site.archive import archive
from web.text.dates import month_label
from web.text.i18n import gettext as _
from web.text.i18n import labelled
from web.text.i18n import ngettext as plural
from web.view.filters import TITLES

if TYPE_CHECKING:
    from collections.abc import Callable

GAP = "{}"
"""Stands where the script puts a text or number."""

MANY = 2
"""A number of which languages have the form for many."""


def answer_words() -> dict[str, str]:
    """Those of hits, in the reader's language."""
    return {
        **{f"title-{name}": str(title) for name, title in TITLES.items()},
        **{f"reason-{kind}": text for kind, text in _reasons().items()},
        **_counts(),
        **_labels(),
    }


def lookup_words() -> dict[str, str]:
    """Those of the page that tells whether an address is listed."""
    return {
        **answer_words(),
        **_forms("covered-", lambda number: plural("收录过 %(num)s 次", "收录过 %(num)s 次", number)),
        "uncovered": _("还没有收录"),
        "uncovered-text": _("这个网址没有在任何一期出现过。也可以试试用标题搜索。"),
        "invalid": _("这不像一个网址"),
        "invalid-text": _("请贴以 http:// 或 https:// 开头的完整网址。"),
    }


def trend_words() -> dict[str, object]:
    """Those of the plot, with the names of the archive's months."""
    return {
        **answer_words(),
        "months": {month: month_label(month) for month in months_of(archive().catalogue.values("month"))},
        "month": _("月份"),
        "table": _("表格"),
        "unit": _("单位"),
        "by-count": _("条数"),
        "by-share": _("占当月的比例"),
        "undated": _("这些条目所在的各期没有日期，画不出每个月的数。"),
        "some-undated": _("（其中 %(count)s 条日期不详）", count=GAP),
    }


def _reasons() -> dict[str, str]:
    """Why something is searched that was not typed."""
    return {
        "synonym": _("（与“%(typed)s”同义）", typed=GAP),
        "related": _("（与“%(typed)s”相关）", typed=GAP),
        "script": _("（“%(typed)s”的另一种写法）", typed=GAP),
        "spelling": _("（与“%(typed)s”拼写相近）", typed=GAP),
        "homophone": _("（与“%(typed)s”同音）", typed=GAP),
        "pinyin": _("（“%(typed)s”是它的拼音）", typed=GAP),
    }


def _counts() -> dict[str, str]:
    """How much there is."""
    return {
        "labelled": labelled(GAP, GAP),
        **_forms("", lambda number: plural("%(num)s 条", "%(num)s 条", number)),
        **_forms("see-", lambda number: plural("看 %(num)s 条结果", "看 %(num)s 条结果", number)),
    }


def _forms(name: str, said: Callable[[int], str]) -> dict[str, str]:
    """What is said of one and of many, with a gap for the number."""
    numbers = {"one": 1, "many": MANY}
    return {f"{name}{form}": said(number).replace("%(num)s", GAP) for form, number in numbers.items()}


def _labels() -> dict[str, str]:
    """What buttons, headings and notes say."""
    return {
        "nothing": _("没有符合的条目"),
        "searching": _("检索：%(text)s", text=GAP),
        "relevance": _("相关"),
        "newest": _("最新"),
        "oldest": _("最早"),
        "remove": _("去掉"),
        "removed": _("，去掉"),
        "reset": _("去掉全部筛选"),
        "mean": _("你是不是要找"),
        "mean-end": _("？"),
        "also": _("也搜索了"),
        "between": _("、"),
        "part": _("也搜索了含“%(typed)s”的更长的词", typed=GAP),
        "loosened": _("含全部这些词的条目很少，以下也有只含其中一些的。"),
        "narrowed": _("按日期排序时，只列出含全部这些词的条目；按相关排序时还有更多。"),
        "unread": _("查询太长，没有搜索：%(text)s", text=GAP),
        "literal": _("只搜索“%(text)s”", text=GAP),
        "literal-long": _("只搜索字面"),
        "literal-now": _("现在只搜索字面。"),
        "full": _("也搜索同义词和相近写法"),
        "more": _("更多（%(count)s）", count=GAP),
        "none": _("（无）"),
        "details": _("详情：%(title)s", title=GAP),
        "detail": _("详情"),
        "copy": _("复制"),
        "page": _("第 %(page)s 页", page=GAP),
        "previous": _("上一页"),
        "next": _("下一页"),
        "paging": _("翻页"),
        "filters": _("当前的筛选"),
        "sorting": _("排序"),
        "issue": _("第 %(number)s 期", number=GAP),
        "any": _("含任意一个词"),
        "wider": _("放宽一些："),
        "shorter": _("换一个更短或更常见的说法，或者从这些词开始："),
        "unfiltered": _("去掉全部筛选"),
        "trend": _("看趋势"),
        "year": _("年份"),
    }
