"""A newsletter whose author is an attacker: every payload in every place that an issue has."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import TYPE_CHECKING

from tests.hostile import payloads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PER_ISSUE = 12


def write_newsletter(folder: Path) -> int:
    """Write issues that carry all payloads into `folder`; returns their number."""
    folder.mkdir(parents=True)
    day = dt.date(2024, 1, 1)
    number = 0
    left = iter(payloads())
    while some := tuple(islice(left, PER_ISSUE)):
        name = f"{day + dt.timedelta(days=14 * number)}"
        text = "\n".join(_issue(name, some))
        (folder / f"{name}.md").write_bytes(text.encode("utf8", "replace"))
        number += 1
    return number


def _issue(date: str, some: tuple[str, ...]) -> Iterator[str]:
    lines = tuple(_one_line(payload) for payload in some)
    yield f"# 简报 ({date})：{lines[0]}\n"
    yield f"> 导读：{lines[1 % len(lines)]} 本期有[链接]({lines[0]})\n"
    yield from (f"- 短讯 {payload}；" for payload in lines[:3])
    for number, payload in enumerate(lines):
        if number % 4 == 0:
            yield f"\n## {payload if number == 8 else '论文'}\n"
        yield f"- [{payload}] [标题 {number} {payload} | 来源{payload}](https://example.org/{number})  "
        yield f"代码：{payload}  "
        yield f"摘要：量化 {payload} 结束。[{payload}]({payload})"
        yield f"- [量化 {number}]({payload})"
        yield f"- [量化 甲 {number} | 机器]({_path(payload)})"
    yield f"\n> 注：{lines[-1]}\n"


def _one_line(payload: str) -> str:
    # A file with NUL is refused as binary, which other tests see to; here the rest has to get through.
    return " ".join(payload.split("\n")).replace("\r", " ").replace("\x00", "")


def _path(payload: str) -> str:
    """The payload inside an address that a parser takes for one."""
    return "https://example.org/" + "".join("%20" if c.isspace() else c for c in payload)
