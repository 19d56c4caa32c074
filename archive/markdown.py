"""markdown-it-py, tamed: the only module that imports it.

Blocks and inline text are parsed apart, so that one paragraph that no person wrote cannot slow the rest.
Links come out as written (no percent-encoding), and bare URLs are links that end where Chinese text begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from archive.urls import bare_url_at

__all__ = ["References", "Token", "block_tokens", "inline_tokens"]

References = dict[str, Any]
"""markdown-it's environment: link definitions of the file, found with its blocks, used by inline text."""

MAX_NESTING = 20
_SPECIAL = re.compile(r"[\[\]*_`<>!&\\~]")
_SPECIALS_BUDGET = 400
"""Marks that a paragraph may hold before their density is looked at."""

_WORK_BUDGET = 1_500_000
"""Marks times characters: what markdown-it may do at worst, where brackets or emphasis never close."""

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


class _Markdown(MarkdownIt):
    """markdown-it whose links stay as they are written."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        """The URL, untouched."""
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        """The text of a URL, untouched."""
        return link


def _parser() -> MarkdownIt:
    parser = _Markdown("commonmark", {"maxNesting": MAX_NESTING})
    parser.disable("lheading")
    parser.core.ruler.disable("inline")
    parser.core.ruler.disable("text_join")
    parser.inline.ruler.before("autolink", "bare_url", _bare_url)
    return parser


_PARSER = _parser()


def block_tokens(text: str) -> tuple[Sequence[Token], References]:
    """Block tokens of a whole file, whose inline tokens are not parsed yet, and its link definitions."""
    references: References = {}
    return _PARSER.parse(text, references), references


def inline_tokens(content: str, references: References) -> Sequence[Token] | None:
    """Tokens of one paragraph; None where it holds more marks than prose does, and is to be read as text."""
    marks = len(_SPECIAL.findall(content))
    if marks > _SPECIALS_BUDGET and (marks * len(content) > _WORK_BUDGET or marks * 4 > len(content)):
        return None
    tokens: list[Token] = []
    _PARSER.inline.parse(content, _PARSER, references, tokens)
    return tokens
