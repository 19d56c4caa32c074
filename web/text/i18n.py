"""The interface in 简体中文 (its source language), 繁體中文 and English, by header and switch.

The source's messages are Chinese. The API's specification is written in English beside its models, and
Chinese is looked up for it. The catalogues of traditional characters are made by a program:
`python -m tests.web.text.catalogue`.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import g, has_request_context, request

if TYPE_CHECKING:
    from flask import Flask, Response

SIMPLIFIED, TRADITIONAL = "zh-Hans", "zh-Hant"

LANGUAGES = {SIMPLIFIED: "简体", TRADITIONAL: "繁體", "en": "English"}
"""BCP 47 tag → its own name, the default first."""

COOKIE = "lang"
"""Holds the language that a reader chose."""

CATALOGUES = Path(__file__).parents[1] / "translations"

_ACCEPTED = {"zh": SIMPLIFIED, "en": "en"}
"""What a browser prefers, without script and region → the language that is nearest to it."""

_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
"""Script and regions of Chinese that are read in traditional characters."""


def gettext(message: str, **values: object) -> str:
    """A message in the reader's language, with values put in by name."""
    translation = _catalogue_of_reader().gettext(message)
    return translation % values if values else translation


def ngettext(singular: str, plural: str, num: int) -> str:
    """The form for a number; templates put the values in."""
    return _catalogue_of_reader().ngettext(singular, plural, num)


def labelled(name: object, value: object) -> str:
    """A name, a colon, a value, as the language sets them."""
    return gettext("%(name)s：%(value)s", name=name, value=value)


def lazy_gettext(message: str) -> LazyMessage:
    """A message that is translated when it is shown: for constants."""
    return LazyMessage(message)


class LazyMessage:
    """A message that waits for its reader."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __str__(self) -> str:
        return gettext(self.message)


def _catalogue_of_reader() -> NullTranslations:
    """The catalogue of this request's language, chosen once; outside of requests that of the source."""
    if not has_request_context():
        return NullTranslations()
    catalogue: NullTranslations | None = g.get("catalogue")
    if catalogue is None:
        g.catalogue = catalogue = _catalogue(language())
    return catalogue


def from_english(message: str) -> str:
    """What the API's specification says in English, in the reader's language."""
    return _catalogue(language(), "api").gettext(message)


@cache
def _catalogue(language: str, domain: str = "messages") -> NullTranslations:
    """Messages of a language, from the `.po` file itself: nothing to compile. The source needs none."""
    file = CATALOGUES / language / "LC_MESSAGES" / f"{domain}.po"
    if not file.is_file():
        return NullTranslations()
    compiled = io.BytesIO()
    with file.open("rb") as text:
        write_mo(compiled, read_po(text, locale=language.replace("-", "_")))
    compiled.seek(0)
    return Translations(compiled)


_LANGUAGE_USED = "language_asked_for"


def language_was_used() -> bool:
    """Whether the answer to the current request depends on the reader's language so far."""
    return _LANGUAGE_USED in g


def language() -> str:
    """Language of this answer, which from now on differs by language."""
    setattr(g, _LANGUAGE_USED, True)
    return language_of_reader()


def language_of_reader() -> str:
    """Language asked in the URL, chosen before, or else preferred by the browser."""
    for asked in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if asked in LANGUAGES:
            return asked
    for tag, _ in request.accept_languages:
        known, *parts = tag.lower().split("-")
        if known == "zh" and _TRADITIONAL & set(parts) and "hans" not in parts:
            return TRADITIONAL
        if known in _ACCEPTED:
            return _ACCEPTED[known]
    return SIMPLIFIED


def init_languages(app: Flask) -> None:
    """Make `_()`, `gettext()` and `ngettext()` of templates speak the reader's language."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]

    @app.after_request
    def vary(response: Response) -> Response:
        """Tell caches which answers differ by language, whatever made them."""
        if language_was_used():
            response.vary.update(("Accept-Language", "Cookie"))
        return response
