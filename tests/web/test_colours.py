"""An editor's colour is readable in both themes, or refused with the nearest that is."""

import re

import pytest
from pydantic import ValidationError

from index.library.library import Library
from web.app import create_app
from web.colours import DARK_GROUNDS, ENOUGH, LIGHT_GROUNDS, accent_css, contrast, readable
from web.config import Config, SiteConfig

COLOURS = ("#1f5f8b", "#9a2d18", "#ffd400", "#000000", "#ffffff", "#00ff00", "#7a4a9c", "#808080")


def test_contrast_is_that_of_the_standard() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("colour", COLOURS)
def test_whatever_an_editor_names_is_readable_in_both_themes(colour: str) -> None:
    for theme, grounds, on in (("light", LIGHT_GROUNDS, "#ffffff"), ("dark", DARK_GROUNDS, "#141414")):
        made = readable(colour, theme)
        rules = re.findall(r"--tint:(#[0-9a-f]{6})", accent_css(readable(colour)))
        tint = rules[0 if theme == "light" else 1]

        assert all(contrast(made, ground) >= ENOUGH for ground in (*grounds, on))
        assert tint


def test_a_colour_that_is_too_pale_is_refused_with_the_nearest_that_is_not() -> None:
    with pytest.raises(ValidationError, match=re.escape(readable("#ffd400"))):
        SiteConfig(accent="#ffd400")


def test_style_and_icon_take_the_colour(library: Library, config: Config) -> None:
    site = SiteConfig(accent="#1f5f8b")
    client = create_app(library, config.model_copy(update={"site": site})).test_client()
    style = re.search(r'href="([^"]+site\.css)"', client.get("/").text)
    assert style

    assert "--accent:#1f5f8b" in client.get(style[1]).text
    assert "#1f5f8b" in client.get("/favicon.ico").text
