"""Completes categories, sources and tags on the shell's Tab, from the index that the command would ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.errors import ArchiveError
from index.errors import EngineError
from index.schema import folded_value
from web.cli.settings import Settings
from web.cli.terminal import printable
from web.config import ConfigError
from web.opening import library_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import click

    Complete = Callable[[click.Context, click.Parameter, str], list[str]]


def values_of(field: str) -> Complete:
    """Completes values of a field, the frequent ones first. Nothing where there is no index: a shell that
    waits for completions is no place for errors."""

    def complete(ctx: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
        given = ctx.find_root().params
        try:
            config = Settings(given.get("config_file"), given.get("data")).config()
            with library_of(config).snapshot() as archive:
                known = archive.catalogue.values(field)
        except (ConfigError, ArchiveError, EngineError, OSError):
            return []
        wanted = folded_value(typed)
        fitting = [value for value in known if value and folded_value(value).startswith(wanted)]
        return [printable(value) for value in sorted(fitting, key=lambda value: (-known[value], value))]

    return complete
