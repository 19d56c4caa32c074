"""Our mark, three lines of writing, as a PNG: phones and messengers show no SVG.

Drawn without a picture library and without a font: a server's fonts cannot be relied on to hold Chinese,
and messengers show the title beside the picture. Indexed colours keep a picture at 1 to 3 kB; the larger
one takes some 0.1 s, once a process.
"""

from __future__ import annotations

import math
import struct
import zlib

GRID = 24
RADIUS = 1.0
LINES = ((8.0, 6.5, 17.5), (12.0, 6.5, 17.5), (16.0, 6.5, 12.5))
"""Height, start and end of each line, and half its width, on the grid of the SVG."""

SHADES = 64
"""Steps between ground and line, which smooth the ends."""

STEPS = 4
"""Times that a row of pixels is looked at."""

Line = tuple[float, float, float]


def mark_png(width: int, height: int, side: int, colour: str) -> bytes:
    """White lines in the middle of a coloured ground; `side` is that of the mark's square."""
    unit = side / GRID
    left, top = (width - side) / 2, (height - side) / 2
    lines = tuple((top + y * unit, left + start * unit, left + end * unit) for y, start, end in LINES)
    rows = b"".join(b"\0" + _row(y, width, lines, RADIUS * unit) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", _palette(colour)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _row(y: int, width: int, lines: tuple[Line, ...], radius: float) -> bytes:
    close_lines = [line for line in lines if y - radius <= line[0] <= y + 1 + radius]
    if not close_lines:
        return bytes(width)
    cover = [0.0] * width
    for step in range(STEPS):
        middle = y + (step + 0.5) / STEPS
        for height, start, end in close_lines:
            away = abs(middle - height)
            if away < radius:
                reach = math.sqrt(radius * radius - away * away)
                _add(cover, start - reach, end + reach)
    return bytes(round(amount * SHADES / STEPS) for amount in cover)


def _add(cover: list[float], start: float, stop: float) -> None:
    for x in range(int(start), min(len(cover), math.ceil(stop))):
        cover[x] += min(stop, x + 1) - max(start, x)


def _palette(colour: str) -> bytes:
    ground = bytes.fromhex(colour.removeprefix("#"))
    return bytes(
        round(channel + (255 - channel) * shade / SHADES) for shade in range(SHADES + 1) for channel in ground
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
