"""Messages of the interface: what code and templates say, beside what the catalogues translate.

`python -m tests.web.text.catalogue` brings the catalogues up to date. New messages are left empty in English;
traditional characters, with Taiwan's words, are made of the source by OpenCC (检索词 is 檢索詞), so that no
server need load its tables of 40 MB.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from opencc import OpenCC

from tests.paths import ROOT

WEB = ROOT / "web"
TRANSLATIONS = WEB / "translations"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.xml", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true"}, "templates/**.xml": {"trimmed": "true"}}
TRADITIONAL = TRANSLATIONS / "zh-Hant" / "LC_MESSAGES"
API = TRANSLATIONS / "zh-Hans" / "LC_MESSAGES" / "api.po"
"""What the specification says in English, in Chinese."""

CREATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""Of every catalogue: git knows when they changed, and a date of its own in each branch stops each merge."""

KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


def messages() -> Catalog:
    """Everything that is said, with the files that say it."""
    catalogue = Catalog(charset="utf-8")
    extracted = extract_from_dir(WEB, METHODS, OPTIONS, KEYWORDS)
    for file, _line, message, _comments, context in extracted:
        catalogue.add(message, locations=[(file, None)], context=context)
    return catalogue


def catalogue_files() -> list[Path]:
    """One file for each language that people translate into."""
    files = TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")
    return sorted(file for file in files if file.parent != TRADITIONAL)


def traditional(source: Catalog) -> Catalog:
    """A catalogue in traditional characters, of Chinese translations or, where there are none, messages."""
    converter = OpenCC("s2twp")
    catalogue = Catalog(locale="zh_Hant", charset="utf-8", creation_date=CREATED)
    for message in source:
        singular = _singular(message.string) or _singular(message.id)
        if message.id:
            converted = converter.convert(singular)
            is_plural = not isinstance(message.id, str)
            catalogue.add(message.id, (converted,) if is_plural else converted)
    return catalogue


def _singular(forms: str | Sequence[str] | None) -> str:
    return forms if isinstance(forms, str) else forms[0] if forms else ""


def traditional_catalogues() -> dict[Path, Catalog]:
    """Both catalogues of traditional characters, as they should be, by their files."""
    return {
        TRADITIONAL / "messages.po": traditional(messages()),
        TRADITIONAL / "api.po": traditional(read(API)),
    }


def read(file: Path) -> Catalog:
    """A catalogue as it stands."""
    with file.open("rb") as text:
        return read_po(text, locale=file.parent.parent.name.replace("-", "_"))


def update(file: Path) -> None:
    """Add what is new, drop what is no longer said."""
    catalogue = read(file)
    catalogue.update(messages(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    write(catalogue, file)


def write(catalogue: Catalog, file: Path) -> None:
    """Write a catalogue so that nothing in it depends on the day or the machine."""
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = "jianbao"
    catalogue.creation_date = CREATED
    with file.open("wb") as out:
        write_po(out, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=False)


if __name__ == "__main__":
    for one in catalogue_files():
        update(one)
    for one, made in traditional_catalogues().items():
        one.parent.mkdir(parents=True, exist_ok=True)
        write(made, one)
