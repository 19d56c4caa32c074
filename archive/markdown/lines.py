"""Markdown → what a reader sees of it: lines of runs, each run with the link it belongs to."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from archive.markdown.commonmark import Token, inline_tokens
from archive.markdown.leaves import MAX_LINES, Leaf, Page
from archive.urls import BARE_URL, trim_url, web_url

_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_TAG = re.compile(
    r"</?[A-Za-z][A-Za-z0-9-]*"
    r"(?:\s+[\w:@.-]+(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=`]+))?)*"
    r"\s*/?>"
)
"""A well-formed tag. What only begins like one is kept as text."""

_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HREF = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)


MAX_LINKS = 1000
"""Links of a line that is not read as Markdown: nobody wrote so many. What follows is text all the same."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text with one link, or without a link."""

    text: str
    url: str = ""
    """Absolute `http(s)` URL; "" where the text is no link, or a link of another scheme."""

    bare: bool = False
    """True where the URL stands in the text itself."""

    image: bool = False
    """True for the alternative text of an image outside any link: it is no sentence of the newsletter."""

    picture: bool = False
    """True for a link that holds nothing but an image, whose alternative text its words are."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a reader sees of one line of a leaf."""

    number: int
    """In the file, 1-based."""

    runs: tuple[Run, ...]
    prefix: str = ""
    """List marker with indentation, where the line begins an item inside an entry."""

    verbatim: bool = False
    """True for code, whose indentation counts."""

    bold: str = ""
    """Words in bold that the line begins with, behind a count or a sign; "" where it begins otherwise."""

    @property
    def text(self) -> str:
        """The line as a reader sees it, with its list marker, without white space at its ends."""
        if self.verbatim:
            return "".join(run.text for run in self.runs).rstrip()
        return (self.prefix + self.plain).rstrip()

    @property
    def plain(self) -> str:
        """The line without list marker."""
        return "".join(run.text for run in self.runs).strip()

    @property
    def urls(self) -> tuple[str, ...]:
        """Everything that the line links to, in order."""
        return tuple(run.url for run in self.runs if run.url)


def lines_of(leaf: Leaf, page: Page) -> tuple[Line, ...]:
    """Lines of a leaf of a page, without list markers."""
    first = leaf.line + (1 if leaf.kind == "code" and _fenced(leaf) else 0)
    bold = _bold_names(leaf)
    return tuple(
        Line(
            min(first + offset, leaf.end_line),
            runs,
            verbatim=leaf.kind == "code",
            bold=bold[offset] if offset < len(bold) else "",
        )
        for offset, runs in _rows_of(leaf, page)
    )


def _bold_names(leaf: Leaf) -> tuple[str, ...]:
    """What each line of a paragraph begins with in bold; markup inside it makes it no name."""
    if leaf.kind != "paragraph" or not ("**" in leaf.content or "__" in leaf.content):
        return ()
    matches = (_BOLD_NAME.match(row) for row in leaf.content.split("\n"))
    return tuple(match["name"].strip() if match else "" for match in matches)


_BOLD_NAME = re.compile(
    r"\s*(?:(?:[（(]?\d{1,3}[、.．:：)）]|[^\w\s*\[<]{1,4})\s*)?(\*\*|__)(?![\s*_])(?P<name>(?:[^*_`\[\]<>\\&\n]|&(?=\s)){2,200})\1"
)


def marked(leaf: Leaf, lines: Sequence[Line], depth: int) -> tuple[Line, ...]:
    """The lines, with the marker of the list item that the leaf begins before the first of them.

    Items of the outermost `depth` containers bear no marker: they are what is being read.
    """
    items = [box for box in leaf.path[depth:] if box.kind != "quote"]
    if not lines or not items or items[-1].line != leaf.line:
        return tuple(lines)
    prefix = "  " * (len(items) - 1) + items[-1].marker + " "
    return (replace(lines[0], prefix=prefix), *lines[1:])


def _rows_of(leaf: Leaf, page: Page) -> Iterable[tuple[int, tuple[Run, ...]]]:
    """Lines of a leaf, each with its distance from the first one."""
    if leaf.kind in ("paragraph", "heading"):
        tokens = inline_tokens(leaf.content, page.references, dense=page.dense)
        return _rows(tokens) if tokens is not None else enumerate(map(rough_runs, leaf.content.split("\n")))
    content = leaf.content.rstrip("\n")
    if leaf.kind == "html":
        return enumerate(_html_rows(strip_comments(content)))
    if leaf.kind == "rule":
        return ()
    if leaf.kind in ("code", "footnotes"):
        return enumerate((Run(row),) for row in content.split("\n"))
    if leaf.end_line - leaf.line > MAX_LINES:
        return ((0, (Run(content),)),)
    return enumerate(map(rough_runs, content.split("\n")))


def _fenced(leaf: Leaf) -> bool:
    return leaf.end_line - leaf.line + 1 > leaf.content.rstrip("\n").count("\n") + 1


def _rows(tokens: Sequence[Token]) -> Iterator[tuple[int, tuple[Run, ...]]]:
    """Inline tokens → runs, a tuple for each line that a reader sees; `<br>` parts lines, too."""
    row: list[Run] = []
    url, bare, offset, picture = "", False, 0, False
    for index, token in enumerate(tokens):
        breaks = token.type in ("softbreak", "hardbreak")
        if breaks or (token.type == "html_inline" and _BREAK_TAG.fullmatch(token.content)):
            yield offset, tuple(row)
            row, offset = [], offset + breaks
        elif token.type == "link_open":
            url, bare = web_url(str(token.attrs.get("href", ""))), token.markup in ("bare", "autolink")
            picture = _holds_picture(tokens, index)
            if picture and _PICTURE.search(url):
                url, picture = "", False
        elif token.type == "link_close" or token.content.lower() == "</a>":
            if url and url not in (run.url for run in row[-1:]):
                row.append(Run("", url))
            url, bare, picture = "", False, False
        elif token.type == "html_inline" and (anchor := _HREF.match(token.content)):
            url = web_url(html.unescape(anchor.group(1)))
        elif text := _text(token):
            row.extend(_join(row, Run(text, url, bare, token.type == "image" and not url, picture)))
    yield offset, tuple(row)


_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg)(?:[?#]|$)", re.IGNORECASE)
"""The end of a picture's address: an image that links there shows itself, only larger."""


def _holds_picture(tokens: Sequence[Token], opened: int) -> bool:
    """Whether images are all that the link holds which is opened there."""
    pictures = False
    for index in range(opened + 1, len(tokens)):
        token = tokens[index]
        if token.type == "link_close":
            break
        if token.type != "image" and _text(token).strip():
            return False
        pictures = pictures or token.type == "image" or token.content.lower().startswith("<img")
    return pictures


def _join(row: list[Run], run: Run) -> Iterator[Run]:
    """The run, or nothing where it was joined to its like at the end of the row."""
    if row and (row[-1].url, row[-1].bare, row[-1].image, row[-1].picture) == (
        run.url,
        run.bare,
        run.image,
        run.picture,
    ):
        row[-1] = replace(row[-1], text=row[-1].text + run.text)
    else:
        yield run


def _text(token: Token) -> str:
    if token.type == "image":
        return "".join(_text(child) for child in token.children or ())
    return "" if token.type == "html_inline" else token.content


def _html_rows(content: str) -> Iterator[tuple[Run, ...]]:
    """Lines of HTML as text: tags are gone, and what the anchors of a line link to stands behind it."""
    plain = _TAG.sub(_blank, _BREAK_TAG.sub(" ", content))
    for raw, row in zip(content.split("\n"), plain.split("\n"), strict=True):
        links = (Run("", url) for url in map(web_url, map(html.unescape, _HREF.findall(raw))) if url)
        yield (Run(" ".join(html.unescape(row).split("\n"))), *links)


def _blank(tag: re.Match[str]) -> str:
    return "\n" * tag.group().count("\n")


def rough_runs(row: str) -> tuple[Run, ...]:
    """A line that is not read as Markdown: verbatim, with the URLs that stand in it."""
    runs: list[Run] = []
    done = 0
    for match in islice(BARE_URL.finditer(row), MAX_LINKS):
        if url := trim_url(match.group()):
            runs += [Run(row[done : match.start()]), Run(url, url, True)]
            done = match.start() + len(url)
    return (*runs, Run(row[done:]))


def strip_comments(text: str) -> str:
    """HTML without its comments; as many lines as before."""
    if "<!--" not in text:
        return text
    return _COMMENT.sub(lambda match: "\n" * match.group().count("\n"), text)


def join(lines: Iterable[Line]) -> str:
    """Plain text of lines, each on its own, without blank ones."""
    return "\n".join(text for line in lines if (text := line.text))
