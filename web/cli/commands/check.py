"""`jianbao check`: how each issue was read, line by line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.report import KINDS, Report, check
from web.cli.check_page import check_page
from web.cli.settings import Settings, pass_settings
from web.cli.terminal import printable
from web.origin import origin_of
from web.wiring import open_each

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.models import PartKind
    from archive.report import IssueReport

MAX_TEXT_LENGTH, MAX_ADVICE_LENGTH = 120, 400
"""Printed characters of an issue's line, and of a line of advice."""

HEADS = ("front", "head", "lead", "sect", "entry", "note", "nav", "boiler", "foot", "?")
"""Short names of KINDS, in their order, for the table."""


@click.command(short_help="Tell how each issue was read, line by line.")
@click.argument("source", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write issues with coloured margins.",
)
@click.option("--issue", multiple=True, help="With --html: only the issue of this name. Repeatable.")
@pass_settings
def command(
    settings: Settings, source: tuple[str, ...], as_json: bool, html: Path | None, issue: tuple[str, ...]
) -> None:
    """Tell how each issue was read: lines by kind, what a search finds of them, what looks wrong, and which
    convention would mend it.

    SOURCE as for reindex; nothing is indexed. Every non-blank line is accounted for.
    """
    config = settings.config()
    reports = [check(newsletter) for newsletter in open_each(config, origin_of(config, source))]
    known = {page.name for report in reports for page, _ in report.pages}
    if unknown := [name for name in issue if name not in known]:
        raise click.ClickException(f"no issue is called {unknown[0]!r}; see the first column of `check`")
    if html:
        _write(html, check_page(reports, issue))
    if as_json:
        records = [report.as_dict() for report in reports]
        click.echo(json.dumps(records[0] if len(records) == 1 else records, ensure_ascii=False, indent=2))
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
        click.echo(f"{line.file}:{line.line}: not understood: {printable(line.text[:MAX_TEXT_LENGTH])}")
    for problem in report.problems:
        click.echo(problem)
    _print_findings(report)
    click.echo(f"understood {report.understood:.2%} of {report.total} lines, {report.unread} unaccounted for")


def _print_findings(report: Report) -> None:
    findings = report.findings
    for title in findings.titles[:MOST_TITLES]:
        click.echo(
            f"{title.file}:{title.line}: title is odd ({title.why}): "
            f"{printable(title.title[:MAX_TEXT_LENGTH])}"
        )
    if len(findings.titles) > MOST_TITLES:
        click.echo(f"… and {len(findings.titles) - MOST_TITLES} more odd titles; --json names them all")
    for text, issues in findings.boilerplate:
        click.echo(f"not searched, as it returns ({issues} issues): {printable(text[:MAX_TEXT_LENGTH])}")
    for line in report.advice:
        click.echo(f"would mend it: {printable(line[:MAX_ADVICE_LENGTH])}")
    click.echo(
        f"a search finds {findings.searchable_share:.2%} of {findings.letters} letters; "
        f"{findings.linked} entries with a link, {findings.unlinked} without; "
        f"{len(findings.single_categories)} of {findings.categories} categories occur once; "
        f"{len(findings.titles)} odd titles"
    )


MOST_TITLES = 20
"""Printed odd titles: they are of a few kinds."""


def _write(file: Path, page: str) -> None:
    try:
        file.write_text(page, encoding="utf8")
    except OSError as error:
        raise click.ClickException(
            f"{file}: cannot be written ({error.strerror}); name another file"
        ) from error


def _counts(issue: IssueReport) -> tuple[int, ...]:
    return (issue.entries, issue.total, *_by_kind(issue.lines))


def _by_kind(lines: Mapping[PartKind, int]) -> tuple[int, ...]:
    return tuple(lines[kind] for kind in KINDS)


def _row(name: str, cells: tuple[object, ...]) -> str:
    return f"{name:<14}" + "".join(f"{cell:>8}" for cell in cells)
