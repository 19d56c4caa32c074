"""What an issue is called and when it came out, where newsletters write it differently."""

import pytest

from archive.conventions.model import load_conventions
from archive.identity.identity import identify
from archive.identity.masthead import read_masthead

TOPS = [
    ("# Wool", "wool-041.md", None, 41, ""),
    ("", "041-羊毛.md", None, 41, ""),
    ("", "2024-羊毛.md", None, None, ""),
    ("", "3-kinds-of-wool.md", None, None, ""),
    ("", "00.前言.md", None, None, ""),
    ("# Wool", "wool-2024-07.md", "2024-07-01", None, ""),
    ("# Wool", "wool_2024.md", None, None, ""),
    ("# Wool", "2024-05-03.md", "2024-05-03", None, ""),
    ("# Wool, issue 3 (2024-06-01)", "a.md", "2024-06-01", 3, ""),
    ("# Issue #12: May 3, 2024 - Yarn", "a.md", "2024-05-03", 12, "Yarn"),
    ("# Yarn of the 3rd of nothing, 4th September 2024", "a.md", "2024-09-04", None, ""),
    ("# Wool No. 2024-05-03", "a.md", "2024-05-03", None, ""),
    ("# Domino 12 and Maybe 3, 2024", "a.md", None, None, ""),
    ("Wool of Feb. 1 2024\n===", "a.md", "2024-02-01", None, ""),
    ('+++\ntitle = "Wool 7"\ndate = 2024-08-02T08:00:00+02:00\n+++', "a.md", "2024-08-02", None, ""),
    ("---\ntitle: Wool 8\ndate: 2024-08-09\n---", "a.md", "2024-08-09", None, ""),
    ("---\ntitle: Wool: the film\npublishedAt: 2024/08/09\n---", "a.md", "2024-08-09", None, ""),
    ("---\nPub-Date: 2024-08-09T10:00:00Z\nissue: 31\n---", "a.md", "2024-08-09", 31, ""),
    ("Title: Wool\nDate: 2024-08-09\nCategory: yarn\n\nHello.", "a.md", "2024-08-09", None, ""),
    ("# Wool\n\n> 本期发表于 2023/11/27，谢谢", "a.md", "2023-11-27", None, ""),
    ("# Wool\n\n去年 2022-01-01 下雪", "a.md", None, None, ""),
    ("# Wool", "2022/06-13~06-18.第三期.md", "2022-06-13", 3, ""),
    ("# Wool", "20230828-0903.markdown", "2023-08-28", None, ""),
    ("# 羊毛（第十二期）：剪", "a.md", None, 12, "剪"),
    ("# 羊毛第一百零三期", "a.md", None, 103, ""),
    ("# Wool", "2024-05-03/README.md", "2024-05-03", None, ""),
    ("# Wool", "第二十期/index.md", None, 20, ""),
]


@pytest.mark.parametrize(("top", "file", "date", "number", "headline"), TOPS)
def test_identity(top: str, file: str, date: str | None, number: int | None, headline: str) -> None:
    identity = identify(read_masthead(top.split("\n")), file, load_conventions("generic"))

    assert (identity.date.isoformat() if identity.date else None, identity.number) == (date, number)
    assert identity.headline == headline
