"""`jianbao stats`: what the archive holds."""

from __future__ import annotations

import dataclasses

import click

from web.cli.language import say
from web.cli.settings import Settings, pass_settings
from web.cli.terminal import columns, print_json, printable
from web.opening import library_of

NAMES = {
    "issues": "期数",
    "entries": "条目",
    "sources": "来源",
    "categories": "栏目",
    "first_date": "最早",
    "last_date": "最新",
    "generation": "索引代号",
    "built_at": "建于",
    "bytes": "字节",
    "analysis": "分析版本",
}
"""What is counted, in Chinese; in English the names themselves say it."""


@click.command(
    short_help=say("档案里有什么。", "Tell what the archive holds."),
    help=say(
        "档案里有什么：期数、条目、日期、索引的大小和时间。",
        "Tell what the archive holds: issues, entries, dates, size and age of the index.",
    ),
)
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON。", "As JSON."))
@pass_settings
def command(settings: Settings, as_json: bool) -> None:
    """Print it as a table or as JSON."""
    with library_of(settings.config()).snapshot() as archive:
        stats = dataclasses.asdict(archive.stats)
        spans = archive.catalogue.spans()
    if as_json:
        print_json({**stats, "newsletters": [dataclasses.asdict(span) for span in spans]})
        return
    named = {say(NAMES[name], name.replace("_", " ")): value for name, value in stats.items()}
    width = max(map(columns, named))
    for name, value in named.items():
        click.echo(f"{name}{' ' * (width - columns(name))}  {value}")
    for span in spans if len(spans) > 1 else ():
        figures = say(
            f"{span.issues} 期，{span.entries} 条，{span.first_date} – {span.last_date}",
            f"{span.issues} issues, {span.entries} entries, {span.first_date} – {span.last_date}",
        )
        click.echo(f"{printable(span.newsletter)}: {figures}")
