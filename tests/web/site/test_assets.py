"""Static files: one style sheet, one module, names that change with their content."""

import re
from collections import Counter

import pytest
from flask.testing import FlaskClient

from web.site.assets import SCRIPT, STATIC, STYLE, bundle, load_assets, modules_of

TOP = re.compile(r"^(?:export )?(?:async )?(?:const|let|function|class) (\w+)", re.MULTILINE)
NAMED = re.compile(r"/static/[0-9a-f]{12}/[\w./-]+")


def test_the_module_holds_every_part_after_what_it_needs() -> None:
    parts = modules_of("main")

    assert set(parts) == {file.stem for file in (STATIC / "js").glob("*.js")}
    assert parts[-1] == "main"
    assert parts.index("words") < parts.index("live") < parts.index("range")


def test_parts_may_be_put_together_because_their_names_differ() -> None:
    names = Counter(
        name for file in (STATIC / "js").glob("*.js") for name in TOP.findall(file.read_text("utf8"))
    )

    assert [name for name, count in names.items() if count > 1] == []
    assert b"import " not in bundle("main")
    assert b"export " not in bundle("main")


def test_pages_name_files_that_are_there_and_stay_for_ever(client: FlaskClient) -> None:
    places = set(NAMED.findall(client.get("/").text))

    assert {place.rsplit("/", 1)[1] for place in places} == {STYLE, SCRIPT, "favicon.svg"}
    for place in places:
        answer = client.get(place)
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
    place = f"/static/{load_assets().release}/{SCRIPT}"
    dense = client.get(place, headers={"Accept-Encoding": "gzip, br"})
    plain = client.get(place)

    assert dense.headers["Content-Encoding"] == "br"
    assert len(dense.data) < len(plain.data) / 3
    assert "Accept-Encoding" in dense.headers["Vary"]
    assert plain.data == load_assets().files[SCRIPT].content
