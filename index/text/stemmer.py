"""English words → a stem shared by their forms: quantized, quantizing and quantization are one."""

from __future__ import annotations

from functools import lru_cache

SUFFIXES = (
    "izations", "isations", "ization", "isation", "izing", "ising", "izers", "isers", "izer", "iser",
    "ized", "ised", "izes", "ises", "ize", "ise", "ations", "ation", "ions", "ion", "ings", "ing",
    "ers", "er", "ors", "or", "ed", "es", "s", "e",
)  # fmt: skip
"""Endings, longest first. A light stemmer (compare Savoy, SIGIR 1999): rather too little than too much."""

NO_PLURAL = ("ss", "us", "is")
"""Words so ending are not plural: compress, status, basis."""

MIN_STEM_LENGTH = 4
MIN_PLURAL_STEM_LENGTH = 3


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """The stem of a folded English word; "" for what is none, or too short to have forms."""
    if not (word.isascii() and word.isalpha()):
        return ""
    for suffix in SUFFIXES:
        min_length = MIN_PLURAL_STEM_LENGTH if suffix == "s" else MIN_STEM_LENGTH
        if suffix == "s" and word.endswith(NO_PLURAL):
            continue
        if word.endswith(suffix) and len(word) - len(suffix) >= min_length:
            return _without_doubled_letter(word[: -len(suffix)])
    return word if len(word) >= MIN_PLURAL_STEM_LENGTH else ""


def _without_doubled_letter(root: str) -> str:
    """`runn` of running → `run`."""
    doubled = len(root) > MIN_PLURAL_STEM_LENGTH and root[-1] == root[-2] and root[-1] not in "aeiousl"
    return root[:-1] if doubled else root
