"""What attackers and accidents send: payloads, nasty strings, and how to read them."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def payloads() -> tuple[str, ...]:
    r"""Every line of payloads.txt but comments, `\uXXXX` decoded (lone surrogates too)."""
    lines = (FOLDER / "payloads.txt").read_text(encoding="utf8").splitlines()
    return tuple(_decoded(line) for line in lines if line and not line.startswith("#"))


def _decoded(line: str) -> str:
    head, *rest = line.split("\\u")
    return head + "".join(
        chr(int(part[:4], 16)) + part[4:] if _is_hex(part[:4]) else "\\u" + part for part in rest
    )


def _is_hex(digits: str) -> bool:
    return len(digits) == 4 and all(digit in "0123456789abcdefABCDEF" for digit in digits)


NASTY = (
    *payloads(),
    "",
    " ",
    "\x00",
    "\x7f\x80\x9f",
    "(" * 10_000,
    ")" * 10_000,
    "[" * 10_000 + "]" * 10_000,
    '"' * 9_999,
    "-" * 5_000,
    "OR " * 3_000,
    "a OR " * 500,
    "-a " * 500,
    "*" * 1_000,
    "?" * 1_000,
    "a*b*c*d*e*f*g*",
    "栏目:" * 1_000,
    "date:" + "9" * 1_000,
    "date:0000-00..9999-99",
    "site:" + "." * 1_000,
    "量" * 20_000,
    "神经网络" * 3_000,
    "中 " * 5_000,
    " ".join(f"词{number}" for number in range(2_000)),
    "e\u0301" * 3_000,
    "\ufdfa" * 2_000,
    "🧠" * 3_000,
    "\ud800",
    "\udfff\ud800",
    "%",
    "%%%",
    "%zz",
    "%00",
    "%f0%28%8c%bc",
    "1e309",
    "-1",
    "0",
    "99999999999999999999999999",
    "0x10",
    "١٢",
    "²",
    "NaN",
    "null",
    "true",
    "2020-02-30",
    "2020-13",
    "0001",
    "9999-12-31",
)
"""The payloads and what else has broken search boxes: depth, length, emptiness, odd numbers and dates."""
