"""What a reindex did, in the terminal's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.cli.language import say

if TYPE_CHECKING:
    from index.reindex.report import ReindexReport


def summary(report: ReindexReport) -> str:
    """One line."""
    return say(_chinese(report), report.summary)


def _chinese(report: ReindexReport) -> str:
    holds = f"{report.issues} 期，{report.entries} 条"
    if not report.touched:
        return f"没有变动，什么也没写：{holds}"
    changes = f"新增 {len(report.added)}，更新 {len(report.updated)}，移除 {len(report.removed)}"
    kept = f"，沿用旧的 {len(report.kept)}" if report.kept else ""
    whole = "（全部重建）" if report.reason else ""
    return f"{holds}；各期：{changes}，未变 {len(report.unchanged)}{kept}{whole}；{report.seconds:.1f} 秒"
