"""`jianbao missed`: what readers sought and did not find."""

from __future__ import annotations

import dataclasses

import click

from index.storage.missed import forget_missed, missed_texts
from web.cli.language import say
from web.cli.settings import Settings, pass_settings
from web.cli.terminal import print_json, printable


@click.command(
    short_help=say("读者找过而没找到的。", "Tell what readers sought and did not find."),
    help=say(
        "读者找过而没找到的：检索词、次数、最早和最近的日子，多的在前。要先在配置里写 [log] missed = true。",
        "Tell what readers sought and did not find: texts, how often, first and last day, the most sought "
        "first. Nothing is counted unless the configuration says [log] missed = true.",
    ),
)
@click.option(
    "--least",
    type=click.IntRange(min=1),
    default=1,
    help=say("至少找过几次。", "Only what was sought so many times."),
)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    help=say("最多几行；默认 50。", "Most lines; default 50."),
)
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON。", "As JSON."))
@click.option("--forget", is_flag=True, help=say("全部删掉。", "Remove all of it."))
@pass_settings
def command(settings: Settings, least: int, limit: int, as_json: bool, forget: bool) -> None:
    """Print the report, or remove it."""
    config = settings.config()
    if forget:
        forget_missed(config.data)
        return
    missed = missed_texts(config.data, least)[:limit]
    if as_json:
        print_json([dataclasses.asdict(record) for record in missed])
        return
    for record in missed:
        click.echo(f"{record.times:>5}  {record.first_day} – {record.last_day}  {printable(record.text)}")
    if not missed and not config.log.missed:
        click.echo(
            say(
                "没有在数：请在配置里写 [log] missed = true",
                "nothing is counted; configure [log] missed = true",
            ),
            err=True,
        )
