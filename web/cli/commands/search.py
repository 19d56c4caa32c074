"""`jianbao search`: the archive from a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from index.field_values import FieldValues
from index.search_request import MAX_LIMIT, PATIENCE, Search, Sort
from web.api.serializers import search_answer
from web.cli.addresses import addresses_of
from web.cli.completion import values_of
from web.cli.hits import Hits, count
from web.cli.language import language, say
from web.cli.options import (
    NOTHING_FOUND,
    check_date,
    colour_option,
    json_option,
    pager_option,
    require_known,
    status_option,
)
from web.cli.query_words import QueryCommand, query_of
from web.cli.settings import Settings, pass_settings
from web.cli.terminal import Colour, print_json, printable, terminal
from web.opening import library_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.library.snapshot import Snapshot
    from index.results import Explanation, Rewrite, SearchResults

KINDS = {
    "synonym": "同义",
    "script": "繁简",
    "spelling": "拼写",
    "homophone": "同音",
    "pinyin": "拼音",
    "part": "包含它的词",
    "related": "相近",
}
"""Kinds of rewriting in Chinese; in English they are called by their names."""


@click.command(
    cls=QueryCommand,
    short_help=say("在终端检索。", "Search from the terminal."),
    help=say(
        '检索 QUERY。语言与网站相同："短语"、-排除、OR、来源:知乎、date:2020-05。',
        'Search for QUERY; its language is the search page\'s: "phrase", -word, OR, 来源:知乎, date:2020-05.',
    ),
)
@click.argument("query", nargs=-1, required=True)
@click.option(
    "-c",
    "--category",
    multiple=True,
    shell_complete=values_of("category"),
    help=say("只要这个栏目；重复为“或”。", "Only this category; repeat for alternatives."),
)
@click.option(
    "-s",
    "--source",
    multiple=True,
    shell_complete=values_of("source"),
    help=say("只要这个来源；重复为“或”。", "Only this publisher; repeat for alternatives."),
)
@click.option(
    "-t",
    "--tag",
    multiple=True,
    shell_complete=values_of("tag"),
    help=say("只要这个标签；重复为“或”。", "Only this tag; repeat for alternatives."),
)
@click.option(
    "--newsletter",
    multiple=True,
    shell_complete=values_of("newsletter"),
    help=say("只要这份简报（slug）；重复为“或”。", "Only this newsletter (slug); repeat for alternatives."),
)
@click.option(
    "--from",
    "date_from",
    default="",
    metavar="DATE",
    callback=check_date,
    help=say("从哪天起：YYYY、YYYY-MM 或 YYYY-MM-DD。", "YYYY, YYYY-MM or YYYY-MM-DD."),
)
@click.option(
    "--to",
    "date_to",
    default="",
    metavar="DATE",
    callback=check_date,
    help=say("到哪天为止，含当天。", "Like --from, inclusive."),
)
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    help=say("相关、从新到旧、从旧到新。", "By relevance or date."),
)
@click.option(
    "-n",
    "limit",
    type=click.IntRange(1, MAX_LIMIT),
    default=10,
    help=say("显示几条。", "Number of hits."),
)
@click.option(
    "--explain",
    is_flag=True,
    help=say("说明检索了什么、每条为什么排在那里。", "Tell what was searched, and why."),
)
@json_option
@status_option
@colour_option
@pager_option
@pass_settings
def command(
    settings: Settings,
    query: tuple[str, ...],
    category: tuple[str, ...],
    source: tuple[str, ...],
    tag: tuple[str, ...],
    newsletter: tuple[str, ...],
    date_from: str,
    date_to: str,
    sort: Sort,
    limit: int,
    explain: bool,
    as_json: bool,
    status: bool,
    colour: Colour,
    pager: bool,
) -> None:
    """Search, and print hits or the API's answer."""
    search = Search(
        query_of(query), category, source, tag, (), date_from, date_to, sort, 1, limit, newsletter=newsletter
    )
    if search.backwards:
        later = say("晚于", "is after")
        raise click.UsageError(f"--from {date_from} {later} --to {date_to}")
    config = settings.config()
    with library_of(config).snapshot() as archive:
        _require_values(archive, search)
        results = archive.searcher.search(search, PATIENCE)
        why = archive.searcher.explain(search, PATIENCE) if explain else None
    addresses = addresses_of(config)
    if as_json:
        print_json(search_answer(results, addresses.entry, addresses.issue, explanation=why))
    else:
        hits = Hits(terminal(colour, pager=pager), addresses)
        hits.terminal.show("\n".join([*_lines(results, hits), *(_explained(why) if why else ())]))
    sys.exit(NOTHING_FOUND if status and not (results.total or results.issues) else 0)


def _require_values(archive: Snapshot, search: Search) -> None:
    """Refuse values of filters that no entry has, instead of an empty answer."""
    asked = {name: getattr(search, name) for name in ("newsletter", "category", "source", "tag")}
    for field, typed in asked.items():
        if typed:
            require_known(f"--{field}", typed, FieldValues(archive.catalogue.values(field)))


def _lines(results: SearchResults, hits: Hits) -> Iterator[str]:
    for rewrite in results.rewrites:
        yield from hits.text(_rewrite_text(rewrite))
    if not results.complete:
        yield say("时间到了，只找了一部分", "time was up: only a part was searched")
    if results.suggestion:
        yield from hits.text(say("你是不是要找：", "did you mean: ") + results.suggestion)
    yield f"{count(results.total)}, {results.took_ms:.0f} ms"
    for hit in results.hits:
        if hit.similar and hit is next(similar_hit for similar_hit in results.hits if similar_hit.similar):
            yield from ["", say("不计在内，只是与它们相近：", "Not counted, only like these:")]
        yield from hits.hit(hit)
    if results.issues:
        yield from ["", say("正文以外提到的各期：", "Issues that say so outside their entries:")]
    for issue in results.issues:
        yield from hits.issue(issue)


def _explained(why: Explanation) -> Iterator[str]:
    """The executed query, then each hit's clauses with weight and score, a clause a line."""
    yield ""
    yield say(f"检索了（{why.clauses} 个词）：", f"searched ({why.clauses} clauses):")
    yield from (f"  {printable(line)}" for line in why.query)
    yield say(f"排了 {why.total} 条中的 {why.candidates} 条", f"ranked {why.candidates} of {why.total}")
    for key, score, clauses in why.hits:
        yield f"{key} {score:.4f}"
        for clause in clauses:
            indent = "  " * (clause.depth + 1)
            yield f"{indent}{clause.score:.4f} · {clause.weight:.2f}  {printable(clause.clause)}"


def _rewrite_text(rewrite: Rewrite) -> str:
    """What was searched beside what was typed."""
    if rewrite.kind == "loosened":
        return say("也列出只含其中一些词的", "entries with some of the words are listed, too")
    if rewrite.kind == "narrowed":
        return say("按相关排序时还有更多", "there are more by relevance")
    if rewrite.kind == "unread":
        return say(
            f"查询太长，没有搜索：{rewrite.typed}", f"the query is too long; not searched: {rewrite.typed}"
        )
    kind = KINDS[rewrite.kind] if language() == "zh" else rewrite.kind
    also = say(f"也搜索了（{kind}）", f"also searched ({kind})")
    searched = say("、", ", ").join(rewrite.searched)
    return f"{also}{say('：', ': ')}{rewrite.typed} → {searched}"
