"""`jianbao reindex`: issues → index, only what has changed."""

from __future__ import annotations

import sys

import click

from web.cli.settings import Settings, pass_settings
from web.wiring import build, origin_of


@click.command(short_help="Read the issues and bring the index up to date.")
@click.argument("source", nargs=-1)
@click.option("--full", is_flag=True, help="Read and index everything again.")
@pass_settings
def command(settings: Settings, source: tuple[str, ...], full: bool) -> None:
    """Read the issues of SOURCE (folders or git URLs) and bring the index up to date.

    Without SOURCE: the configured one, else the one indexed before, else the sample newsletter.
    """
    config = settings.config()
    with click.progressbar(length=1, label="reindex", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        problems, report = build(config, origin_of(config, source), full=full, progress=progress)
    for problem in problems:
        click.echo(f"jianbao: {problem}", err=True)
    click.echo(report.summary)
