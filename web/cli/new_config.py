"""A first `jianbao.toml`: what it says, checked as it will be read, and written in one step."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from pydantic import ValidationError

from archive.sources.git_address import without_password
from web.cli.language import say
from web.colours import readable
from web.config import NewsletterConfig, SiteConfig

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Answers:
    """What an editor has told."""

    source: str
    """Folder relative to the configuration, or a git URL."""

    title: str
    address: str
    """Where the archive will be reached; "" where that is not known yet."""

    accent: str = ""
    """Colour; "" for ours."""

    @property
    def secret(self) -> bool:
        """Whether a password stands in them, so that the file is for its owner alone."""
        return without_password(self.source) != self.source

    def toml(self) -> str:
        """The configuration as text."""
        lines = ["[newsletter]", f"source = {_quoted(self.source)}"]
        lines += [f"title = {_quoted(self.title)}"] if self.title else []
        site = {"base_url": self.address, "accent": self.accent}
        site_lines = [f"{key} = {_quoted(value)}" for key, value in site.items() if value]
        lines += ["", "[site]", *site_lines] if site_lines else []
        return "\n".join(lines) + "\n"


def mistake_in_title(title: str) -> str:
    """What is wrong with a title; "" where nothing is."""
    if not title.isprintable():
        return say("标题里有看不见的字符", "the title holds characters that cannot be seen")
    try:
        NewsletterConfig(title=title)
    except ValidationError:
        return say("标题最多 120 个字", "a title has at most 120 characters")
    return ""


def mistake_in_address(address: str) -> str:
    """What is wrong with an address; "" where nothing is."""
    try:
        SiteConfig(base_url=address)
    except ValidationError:
        return say(
            f"{address!r}：应以 http:// 或 https:// 开头",
            f"{address!r}: an address begins with http:// or https://",
        )
    return ""


def mistake_in_accent(accent: str) -> str:
    """What is wrong with a colour; "" where nothing is."""
    try:
        SiteConfig(accent=accent)
    except ValidationError:
        if not COLOUR.fullmatch(accent):
            return say(f"{accent!r}：写成 #1f5f8b 这样", f"{accent!r}: a colour is written like #1f5f8b")
        readable_accent = readable(accent)
        return say(
            f"{accent}：太淡，在浅色纸上读不清；最近的是 {readable_accent}",
            f"{accent}: too pale to be read on light paper; the nearest that is not is {readable_accent}",
        )
    return ""


def write(file: Path, answers: Answers, *, replace: bool) -> None:
    """Write the configuration. Raises FileExistsError where there is one that is not to be replaced; one that
    is replaced stays whole until the new one is complete."""
    mode = 0o600 if answers.secret else 0o644
    with NamedTemporaryFile("w", dir=file.parent, prefix=".jianbao-", encoding="utf8", delete=False) as new:
        new.write(answers.toml())
    try:
        Path(new.name).chmod(mode)
        if replace:
            os.replace(new.name, file)  # noqa: PTH105 - one name is text
        else:
            os.link(new.name, file)  # fails where the file has come to be meanwhile
    finally:
        Path(new.name).unlink(missing_ok=True)


def _quoted(text: str) -> str:
    """A TOML string; JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
