"""Which lines of Markdown are fenced code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


def fenced(lines: Iterable[str]) -> Iterator[bool]:
    """For each line whether it is fenced code, its marks included."""
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        yield bool(mark or fence)
