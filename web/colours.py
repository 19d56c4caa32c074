"""Derive the colours of both themes from a configured colour, each readable on every background."""

from __future__ import annotations

ENOUGH = 4.5
"""Contrast that text needs (WCAG 2.2, AA)."""

LIGHT_GROUNDS = ("#fdfdfb", "#f2f2ec")
DARK_GROUNDS = ("#17191c", "#24272c")
"""Background colours of each theme, as in the style sheet."""

TINTED = {"light": 0.08, "dark": 0.14}
"""Share of the colour in the background of selected items."""

Rgb = tuple[int, int, int]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours (WCAG), from 1 to 21."""
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def readable(colour: str, theme: str = "light") -> str:
    """The colour, or the nearest one that is readable on every background of a theme and on its own tint."""
    towards = "#000000" if theme == "light" else "#ffffff"
    for step in range(51):
        mixed = _mix(colour, towards, step / 50)
        if _least(mixed, theme) >= ENOUGH:
            return mixed
    return towards


def accent_css(colour: str) -> str:
    """CSS rules with the derived colours, one set of plain values for each theme."""
    light, dark = _rules(readable(colour), "light"), _rules(readable(colour, "dark"), "dark")
    return (
        f":root{{{light}}}"
        f'@media screen and (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{dark}}}}}'
        f'@media screen{{:root[data-theme="dark"]{{{dark}}}}}'
    )


def _rules(colour: str, theme: str) -> str:
    on = "#fff" if theme == "light" else "#141414"
    return f"--accent:{colour};--on-accent:{on};--tint:{_tint(colour, theme)};--series-1:{colour}"


def _tint(colour: str, theme: str) -> str:
    ground = (LIGHT_GROUNDS if theme == "light" else DARK_GROUNDS)[0]
    return _mix(ground, colour, TINTED[theme])


def _least(colour: str, theme: str) -> float:
    grounds = LIGHT_GROUNDS if theme == "light" else DARK_GROUNDS
    return min(contrast(colour, ground) for ground in (*grounds, _tint(colour, theme)))


def _mix(first: str, second: str, share: float) -> str:
    pairs = zip(_rgb(first), _rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in _rgb(colour)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
