"""Markdown → HTML that is not yet safe: markdown-it-py with tables, strikethrough and footnotes.

Reading (`archive.markdown`) and showing share one set of rules, so that what was found is what is seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any

from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from archive.markdown.commonmark import is_prose, new_parser
from web.rendering.code import code_html
from web.rendering.pictures import is_badge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

_SPACE = re.compile(r"\s+")
_MARKER = re.compile(r"\s*\d{1,4}[、.．)）]\s*")
_LABEL = re.compile(r"[\u4e00-\u9fff]{1,4}[：:]\s*")
_ENDS = frozenset("。！？；：…!?;:")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
_FRAME = re.compile(
    r"<(?:iframe|video|embed)\s[^<>]*?\bsrc\s*=\s*[\"']?(https?:[^\"'\s<>]+)[^<>]*>", re.IGNORECASE
)

_SAYS = re.compile(r"[^\s：:，,。.、；;]")
_BREAKS = ("softbreak", "hardbreak")

PROBE = 12
"""Characters of a summary that tell where it begins in the Markdown, white space left out."""

SENTENCE = 8
"""Least length of a title that, as the beginning of the summary, is not repeated above it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML of a stretch of Markdown."""

    html: str
    titled: bool = False
    """Whether the title was left out, because the page says it above."""


@dataclass(slots=True)
class Environment:
    """What stretches of one issue share."""

    references: dict[str, Any] = field(default_factory=dict)
    """Link definitions, wherever in the issue they stand."""

    dense: bool = False


def _parser() -> MarkdownIt:
    parser = new_parser()
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False)
    parser.core.ruler.at("inline", _inline)
    parser.core.ruler.after("inline", "pictures", _pictures_apart)
    parser.add_render_rule("softbreak", _softbreak)
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("code_block", _fence)
    parser.add_render_rule("html_block", _html)
    parser.add_render_rule("html_inline", _html)
    parser.add_render_rule("footnote_block_open", lambda *_: '<section class="footnotes"><ol>\n')
    return parser


def _inline(state: StateCore) -> None:
    """Inline text is parsed where a person wrote it, and kept as text where nobody did."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        if is_prose(token.content, dense=state.env.get("dense", False)):
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        else:
            token.children = [Token("text", "", 0, content=token.content)]


def _pictures_apart(state: StateCore) -> None:
    """Pictures of a paragraph become paragraphs of their own: only what is as small as words stays there."""
    tokens: list[Token] = []
    for index, token in enumerate(state.tokens):
        groups = _groups(token.children or []) if token.type == "inline" else []
        if len(groups) < 2 or state.tokens[index - 1].type != "paragraph_open":
            tokens.append(token)
            continue
        opening, closing = state.tokens[index - 1], state.tokens[index + 1]
        for number, group in enumerate(groups):
            tokens += [closing, opening] if number else []
            tokens.append(token.copy(children=group))
    state.tokens = tokens


def _groups(children: Sequence[Token]) -> list[list[Token]]:
    """Inline tokens split into groups of pictures and groups of other tokens."""
    groups: list[tuple[bool, list[Token]]] = []
    index = 0
    while index < len(children):
        length = _picture_at(children, index)
        taken = list(children[index : index + max(1, length)])
        if groups and groups[-1][0] == bool(length):
            groups[-1][1].extend(taken)
        else:
            groups.append((bool(length), taken))
        index += len(taken)
    trimmed = [group if picture else _without_ends(group) for picture, group in groups]
    return [group for group in trimmed if group]


def _picture_at(children: Sequence[Token], index: int) -> int:
    """Tokens that a picture takes here, with a link around it; 0 where there is none, or a small one."""
    token = children[index]
    if token.level or _is_small(token):
        return 0
    if _is_image(token):
        return 1
    linked = token.type == "link_open" and len(children) > index + 2 and _is_image(children[index + 1])
    return 3 if linked and not _is_small(children[index + 1]) and children[index + 2].nesting == -1 else 0


def _is_image(token: Token) -> bool:
    return token.type == "image" or (token.type == "html_inline" and token.content.lower().startswith("<img"))


def _is_small(token: Token) -> bool:
    address = str(token.attrs.get("src", "")) if token.type == "image" else token.content
    return is_badge(address)


def _without_ends(group: list[Token]) -> list[Token]:
    """Text beside a picture without its breaks there; nothing where only marks are left."""
    while group and group[0].type in _BREAKS:
        group = group[1:]
    while group and group[-1].type in _BREAKS:
        group = group[:-1]
    only_marks = all(token.type in ("text", *_BREAKS) and not _SAYS.search(token.content) for token in group)
    return [] if only_marks else group


def _softbreak(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    """The end of a line inside a paragraph. One that ends a sentence, or stands before a label, was meant;
    others only wrap: between Chinese characters not even a blank is left."""
    before = tokens[index - 1].content[-1:] if index else ""
    after = tokens[index + 1].content if index + 1 < len(tokens) else ""
    if before in _ENDS or _LABEL.match(after):
        return "<br>\n"
    return "" if _WIDE.match(before) and _WIDE.match(after) else "\n"


def _fence(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    token = tokens[index]
    return f"<pre><code>{code_html(token.content, token.info)}</code></pre>\n"


def _html(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    """HTML as written. A frame or a film becomes a link: nothing is loaded from elsewhere unasked."""
    return _FRAME.sub(r'<a class="film" href="\1">\1</a>', tokens[index].content)


_PARSER = _parser()


def references_of(text: str) -> dict[str, Any]:
    """Link definitions of a whole issue."""
    environment: dict[str, Any] = {}
    _PARSER.block.parse(text, _PARSER, environment, [])
    return dict(environment.get("references", {}))


def render(text: str, shared: Environment, name: str = "") -> str:
    """HTML of Markdown; `name` keeps the anchors of its footnotes apart from others on the page."""
    return _html_of(*_parsed(text, shared, name))


def render_entry(text: str, shared: Environment, name: str, *, title: str, summary: str) -> Rendered:
    """HTML of an entry without its list marker and, where it can be told apart, without its title."""
    tokens, env = _parsed(text, shared, name)
    tokens = _unwrapped(tokens)
    first = next((token for token in tokens[:4] if token.type == "inline"), None)
    if first is None or not first.children:
        return Rendered(_html_of(tokens, env))
    whole = list(first.children)
    its_own = len(title) >= SENTENCE and _squeezed(summary).startswith(_squeezed(title)[: PROBE * 2])
    candidates = () if its_own else (_unlabelled(_after_line(whole), summary), _after_title(whole, summary))
    for rest in candidates:
        first.children = rest
        html = _html_of(_without_empty(tokens, first), env)
        if _says(html, summary):
            return Rendered(html, titled=True)
    first.children = whole
    if tokens[0].type == "heading_open" and _squeezed(first.content) != _squeezed(title):
        tokens = tokens[3:]  # the section's, which stands above
    return Rendered(_html_of(_without_marker(tokens, first), env))


def _parsed(text: str, shared: Environment, name: str) -> tuple[list[Token], dict[str, Any]]:
    env: dict[str, Any] = {"references": dict(shared.references), "dense": shared.dense, "docId": name}
    return _PARSER.parse(text, env), env


def _html_of(tokens: Sequence[Token], env: dict[str, Any]) -> str:
    html: str = _PARSER.renderer.render(tokens, _PARSER.options, env)
    return html


def _unwrapped(tokens: list[Token]) -> list[Token]:
    """The content of a list with one item, which an entry of a list is on its own; paragraphs are shown."""
    if not tokens or tokens[0].type not in ("bullet_list_open", "ordered_list_open"):
        return tokens
    end = next(n for n, token in enumerate(tokens) if token.level == 0 and n and token.nesting == -1)
    items = [n for n in range(1, end) if tokens[n].level == 1 and tokens[n].type == "list_item_close"]
    if len(items) != 1:
        return tokens
    inner = tokens[2 : items[0]]
    for token in inner:
        if token.type in ("paragraph_open", "paragraph_close") and token.level == 2:
            token.hidden = False
    return [*inner, *tokens[end + 1 :]]


def _after_line(children: list[Token]) -> list[Token]:
    """What stands below the first line of a paragraph."""
    for index, token in enumerate(children):
        if token.type in _BREAKS and token.level == 0:
            return children[index + 1 :]
    return []


def _unlabelled(children: list[Token], summary: str) -> list[Token]:
    """Lines without the label before the summary (`摘要：`), which the archive's readers need no more."""
    probe = _squeezed(summary)[:PROBE]
    for index, token in enumerate(children):
        label = _LABEL.match(token.content) if token.type == "text" and not token.level else None
        if (
            label
            and probe
            and _text_from([_cut(token, label.end()), *children[index + 1 :]], 0).startswith(probe)
        ):
            return [*children[:index], _cut(token, label.end()), *children[index + 1 :]]
    return children


def _after_title(children: list[Token], summary: str) -> list[Token]:
    """What of a paragraph begins where the summary does, outside of any link or emphasis before it."""
    probe = _squeezed(summary)[:PROBE]
    if not probe:
        return children
    for index, token in enumerate(children):
        if token.level or token.type not in ("text", "code_inline", "link_open", "strong_open", "em_open"):
            continue
        if not _text_from(children, index).startswith(probe[:1]) and token.type != "text":
            continue
        for cut in _cuts(token, probe):
            rest = [_cut(token, cut), *children[index + 1 :]]
            if _text_from(rest, 0).startswith(probe):
                return rest
    return children


def _cuts(token: Token, probe: str) -> list[int]:
    """Places of a token where a probe may begin."""
    if token.type != "text":
        return [0]
    return [n for n, char in enumerate(token.content) if char == probe[0]][:20]


def _cut(token: Token, start: int) -> Token:
    return token.copy(content=token.content[start:]) if start else token


def _text_from(children: Sequence[Token], start: int) -> str:
    text = ""
    for token in children[start:]:
        text += token.content if token.type in ("text", "code_inline") else ""
        if len(text) > PROBE * 8:
            break
    return _squeezed(text)


def _without_empty(tokens: list[Token], inline: Token) -> list[Token]:
    """Tokens without the paragraph of an inline token that has nothing left."""
    if inline.children and any(child.type != "text" or child.content.strip() for child in inline.children):
        return tokens
    index = next((n for n, token in enumerate(tokens) if token is inline), 0)
    if not index:
        return tokens
    return [*tokens[: index - 1], *tokens[index + 2 :]]


def _without_marker(tokens: list[Token], inline: Token) -> list[Token]:
    """Tokens without the number that begins an entry: `3、`."""
    children = list(inline.children or ())
    if children and children[0].type == "text":
        children[0] = children[0].copy(content=_MARKER.sub("", children[0].content, count=1))
    inline.children = children
    return _without_empty(tokens, inline)


_TAG = re.compile(r"<[^<>]*>")


def _says(html: str, summary: str) -> bool:
    """Whether rendered text begins the summary, so that nothing of it went with the title."""
    return _squeezed(summary)[:PROBE] in _squeezed(unescape(_TAG.sub("", html)))


def _squeezed(text: str) -> str:
    return _SPACE.sub("", text)
