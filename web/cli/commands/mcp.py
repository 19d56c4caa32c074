"""`jianbao mcp`: the archive as tools for assistants."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from ipaddress import ip_address

import click

from web.cli.language import say
from web.cli.messages import terminal_message
from web.cli.settings import Settings, pass_settings
from web.opening import library_of
from web.server.gunicorn_server import ServerError, listen
from web.site.urls import Urls

PORT = 8765


@click.command(
    short_help=say("让智能助手检索（MCP）。", "Offer search to assistants (Model Context Protocol)."),
    help=say(
        "让智能助手检索：默认走标准输入输出，--http 则在本机的一个端口上提供（Streamable HTTP）。只读。",
        "Offer search, entries, issues, look-ups and trends to assistants: over standard input and output, "
        "or with --http on a port of this machine (Streamable HTTP). It only reads.",
    ),
)
@click.option(
    "--http", "over_http", is_flag=True, help=say("通过 HTTP 提供，地址是 /mcp。", "Over HTTP, at /mcp.")
)
@click.option(
    "--host",
    default="127.0.0.1",
    help=say(
        "监听的地址；默认只有本机能连。", "Address to listen on; by default only this machine can connect."
    ),
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    help=say(f"端口；0 为任意空闲的；默认 {PORT}。", f"Port; 0 takes a free one; default {PORT}."),
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help=say("还可以用这个主机名访问；可重复。", "A further name that it is reached by; repeat for several."),
)
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help=say("允许这个来源的网页访问；可重复。", "An origin whose pages may ask; repeat for several."),
)
@pass_settings
def command(
    settings: Settings,
    over_http: bool,
    host: str,
    port: int,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
) -> None:
    """Serve over standard input and output, or over HTTP."""
    if find_spec("mcp") is None:
        reason = say("缺少 Python 包 `mcp`；", "the Python package `mcp` is missing; ")
        click.echo(f"jianbao: {reason}pip install 'jianbao[mcp]'", err=True)
        sys.exit(1)
    config = settings.config()
    library, urls = library_of(config), Urls(config.site.prefix, config.site.base_url)
    # The extra may be absent, so its modules are imported only once it is known to be there.
    if not over_http:
        import_module("web.mcp.assistant").serve(library, urls)
        return
    if not (_is_loopback(host) or hosts):
        reason = say("对外提供时要写明主机名", "open to others, needs the name that it is reached by")
        raise click.UsageError(f"--host {host}: {reason}: --allow-host NAME")
    try:
        listener = listen(host, port)
    except ServerError as error:
        click.echo(f"jianbao: {terminal_message(error)}", err=True)
        sys.exit(1)
    name, chosen = listener.getsockname()[:2]
    address = f"[{name}]" if ":" in name else name
    click.echo(f"jianbao: http://{address}:{chosen}/mcp", err=True)
    import_module("web.mcp.http").serve_http(library, urls, listener, hosts=hosts, origins=origins)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
