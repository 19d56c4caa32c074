"""What the way of typing does to the answers: judged queries, and the same ones typed otherwise.

    python -m tests.index.show_variants             each way: queries, nDCG@10 as judged → typed otherwise
    python -m tests.index.show_variants --low       and the queries that lose most

Ways: traditional script, Taiwan's words (as OpenCC has them, some of which nobody would type), full width,
upper and lower case, with and without blanks between scripts, a question around it, and a mistake in a Latin
word. Mistakes are drawn with fixed seeds. Needs the folder `shared` beside the checkout.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import mean

import opencc

from tests.index.show_ranking import Judge, judging, queries

HAN = "[\u4e00-\u9fff]"
LATIN = "[A-Za-z0-9]"
SEARCH_LANGUAGE = re.compile(r'["“:：?？]| OR ')
MAX_LINES = 5
LOSS = 0.1


@dataclass(frozen=True, slots=True)
class Pair:
    """One query both ways, with its nDCG@10."""

    typed: str
    otherwise: str
    before: float
    after: float


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def apart(text: str) -> str:
    return re.sub(rf"(?<={HAN})(?={LATIN})|(?<={LATIN})(?={HAN})", " ", text)


def without_spaces(text: str) -> str:
    return re.sub(rf"(?<={HAN}) (?={HAN}|{LATIN})|(?<={LATIN}) (?={HAN})", "", text)


def mistyped(text: str, chance: random.Random) -> str:
    """One letter inside a Latin word left out, doubled, replaced, or swapped with the next."""
    words = list(re.finditer(r"[A-Za-z]{5,}", text))
    if not words:
        return text
    word = chance.choice(words)
    at = word.start() + chance.randint(1, len(word[0]) - 2)
    current, following = text[at], text[at + 1]
    change = chance.choice(["", current * 2, chance.choice("aeiour"), None])
    if change is None:
        return text[:at] + following + current + text[at + 2 :]
    return text[:at] + change + text[at + 1 :]


def ways() -> Iterator[tuple[str, Callable[[str], str]]]:
    yield "traditional", opencc.OpenCC("s2t").convert
    yield "taiwan", opencc.OpenCC("s2twp").convert
    yield from {"full width": full_width, "upper": str.upper, "lower": str.lower}.items()
    yield from {"apart": apart, "together": without_spaces}.items()
    yield "question", "有没有{}的文章".format
    for seed in range(3):
        chance = random.Random(seed)
        yield f"typo {seed + 1}", partial(mistyped, chance=chance)


def compared(judge: Judge) -> Iterator[tuple[str, Sequence[Pair]]]:
    """Each way, with all queries that it changes; those with search language stay what they are."""
    plain = [query for query in queries() if not SEARCH_LANGUAGE.search(str(query["query"]))]
    judged = [(query, judge(query)) for query in plain]
    for name, way in ways():
        yield (
            name,
            [
                Pair(one.text, otherwise, one.ndcg, judge({**query, "query": otherwise}).ndcg)
                for query, one in judged
                if (otherwise := way(one.text)) != one.text
            ],
        )


def gain(pairs: Sequence[Pair]) -> tuple[float, float]:
    """Mean nDCG@10 as judged and typed otherwise."""
    return mean(pair.before for pair in pairs), mean(pair.after for pair in pairs)


def main(arguments: list[str]) -> None:
    with judging() as judge:
        for name, pairs in compared(judge):
            before, after = gain(pairs)
            print(f"{name:12} {len(pairs):3}  {before:.3f} → {after:.3f}")
            worst = sorted(pairs, key=lambda pair: pair.after - pair.before)
            for pair in worst[:MAX_LINES] if "--low" in arguments else []:
                if pair.before - pair.after > LOSS:
                    print(f"    {pair.before:.2f} → {pair.after:.2f}  {pair.typed} → {pair.otherwise}")


if __name__ == "__main__":
    main(sys.argv[1:])
