"""The interface in 简体中文 (its source language) and English, by header and switch."""

from __future__ import annotations

import io
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import flask_babel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import request

if TYPE_CHECKING:
    from flask import Flask

LANGUAGES = {"zh-Hans": "中文", "en": "English"}
"""BCP 47 tag → its own name, the default first."""

COOKIE = "lang"
"""Holds the language that a reader chose."""

CATALOGUES = Path(__file__).parents[1] / "translations"

_ACCEPTED = {"zh": "zh-Hans", "en": "en"}
"""What a browser prefers, without script and region → the language that is nearest to it."""


def gettext(message: str, **values: object) -> str:
    """A message in the reader's language, with values put in by name."""
    return str(flask_babel.gettext(message, **values))


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """A message with a number."""
    return str(flask_babel.ngettext(singular, plural, num, **values))


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


class _PoDomain(flask_babel.Domain):  # type: ignore[misc]
    """Reads the `.po` files themselves: nothing to compile, a fresh clone speaks all languages."""

    def get_translations(self) -> NullTranslations:
        """The catalogue of the current request's language."""
        return _catalogue(str(flask_babel.get_locale()))


class _PoBabel(flask_babel.Babel):  # type: ignore[misc]
    @cached_property
    def domain_instance(self) -> _PoDomain:
        """The domain that pages and code take their messages from."""
        return _PoDomain()


@cache
def _catalogue(locale: str) -> NullTranslations:
    """Messages of a locale; the source language needs none."""
    file = CATALOGUES / locale / "LC_MESSAGES" / "messages.po"
    if not file.is_file():
        return NullTranslations()
    compiled = io.BytesIO()
    with file.open("rb") as text:
        write_mo(compiled, read_po(text, locale=locale))
    compiled.seek(0)
    return Translations(compiled)


def language() -> str:
    """Language of this answer: asked in the URL, chosen before, or else preferred by the browser."""
    for asked in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if asked in LANGUAGES:
            return asked
    for tag, _ in request.accept_languages:
        known = tag.lower().split("-")[0]
        if known in _ACCEPTED:
            return _ACCEPTED[known]
    return next(iter(LANGUAGES))


def init_languages(app: Flask) -> None:
    """Make `_()` and `ngettext()` speak the reader's language in code and templates."""
    _PoBabel(app, default_locale="zh_Hans", locale_selector=lambda: language().replace("-", "_"))
