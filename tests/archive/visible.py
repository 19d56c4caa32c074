"""What a reader sees of a Markdown text, found without the reader's own code: an oracle for tests."""

from __future__ import annotations

import html
import re

from markdown_it import MarkdownIt

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_IMAGE = re.compile(r'<img src="[^"]*" alt="([^"]*)"[^>]*>')
_TAG = re.compile(r"""</?[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*>""")


def visible_letters(text: str) -> str:
    """Letters and ideographs that CommonMark shows, in order: no front matter, tags or comments."""
    body = _FRONT_MATTER.sub("", text.replace("\r\n", "\n"))
    page = MarkdownIt("commonmark").disable("lheading").render(body)
    page = _IMAGE.sub(r"\1", _COMMENT.sub("", page))
    return letters(html.unescape(_TAG.sub("", page)))


def letters(text: str) -> str:
    """Letters and ideographs of a text, in order."""
    return "".join(character for character in text if character.isalpha())
