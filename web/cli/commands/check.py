"""`jianbao check`: how each issue was read, line by line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from archive.report import KINDS, Report, check
from web.cli.settings import Settings, pass_settings
from web.wiring import open_each, origin_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.models import PartKind
    from archive.report import IssueReport

HEADS = ("front", "head", "lead", "sect", "entry", "note", "nav", "boiler", "foot", "?")
"""Short names of KINDS, in their order, for the table."""


@click.command(short_help="Tell how each issue was read, line by line.")
@click.argument("source", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_settings
def command(settings: Settings, source: tuple[str, ...], as_json: bool) -> None:
    """Tell how each issue was read, line by line: non-blank lines by kind, those not understood in full.

    SOURCE as for reindex; nothing is indexed. Every non-blank line is accounted for.
    """
    config = settings.config()
    reports = [check(newsletter) for newsletter in open_each(config, origin_of(config, source))]
    if as_json:
        found = [report.as_dict() for report in reports]
        click.echo(json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=False, indent=2))
        return
    for report in reports:
        _print(report)


def _print(report: Report) -> None:
    click.echo(f"conventions: {report.conventions}")
    click.echo(_row("issue", ("entries", "lines", *HEADS)))
    for issue in report.issues:
        click.echo(_row(issue.issue, _counts(issue)))
    click.echo(_row("all", (sum(i.entries for i in report.issues), report.total, *_by_kind(report.lines))))
    for line in report.unknown:
        click.echo(f"{line.file}:{line.line}: not understood: {_visible(line.text)}")
    for problem in report.problems:
        click.echo(problem)
    click.echo(f"understood {report.understood:.2%} of {report.total} lines, {report.unread} unaccounted for")


def _counts(issue: IssueReport) -> tuple[int, ...]:
    return (issue.entries, issue.total, *_by_kind(issue.lines))


def _by_kind(lines: Mapping[PartKind, int]) -> tuple[int, ...]:
    return tuple(lines[kind] for kind in KINDS)


def _row(name: str, cells: tuple[object, ...]) -> str:
    return f"{name:<14}" + "".join(f"{cell:>8}" for cell in cells)


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in text[:120])
