"""`jianbao mcp`: the archive as tools for assistants."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec

import click

from web.cli.settings import Settings, pass_settings
from web.wiring import library_of


@click.command(short_help="Offer search to assistants over stdio (Model Context Protocol).")
@pass_settings
def command(settings: Settings) -> None:
    """Offer search, entries and issues to an assistant over standard input and output."""
    if find_spec("mcp") is None:
        click.echo("jianbao: the Python package `mcp` is missing; pip install 'jianbao[mcp]'", err=True)
        sys.exit(1)
    # The extra may be absent, so its module is imported only once it is known to be there.
    assistant = import_module("web.mcp.tools")
    assistant.serve(library_of(settings.config()))
