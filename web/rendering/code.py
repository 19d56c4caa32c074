"""Code → HTML with classes for its words: no colours here, and no guessing of languages."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound

LONGEST = 20_000
"""Characters of code that are coloured. Lexers are regular expressions, and what is longer is a file."""

CLASSES = frozenset(name for name in STANDARD_TYPES.values() if name)
"""Classes of coloured words."""

_NAME = re.compile(r"[A-Za-z0-9+#._-]{1,20}")
_FORMATTER = HtmlFormatter(nowrap=True)


def code_html(code: str, info: str) -> str:
    """Code as escaped HTML, its words in `<span class>` where `info` names a language that is known."""
    named = _NAME.match(info.strip())
    if named and len(code) <= LONGEST and _known(named.group().lower()):
        lexer = get_lexer_by_name(named.group().lower())
        coloured: str = highlight(code, lexer, _FORMATTER)
        return coloured
    return str(escape(code))


@lru_cache(maxsize=256)
def _known(name: str) -> bool:
    try:
        get_lexer_by_name(name)
    except ClassNotFound:
        return False
    return True
