"""Static files: built from their sources, under names that change with their content."""

import re
from pathlib import Path, PurePosixPath

import pytest
from flask.testing import FlaskClient

from tests.web.site.build_assets import ENTRIES, HASHES, SOURCES, WORD_LISTS, build, hashes
from web.site.assets import BUILT, SCRIPT, STYLE, load_assets

NAMED = re.compile(r"/static/[0-9a-f]{12}/[\w./-]+")


def test_what_is_served_was_built_from_the_sources_as_they_are() -> None:
    assert (BUILT / HASHES).read_text(encoding="utf8") == hashes(), "run `make assets`, and commit web/built"


@pytest.mark.slow
@pytest.mark.xdist_group("node")
def test_building_again_gives_what_is_served(tmp_path: Path) -> None:
    build(tmp_path)

    built = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert "site.js" in built
    assert built == {file.name: file.read_bytes() for file in BUILT.iterdir()}, "run `make assets`"
    assert built.keys() - {HASHES} == load_assets().files.keys() - {"touch.png", "share.png"}


def test_every_part_of_the_style_sheet_is_taken_once_and_in_order() -> None:
    parts = re.findall(
        r'@import "\./([\w-]+\.css)";', (SOURCES / "css" / "site.css").read_text(encoding="utf8")
    )

    assert parts == sorted({file.name for file in (SOURCES / "css").glob("*.css")} - {"site.css"})


def test_every_script_is_an_entry_or_imported_by_one() -> None:
    scripts = {file.relative_to(SOURCES).as_posix(): file.read_text("utf8") for file in SOURCES.rglob("*.js")}
    imported = {
        PurePosixPath(script).with_name(name).as_posix()
        for script, text in scripts.items()
        for name in re.findall(r'from "\./([\w-]+\.js)"', text)
    }
    entries = {file for files in ENTRIES.values() for file in files if file.endswith(".js")}

    assert scripts.keys() == imported | entries


def test_every_word_list_that_a_script_imports_is_one_of_its_sources() -> None:
    imported = {
        (script.parent / name).resolve()
        for script in SOURCES.rglob("*.js")
        for name in re.findall(r'from "([^"]+\.txt)"', script.read_text("utf8"))
    }

    assert imported == set(WORD_LISTS)


def test_pages_name_files_that_are_there_and_stay_for_ever(client: FlaskClient) -> None:
    paths = set(NAMED.findall(client.get("/").text))

    assert {path.rsplit("/", 1)[1] for path in paths} == {
        STYLE, SCRIPT, "favicon.svg", "touch.png", "share.png",
    }  # fmt: skip
    for path in paths:
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (
            200,
            "public, max-age=31536000, immutable",
        )


def test_a_name_of_another_release_is_answered_but_not_kept(client: FlaskClient) -> None:
    answer = client.get(f"/static/000000000000/{STYLE}")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("name", ["nothing.js", "css/10-base.css", "../config.py", "%2e%2e/config.py", ""])
def test_nothing_but_static_files_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/{load_assets().release}/{name}").status_code == 404


def test_browsers_that_take_brotli_get_the_dense_form(client: FlaskClient) -> None:
    path = f"/static/{load_assets().release}/{SCRIPT}"
    dense = client.get(path, headers={"Accept-Encoding": "gzip, br"})
    plain = client.get(path)

    assert dense.headers["Content-Encoding"] == "br"
    assert len(dense.data) < len(plain.data) / 2
    assert "Accept-Encoding" in dense.headers["Vary"]
    assert plain.data == load_assets().files[SCRIPT].content
