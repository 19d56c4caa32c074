"""Messages of the interface: what code and templates say, beside what the catalogues translate.

`python -m tests.web.text.catalogue` brings the catalogues up to date; new messages are left empty there.
"""

import datetime as dt
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from tests.paths import ROOT

WEB = ROOT / "web"
TRANSLATIONS = WEB / "translations"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.xml", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true"}, "templates/**.xml": {"trimmed": "true"}}
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
    """One file for each language but the source's."""
    return sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))


def read(file: Path) -> Catalog:
    """A catalogue as it stands."""
    with file.open("rb") as text:
        return read_po(text, locale=file.parent.parent.name)


def update(file: Path) -> None:
    """Add what is new, drop what is no longer said."""
    catalogue = read(file)
    catalogue.update(messages(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = "jianbao"
    catalogue.creation_date = CREATED
    with file.open("wb") as out:
        write_po(out, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=False)


if __name__ == "__main__":
    for one in catalogue_files():
        update(one)
