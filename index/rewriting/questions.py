"""A question → its content words: the words that only form the question are left out.

为什么 and 怎么 need nothing here: they are words without meaning, and 如何 says what kind of article
is meant. These are runs whose words have a meaning elsewhere: 发生 of 到底发生了什么 is no event.
"""

from __future__ import annotations

import re

_GRAMMAR = re.compile(
    "(?:到底|究竟)?(?:发生|出)了?(?:什么|啥)(?:事情?)?"
    "|(?:到底|究竟)?是?(?:怎么|什么|咋)回事"
    "|是?(?:什么|啥)意思"
    "|(?P<verb>[能会是要该])不(?P=verb)"
    "|可不可以|能否|是否"
)


def without_grammar(text: str) -> str:
    """The text with blanks in place of its grammar; as it is where nothing else stands in it."""
    plain = _GRAMMAR.sub(lambda match: " " * len(match.group()), text)
    return plain if plain.strip(" 　?？!！。") else text
