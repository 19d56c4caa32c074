"""What is measured: Markdown of three sizes, what it is asked, and its entries for other engines."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.paths import SHARED
from tests.running import jianbao
from web.config import SAMPLE

SEED = 20_240_501
MANY = 200_000
OF_AN_ISSUE = 40
MOST_QUERIES = 158

SIZES = ("newsletter", "all", "many")
"""One newsletter; all newsletters together; MANY entries made of theirs by shuffling."""

Entry = Mapping[str, object]
"""A line of `jianbao export`."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Folders of Markdown, copied so that they may be changed."""

    name: str
    sources: tuple[Path, ...]
    queries: tuple[str, ...]

    @property
    def markdown(self) -> int:
        """Bytes of all issues."""
        return sum(file.stat().st_size for file in self.files)

    @property
    def files(self) -> tuple[Path, ...]:
        """All issues."""
        return tuple(sorted(file for source in self.sources for file in source.rglob("*.md")))

    def change_one(self, place: int) -> None:
        """Edit an issue: one more sentence at its end."""
        file = self.files[place % len(self.files)]
        with file.open("a", encoding="utf8") as out:
            out.write(f"\n编者按：第 {place} 次修订。\n")


def corpus_of(size: str, folder: Path) -> Corpus:
    """Copies the Markdown of one size below `folder`."""
    if size == "newsletter":
        sources = [SHARED / "corpus" / "embedded-ai-report" if SHARED.is_dir() else SAMPLE]
    elif size == "all":
        sources = _all_newsletters()
    else:
        return Corpus(size, (_shuffled(folder),), _queries(folder))
    copies = tuple(copied(source, folder / size / source.name) for source in sources)
    return Corpus(size, copies, _queries(folder))


def _all_newsletters() -> list[Path]:
    if not SHARED.is_dir():
        return [SAMPLE]
    found = [path for kind in ("corpus", "newsletters") for path in sorted((SHARED / kind).iterdir())]
    return [path for path in found if path.is_dir() and any(path.rglob("*.md"))]


def copied(source: Path, target: Path) -> Path:
    """The Markdown of a folder, copied so that it may be changed."""
    for file in source.rglob("*.md"):
        copy = target / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    return target


def _queries(folder: Path) -> tuple[str, ...]:
    """The judged queries of both newsletters; without them, words of titles."""
    files = [SHARED / "queries" / name for name in ("dev.jsonl", "weekly.jsonl")]
    lines = [line for file in files if file.is_file() for line in file.read_text("utf8").splitlines()]
    asked = [str(json.loads(line)["query"]) for line in lines]
    if not asked:
        titles = [str(entry["title"]) for entry in exported([SAMPLE], folder / "queries")]
        asked = [title[start : start + 4].strip() for start in (0, 4) for title in titles]
    return tuple(dict.fromkeys(filter(None, asked)))[:MOST_QUERIES]


def exported(sources: Sequence[Path], data: Path) -> list[Entry]:
    """The entries of some newsletters as `jianbao export` gives them; indexed first where `data` is not."""
    if not data.is_dir():
        done = jianbao("--data", data, "reindex", *sources, cwd=data.parent)
        assert done.returncode == 0, done.stderr
    done = jianbao("--data", data, "export", cwd=data.parent)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _shuffled(folder: Path) -> Path:
    """MANY entries: titles, publishers and categories of some, summaries of others."""
    target = folder / "many"
    target.mkdir(parents=True)
    entries = exported([copied(source, folder / "all" / source.name) for source in _all_newsletters()],
                       folder / "shuffled-from")  # fmt: skip
    chance = random.Random(SEED)
    first = dt.date(2000, 1, 1)
    for number in range(MANY // OF_AN_ISSUE):
        day = first + dt.timedelta(days=number)
        text = "\n".join(_issue(day, number, entries, chance))
        (target / f"{day}.md").write_text(text, encoding="utf8")
    return target


def _issue(day: dt.date, number: int, entries: Sequence[Entry], chance: random.Random) -> Iterator[str]:
    yield f"# 合刊 {day}\n"
    chosen = chance.choices(entries, k=OF_AN_ISSUE)
    by_category: dict[str, list[tuple[int, Entry]]] = {}
    for place, entry in enumerate(chosen):
        by_category.setdefault(_line(entry["category"]) or "其他", []).append((place, entry))
    for category, some in by_category.items():
        yield f"## {category}\n"
        for place, entry in some:
            title = _line(entry["title"]).replace("[", "").replace("]", "")
            yield f"### [{title}](https://example.org/{number}/{place})\n"
            yield f"{_line(chance.choice(entries)['summary'])}\n"


def _line(text: object) -> str:
    return " ".join(str(text or "").split())
