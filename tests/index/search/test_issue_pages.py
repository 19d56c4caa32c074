"""What stands in an issue but in none of its entries is found on its own."""

import dataclasses

import pytest

from index.engines.budget import Budget
from index.forward.vocabulary import Vocabulary
from index.query.tree import Filter, Query, Substring, Term
from index.search.issue_pages import MAX_HITS, IssuePages
from tests.index.search_support import DOCUMENTS, issue, open_index

ISSUES = (
    issue("2020-01-15", "这一期谈缓存与编译器。"),
    issue("2020-03-01", "编译器特辑。"),
    issue("2020-05-20", ""),
)
INDEX = open_index(issues=ISSUES)
PAGES = IssuePages(INDEX.forward, Vocabulary(INDEX.forward, INDEX.engine))


def names(query: Query, **filters: Filter) -> list[str]:
    return sorted(hit.name for hit in PAGES.search(query, filters, Budget(60)))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Term("编译器"), ["2020-01-15", "2020-03-01"]),
        (Term("缓存"), ["2020-01-15"]),
        (Term("端侧"), ["2020-01-15", "2020-03-01", "2020-05-20"]),  # of the notes of a section
        (Substring("谈缓存与", Term("缓存")), ["2020-01-15"]),
        (Substring("存缓", Term("缓存")), []),
        (Term("mobilenetv3"), []),  # stands in an entry
    ],
    ids=str,
)
def test_text_outside_entries_is_found(query: Query, expected: list[str]) -> None:
    assert names(query) == expected


def test_filters_that_an_issue_can_pass_narrow_and_others_let_none_through() -> None:
    assert names(Term("编译器"), issue=Filter("issue", ("2020-03-01",))) == ["2020-03-01"]
    assert names(Term("编译器"), category=Filter("category", ("论文",))) == []


def test_a_hit_shows_what_matched() -> None:
    (hit,) = PAGES.search(Term("缓存"), {}, Budget())

    assert hit.title == "第 2020-01-15 期"
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == ["缓存"]


def test_few_are_shown_however_many_there_are() -> None:
    many = [dataclasses.replace(issue(f"{n}", "编译器"), name=f"{n}") for n in range(1, 3 * MAX_HITS)]
    index = open_index(DOCUMENTS[:1], issues=many)
    hits = IssuePages(index.forward, Vocabulary(index.forward, index.engine)).search(
        Term("编译器"), {}, Budget()
    )

    assert len(hits) == MAX_HITS


def test_an_archive_without_such_text_has_nothing_to_find() -> None:
    index = open_index(DOCUMENTS[:1])

    assert (
        IssuePages(index.forward, Vocabulary(index.forward, index.engine)).search(
            Term("编译器"), {}, Budget()
        )
        == ()
    )
