"""Adapter of markdown-it-py, with rules for Chinese and bounds for hostile text.

Only the renderer of issues imports it, too. Blocks and inline text are parsed separately, so that a
pathological paragraph cannot slow down the rest.
Links come out as written (no percent-encoding), and bare URLs are links that end where Chinese text begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, lheading
from markdown_it.rules_inline import StateInline, emphasis
from markdown_it.token import Token

from archive.markdown.footnotes import REFERENCE
from archive.urls import bare_url_at

__all__ = [
    "FOOTNOTES",
    "References",
    "Token",
    "block_tokens",
    "inline_tokens",
    "is_dense",
    "is_prose",
    "new_parser",
]

References = dict[str, Any]
"""markdown-it's environment: link definitions of the file, found with its blocks, used by inline text; under
`FOOTNOTES`, by label, where its footnotes lead."""

FOOTNOTES = "footnote_urls"

MAX_NESTING = 20

_BRACKETS = re.compile(r"[\[\]*_`<>!&\\~]|://")
"""Characters for which markdown-it may scan the rest of a paragraph: quadratic where there are many."""

_MARKS = re.compile(r"[\n!&*:<\[\\\]_`]")
"""Characters that end a run of plain text because a rule begins with them; each tries all rules.

markdown-it's default stops at more, for rules that are not used here, and so in every year and version.
"""

_PARAGRAPH = (600, 3_000_000)
"""Most brackets in a paragraph, and most brackets × characters, beyond which it is not parsed."""

_FILE = (20_000, 0.06)
"""Most brackets in a file, and their largest share, beyond which it is dense. Real issues: 800 and 0.05."""

_FILE_MARKS = (80_000, 0.3)
"""The same for all marks. Real issues: 1,300 and 0.08."""

_HAN = re.compile("[\u3400-\u9fff]")
_UNDERLINE = re.compile("={3,}|-{3,}")
_SENTENCE = re.compile(r"[。！？；：，:;]|://|.{41}")
"""Punctuation and length by which a sentence or label is distinguished from a heading."""

_SCHEME = re.compile(r"https?$", re.IGNORECASE)


def _bare_url(state: StateInline, silent: bool) -> bool:
    """An inline rule: `https://…` in running text is a link; inside a link's label it stays text."""
    if not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.pending)
    if scheme is None:
        return False
    url = bare_url_at(state.src, state.pos - len(scheme.group()))
    if not url or len(url) <= len(scheme.group()) + 3:
        return False
    if not silent:
        _push_url(state, url, len(scheme.group()))
    state.pos += len(url) - len(scheme.group())
    return True


def _push_url(state: StateInline, url: str, scheme: int) -> None:
    if state.linkLevel > 0:
        state.pending += url[scheme:]
        return
    state.pending = state.pending[:-scheme]
    opening = state.push("link_open", "a", 1)
    opening.attrs, opening.markup = {"href": url}, "bare"
    state.push("text", "", 0).content = url
    state.push("link_close", "a", -1).markup = "bare"


def _footnote(state: StateInline, silent: bool) -> bool:
    """An inline rule: a reference to a footnote is a link without words, or nothing."""
    match = REFERENCE.match(state.src, state.pos)
    url = state.env.get(FOOTNOTES, {}).get(match["label"]) if match else None
    if match is None or url is None:
        return False
    if url and not silent:
        state.push("link_open", "a", 1).attrs = {"href": url}
        state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Let `*` open and close beside Chinese punctuation, since Chinese has no spaces between words.

    CommonMark reads the last two stars of `**label：**text` as plain text.
    """
    start = state.pos
    if not emphasis.tokenize(state, silent):
        return False
    before, after = state.src[start - 1 : start], state.src[state.pos : state.pos + 1]
    for delimiter in state.delimiters[start - state.pos :] if state.src[start] == "*" else ():
        delimiter.close |= bool(_HAN.match(after)) and not before.isspace() and before != ""
        delimiter.open |= bool(_HAN.match(before)) and not after.isspace() and after != ""
    return True


def _underlined(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A setext heading, unless it is a sentence above a rule: one short line after a blank line."""
    if silent or start + 1 >= end or state.parentType != "root" or not _alone(state, start):
        return False
    text, under = (state.src[state.bMarks[n] : state.eMarks[n]].strip() for n in (start, start + 1))
    rule = under[:1] == "-" and (_SENTENCE.search(text) or not _blank(state, start + 2))
    return bool(_UNDERLINE.fullmatch(under)) and not rule and lheading(state, start, end, silent)


def _alone(state: StateBlock, line: int) -> bool:
    return state.sCount[line] < 4 and (line == 0 or _blank(state, line - 1))


def _blank(state: StateBlock, line: int) -> bool:
    return line >= state.lineMax or state.isEmpty(line)


class _Markdown(MarkdownIt):
    """markdown-it without normalisation of links."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        """The URL, untouched."""
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        """The text of a URL, untouched."""
        return link


def new_parser() -> MarkdownIt:
    """A parser with the rules for Chinese newsletters. Callers disable or replace the core rule `inline`."""
    parser = _Markdown("commonmark", {"maxNesting": MAX_NESTING})
    parser.block.ruler.at("lheading", _underlined)
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.inline.ruler.before("autolink", "bare_url", _bare_url)
    return parser


def _parser() -> MarkdownIt:
    parser = new_parser()
    parser.core.ruler.disable("inline")
    parser.core.ruler.disable("text_join")
    parser.inline.terminator_re = _MARKS
    parser.inline.ruler.before("escape", "footnote", _footnote)
    return parser


_PARSER = _parser()


def block_tokens(text: str) -> tuple[Sequence[Token], References]:
    """Block tokens of a whole file, whose inline tokens are not parsed yet, and its link definitions."""
    references: References = {}
    return _PARSER.parse(text, references), references


def is_dense(text: str) -> bool:
    """True for a file with more marks than written markup has: its dense paragraphs are read as text."""
    brackets, marks = len(_BRACKETS.findall(text)), len(_MARKS.findall(text))
    return (brackets > _FILE[0] and brackets > _FILE[1] * len(text)) or (
        marks > _FILE_MARKS[0] and marks > _FILE_MARKS[1] * len(text)
    )


def inline_tokens(content: str, references: References, *, dense: bool = False) -> Sequence[Token] | None:
    """Tokens of one paragraph; None where it holds more marks than prose does, and is to be read as text.

    `dense`: the whole file holds too many, so that less is allowed to each paragraph.
    """
    if not is_prose(content, dense=dense):
        return None
    tokens: list[Token] = []
    _PARSER.inline.parse(content, _PARSER, references, tokens)
    return tokens


def is_prose(content: str, *, dense: bool = False) -> bool:
    """Whether a paragraph holds no more marks than a person writes, so that it can be parsed in good time."""
    brackets = len(_BRACKETS.findall(content))
    if brackets > _PARAGRAPH[0] and (brackets * len(content) > _PARAGRAPH[1] or brackets * 4 > len(content)):
        return False
    if not dense and len(content) <= _FILE_MARKS[0]:
        return True
    marks = len(_MARKS.findall(content))
    return brackets <= _FILE[1] * len(content) and marks <= _FILE_MARKS[1] * len(content)
