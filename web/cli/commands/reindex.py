"""`jianbao reindex`: issues → index, only what has changed."""

from __future__ import annotations

import sys

import click

from web.cli.language import say
from web.cli.messages import terminal_message
from web.cli.reindexed import summary
from web.cli.settings import Settings, pass_settings
from web.origin import origin_of
from web.wiring import build


@click.command(
    short_help=say("读各期简报，更新索引。", "Read the issues and bring the index up to date."),
    help=say(
        "读 SOURCE（文件夹或 git 地址）的各期，更新索引，只处理变动。"
        "不写 SOURCE：用配置的，否则上次的，否则示例简报。",
        "Read the issues of SOURCE (folders or git URLs) and bring the index up to date. Without SOURCE: the "
        "configured one, else the one indexed before, else the sample newsletter.",
    ),
)
@click.argument("source", nargs=-1)
@click.option("--full", is_flag=True, help=say("全部重读重建。", "Read and index everything again."))
@pass_settings
def command(settings: Settings, source: tuple[str, ...], full: bool) -> None:
    """Read, index, and say what became of it."""
    config = settings.config()
    with click.progressbar(length=1, label="reindex", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        problems, report = build(config, origin_of(config, source), full=full, progress=progress)
    for problem in problems:
        click.echo(f"jianbao: {terminal_message(problem)}", err=True)
    click.echo(summary(report))
