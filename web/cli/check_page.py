"""One self-contained HTML page that shows by coloured margins how issues were read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader

from archive.findings.line_fates import FATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.findings.line_fates import LineFate
    from archive.models import Issue
    from archive.report import Report

TEMPLATES = Path(__file__).parent.parent / "templates"

MOST_LINES = 20_000
"""Most lines of a page: browsers take seconds for more."""

LABELS = {
    "title": "标题 title",
    "details": "细节 details",
    "summary": "摘要 summary",
    "link": "链接 link",
    "lead": "导读 lead",
    "note": "附注 note",
    "heading": "标题行 heading",
    "navigation": "导航 navigation",
    "boilerplate": "每期都有 boilerplate",
    "lost": "丢失 lost",
}


def check_page(reports: Sequence[Report], issues: Sequence[str] = ()) -> str:
    """The page of the named issues, or of all that fit, if none are named."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True)
    pages = [page for report in reports for page in report.pages if not issues or page[0].name in issues]
    selected: list[tuple[Issue, tuple[LineFate, ...]]] = []
    count = 0
    for issue, lines in pages:
        count += len(lines)
        if selected and count > MOST_LINES:
            break
        selected.append((issue, lines))
    return environment.get_template("check.html").render(
        reports=reports, pages=selected, more=len(pages) - len(selected), fates=FATES, labels=LABELS
    )
