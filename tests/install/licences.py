"""docs/licences.md, from what the locked packages say of themselves: `python -m tests.install.licences`."""

from __future__ import annotations

import re
from importlib.metadata import distribution

from tests.paths import DOCS, ROOT

FILE = DOCS / "licences.md"
HEAD = """# 依赖的许可 · Licences of what jianbao uses

jianbao 自己以 MIT 许可发布。运行时随之安装的包和它们的许可如下；由 `make lock` 写成，测试核对。
jianbao itself is under the MIT licence. These packages are installed with it, under these licences;
`make lock` writes the list, and a test compares it.

两份数据来自别处。`index/lexicon/data/dictionary.txt` 由 CC-CEDICT (https://cc-cedict.org) 挑选、缩短而成，
许可为 CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)；
`index/lexicon/data/neighbours.txt` 由 Synonyms 3.10.2 的词向量算出
(https://pypi.org/project/synonyms/3.10.2/)，许可为 MIT，版权归 Hai Liang Wang 与 Hu Ying Xi。
Two files of data come from elsewhere. `index/lexicon/data/dictionary.txt` is selected and shortened from
CC-CEDICT and is under CC BY-SA 4.0; `tests/index/lexicon/make_dictionary.py` makes it.
`index/lexicon/data/neighbours.txt` is computed from the word vectors of Synonyms 3.10.2, under the MIT
licence, copyright Hai Liang Wang and Hu Ying Xi; `tests/index/lexicon/make_neighbours.py` makes it.

| 包 · package | 许可 · licence |
|---|---|
"""
PERMISSIVE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL-2\.0|Unlicense|0BSD|Zope Public License)\b"
)
"""Licences that allow use in any program."""


def packages() -> list[str]:
    """Names of everything that can be installed for running: with its extras."""
    lock = (ROOT / "requirements" / "mcp.txt").read_text(encoding="utf8")
    return re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)


def licence(package: str) -> str:
    """Its SPDX expression; where it has none, its classifiers, or else the first line of its own words."""
    about = distribution(package).metadata
    if about["License-Expression"]:
        return about["License-Expression"]
    kinds = [kind.split(" :: ") for kind in about.get_all("Classifier", []) if kind.startswith("License ::")]
    named = [kind[-1] for kind in kinds if len(kind) > 2]
    return ", ".join(named) or (about["License"] or "?").strip().splitlines()[0]


def table() -> str:
    """The whole file."""
    return HEAD + "".join(f"| {package} | {licence(package)} |\n" for package in packages())


if __name__ == "__main__":
    FILE.write_text(table(), encoding="utf8")
