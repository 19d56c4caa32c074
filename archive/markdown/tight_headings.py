"""Headings without a space behind their signs, which CommonMark takes for text: `##新闻`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_TIGHT = re.compile(r"^( {0,3}#{1,6})(?=[\u4e00-\u9fff\[【《「])(?!.*[ \t]#\S)")
"""`##新闻` is a heading, `#前端 #工具` are tags, and so is `#前端` below headings such as `## News`."""

_SPACED = re.compile(r" {0,3}#{2,6}[ \t]")
_ONE_SIGN = re.compile(r" {0,3}#(?!#)")


def spaced_headings(lines: Iterable[str], code: Iterable[bool]) -> Iterator[str]:
    """Lines of an issue, headings with a space behind their signs; where `code` is true, as they are."""
    spaced = False
    for line, literal in zip(lines, code, strict=True):
        if literal:
            yield line
            continue
        spaced = spaced or _SPACED.match(line) is not None
        yield line if spaced and _ONE_SIGN.match(line) else _TIGHT.sub(r"\1 ", line)
