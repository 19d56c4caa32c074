"""Options that several commands share, and what is said of values that they cannot take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from index.search_request import DATE_PATTERN
from web.cli.language import say
from web.cli.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.field_values import FieldValues

NOTHING_FOUND = 3
"""Status of a command that was asked with `--exit-status` and found nothing."""

NAMED = 8
"""Values that a message names at most."""

colour_option = click.option(
    "--color",
    "colour",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help=say("颜色；auto 只在终端上用。", "Colours; auto uses them on a terminal only."),
)
pager_option = click.option(
    "--pager/--no-pager", default=True, help=say("长的输出是否分页。", "Whether long output is paged.")
)
json_option = click.option("--json", "as_json", is_flag=True, help=say("输出 JSON。", "As JSON."))
status_option = click.option(
    "--exit-status",
    "status",
    is_flag=True,
    help=say(
        f"什么也没找到时以 {NOTHING_FOUND} 退出，给脚本用。",
        f"Exit with {NOTHING_FOUND} where nothing is found, for scripts.",
    ),
)


def check_date(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    """The date as given; a usage error where it is none."""
    if value and not re.fullmatch(DATE_PATTERN, value):
        reason = say("应是 YYYY、YYYY-MM 或 YYYY-MM-DD", "is not YYYY, YYYY-MM or YYYY-MM-DD")
        raise click.BadParameter(f"{value!r} {reason}", ctx, parameter)
    return value


def require_known(option: str, typed: Iterable[str], known: FieldValues) -> None:
    """Refuse a value that no entry has, and say which there are."""
    for value in typed:
        if not known.knows(value):
            raise click.UsageError(f"{option} {_unknown(printable(value), known.nearest(value))}")


def _unknown(value: str, known_values: list[str]) -> str:
    named = [printable(known_value) for known_value in known_values[:NAMED]]
    more = len(known_values) - len(named)
    if not named:
        return say(f"{value}：档案里一个也没有", f"{value}: the archive has none")
    others = say(f"，另有 {more} 个", f", and {more} more") if more else ""
    listed = say("、", ", ").join(named)
    return say(
        f"{value}：没有这个值；有的是：{listed}{others}",
        f"{value}: there is none; there are {listed}{others}",
    )
