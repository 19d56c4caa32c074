"""Words in a row, as a pattern over folded texts."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=1024)
def phrase_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Words in a row, whatever separates them: 6 nm is found in 6nm and in 6-nm, but not in 16nm."""
    left_edge = _edge(words[0][0], "(?<!%s)")
    right_edge = _edge(words[-1][-1], "(?!%s)")
    return re.compile(left_edge + r"[\W_]{0,3}".join(map(re.escape, words)) + right_edge)


def _edge(character: str, template: str) -> str:
    """A number or a Latin word ends where the next character is of another kind; Chinese anywhere."""
    if character.isdigit():
        return template % "[0-9]"
    return template % "[a-z]" if character.isascii() else ""
