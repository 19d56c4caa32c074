"""`jianbao serve`: the site, under a production server."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from archive.errors import ArchiveError
from index.errors import EngineError
from web.cli.settings import Settings, pass_settings
from web.server.gunicorn_server import ServerError, listen, run
from web.wiring import build, indexed, is_sample, origin_of, outdated

if TYPE_CHECKING:
    from web.config import Config


@click.command(short_help="Serve the site; indexes first where nothing is indexed yet.")
@click.option("--host", help="Address to listen on; default 127.0.0.1.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 takes a free one; default 8000.")
@click.option("--workers", type=click.IntRange(1, 64), help="Worker processes; default 2.")
@click.option("--watch", is_flag=True, default=None, help="Reindex when the source changes.")
@pass_settings
def command(
    settings: Settings, host: str | None, port: int | None, workers: int | None, watch: bool | None
) -> None:
    """Serve search page, API, feeds and widget; without configuration, the sample newsletter."""
    config = settings.config()
    given = {"host": host, "port": port, "workers": workers, "watch": watch}
    changes = {name: value for name, value in given.items() if value is not None}
    config = config.model_copy(update={"server": config.server.model_copy(update=changes)})
    try:
        listener = listen(config.server.host, config.server.port)
    except ServerError as error:
        click.echo(f"jianbao: {error}", err=True)
        sys.exit(1)
    _bring_up_to_date(config)
    name, port = listener.getsockname()[:2]
    click.echo(f"jianbao: http://{name}:{port}{config.site.prefix}/", err=True)
    run(config, listener)


def _bring_up_to_date(config: Config) -> None:
    """Index where nothing is that could be served. A damaged index that cannot be replaced now is told to
    readers, so that they are answered as soon as a later reindex succeeds."""
    if not is_sample(config) and not outdated(config):
        return
    try:
        problems, report = build(config, origin_of(config))
    except (ArchiveError, EngineError) as error:
        if not indexed(config):
            raise
        click.echo(f"jianbao: {error}", err=True)
        return
    for problem in problems:
        click.echo(f"jianbao: {problem}", err=True)
    click.echo(report.summary, err=True)
