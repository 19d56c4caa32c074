"""The tables of a conventions file. `docs/conventions.md` explains every key."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

Text = Annotated[str, Field(min_length=1, max_length=200)]
Texts = tuple[Text, ...]


class Table(BaseModel):
    """A table whose keys are all known."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Files(Table):
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
            placeholders(name, {"date", "number"})
        return names


class FrontMatter(Table):
    """`[front_matter]`: keys above the text that tell what the heading does not, the first that is there.
    Case, `-` and `_` do not matter: `publishedAt` is `published_at`."""

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


class Heading(Table):
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
            placeholders(form, {"number"})
            if "{number}" not in form:
                raise ValueError("each form holds {number}")
        return forms


class Schedule(Table):
    """`[schedule]`: when an issue came out that bears no more than its number."""

    number: Annotated[int, Field(ge=0)] = 1
    """An issue whose day is known."""

    date: dt.date | None = None
    """That day; without it nothing is reckoned."""

    every: Literal["day", "week", "fortnight", "month"] = "week"

    def day_of(self, number: int | None) -> dt.date | None:
        """The day of an issue; None where it has no number or the calendar does not reach so far."""
        if self.date is None or number is None:
            return None
        steps = number - self.number
        try:
            if self.every != "month":
                return self.date + dt.timedelta(days=steps * _DAYS[self.every])
            years, month = divmod(self.date.month - 1 + steps, 12)
            last = calendar.monthrange(self.date.year + years, month + 1)[1]
            return self.date.replace(self.date.year + years, month + 1, min(self.date.day, last))
        except (OverflowError, ValueError):
            return None


_DAYS = {"day": 1, "week": 7, "fortnight": 14}


class Lead(Table):
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


class Special(Table):
    """`[[sections.special]]`: headings whose text is not a list of entries."""

    headings: Texts
    """Headings as a reader sees them; `*` at an end stands for anything."""

    read: Literal["entries", "entry", "note", "lead", "navigation", "footer"]
    """What the section is. `entry`: the whole section is one."""

    title: Literal["heading", "text"] = "heading"
    """Where an entry that is a whole section has its title from; `text` takes the first sentence."""


class Sections(Table):
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
    """True where headings are lines in bold over lists, items over linked ones, and fields make an item."""

    bold: Texts = ()
    """Lines in bold, or short ones, that are headings; `*` stands for anything. They are of the deepest of
    `levels`, but above the headings that stand right below them."""

    own_entry: bool = False
    """True where a section without a list of entries is itself one, with its heading as the title."""

    own_category: str = Field(default="", max_length=40)
    """Category of such entries; "" for the heading above it, or itself."""

    own_prefixes: Texts = ()
    """Words before a colon in such a heading that are no part of the title."""

    special: tuple[Special, ...] = ()


Start = Literal["bullet", "ordered", "numbered", "bold", "title-url", "heading", "quote", "row"]
"""A way in which an entry begins."""


class Entries(Table):
    """`[entries]`: what begins an entry inside a section."""

    starts: tuple[Start, ...] = ("bullet", "title-url")
    """`bullet`: an item of a list; `ordered`: one of a numbered list that leads somewhere; `numbered`: a
    paragraph that begins with one of `marks`; `bold`: a line all in bold above its text;
    `title-url`: a line of its own with its URL on the next; `heading`: a heading below the section's
    that is a link, or stands over a summary or a URL; `quote`: a quote that is nothing but a link;
    `row`: a row of a table with links."""

    marks: Texts = ()
    """How numbered paragraphs begin, such as `{n}、`."""

    bullets: Texts = ()
    """Characters that stand for a bullet although Markdown knows them not, such as `–`."""

    title: Literal["line", "link"] = "line"
    """Where a title with a link ends: with its line, or with the link, with byline and summary behind it."""

    compact: bool = False
    """True where an entry is one item of a list: what is not indented behind the list belongs to none."""

    closed: bool = False
    """True where a title without a link stands above what is told of it and a line of nothing but links."""

    linked: bool = False
    """True where an item of a list without a link is no entry."""

    title_marks: Texts = ()
    """What stands before a title and is no part of it, such as `★` or `{n}.`, any number of them."""

    title_tails: Texts = ()
    """What stands in brackets at the end of a title and is no part of it, such as `{n} minute read`."""

    title_ends: Texts = ()
    """What follows a linked title when the description goes on in the same line, such as `：`."""

    tag_brackets: Texts = ("[]", "［］")
    """Pairs of brackets that hold tags before a title."""

    suffix_tags: Texts = ()
    """Bracketed words after a title that are tags, such as `（英文）`, without the brackets."""

    remarks: bool = False
    """True where a paragraph of its own with links, after the entries, is a remark on them all."""

    @field_validator("marks", "title_marks", "title_tails")
    @classmethod
    def _count(cls, marks: Texts, info: ValidationInfo) -> Texts:
        for mark in marks:
            placeholders(mark, {"n"})
            if info.field_name == "marks" and "{n}" not in mark:
                raise ValueError("each mark holds {n}")
        return marks

    @field_validator("tag_brackets")
    @classmethod
    def _pairs(cls, pairs: Texts) -> Texts:
        if any(len(pair) != 2 for pair in pairs):
            raise ValueError("each is a pair of two characters, the opening and the closing one")
        return pairs


class Bylines(Table):
    """`[bylines]`: who published an entry, at the end of its title."""

    separators: Texts = ("|", "｜")
    side: Literal["after", "before", "known"] = "after"
    """Where the publisher stands: after the last separator, or before the first one, in which case the title
    stays whole; `known`: after it, where the list of publishers has the name."""

    leading: Texts = ()
    """Publishers that stand before the first separator, besides those that many newsletters point to."""

    cut: bool = False
    """True where a publisher before the separator is no part of the title."""

    weak_separators: Texts = ()
    """Count only where no separator stands and white space is beside them."""

    dash: Texts = ()
    """Publishers that may follow ` - `."""

    linked: bool = False
    """True where titles are not linked, but their publisher behind a dash is."""

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


class Labels(Table):
    """`[labels]`: words before a colon that say what a line is."""

    summary: Texts = ()
    note: Texts = ()
    sponsored: Texts = ()
    """Bracketed words at the end of a title by which it is an advertisement: a note, not an entry."""

    navigation: Texts = ()
    footer: Texts = ()
    returning: Texts = ()
    """Blocks that stand in every issue and are no entries; `*` stands for anything."""

    pointers: Texts = ()
    """Linked words that only say that something is linked: `原文`, `here`. They are no title."""

    buttons: Texts = ()
    """Linked words that ask for something, `*` for anything: a paragraph of nothing else is no entry."""

    footer_marks: Texts = ()
    """Raw text, markup included, that only a footer holds."""


class Links(Table):
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


class Era(Table):
    """`[[eras]]`: rules that hold from an issue or a day on, until the next era begins."""

    number: Annotated[int, Field(ge=0)] | None = None
    date: dt.date | None = None
    lead: dict[str, Any] = Field(default_factory=dict)
    sections: dict[str, Any] = Field(default_factory=dict)
    entries: dict[str, Any] = Field(default_factory=dict)
    bylines: dict[str, Any] = Field(default_factory=dict)
    labels: dict[str, Any] = Field(default_factory=dict)
    links: dict[str, Any] = Field(default_factory=dict)
    """Keys of the tables of these names; those that are left out stay as they are above."""

    @model_validator(mode="after")
    def _begins(self) -> Self:
        if (self.number is None) == (self.date is None):
            raise ValueError("begins with a number or a date, one of them")
        return self

    def has(self, number: int | None, date: dt.date | None) -> bool:
        """Whether an issue is of this era or a later one."""
        if self.number is not None:
            return number is not None and number >= self.number
        return self.date is not None and date is not None and date >= self.date


ERA_TABLES = ("lead", "sections", "entries", "bylines", "labels", "links")


def placeholders(form: str, allowed: set[str]) -> None:
    """Raise ValueError where a form holds a name in braces that has no meaning there."""
    if unknown := set(re.findall(r"\{(\w*)\}", form)) - allowed:
        known = ", ".join(f"{{{name}}}" for name in sorted(allowed))
        raise ValueError(f"{{{unknown.pop()}}} is not known here; allowed: {known}")
