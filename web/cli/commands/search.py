"""`jianbao search`: the archive from a terminal."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import click

from index.search_request import DATE_PATTERN, MAX_LIMIT, Search, Sort
from web.api.serializers import search_answer
from web.cli.settings import Settings, pass_settings
from web.wiring import library_of

if TYPE_CHECKING:
    from index.results import Hit, Marked, SearchResults

NOTES = {
    "loosened": "也列出只含其中一些词的 entries with some of the words are listed, too",
    "narrowed": "按相关排序时还有更多 there are more by relevance",
}
"""What was done without words of its own."""


def check_date(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    """The date as given; a usage error where it is none."""
    if value and not re.fullmatch(DATE_PATTERN, value):
        raise click.BadParameter(f"{value!r} is not YYYY, YYYY-MM or YYYY-MM-DD", ctx, parameter)
    return value


@click.command(short_help="Search from the terminal.")
@click.argument("query", nargs=-1, required=True)
@click.option("-c", "--category", multiple=True, help="Only this category; repeat for alternatives.")
@click.option("-s", "--source", multiple=True, help="Only this publisher; repeat for alternatives.")
@click.option("-t", "--tag", multiple=True, help="Only this tag; repeat for alternatives.")
@click.option(
    "--from",
    "date_from",
    default="",
    metavar="DATE",
    callback=check_date,
    help="YYYY, YYYY-MM or YYYY-MM-DD.",
)
@click.option(
    "--to", "date_to", default="", metavar="DATE", callback=check_date, help="Like --from, inclusive."
)
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance")
@click.option("-n", "limit", type=click.IntRange(1, MAX_LIMIT), default=10, help="Number of hits.")
@click.option("--json", "as_json", is_flag=True, help="The API's answer instead of text.")
@pass_settings
def command(
    settings: Settings,
    query: tuple[str, ...],
    category: tuple[str, ...],
    source: tuple[str, ...],
    tag: tuple[str, ...],
    date_from: str,
    date_to: str,
    sort: Sort,
    limit: int,
    as_json: bool,
) -> None:
    """Search for QUERY; its language is the search page's: "phrase", -word, OR, 来源:知乎, date:2020-05."""
    search = Search(" ".join(query), category, source, tag, (), date_from, date_to, sort, 1, limit)
    if search.backwards:
        raise click.UsageError(f"--from {date_from} 晚于 is after --to {date_to}")
    with library_of(settings.config()).snapshot() as archive:
        results = archive.searcher.search(search)
    if as_json:
        click.echo(json.dumps(search_answer(results), ensure_ascii=False, indent=2))
    else:
        _print(results)


def _print(results: SearchResults) -> None:
    for rewrite in results.rewrites:
        searched = ", ".join(rewrite.searched)
        also = f"也搜索了 also searched ({rewrite.kind}): {rewrite.typed} → {searched}"
        click.echo(NOTES.get(rewrite.kind, also))
    if results.suggestion:
        click.echo(f"你是不是要找 did you mean: {results.suggestion}")
    click.echo(f"{results.total} 条 hits, {results.took_ms:.0f} ms")
    for hit in results.hits:
        _print_hit(hit)


def _print_hit(hit: Hit) -> None:
    document = hit.document
    about = " · ".join(part for part in (document.issue, document.category, document.source) if part)
    click.echo(f"\n{_marked(hit.title)}\n  {click.style(about, dim=True)}")
    for snippet in hit.snippets:
        click.echo(f"  {_marked(snippet)}")
    if document.url:
        click.echo(f"  {document.url}")


def _marked(text: Marked) -> str:
    """Matches in bold; click drops the style where the output is no terminal."""
    out, at = [], 0
    for start, end in text.marks:
        out += [_visible(text.text[at:start]), click.style(_visible(text.text[start:end]), bold=True)]
        at = end
    return "".join([*out, _visible(text.text[at:])])


def _visible(text: str) -> str:
    """One line without control characters: an issue's text must not drive the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)
