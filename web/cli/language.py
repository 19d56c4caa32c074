"""The language of the terminal, Chinese or English: what a command prints is in one of them."""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["zh", "en"]

CATALOGUES = Path(__file__).with_name("locale")
"""What click says of its own, in Chinese."""

DOMAIN = "click"

_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set names the locale (POSIX)."""


@cache
def language() -> Language:
    """Chinese where the locale says so or nothing is set; English for every other language, and for the C
    locale, which asks for texts that do not change."""
    locale = next(filter(None, map(os.environ.get, _LOCALES)), "")
    if locale.split(".")[0] in ("C", "POSIX"):
        return "en"
    preferred = next(filter(None, os.environ.get("LANGUAGE", "").split(":")), "") or locale
    return "zh" if not preferred or preferred.lower().startswith("zh") else "en"


def say(chinese: str, english: str) -> str:
    """The one that the terminal's reader reads."""
    return chinese if language() == "zh" else english


def speak() -> None:
    """Let click say its part (usage, wrong options, questions) in the same language."""
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language()  # gettext reads it; and where no locale is set, it knows of Chinese
