"""Real newsletters beside the checkout: what is seen is found, judged queries are answered well."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.documents import Document
from index.search_request import Search
from tests.index.search_support import SHARED, cuts_no_word, opened
from tests.index.show_ranking import judge_all, judging, table
from tests.index.show_variants import compared, gain

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason=f"no real newsletters: {SHARED} is not there"),
]

RUNS = 300
LONGEST_RUN = 24
MIN_GAIN, MIN_GAIN_OF_EACH, MAX_EMPTY_SHARE = 0.90, 0.75, 0.05
MAX_LOSS, MAX_LOSS_BY_A_MISTAKE = 0.02, 0.15
"""Of nDCG@10, by another way of typing."""


def texts(document: Document) -> list[str]:
    links = [text for link in document.links for text in (link.label, link.url)]
    fields = (
        document.title,
        document.summary,
        document.details,
        document.byline,
        document.category,
        document.url,
        *document.tags,
        *links,
    )
    return [text for text in fields if len(text) > 1]


def a_run(chance: random.Random, documents: Sequence[Document]) -> tuple[str, str, bool]:
    """An entry, a run of two or more characters of it, and whether it cuts no word; long texts more often."""
    document = chance.choice(documents)
    fields = texts(document)
    text = chance.choices(fields, [len(text) for text in fields])[0]
    size = chance.randint(2, min(LONGEST_RUN, len(text)))
    start = chance.randint(0, len(text) - size)
    return document.id, text[start : start + size], cuts_no_word(text, start, start + size)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("newsletter", "conventions", "issues"),
    [
        ("embedded-ai-report", "embedded-ai-report", None),
        ("embedded-ai-report-draft", "embedded-ai-report", None),
        ("hellogithub", "hellogithub", 20),
        ("weekly", "weekly", 20),
    ],
)
def test_what_is_seen_is_found(newsletter: str, conventions: str, issues: int | None, tmp_path: Path) -> None:
    searcher, documents = opened(newsletter, conventions, tmp_path, issues)
    chance = random.Random(newsletter)
    missed = []
    for _ in range(RUNS):
        key, run, whole = a_run(chance, documents)
        for text in (run, f'"{run}"') if whole else (f'"{run}"',):
            if key not in {document.id for document in searcher.export(Search(text))}:
                missed.append((text, key))

    assert missed == []


@pytest.mark.slow
def test_judged_queries_are_answered_well() -> None:
    judged = judge_all()
    rows = table(judged)

    assert rows["all"][1] >= MIN_GAIN
    assert {name: row for name, row in rows.items() if row[1] < MIN_GAIN_OF_EACH} == {}
    assert {name: row for name, row in rows.items() if row[3] > MAX_EMPTY_SHARE} == {}


@pytest.mark.slow
def test_typed_otherwise_they_are_answered_as_well() -> None:
    with judging() as judge:
        gains = {name: gain(found) for name, found in compared(judge)}
    lost = {name: before - after for name, (before, after) in gains.items()}

    mistakes = {name: loss for name, loss in lost.items() if name.startswith("typo")}
    assert max(mistakes.values()) < MAX_LOSS_BY_A_MISTAKE
    assert {name: loss for name, loss in lost.items() if name not in mistakes and loss > MAX_LOSS} == {}


@pytest.mark.slow
@pytest.mark.serial
def test_suggestions_come_while_typing(tmp_path: Path) -> None:
    """Of first calls, the slow ones (95th percentile) take less computing than slow searches do, in turn on
    the same machine. The very first call builds what others use.
    """
    searcher, documents = opened("embedded-ai-report", "embedded-ai-report", tmp_path)
    searcher.suggest("a")
    searcher.search(Search("a"))
    chance = random.Random(0)
    suggesting, searching = [], []
    for _ in range(200):
        _, run, _ = a_run(chance, documents)
        start = time.process_time()
        searcher.suggest(run[: chance.randint(1, 4)])
        suggesting.append(time.process_time() - start)
        start = time.process_time()
        searcher.search(Search(run))
        searching.append(time.process_time() - start)

    assert sorted(suggesting)[190] < sorted(searching)[190]
