"""`jianbao check`: how each issue was read, line by line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.report import KINDS, Report, check
from web.cli.check_page import check_page
from web.cli.checked import advice, why_odd
from web.cli.language import language, say
from web.cli.messages import terminal_message
from web.cli.settings import Settings, pass_settings
from web.cli.terminal import columns, printable
from web.origin import origin_of
from web.wiring import open_each

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.models import PartKind
    from archive.report import IssueReport

MAX_TEXT_LENGTH, MAX_ADVICE_LENGTH = 120, 400
"""Printed characters of an issue's line, and of a line of advice."""

HEADS = ("front", "head", "lead", "sect", "entry", "note", "nav", "boiler", "foot", "?")
CHINESE_HEADS = ("文件头", "刊头", "导读", "栏目", "条目", "附注", "导航", "套话", "页脚", "?")
"""Short names of KINDS, in their order, for the table."""


@click.command(
    short_help=say("每期逐行读成了什么。", "Tell how each issue was read, line by line."),
    help=say(
        "每期逐行读成了什么：各类有几行，搜索能找到多少，什么可疑，改哪个约定就好。"
        "SOURCE 同 reindex；不建索引。每个非空行都有交代。",
        "Tell how each issue was read: lines by kind, what a search finds of them, what looks wrong, and "
        "which convention would mend it. SOURCE as for reindex; nothing is indexed. Every non-blank line is "
        "accounted for.",
    ),
)
@click.argument("source", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON。", "As JSON."))
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say("写一个网页，各行按读成的样子着色。", "Write issues with coloured margins."),
)
@click.option(
    "--issue",
    multiple=True,
    help=say(
        "和 --html 连用：只要这一期；可以写几次。",
        "With --html: only the issue of this name. Repeatable.",
    ),
)
@pass_settings
def command(
    settings: Settings, source: tuple[str, ...], as_json: bool, html: Path | None, issue: tuple[str, ...]
) -> None:
    """Read the issues, and print or write what became of their lines."""
    if issue and not html:
        raise click.UsageError(say("--issue 要和 --html 连用", "--issue goes with --html"))
    config = settings.config()
    reports = [check(newsletter) for newsletter in open_each(config, origin_of(config, source))]
    known = {page.name for report in reports for page, _ in report.pages}
    if unknown := [name for name in issue if name not in known]:
        raise click.ClickException(
            say(
                f"没有叫 {unknown[0]!r} 的一期；名字见 `check` 的第一列",
                f"no issue is called {unknown[0]!r}; see the first column of `check`",
            )
        )
    if html:
        _write(html, check_page(reports, issue))
    if as_json:
        records = [report.as_dict() for report in reports]
        click.echo(json.dumps(records[0] if len(records) == 1 else records, ensure_ascii=False, indent=2))
        return
    for report in reports:
        _print(report)


def _print(report: Report) -> None:
    click.echo(say(f"约定：{report.conventions}", f"conventions: {report.conventions}"))
    heads = say("期 条目 行数", "issue entries lines").split()
    click.echo(_row(heads[0], (*heads[1:], *(HEADS if language() == "en" else CHINESE_HEADS))))
    for issue in report.issues:
        click.echo(_row(issue.issue, _counts(issue)))
    total = (sum(i.entries for i in report.issues), report.total, *_by_kind(report.lines))
    click.echo(_row(say("全部", "all"), total))
    for line in report.unknown:
        text = printable(line.text[:MAX_TEXT_LENGTH])
        click.echo(f"{line.file}:{line.line}: {say('没有读懂：', 'not understood: ')}{text}")
    for problem in report.problems:
        click.echo(terminal_message(problem))
    _print_findings(report)
    click.echo(
        say(
            f"读懂了 {report.total} 行里的 {report.understood:.2%}，{report.unread} 行没有交代",
            f"understood {report.understood:.2%} of {report.total} lines, {report.unread} unaccounted for",
        )
    )


def _print_findings(report: Report) -> None:
    findings = report.findings
    for title in findings.titles[:MOST_TITLES]:
        odd = say(f"标题可疑（{why_odd(title.why)}）：", f"title is odd ({title.why}): ")
        click.echo(f"{title.file}:{title.line}: {odd}{printable(title.title[:MAX_TEXT_LENGTH])}")
    if more := len(findings.titles[MOST_TITLES:]):
        click.echo(
            say(
                f"……还有 {more} 个可疑的标题；--json 全都列出",
                f"… and {more} more odd titles; --json names them all",
            )
        )
    for text, issues in findings.boilerplate:
        returns = say(
            f"搜不到，因为期期都有（{issues} 期）：", f"not searched, as it returns ({issues} issues): "
        )
        click.echo(f"{returns}{printable(text[:MAX_TEXT_LENGTH])}")
    for line in report.advice:
        mends = say("这样改就好：", "would mend it: ")
        click.echo(f"{mends}{printable(advice(line)[:MAX_ADVICE_LENGTH])}")
    click.echo(
        say(
            f"搜索能找到 {findings.letters} 个字里的 {findings.searchable_share:.2%}；"
            f"{findings.linked} 条有链接，{findings.unlinked} 条没有；"
            f"{findings.categories} 个栏目里 {len(findings.single_categories)} 个只出现一次；"
            f"{len(findings.titles)} 个可疑的标题",
            f"a search finds {findings.searchable_share:.2%} of {findings.letters} letters; "
            f"{findings.linked} entries with a link, {findings.unlinked} without; "
            f"{len(findings.single_categories)} of {findings.categories} categories occur once; "
            f"{len(findings.titles)} odd titles",
        )
    )


MOST_TITLES = 20
"""Printed odd titles: they are of a few kinds."""


def _write(file: Path, page: str) -> None:
    try:
        file.write_text(page, encoding="utf8")
    except OSError as error:
        raise click.ClickException(
            say(
                f"{file}：写不了（{error.strerror}）；请换一个文件",
                f"{file}: cannot be written ({error.strerror}); name another file",
            )
        ) from error


def _counts(issue: IssueReport) -> tuple[int, ...]:
    return (issue.entries, issue.total, *_by_kind(issue.lines))


def _by_kind(lines: Mapping[PartKind, int]) -> tuple[int, ...]:
    return tuple(lines[kind] for kind in KINDS)


def _row(name: str, cells: tuple[object, ...]) -> str:
    padded = (" " * (8 - columns(str(cell))) + str(cell) for cell in cells)
    return name + " " * (14 - columns(name)) + "".join(padded)
