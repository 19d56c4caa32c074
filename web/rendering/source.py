"""Markdown as a newsletter keeps it → Markdown alone: no marks of site generators, footnotes where called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.markdown.fences import fenced
from archive.markdown.tight_headings import spaced_headings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_DEEP = re.compile(r"^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){7,}")
"""Nesting that no person writes, and that makes a parser slow: its marks are taken off."""

_FIGURE = re.compile(
    r"\{\{[<%]\s*(?:figure|img|image)\b[^{}]{0,400}?\bsrc=\"([^\"<>{}\s]{1,300})\"[^{}]{0,400}?[>%]\}\}"
)
_GENERATOR = re.compile(
    r"(?P<code>`[^`\n]{1,400}`)"
    r"|\{\{[<%][^{}]{0,400}?[>%]\}\}"  # Hugo: {{< youtube id >}}, {{% note %}}
    r"|\{%[^{}%]{0,400}%\}"  # Liquid: {% post_url 2020-01-01-name %}, {% raw %}
    r"|\{\{-?\s*(?:site|page|post|layout|content)\b[^{}]{0,200}\}\}"  # Liquid: {{ site.baseurl }}
    r"|\{\{\s*[\"'][^{}]{0,200}\|[^{}]{0,100}\}\}"  # Liquid: {{ "/a" | relative_url }}
    r"|\{::?[ \t]*(?:[.#][A-Za-z]|:|/?(?:toc|comment|options|nomarkdown)\b|[A-Za-z-]+=[\"'])[^{}\n]{0,200}\}"
)
"""What Jekyll (Liquid and kramdown) and Hugo replace. Braces of other kinds are text that somebody means."""

_HEADING_ID = re.compile(r"^(#{1,6} .*?)[ \t]*\{#[\w-]+\}[ \t]*$")
_MORE = re.compile(r"^\s*(?:<!--\s*more\s*-->|\[TOC\]|\[\[toc\]\])\s*$", re.IGNORECASE)

_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,60})\]:[ \t]")
_NOTE_CALL = re.compile(r"\[\^([^\]\s]{1,60})\](?!:)")

MOST_NOTES = 200
"""Footnotes of one issue that are looked for where they are called."""


def plain_markdown(lines: Sequence[str]) -> Iterator[str]:
    """Lines without what only a site generator understands; code stays as it is."""
    code = list(fenced(lines))
    for line, literal in zip(spaced_headings(lines, code), code, strict=True):
        yield line if literal else _without_marks(line)


def _without_marks(line: str) -> str:
    if _MORE.match(line):
        return ""
    if _DEEP.match(line):
        line = _DEEP.sub("", line)
    if "{" not in line:
        return line
    line = _FIGURE.sub(r"![](\1)", line)
    return _HEADING_ID.sub(r"\1", _GENERATOR.sub(lambda match: match["code"] or "", line))


def footnotes_in(lines: Sequence[str]) -> dict[str, str]:
    """Footnotes that an issue defines: label → Markdown of the definition."""
    notes: dict[str, list[str]] = {}
    own: list[str] | None = None
    for line in lines:
        begins = _NOTE.match(line)
        if begins:
            own = notes.setdefault(begins[1], [])
            own.append(line)
        elif own is not None and line.startswith(("    ", "\t")):
            own.append(line)
        elif line.strip():
            own = None
        if len(notes) > MOST_NOTES:
            return {}
    return {label: "\n".join(text) for label, text in notes.items()}


def with_footnotes(text: str, notes: Mapping[str, str], called: frozenset[str]) -> str:
    """A stretch of an issue with the footnotes that it calls, which may stand at the issue's end.

    `called`: labels that the issue calls anywhere. A note that nobody calls stays as text.
    """
    if "[^" not in text:
        return text
    text = "\n".join(
        "\\" + line.lstrip() if (begins := _NOTE.match(line)) and begins[1] not in called else line
        for line in text.split("\n")
    )
    labels = dict.fromkeys(label for label in _NOTE_CALL.findall(text) if label in notes)
    defined = {begins[1] for line in text.split("\n") if (begins := _NOTE.match(line))}
    missing = [notes[label] for label in labels if label not in defined]
    return "\n\n".join([text, *missing])


def calls_of(text: str) -> frozenset[str]:
    """Labels of the footnotes that a text calls."""
    return frozenset(_NOTE_CALL.findall(text)) if "[^" in text else frozenset()
