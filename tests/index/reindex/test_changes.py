"""Which files are read again, and what the index shall hold: incrementally the same as from scratch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.reindex.changes import Content, gather, is_unchanged
from tests.index.storage_support import File, broken, file, issue

PATHS = ("a.md", "b.md", "c.md", "d.md")


def named(path: str, day: int, text: str) -> File:
    """A file of any path, so that two files can hold issues of one name."""
    made = issue(day, text)
    return File(made, path, f"{day} {text}")


def read(files: Sequence[File], before: Content | None = None, out_of_reach: Sequence[str] = ()) -> Content:
    return gather(files, out_of_reach, before.indexed if before else (), lambda: None)


Texts = Mapping[str, tuple[str, str]]


def texts(content: Content, before: Texts | None = None) -> Texts:
    """Headline and file of each issue; of those that are taken over, as they were `before`."""
    fresh = {name: (issue.headline, issue.file) for name, issue in content.fresh.items()}
    return {**{name: (before or {})[name] for name in content.unchanged}, **fresh}


states = st.dictionaries(
    st.sampled_from(PATHS), st.tuples(st.integers(0, 3), st.sampled_from("甲乙丙")), max_size=4
).map(lambda files: [named(path, day, text) for path, (day, text) in sorted(files.items())])


@given(st.lists(states, min_size=1, max_size=5))
def test_step_by_step_gives_what_a_full_run_gives(steps: list[list[File]]) -> None:
    content, held = None, {}
    for files in steps:
        content = read(files, content)
        held = texts(content, held)

    full = read(steps[-1])
    assert content is not None
    assert held == texts(full)
    assert content.problems == full.problems
    assert {f.path: f.issue for f in content.indexed} == {f.path: f.issue for f in full.indexed}


@given(states, states)
def test_only_what_changed_is_read(before: list[File], after: list[File]) -> None:
    old = read(before)
    good = {f.path: f.digest for f in old.indexed if not f.problem}
    unread = [File(None, f.path, f.digest) if good.get(f.path) == f.digest else f for f in after]

    assert texts(read(unread, old), texts(old)) == texts(read(after))


@given(states, states)
def test_unchanged_is_said_of_the_same_files_only(before: list[File], after: list[File]) -> None:
    same = {f.path: f.digest for f in before} == {f.path: f.digest for f in after}

    assert is_unchanged(after, (), read(before).indexed) == same


def test_the_first_of_two_files_of_one_name_wins() -> None:
    content = read([named("a.md", 0, "甲"), named("b.md", 0, "乙")])

    assert texts(content) == {"2020-01-01": ("甲", "a.md")}
    assert content.problems == ("b.md: issue 2020-01-01 is in a.md already; give one another name or date",)


def test_the_second_takes_the_name_when_the_first_has_gone() -> None:
    files = [named("a.md", 0, "甲"), named("b.md", 0, "乙")]

    content = read(files[1:], read(files))

    assert texts(content) == {"2020-01-01": ("乙", "b.md")}
    assert content.problems == ()


def test_an_issue_that_moved_to_another_file_is_read_from_there() -> None:
    content = read([named("b.md", 0, "甲")], read([named("a.md", 0, "甲")]))

    assert texts(content) == {"2020-01-01": ("甲", "b.md")}
    assert content.fresh.keys() == {"2020-01-01"}


def test_a_broken_file_keeps_its_issue_until_it_is_gone() -> None:
    good = file(0, "甲")
    first = read([good])
    second = read([broken(good)], first)
    third = read([broken(good, "still broken")], second)

    assert texts(third, texts(second, texts(first))) == texts(first)
    assert (second.kept, third.kept) == (("2020-01-01",), ("2020-01-01",))
    assert third.problems == ("2020-01-01.md: not an issue",)
    assert is_unchanged([broken(good)], (), second.indexed)
    assert texts(read([], third)) == {}


def test_a_broken_file_that_is_mended_is_read() -> None:
    good = file(0, "甲")

    content = read([replace(good, digest="mended")], read([broken(good)], read([good])))

    assert (content.fresh.keys(), content.kept, content.problems) == ({"2020-01-01"}, (), ())


def test_a_file_that_was_never_readable_is_a_problem_only() -> None:
    content = read([broken(file(0, "甲")), file(1, "乙")])

    assert texts(content) == {"2020-01-02": ("乙", "2020-01-02.md")}
    assert [(f.path, f.issue) for f in content.indexed] == [
        ("2020-01-01.md", ""),
        ("2020-01-02.md", "2020-01-02"),
    ]


def test_a_file_out_of_reach_keeps_its_issue() -> None:
    files = [file(0, "甲"), file(1, "甲")]
    first = read(files)

    content = read(files[:1], first, out_of_reach=["2020-01-02.md"])

    assert texts(content, texts(first)) == texts(first)
    assert content.kept == ("2020-01-02",)
    assert is_unchanged(files[:1], ["2020-01-02.md"], first.indexed)
    assert not is_unchanged(files[:1], [], first.indexed)


def test_a_kept_issue_gives_way_to_a_file_that_can_be_read() -> None:
    first = read([named("b.md", 0, "甲")])
    second = read([broken(named("b.md", 0, "甲"))], first)

    content = read([broken(named("b.md", 0, "甲")), named("c.md", 0, "乙")], second)

    assert texts(content) == {"2020-01-01": ("乙", "c.md")}
