"""A dozen entries with something of everything, and searchers over them: for tests of searching."""

from __future__ import annotations

import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from archive.conventions.model import load_conventions
from archive.models import Issue, Link, Section
from archive.newsletter import open_newsletter
from index.documents import Document
from index.engines.store import IndexStore, OpenIndex
from index.field_values import FieldValues
from index.lexicon.lexicon import Lexicon, load_lexicon
from index.search.searcher import Searcher
from index.storage.catalogue import Catalogue
from index.storage.catalogue_writer import write_catalogue
from index.text.analyzer import is_han
from index.text.folding import fold_text
from tests.paths import SHARED

LEXICON = load_lexicon()

CASES = Path(__file__).parent / "cases"
ENTRIES = tomllib.loads((CASES / "entries.toml").read_text(encoding="utf8"))["entry"]


def document(position: int) -> Document:
    entry = ENTRIES[position]
    issue, category, source = entry["issue"], entry["category"], entry["source"]
    return Document(
        id=f"e{position}",
        issue=issue,
        issue_title=f"第 {issue} 期",
        file=f"{issue}.md",
        date=issue,
        order=int(issue.replace("-", "")),
        position=position,
        category=category,
        source=source,
        byline=source,
        title=entry["title"],
        url=f"https://www.example.org/articles/{position}",
        links=(Link("代码", f"https://github.com/example/repo{position}"),) if category == "开源项目" else (),
        tags=("CVPR 2020", "1812.00332") if position == 0 else ("CVPR 2021",) if position == 5 else (),
        summary=entry["summary"],
        line=position + 1,
        end_line=position + 1,
        markdown="",
        details="标题：Training Small Networks with Few Bits" if position == 0 else "",
    )


DOCUMENTS = tuple(map(document, range(len(ENTRIES))))


class FewDocuments:
    """What a searcher asks of a catalogue."""

    def __init__(self, documents: tuple[Document, ...] = DOCUMENTS) -> None:
        self._documents = documents

    @property
    def entries(self) -> int:
        return len(self._documents)

    def documents(self, keys: Iterable[str]) -> Iterator[Document]:
        by_id = {one.id: one for one in self._documents}
        return (by_id[key] for key in keys)

    def titles(self) -> Iterator[str]:
        return (one.title for one in self._documents)

    def values(self, field: str) -> Mapping[str, int]:
        return Counter(getattr(one, field) for one in self._documents)

    def recent_ids(self, issues: int) -> tuple[str, ...]:
        newest = sorted({one.order for one in self._documents}, reverse=True)[:issues]
        return tuple(one.id for one in self._documents if one.order in newest)


def open_index(
    documents: Iterable[Document] = DOCUMENTS,
    lexicon: Lexicon = LEXICON,
    issues: Iterable[Issue] = (),
    engine: str = "whoosh",
) -> OpenIndex:
    """A real index, in a folder that goes with the process."""
    folder = Path(tempfile.mkdtemp(dir=_FOLDER.name))
    store = IndexStore(lexicon, engine)
    writer = store.writer(folder, None)
    for document in documents:
        writer.add(document)
    for one in issues:
        writer.add_page(one)
    writer.commit()
    return store.open(folder)


_FOLDER = tempfile.TemporaryDirectory(prefix="jianbao-tests-")


def values_of(index: OpenIndex) -> Callable[[str], FieldValues]:
    """Tells the values of a filter."""
    return lambda field: FieldValues(index.engine.values(field), hosts=field == "site")


def searcher(
    documents: tuple[Document, ...] = DOCUMENTS,
    lexicon: Lexicon = LEXICON,
    issues: tuple[Issue, ...] = (),
    engine: str = "whoosh",
) -> Searcher:
    index = open_index(documents, lexicon, issues, engine)
    return Searcher("第一代", index, FewDocuments(documents), lexicon)


def issue(name: str, lead: str) -> Issue:
    """An issue that says something outside its entries."""
    section = Section("论文", 1, ("编者注：下一期谈端侧。",), ())
    return Issue(name, f"{name}.md", f"第 {name} 期", "", None, 7, lead, (), (), (section,), ())


def cuts_no_word(text: str, start: int, end: int) -> bool:
    """Whether a run of a text begins and ends where its words do; Chinese may be cut anywhere."""
    return not any(
        0 < position < len(text)
        and all(_in_word(character) for character in text[position - 1 : position + 1])
        for position in (start, end)
    )


def _in_word(character: str) -> bool:
    return (character.isalnum() or character == "_") and not is_han(fold_text(character))


"""Real newsletters, where they stand beside the checkout."""


def opened(
    newsletter: str, conventions: str, folder: Path, issues: int | None = None, engine: str = "whoosh"
) -> tuple[Searcher, Sequence[Document]]:
    """A searcher over the first issues of a real newsletter, whose index is written to `folder`."""
    files = open_newsletter(str(SHARED / "corpus" / newsletter), load_conventions(conventions)).files
    write_catalogue(folder / "catalogue.sqlite", (file.read() for file in files[:issues]))
    catalogue = Catalogue(folder / "catalogue.sqlite")
    documents = tuple(catalogue.all_documents())
    store = IndexStore(LEXICON, engine)
    store.write(folder / "index", (file.read() for file in files[:issues]), base=None, drop=set())
    return Searcher("", store.open(folder / "index"), catalogue, LEXICON), documents
