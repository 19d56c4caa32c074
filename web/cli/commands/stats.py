"""`jianbao stats`: what the archive holds."""

from __future__ import annotations

import dataclasses
import json

import click

from web.cli.settings import Settings, pass_settings
from web.wiring import library_of


@click.command(short_help="Tell what the archive holds.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_settings
def command(settings: Settings, as_json: bool) -> None:
    """Tell what the archive holds: issues, entries, dates, size and age of the index."""
    with library_of(settings.config()).snapshot() as archive:
        stats = dataclasses.asdict(archive.stats)
    if as_json:
        click.echo(json.dumps(stats, ensure_ascii=False, indent=2))
        return
    width = max(map(len, stats))
    for name, value in stats.items():
        click.echo(f"{name.replace('_', ' '):{width}}  {value}")
