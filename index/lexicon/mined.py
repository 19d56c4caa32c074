"""What documents say of names: which explain each other, as in 词元（token） or SSR (server side rendering),
and which English words their Chinese text leaves untranslated, as in 学习 Rust 的人.

Both are counted document by document, so that removing a document takes away what it said.
`forward.vocabulary` decides what is trusted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from index.text.latin import HAN

TRUSTED = 2
"""Documents that explain a name by another, for it to be believed; an abbreviation beside its long form
needs one."""

MAX_NAME_WORDS = 4
"""Words of a name: what stands before the bracket is a sentence, of which the last words are the name."""

MIN_CUT_LENGTH = 3
"""Characters of a name that is cut out of a run: 计划（Starlink） at the end of a sentence names nothing."""

_NAME = r"[a-z0-9][a-z0-9 .+#&/'\-]{0,48}[a-z0-9+#]"
_HAN_FIRST = re.compile(rf"(?P<before>[a-z0-9] ?)?(?P<name>[{HAN}]{{2,16}}) ?\((?P<other>{_NAME})\)")
_LATIN_FIRST = re.compile(rf"(?<![a-z0-9])(?P<other>{_NAME}) ?\((?P<name>[{HAN}]{{2,10}})\)")
_BOTH_LATIN = re.compile(rf"(?<![a-z0-9])(?P<name>{_NAME}) ?\((?P<other>{_NAME})\)")
_LETTERS = re.compile("[a-z0-9]+")
_LATIN_RUN = re.compile(r"(?<![a-z0-9])[a-z][a-z0-9]*(?:[ .+#&/'\-]+[a-z0-9]+)*[+#]*")


def explained_names(text: str, words: Callable[[str], Sequence[str]]) -> set[tuple[str, str]]:
    """Pairs of names in a folded text that may mean the same; `words` cuts a Chinese run."""
    pairs = {pair for match in _HAN_FIRST.finditer(text) for pair in _han_first(match, words)}
    for match in _LATIN_FIRST.finditer(text):
        pairs.update((match["name"], other) for other in _trailing_names(match["other"].split(), " "))
    for match in _BOTH_LATIN.finditer(text):
        pairs.update(_latin_pairs(match["name"], match["other"]))
    return pairs


def untranslated_words(text: str) -> set[str]:
    """Latin words that stand alone beside Chinese in a folded text; of a run of several, none."""
    words = set()
    for run in _LATIN_RUN.finditer(text):
        before = text[max(0, run.start() - 2) : run.start()].rstrip()
        after = text[run.end() : run.end() + 2].lstrip()
        if run[0].isalnum() and (_is_chinese(before[-1:]) or _is_chinese(after[:1])):
            words.add(run[0])
    return words


def _is_chinese(letter: str) -> bool:
    return letter.isalpha() and not letter.isascii()


def trust(name: str, other: str) -> int:
    """Trust that one document which explains a name by another adds."""
    return TRUSTED if is_abbreviation(name, other) or is_abbreviation(other, name) else 1


def is_abbreviation(short: str, long: str) -> bool:
    """Whether a name is the first letters of another's words: ssr of server-side rendering."""
    letters = _LETTERS.findall(long)
    return len(letters) > 1 and "".join(word[0] for word in letters) == short


def _han_first(match: re.Match[str], words: Callable[[str], Sequence[str]]) -> Iterator[tuple[str, str]]:
    for name in _trailing_names(words(match["name"]), ""):
        alone = name == match["name"] and not match["before"]
        if alone or len(name) >= MIN_CUT_LENGTH:
            yield name, match["other"]


def _latin_pairs(preceding: str, bracketed: str) -> Iterator[tuple[str, str]]:
    for name in _trailing_names(preceding.split(), " ", max_words=8):
        if is_abbreviation(bracketed, name) or is_abbreviation(name, bracketed):
            yield name, bracketed


def _trailing_names(words: Sequence[str], separator: str, max_words: int = MAX_NAME_WORDS) -> Iterator[str]:
    for size in range(1, min(max_words, len(words)) + 1):
        yield separator.join(words[-size:])
