"""Scripts and styles of `web/static` → what is served, in `web/built`: bundled and minified by esbuild.

`make assets` runs this after a change of `web/static`. The outcome is checked in, so that installing and
serving need no Node; beside it stands the hash of each source, by which a test without Node sees that the
two belong together.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.paths import ROOT
from web.site.assets import BUILT

SOURCES = ROOT / "web" / "static"

HASHES = "sources.sha256"
"""File in `web/built`: hash and name of each source, as `sha256sum` writes them."""

WORD_LISTS = (
    ROOT / "index" / "lexicon" / "data" / "generic.txt",
    ROOT / "index" / "lexicon" / "data" / "programs.txt",
    ROOT / "index" / "text" / "single_words.txt",
)
"""Lists that the search of a static site shares with the server's."""

ENTRIES = {
    "site": ["js/main.js", "css/site.css"],
    "search": ["search/main.js"],
    "widget": ["widget.js"],
    "widget-more": ["widget-more.js"],
    "widget-page": ["widget-page.js", "widget-page.css"],
    "favicon": ["favicon.svg"],
}
"""Name of what is served → the sources that it begins with."""

OPTIONS = [
    "--bundle",
    "--minify",
    "--format=esm",
    "--charset=utf8",
    "--loader:.svg=copy",
    "--loader:.txt=text",
    "--log-level=warning",
    # The baseline of docs/browsers.md: newer syntax is rewritten for it.
    "--target=es2020,chrome90,firefox91,safari15",
]


def node_tool(name: str) -> Path:
    """A command of `package.json`, installed in its locked version if it is not there yet."""
    tool = ROOT / "node_modules" / ".bin" / name
    lock, installed = ROOT / "package-lock.json", ROOT / "node_modules" / ".package-lock.json"
    if not tool.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        subprocess.run([npm(), "ci", "--silent"], cwd=ROOT, check=True, env=node_environment())
    return tool


def npm() -> str:
    """The npm of this Python environment, else of the system."""
    executable = shutil.which("npm", path=node_environment()["PATH"])
    assert executable, "npm is missing: make install-dev"
    return executable


def node_environment() -> dict[str, str]:
    """Node of this Python environment comes first."""
    own = Path(sys.executable).parent
    return os.environ | {"PATH": f"{own}{os.pathsep}{os.environ.get('PATH', '')}"}


def build(folder: Path) -> None:
    """Write everything that is served, and the hashes of what it was made of, into an empty folder."""
    sources = [f"{name}={SOURCES / file}" for name, files in ENTRIES.items() for file in files]
    esbuild = [node_tool("esbuild"), *sources, *OPTIONS, f"--outdir={folder}"]
    subprocess.run(esbuild, cwd=ROOT, check=True, env=node_environment())
    _write_widget_style(folder / "widget.css")
    (folder / HASHES).write_text(hashes(), encoding="utf8")


def _write_widget_style(target: Path) -> None:
    """The element's style sheet, for browsers to which its script cannot hand one."""
    module = (SOURCES / "widget-style.js").as_uri()
    script = f'import("{module}").then(({{ STYLE }}) => process.stdout.write(STYLE))'
    node = shutil.which("node", path=node_environment()["PATH"]) or "node"
    minify = [node_tool("esbuild"), "--loader=css", "--minify", "--charset=utf8", OPTIONS[-1]]
    text = _output([node, "--no-warnings", "-e", script], b"")
    target.write_bytes(_output(minify, text))


def _output(command: list[str | Path], text: bytes) -> bytes:
    return subprocess.run(
        command, input=text, check=True, stdout=subprocess.PIPE, env=node_environment()
    ).stdout


def hashes() -> str:
    """A line for each source, and for the version of the tool."""
    files = sorted(file for file in SOURCES.rglob("*") if file.is_file())
    return "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(ROOT).as_posix()}\n"
        for file in (*files, *WORD_LISTS, ROOT / "package-lock.json")
    )


if __name__ == "__main__":
    shutil.rmtree(BUILT, ignore_errors=True)
    build(BUILT)
