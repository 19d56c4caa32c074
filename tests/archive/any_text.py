"""Texts that nobody wrote: cut, spliced, shuffled and spiced issues, drawn by a seed."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from tests.archive.shared import CORPORA, SAMPLE, SHARED

SPICE = [
    *("[", "]", "](", "**", "*", "_", "`", "```", "~~~", "> ", "- ", "1. ", "# ", "## ", "|", "：", "摘要："),
    *("[x](javascript:alert(1))", "\\", "&amp;", "&#0;", "\t", "    ", "\n", "\n\n", "\r", "\0", "\ud800"),
    *("https://a.example/c", "1、", "---", "![a](b)", "\u2028", "\x0b", "\x1c", "\ufeff", "2020-05-13"),
]
HTML = ["<", ">", "<!--", "-->", "<b>", "</a>", '<a href="javascript:x">', "<script>", "<div>", "<?", "<!["]


def originals() -> list[str]:
    """Issues to start from: the sample's, and some of each real newsletter where they are at hand."""
    files = sorted(SAMPLE.glob("*.md"))
    for name, _ in CORPORA:
        files += sorted((SHARED / "corpus" / name).glob("*.md"))[::9]
    return [file.read_text(encoding="utf8") for file in files]


def mutated(texts: list[str], seed: int, spice: list[str]) -> str:
    """One text of up to some 20,000 characters; the same for the same seed."""
    draw = random.Random(seed)
    text = draw.choice(texts)
    way = draw.random()
    if way < 0.2:
        lines = text.split("\n")
        draw.shuffle(lines)
        text = "\n".join(lines)
    elif way < 0.4:
        start, end = sorted(draw.randrange(len(text) + 1) for _ in "ab")
        text = text[start:end]
    elif way < 0.6:
        other = draw.choice(texts)
        text = text[: draw.randrange(len(text) + 1)] + other[draw.randrange(len(other) + 1) :]
    for _ in range(draw.randrange(40)):
        offset = draw.randrange(len(text) + 1)
        text = text[:offset] + draw.choice(spice) + text[offset + draw.randrange(4) :]
    return text[:20_000]


MARKDOWN = st.lists(
    st.one_of(st.sampled_from([*SPICE, *HTML]), st.text(max_size=12), st.just("字"), st.just(" ")),
    max_size=60,
).map("".join)
"""Markdown made of its marks alone, which hypothesis can shrink."""
