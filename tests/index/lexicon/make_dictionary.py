"""Makes index/lexicon/data/dictionary.txt from a copy of CC-CEDICT.

    python -m tests.index.lexicon.make_dictionary cc-cedict.txt

A line is a Chinese word in simplified script and its short English meanings, or such a meaning and its words.
Words that jieba's dictionary does not have, or hardly, are left out, and so are names, old words, and
meanings of more than three words.
CC-CEDICT is under CC BY-SA 4.0, and so is what is made of it: docs/licences.md says so.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import jieba

from index.lexicon.dictionary import FILE, MARK
from index.text.simplified import simplified

HEAD = """\
# Chinese words and their short English meanings, made of CC-CEDICT (https://cc-cedict.org) by
# tests/index/lexicon/make_dictionary.py: selected and shortened. Licence: CC BY-SA 4.0
# (https://creativecommons.org/licenses/by-sa/4.0/), unlike the rest of this program.
"""

MAX_WORDS = 50
"""Chinese words of an English one."""

MIN_COUNT = 3
"""Occurrences of a word in the text that jieba's dictionary was counted in, at least."""

ENTRY = re.compile(r"\S+ (?P<word>[\u4e00-\u9fff]{2,6}) \[(?P<reading>[^]]*)\] /(?P<meanings>.*)/")
EXCLUDED = re.compile(
    r"[\u4e00-\u9fff]|CL:|variant of|old\)|archaic|dialect|literary|idiom|slang|surname|abbr\."
)
MEANING = re.compile(r"[a-z0-9][a-z0-9'-]+(?: [a-z0-9][a-z0-9'-]*){0,2}")


def main(source: Path) -> None:
    translations: dict[str, dict[str, None]] = {}
    for line in source.read_text(encoding="utf8").splitlines():
        entry = ENTRY.match(line)
        if entry and is_common(entry["word"]) and not entry["reading"][0].isupper():
            translations.setdefault(simplified(entry["word"]), {}).update(
                dict.fromkeys(meanings(entry["meanings"]))
            )
    write({word: tuple(words) for word, words in translations.items() if words})


def write(meanings_of: Mapping[str, Sequence[str]]) -> None:
    """Write the file: both languages, each line a word with those of the other."""
    words_of: dict[str, list[str]] = {}
    for word, meanings in sorted(meanings_of.items()):
        for meaning in meanings:
            words_of.setdefault(meaning, []).append(word)
    all_meanings = {meaning: words[:MAX_WORDS] for meaning, words in words_of.items()} | dict(meanings_of)
    entries = sorted(
        (f"{MARK}{word}{MARK}".encode(), MARK.join(meanings)) for word, meanings in all_meanings.items()
    )
    lines = (f"{start.decode()}{meanings}{MARK}\n" for start, meanings in entries)
    FILE.write_text(HEAD + "".join(lines), encoding="utf8")


def is_common(word: str) -> bool:
    return int(jieba.dt.FREQ.get(word) or 0) >= MIN_COUNT


def meanings(text: str) -> Iterator[str]:
    for written in re.split("[/;]", text):
        if not EXCLUDED.search(written):
            plain = re.sub(r"\([^)]*\)", "", written).strip().casefold()
            plain = re.sub(r"^(to be|to|an?|the) ", "", " ".join(plain.split()))
            if len(plain) > 2 and MEANING.fullmatch(plain):
                yield plain


if __name__ == "__main__":
    jieba.initialize()
    main(Path(sys.argv[1]))
