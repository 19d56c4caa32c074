"""`jianbao serve`: the site, under a production server."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from archive.errors import ArchiveError
from index.errors import EngineError
from web.branding import brand_of
from web.cli.language import say
from web.cli.messages import terminal_message
from web.cli.reindexed import summary
from web.cli.settings import Settings, pass_settings
from web.opening import indexed, outdated
from web.origin import is_sample, origin_of
from web.server.gunicorn_server import ServerError, listen, run

if TYPE_CHECKING:
    from web.config import Config
    from web.origin import Origin


@click.command(
    short_help=say(
        "提供网站；还没有索引就先建。", "Serve the site; indexes first where nothing is indexed yet."
    ),
    help=say(
        "提供检索页、接口、订阅源和组件。给出 SOURCE（文件夹或 git 地址）就先更新索引；"
        "什么都没配置时是示例简报。",
        "Serve search page, API, feeds and widget. With SOURCE (folders or git URLs) its issues are indexed "
        "first; without any configuration it is the sample newsletter.",
    ),
)
@click.argument("source", nargs=-1)
@click.option("--host", help=say("监听的地址；默认 127.0.0.1。", "Address to listen on; default 127.0.0.1."))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=say("端口；0 为任意空闲的；默认 8000。", "Port; 0 takes a free one; default 8000."),
)
@click.option(
    "--workers", type=click.IntRange(1, 64), help=say("工作进程数；默认 2。", "Worker processes; default 2.")
)
@click.option(
    "--watch",
    is_flag=True,
    default=None,
    help=say("原文有变动就更新索引。", "Reindex when the source changes."),
)
@pass_settings
def command(
    settings: Settings,
    source: tuple[str, ...],
    host: str | None,
    port: int | None,
    workers: int | None,
    watch: bool | None,
) -> None:
    """Index what is named, and serve."""
    config = settings.config()
    given = {"host": host, "port": port, "workers": workers, "watch": watch}
    changes = {name: value for name, value in given.items() if value is not None}
    config = config.model_copy(update={"server": config.server.model_copy(update=changes)})
    brand_of(config)  # what is wrong with its files is told before anything is served
    try:
        listener = listen(config.server.host, config.server.port)
    except ServerError as error:
        click.echo(f"jianbao: {terminal_message(error)}", err=True)
        sys.exit(1)
    origin = origin_of(config, source)
    _bring_up_to_date(config, origin, named=bool(source))
    if source and origin != origin_of(config):
        config = _unconfigured(config)
    name, port = listener.getsockname()[:2]
    click.echo(f"jianbao: http://{name}:{port}{config.site.prefix}/", err=True)
    run(config, listener)


def _unconfigured(config: Config) -> Config:
    """The configuration without its sources: what was indexed last is what is served, and watched."""
    newsletter = config.newsletter.model_copy(update={"source": ""})
    return config.model_copy(update={"newsletter": newsletter, "newsletters": ()})


def _bring_up_to_date(config: Config, origin: Origin, *, named: bool) -> None:
    """Index what is named, and where nothing is that could be served. A damaged index that cannot be replaced
    now is told to readers, so that they are answered as soon as a later reindex succeeds."""
    if not (named or is_sample(config) or outdated(config)):
        return
    try:
        problems, report = import_module("web.wiring").build(config, origin)
    except (ArchiveError, EngineError) as error:
        if named or not indexed(config):
            raise
        click.echo(f"jianbao: {terminal_message(error)}", err=True)
        return
    for problem in problems:
        click.echo(f"jianbao: {terminal_message(problem)}", err=True)
    click.echo(summary(report), err=True)
