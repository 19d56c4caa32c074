"""Where nothing was found: what to drop, and what is near. Everything that is offered has hits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.query.parser import parse
from web.parameters.search_request import LISTED, SearchRequest
from web.site.archive import archive
from web.site.site import urls
from web.text.i18n import gettext as _
from web.text.markup import visible
from web.view.components import Choice
from web.view.filters import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_WORDS = 6
"""Words of a query that are tried without."""

MOST_NEAR = 6
MOST_TRIES = 8
"""Beginnings of words that completions are asked of."""


def wider_searches(asked: SearchRequest) -> tuple[Choice, ...]:
    """Searches a little wider than one without hits, each with the hits it has."""
    wider: dict[SearchRequest, str] = {}
    for name in LISTED:
        if getattr(asked, name):
            wider[asked.changed(**{name: ()})] = _("不限%(name)s", name=TITLES[name])
    if asked.date_from or asked.date_to:
        wider[asked.ranged("", "")] = _("不限时间")
    if asked.filtered:
        wider.setdefault(asked.unfiltered(), _("去掉全部筛选"))
    if asked.literal == "1":
        wider[asked.changed(literal="0")] = _("也搜索同义词和相近写法")
    for piece, text in _without_one(asked.q):
        wider.setdefault(asked.changed(q=text), _("去掉“%(text)s”", text=visible(piece)))
    words = asked.q.split()
    if len(words) > 1:
        wider.setdefault(asked.changed(q=" OR ".join(words)), _("含任意一个词"))
    return tuple(
        Choice(label, urls().search(one), total) for one, label in wider.items() if (total := _total(one))
    )


def _without_one(text: str) -> Iterator[tuple[str, str]]:
    """Each piece of a query of several, with the query without it."""
    parsed = parse(text)
    pieces = [(one[0].start, one[-1].end) for one in parsed.groups]
    pieces += [(one.start, one.end) for one in parsed.excluded]
    if len(pieces) > 1:
        for start, end in sorted(pieces)[:MOST_WORDS]:
            yield text[start:end], " ".join(f"{text[:start]} {text[end:]}".split())


def near_searches(asked: SearchRequest) -> tuple[Choice, ...]:
    """Texts that begin like the words of a query, each with its hits."""
    found: dict[str, int] = {}
    for beginning in _beginnings(asked.q):
        for one in archive().searcher.suggest(beginning, MOST_NEAR):
            found.setdefault(one.text, one.count)
        if len(found) >= MOST_NEAR:
            break
    return tuple(Choice(visible(text), urls().words(text), found[text]) for text in [*found][:MOST_NEAR])


def _beginnings(text: str) -> Iterator[str]:
    """Of each word its beginnings, the longest first, while half of it is left."""
    words = [clause.text for group in parse(text).groups for clause in group if clause.kind != "field"]
    tries = [word[:end] for word in words for end in range(len(word), _least(word) - 1, -1)]
    yield from dict.fromkeys(sorted(tries, key=len, reverse=True)[:MOST_TRIES])


def _least(word: str) -> int:
    """Letters of a word that still say something of it: two of `zxqv` are the initials of anything."""
    return max((len(word) + 1) // 2, 3 if word.isascii() else 1)


def _total(asked: SearchRequest) -> int:
    return archive().searcher.search(asked.changed(limit=1).to_search()).total
