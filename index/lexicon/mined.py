"""What an archive explains itself: 词元（token）, LLM（大语言模型）, SSR (server side rendering).

Pairs are counted document by document, so that a document that goes takes its own away again. Whoever asks
decides which to trust: `forward.vocabulary`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from index.text.latin import HAN

TRUSTED = 2
"""Documents that explain a name by another, for it to be believed; an abbreviation beside its long form
needs one."""

MOST_WORDS = 4
"""Words of a name: what stands before the bracket is a sentence, of which the last words are the name."""

SHORTEST_CUT = 3
"""Characters of a name that is cut out of a run: 计划（Starlink） at the end of a sentence names nothing."""

_NAME = r"[a-z0-9][a-z0-9 .+#&/'\-]{0,48}[a-z0-9+#]"
_HAN_FIRST = re.compile(rf"(?P<before>[a-z0-9] ?)?(?P<name>[{HAN}]{{2,16}}) ?\((?P<other>{_NAME})\)")
_LATIN_FIRST = re.compile(rf"(?<![a-z0-9])(?P<other>{_NAME}) ?\((?P<name>[{HAN}]{{2,10}})\)")
_BOTH_LATIN = re.compile(rf"(?<![a-z0-9])(?P<name>{_NAME}) ?\((?P<other>{_NAME})\)")
_LETTERS = re.compile("[a-z0-9]+")


def explained_names(text: str, words: Callable[[str], Sequence[str]]) -> set[tuple[str, str]]:
    """Pairs of names in a folded text that may mean the same; `words` cuts a Chinese run."""
    found = {pair for match in _HAN_FIRST.finditer(text) for pair in _han_first(match, words)}
    for match in _LATIN_FIRST.finditer(text):
        found.update((match["name"], other) for other in _last(match["other"].split(), " "))
    for match in _BOTH_LATIN.finditer(text):
        found.update(_both_latin(match["name"], match["other"]))
    return found


def trust(name: str, other: str) -> int:
    """What one document that explains a name by another is worth."""
    return TRUSTED if is_abbreviation(name, other) or is_abbreviation(other, name) else 1


def is_abbreviation(short: str, long: str) -> bool:
    """Whether a name is the first letters of another's words: ssr of server-side rendering."""
    letters = _LETTERS.findall(long)
    return len(letters) > 1 and "".join(word[0] for word in letters) == short


def _han_first(match: re.Match[str], words: Callable[[str], Sequence[str]]) -> Iterator[tuple[str, str]]:
    for name in _last(words(match["name"]), ""):
        alone = name == match["name"] and not match["before"]
        if alone or len(name) >= SHORTEST_CUT:
            yield name, match["other"]


def _both_latin(before: str, inside: str) -> Iterator[tuple[str, str]]:
    for name in _last(before.split(), " ", most=8):
        if is_abbreviation(inside, name) or is_abbreviation(name, inside):
            yield name, inside


def _last(words: Sequence[str], between: str, most: int = MOST_WORDS) -> Iterator[str]:
    for size in range(1, min(most, len(words)) + 1):
        yield between.join(words[-size:])
