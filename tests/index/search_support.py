"""A dozen entries with something of everything, and searchers over them: for tests of searching."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from archive.conventions.model import load_conventions
from archive.models import Issue, Link, Section
from archive.newsletter import open_newsletter
from index.documents import Document
from index.engines.protocol import SearchEngine
from index.engines.whoosh import WhooshStore
from index.lexicon.lexicon import Lexicon, load_lexicon
from index.search.searcher import Searcher
from index.storage.catalogue import Catalogue
from index.text.analyzer import analyzer_of
from tests.index.engines.memory_engine import MemoryEngine
from tests.paths import SHARED

LEXICON = load_lexicon()

CASES = Path(__file__).parent / "cases"
ENTRIES = tomllib.loads((CASES / "entries.toml").read_text(encoding="utf8"))["entry"]


def document(place: int) -> Document:
    entry = ENTRIES[place]
    issue, category, source = entry["issue"], entry["category"], entry["source"]
    return Document(
        id=f"e{place}",
        issue=issue,
        issue_title=f"第 {issue} 期",
        file=f"{issue}.md",
        date=issue,
        order=int(issue.replace("-", "")),
        position=place,
        category=category,
        source=source,
        byline=source,
        title=entry["title"],
        url=f"https://www.example.org/articles/{place}",
        links=(Link("代码", f"https://github.com/example/repo{place}"),) if category == "开源项目" else (),
        tags=("CVPR 2020", "1812.00332") if place == 0 else ("CVPR 2021",) if place == 5 else (),
        summary=entry["summary"],
        line=place + 1,
        end_line=place + 1,
        markdown="",
        details="标题：Training Small Networks with Few Bits" if place == 0 else "",
    )


DOCUMENTS = tuple(map(document, range(len(ENTRIES))))


class FewDocuments:
    """What a searcher asks of a catalogue."""

    def __init__(self, documents: tuple[Document, ...] = DOCUMENTS, issues: tuple[Issue, ...] = ()) -> None:
        self._documents = documents
        self._issues = issues

    def document(self, key: str) -> Document:
        return next(one for one in self._documents if one.id == key)

    def documents(self) -> tuple[Document, ...]:
        return self._documents

    def issues(self) -> tuple[Issue, ...]:
        return self._issues


def engine(documents: tuple[Document, ...] = DOCUMENTS, lexicon: Lexicon = LEXICON) -> SearchEngine:
    return MemoryEngine(documents, analyzer_of(lexicon.words))


def searcher(
    documents: tuple[Document, ...] = DOCUMENTS,
    lexicon: Lexicon = LEXICON,
    issues: tuple[Issue, ...] = (),
) -> Searcher:
    return Searcher("第一代", engine(documents, lexicon), FewDocuments(documents, issues), lexicon)


def issue(name: str, lead: str) -> Issue:
    """An issue that says something outside its entries."""
    section = Section("论文", 1, ("编者注：下一期谈端侧。",), ())
    return Issue(name, f"{name}.md", f"第 {name} 期", "", None, 7, lead, (), (), (section,), ())


"""Real newsletters, where they stand beside the checkout."""


def opened(
    newsletter: str, conventions: str, folder: Path, issues: int | None = None
) -> tuple[Searcher, Sequence[Document]]:
    """A searcher over the first issues of a real newsletter, whose index is written to `folder`."""
    files = open_newsletter(str(SHARED / "corpus" / newsletter), load_conventions(conventions)).files
    catalogue = Catalogue(file.read() for file in files[:issues])
    store = WhooshStore(LEXICON)
    store.write(folder / "index", catalogue.documents(), base=None, drop=set())
    return Searcher("", store.open(folder / "index"), catalogue, LEXICON), catalogue.documents()
