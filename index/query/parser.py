"""What a reader typed → its clauses. Total: any text has a reading, and a mistake is read as text.

"exact phrase"  “精确短语”   -word  -来源:知乎   A OR B   category:论文  来源:知乎  date:2020-01..2020-06
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index.query.dates import bounds
from index.results import Understood
from index.search_request import MAX_QUERY_LENGTH

Field = Literal["newsletter", "category", "source", "tag", "site", "date", "issue"]

FIELDS: dict[str, Field] = {
    **dict.fromkeys(("newsletter", "简报", "簡報"), "newsletter"),
    **dict.fromkeys(("category", "分类", "分類", "栏目", "欄目"), "category"),
    **dict.fromkeys(("source", "来源", "來源"), "source"),
    **dict.fromkeys(("tag", "标签", "標籤"), "tag"),
    **dict.fromkeys(("site", "网站", "網站", "站点"), "site"),
    **dict.fromkeys(("date", "日期", "时间", "時間"), "date"),
    **dict.fromkeys(("issue", "期", "期号", "期號"), "issue"),
}
"""Names of fields, as typed."""

QUOTES = {'"': '"”“＂', "“": '”"“', "”": '”"', "„": '“”"', "＂": '＂"', "「": "」", "『": "』"}
"""Opening quotation mark → what may close it."""

MINUS = "－−-"

_OPENING = "".join(QUOTES)
_LEXEME = re.compile(
    rf"(?P<minus>(?<!\S)[{MINUS}](?=[{_OPENING}]|(?![{MINUS}])\S*[^\W_]))?"  # `-.` leaves out nothing
    rf"(?:(?P<field>(?<![^\s{MINUS}])(?:{'|'.join(FIELDS)})(?=[:：]\S))[:：])?"
    rf"(?:(?P<open>[{_OPENING}])|(?P<word>[^\s{_OPENING}]+))",
    re.IGNORECASE,
)
_OR = "OR"


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of what was typed."""

    kind: Literal["text", "phrase", "field"]
    text: str
    """As typed, without marks; a field's value."""

    start: int
    end: int
    """Half-open character range in the typed text, marks included."""

    excluded: bool = False
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was typed, read."""

    text: str
    """What was read of it: not more than MAX_QUERY_LENGTH characters."""

    groups: tuple[tuple[Clause, ...], ...]
    """All groups must hold; in a group, any clause (joined with OR)."""

    excluded: tuple[Clause, ...]

    @property
    def plain(self) -> bool:
        """Whether nothing but words was typed."""
        return not self.excluded and all(len(group) == 1 and group[0].kind == "text" for group in self.groups)


def parse(typed: str) -> Parsed:
    """Read a query in time that grows with its length."""
    text = typed[:MAX_QUERY_LENGTH]
    clauses = list(_clauses(text))
    excluded = tuple(clause for clause in clauses if clause.excluded)
    if excluded and len(excluded) == len(clauses) and all(clause.kind == "text" for clause in excluded):
        # Nothing but "-word": all the rest would be no answer to anything, so it is read as text.
        return Parsed(text, tuple((_included(clause),) for clause in excluded), ())
    return Parsed(text, tuple(_groups([clause for clause in clauses if not clause.excluded])), excluded)


def language_clauses(typed: str) -> int:
    """How many pieces of search language a query has: phrases, exclusions, fields, and each OR."""
    clauses = _clauses(typed[:MAX_QUERY_LENGTH])
    return sum(clause.excluded or clause.kind != "text" or _is_or(clause) for clause in clauses)


def understood(parsed: Parsed) -> tuple[Understood, ...]:
    """The clauses of search language in it, in the order of the text."""
    chips = [(group[0].start, group[-1].end, _chip(group)) for group in parsed.groups if _is_language(group)]
    chips += [(clause.start, clause.end, ("exclude", _label(clause))) for clause in parsed.excluded]
    return tuple(
        Understood(kind=chip[0], label=chip[1], without=_without(parsed.text, start, end))
        for start, end, chip in sorted(chips)
    )


ChipKind = Literal[
    "phrase", "exclude", "or", "newsletter", "category", "source", "tag", "site", "date", "issue"
]


def _chip(group: tuple[Clause, ...]) -> tuple[ChipKind, str]:
    if len(group) > 1:
        return "or", f" {_OR} ".join(map(_label, group))
    return group[0].field or "phrase", _label(group[0])


def _label(clause: Clause) -> str:
    if clause.field != "date":
        return clause.text
    low, high = bounds(clause.text) or ("", "")
    return clause.text if low[:7] == high[:7] or clause.text.isdecimal() else f"{low} – {high}"


def _is_language(group: tuple[Clause, ...]) -> bool:
    return len(group) > 1 or group[0].kind != "text"


def _without(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[:start]} {text[end:]}".split())


def _clauses(text: str) -> Iterator[Clause]:
    position = 0
    while match := _LEXEME.search(text, position):
        clause = _clause(text, match)
        position = clause.end
        if clause.text.strip():
            yield clause


def _clause(text: str, match: re.Match[str]) -> Clause:
    field = FIELDS[match["field"].lower()] if match["field"] else None
    excluded = bool(match["minus"])
    if match["open"]:
        inner = match.end()
        close = next((index for index in range(inner, len(text)) if text[index] in QUOTES[match["open"]]), -1)
        if close < 0:  # never closed: the mark is just a mark
            return Clause("text", text[match.start() : inner], match.start(), inner)
        value = text[inner:close].strip()
        clause = Clause("field" if field else "phrase", value, match.start(), close + 1, excluded, field)
    else:
        clause = Clause("field" if field else "text", match["word"], *match.span(), excluded, field)
    return clause if _is_valid(clause) else Clause("text", text[clause.start : clause.end], *match.span())


def _is_valid(clause: Clause) -> bool:
    return clause.field != "date" or bounds(clause.text) is not None


def _included(clause: Clause) -> Clause:
    return Clause(clause.kind, clause.text, clause.start, clause.end)


def _is_or(clause: Clause) -> bool:
    return clause.kind == "text" and clause.text == _OR


def _groups(clauses: list[Clause]) -> Iterator[tuple[Clause, ...]]:
    """Join what stands on both sides of an OR; an OR with one side only says nothing, unless it is all."""
    if clauses and all(map(_is_or, clauses)):
        yield (clauses[0],)
        return
    group: list[Clause] = []
    joining = False
    for clause in clauses:
        if _is_or(clause):
            joining = True
            continue
        if group and not joining:
            yield tuple(group)
            group = []
        group.append(clause)
        joining = False
    if group:
        yield tuple(group)
