"""Alternatives to a search without hits: wider searches and similar texts, all of which have hits."""

from __future__ import annotations

import time
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
    from collections.abc import Iterator, Mapping

MOST_WORDS = 6
"""Words up to which each is dropped in turn, and any of them asked for: of more, one less seldom helps, and
each costs a search."""

MOST_PARTS = 12
"""Parts of a query up to which wider searches are offered."""

MOST_SUGGESTIONS = 6
MOST_TRIES = 8
"""Beginnings of words that completions are asked of."""

SUGGESTING_SECONDS = 0.03
"""Computing after which no further beginning is tried."""


def wider_searches(asked: SearchRequest) -> tuple[Choice, ...]:
    """Searches a little wider than one without hits, each with the hits it has: those that can be counted
    in few hundredths of a second, and none of a query so long that one would cost as much as it did."""
    if len(_parts(asked.q)) > MOST_PARTS:
        return ()
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
    for part, text in _without_each(asked.q):
        wider.setdefault(asked.changed(q=text), _("去掉“%(text)s”", text=visible(part)))
    words = asked.q.split()
    if 1 < len(words) <= MOST_WORDS:
        wider.setdefault(asked.changed(q=" OR ".join(words)), _("含任意一个词"))
    return tuple(_with_hits(wider))


def _without_each(text: str) -> Iterator[tuple[str, str]]:
    """Each part of a query that has several, with the query without it."""
    ranges = _parts(text)
    if 1 < len(ranges) <= MOST_WORDS:
        for start, end in ranges:
            yield text[start:end], " ".join(f"{text[:start]} {text[end:]}".split())


def _parts(text: str) -> list[tuple[int, int]]:
    """Where the parts of a query stand: words, phrases, filters, exclusions, alternatives together."""
    parsed = parse(text)
    ranges = [(group[0].start, group[-1].end) for group in parsed.groups]
    return sorted([*ranges, *((term.start, term.end) for term in parsed.excluded)])


def similar_searches(asked: SearchRequest) -> tuple[Choice, ...]:
    """Texts that begin like the words of a query, each with its hits."""
    counts: dict[str, int] = {}
    start = time.thread_time()
    for beginning in _beginnings(asked.q):
        if time.thread_time() - start > SUGGESTING_SECONDS:
            break
        for suggestion in archive().searcher.suggest(beginning, MOST_SUGGESTIONS):
            counts.setdefault(suggestion.text, suggestion.count)
        if len(counts) >= MOST_SUGGESTIONS:
            break
    return tuple(
        Choice(visible(text), urls().words(text), counts[text]) for text in [*counts][:MOST_SUGGESTIONS]
    )


def _beginnings(text: str) -> Iterator[str]:
    """Of each word its beginnings, the longest first, while half of it is left."""
    words = [clause.text for group in parse(text).groups for clause in group if clause.kind != "field"]
    tries = [word[:end] for word in words for end in range(len(word), _least(word) - 1, -1)]
    yield from dict.fromkeys(sorted(tries, key=len, reverse=True)[:MOST_TRIES])


def _least(word: str) -> int:
    """Letters of a word that still say something of it: two of `zxqv` are the initials of anything."""
    return max((len(word) + 1) // 2, 3 if word.isascii() else 1)


def _with_hits(searches: Mapping[SearchRequest, str]) -> Iterator[Choice]:
    totals = archive().searcher.totals(search.to_search() for search in searches)
    for (search, label), total in zip(searches.items(), totals, strict=True):
        if total:
            yield Choice(label, urls().search(search), total)
