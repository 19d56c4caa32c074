"""How one newsletter writes its issues, as data from TOML. `docs/conventions.md` explains every key."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from archive.errors import ConventionsError

SHIPPED = Path(__file__).parent
GENERIC = "generic"
"""Conventions that suit any list of links under headings: used where no others fit better."""

Text = Annotated[str, Field(min_length=1, max_length=200)]
Texts = tuple[Text, ...]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Files(_Table):
    """`[files]`: which files of the source are issues, and what their names tell."""

    names: Texts = ("{date}.md",)
    """File names with `{date}`, `{number}` and `*`. A name with `/` is relative to the source."""

    ignore: Texts = ()
    """File names that are no issues although `names` match them; `*` stands for anything."""

    several: bool = False
    """True where a file holds several issues, each under a heading with its date or number."""

    listing: str = Field(default="", max_length=200)
    """A file of the source that lists the issues under years and months; "" for none."""

    @field_validator("names")
    @classmethod
    def _markdown_only(cls, names: Texts) -> Texts:
        for name in names:
            if not name.endswith((".md", ".markdown")) or ".." in name or name.startswith("/"):
                raise ValueError("each name ends in .md or .markdown and stays inside the source")
            _placeholders(name, {"date", "number"})
        return names


class FrontMatter(_Table):
    """`[front_matter]`: keys above the text that tell what the heading does not, the first that is there.

    Case, `-` and `_` do not matter: `publishedAt` is `published_at`.
    """

    title: Texts = ("title",)
    date: Texts = (
        "date",
        "published",
        "publishedAt",
        "pubDate",
        "publishDate",
        "datePublished",
        "postDate",
        "created",
        "createdAt",
        "createTime",
        "time",
        "updated",
    )
    number: Texts = ("number", "issue", "episode", "volume")
    published: Texts = (
        "发表于",
        "发布于",
        "发布时间",
        "发布日期",
        "出版日期",
        "发刊日期",
        "更新于",
        "日期：",
        "日期:",
        "Published on",
        "Posted on",
        "Published:",
        "Date:",
    )
    """Words of the lead before the day on which an issue came out."""


class Heading(_Table):
    """`[heading]`: what the level-1 heading tells besides a date, which is found in any usual form."""

    names: Texts = ()
    """What it calls the newsletter: by this name these conventions are chosen unasked."""

    titled: bool = True
    """False where issues have no heading of their own: the first one of level 1 is a section like others."""

    number: Texts = ()
    """How an issue is counted, such as `第{number}期`; white space does not matter."""

    @field_validator("number")
    @classmethod
    def _has_number(cls, forms: Texts) -> Texts:
        for form in forms:
            _placeholders(form, {"number"})
            if "{number}" not in form:
                raise ValueError("each form holds {number}")
        return forms


class Lead(_Table):
    """`[lead]`: what stands before the first section."""

    labels: Texts = ()
    """Words that begin the introduction, before a colon."""

    unlabelled: bool = False
    """True where every paragraph before the first section is introduction."""

    preamble: bool = False
    """True where other lines before the first section are remarks: a motto, a hint to readers."""

    short_news: bool = False
    """True where the bullets before the first section are entries."""

    entries: bool = False
    """True where what begins an entry in a section begins one there, too."""

    category: str = Field(default="导读", max_length=200)
    """The section that those entries are put into."""


class Special(_Table):
    """`[[sections.special]]`: headings whose text is not a list of entries."""

    headings: Texts
    """Headings as a reader sees them; `*` at an end stands for anything."""

    read: Literal["entries", "entry", "note", "lead", "navigation", "footer"]
    """What the section is. `entry`: the whole section is one."""

    title: Literal["heading", "text"] = "heading"
    """Where an entry that is a whole section has its title from; `text` takes the first sentence."""


class Sections(_Table):
    """`[sections]`: headings that part an issue."""

    levels: tuple[Annotated[int, Field(ge=1, le=6)], ...] = (2,)
    """Levels of the headings that begin a section. The issue's own heading does not count."""

    titles: tuple[Annotated[int, Field(ge=1, le=6)], ...] = ()
    """Levels of the headings that are titles of entries, linked or not."""

    inner: bool = False
    """True where headings of other levels belong to the entry that they stand in."""

    intros: bool = False
    """True where what stands between a heading and its first entry is a remark on the section."""

    rules_end: bool = True
    """True where a rule (`----`) ends the entry before it; False where it is decoration."""

    unmarked: bool = False
    """True where a line in bold over a list is a heading, and an item without a link over linked ones."""

    bold: Texts = ()
    """Lines in bold that are headings, of the deepest of `levels`; `*` stands for anything."""

    own_entry: bool = False
    """True where a section without a list of entries is itself one, with its heading as the title."""

    own_category: str = Field(default="", max_length=40)
    """Category of such entries; "" for the heading above it, or itself."""

    own_prefixes: Texts = ()
    """Words before a colon in such a heading that are no part of the title."""

    special: tuple[Special, ...] = ()


Start = Literal["bullet", "ordered", "numbered", "bold", "title-url", "heading", "row"]
"""A way in which an entry begins."""


class Entries(_Table):
    """`[entries]`: what begins an entry inside a section."""

    starts: tuple[Start, ...] = ("bullet", "title-url")
    """`bullet`: an item of a list; `ordered`: one of a numbered list that leads somewhere; `numbered`: a
    paragraph that begins with one of `marks`; `bold`: a line all in bold above its text;
    `title-url`: a line of its own with its URL on the next; `heading`: a heading below the section's
    that is a link, or stands over a summary or a URL; `row`: a row of a table with links."""

    marks: Texts = ()
    """How numbered paragraphs begin, such as `{n}、`."""

    bullets: Texts = ()
    """Characters that stand for a bullet although Markdown knows them not, such as `–`."""

    title: Literal["line", "link"] = "line"
    """Where a title with a link ends: with its line, or with the link, with byline and summary behind it."""

    compact: bool = False
    """True where an entry is one item of a list: what is not indented behind the list belongs to none."""

    linked: bool = False
    """True where an item of a list without a link is no entry."""

    title_ends: Texts = ()
    """What follows a linked title when the description goes on in the same line, such as `：`."""

    tag_brackets: Texts = ("[]", "［］")
    """Pairs of brackets that hold tags before a title."""

    suffix_tags: Texts = ()
    """Bracketed words after a title that are tags, such as `（英文）`, without the brackets."""

    remarks: bool = False
    """True where a paragraph of its own with links, after the entries, is a remark on them all."""

    @field_validator("marks")
    @classmethod
    def _has_count(cls, marks: Texts) -> Texts:
        for mark in marks:
            _placeholders(mark, {"n"})
            if "{n}" not in mark:
                raise ValueError("each mark holds {n}")
        return marks

    @field_validator("tag_brackets")
    @classmethod
    def _pairs(cls, pairs: Texts) -> Texts:
        if any(len(pair) != 2 for pair in pairs):
            raise ValueError("each is a pair of two characters, the opening and the closing one")
        return pairs


class Bylines(_Table):
    """`[bylines]`: who published an entry, at the end of its title."""

    separators: Texts = ("|", "｜")
    side: Literal["after", "before", "known"] = "after"
    """Where the publisher stands: after the last separator, or before the first one, in which case the title
    stays whole; `known`: after it, where the list of publishers has the name."""

    leading: Texts = ()
    """Publishers that stand before the first separator, besides those that many newsletters point to."""

    weak_separators: Texts = ()
    """Count only where no separator stands and white space is beside them."""

    dash: Texts = ()
    """Publishers that may follow ` - `."""

    headline: Texts = ()
    """What belongs to the headline although it follows a separator; `*` stands for anything."""

    phrases: Texts = ()
    """Words after a linked title that name who wrote it, such as `，by `."""

    behind: Texts = ()
    """Words right behind a linked title that name who wrote it, such as ` by `."""

    labels: Texts = ()
    """Words before a colon, on a line below the title, that name who found or wrote it: `推荐人`."""

    mentions: bool = False
    """True where the description begins with who found it: `@name：…`."""

    attributions: Texts = ()
    """What begins a line that names the source of a quotation, such as `--`."""


class Labels(_Table):
    """`[labels]`: words before a colon that say what a line is."""

    summary: Texts = ()
    note: Texts = ()
    navigation: Texts = ()
    footer: Texts = ()
    returning: Texts = ()
    """Blocks that stand in every issue and are no entries; `*` stands for anything."""

    pointers: Texts = ()
    """Linked words that only say that something is linked: `原文`, `here`. They are no title."""

    footer_marks: Texts = ()
    """Raw text, markup included, that only a footer holds."""


class Links(_Table):
    """`[links]`: URLs that are not written as they should be followed."""

    repositories: str = Field(default="", max_length=200)
    """Where a title that begins with `owner/repo` leads, with both in braces; "" if nowhere."""

    redirects: Texts = ()
    """Redirecting URLs with `{url}` at the end, where the target stands."""

    @field_validator("repositories")
    @classmethod
    def _owner_and_repo(cls, form: str) -> str:
        if form and not (form.startswith("https://") and "{owner}" in form and "{repo}" in form):
            raise ValueError("is an https URL that holds {owner} and {repo}, or empty")
        return form

    @field_validator("redirects")
    @classmethod
    def _ends_in_url(cls, forms: Texts) -> Texts:
        if any(not form.endswith("{url}") or not form.startswith("http") for form in forms):
            raise ValueError("each is a URL that ends in {url}")
        return forms


Publishers = dict[Text, Texts]
"""`[publishers]`: publishers that only this newsletter knows, each with its aliases and hosts."""


class Conventions(_Table):
    """Everything that the reader knows about one newsletter."""

    name: str = Field(default="", max_length=100)
    """Name of the file, without its ending."""

    title: Text
    """What the newsletter is called."""

    files: Files = Files()
    front_matter: FrontMatter = FrontMatter()
    heading: Heading = Heading()
    lead: Lead = Lead()
    sections: Sections = Sections()
    entries: Entries = Entries()
    bylines: Bylines = Bylines()
    labels: Labels = Labels()
    links: Links = Links()
    publishers: Publishers = {}


def load_conventions(name_or_path: str) -> Conventions:
    """Conventions shipped under a name (`embedded-ai-report`), or those of a TOML file.

    Raises ConventionsError, whose one line names the file, the key and the allowed values.
    """
    path = _path(name_or_path)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return Conventions.model_validate({**table, "name": path.stem})
    except (OSError, UnicodeDecodeError) as error:
        raise ConventionsError(f"cannot be read ({error})", file=str(path), cure="check the path") from error
    except tomllib.TOMLDecodeError as error:
        raise ConventionsError(f"is not TOML: {error}", file=str(path), cure="correct that line") from error
    except ValidationError as error:
        raise ConventionsError(_mistakes(error), file=str(path), cure="see docs/conventions.md") from error


def shipped() -> tuple[str, ...]:
    """Names of the conventions that come with jianbao, in alphabetical order."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def _path(name_or_path: str) -> Path:
    if re.fullmatch(r"[\w-]+", name_or_path):
        path = SHIPPED / f"{name_or_path}.toml"
        if not path.is_file():
            raise ConventionsError(
                f"no conventions are called {name_or_path!r}",
                cure=f"take one of {', '.join(shipped())}, or the path of a .toml file",
            )
        return path
    return Path(name_or_path)


def _placeholders(form: str, allowed: set[str]) -> None:
    if strange := set(re.findall(r"\{(\w*)\}", form)) - allowed:
        known = ", ".join(f"{{{name}}}" for name in sorted(allowed))
        raise ValueError(f"{{{strange.pop()}}} is not known here; allowed: {known}")


def _mistakes(error: ValidationError) -> str:
    return "; ".join(_mistake(mistake) for mistake in error.errors())


def _mistake(mistake: ErrorDetails) -> str:
    place = mistake["loc"]
    key = ".".join(str(step) for step in place)
    if mistake["type"] == "extra_forbidden":
        return f"{key}: is no key of conventions; allowed here: {', '.join(_keys_beside(place))}"
    plain = mistake["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    return f"{key}: {_PLAIN.get(mistake['type'], plain)}"


_PLAIN = {
    "missing": "is missing",
    "tuple_type": "is a list, in square brackets",
    "string_type": "is a text, in quotation marks",
    "bool_type": "is true or false",
    "bool_parsing": "is true or false",
    "int_type": "is a whole number",
    "string_too_short": "must not be empty",
    "model_type": "is a table",
}


def _keys_beside(place: tuple[int | str, ...]) -> list[str]:
    """Keys that are allowed in the table that holds a wrong one."""
    table: type[BaseModel] = Conventions
    for step in place[:-1]:
        if isinstance(step, str):
            table = _TABLES.get(step, table)
    return sorted(key for key in table.model_fields if (table, key) != (Conventions, "name"))


_TABLES: dict[str, type[BaseModel]] = {
    "files": Files,
    "front_matter": FrontMatter,
    "heading": Heading,
    "lead": Lead,
    "sections": Sections,
    "special": Special,
    "entries": Entries,
    "bylines": Bylines,
    "labels": Labels,
    "links": Links,
}
