"""What readers sought and did not find is counted only where the editor wants it, and not who they are."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.errors import IndexBrokenError
from index.library.library import Library
from index.storage.data_folder import claim
from index.storage.missed import MAX_LENGTH, MISSED, RETENTION_DAYS, add_missed, forget_missed, missed_texts
from tests.running import jianbao
from web.app import create_app
from web.config import Config, LogConfig

DAY = dt.date(2026, 7, 1)
NOTHING = "zzqxwv"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    claim(tmp_path / ".jianbao")
    return tmp_path / ".jianbao"


@pytest.fixture
def counting(library: Library, config: Config, data: Path) -> FlaskClient:
    asked = config.model_copy(update={"log": LogConfig(missed=True)})
    return create_app(library, asked).test_client()


def texts(data: Path) -> list[tuple[str, int]]:
    return [(record.text, record.times) for record in missed_texts(data)]


def test_nothing_is_counted_unasked(client: FlaskClient, data: Path) -> None:
    assert "data-missed" not in client.get(f"/?q={NOTHING}").text
    assert client.post(f"/missed?q={NOTHING}").status_code == 404
    assert not (data / MISSED).exists()


def test_what_has_no_hits_is_counted_without_who_asked(counting: FlaskClient, data: Path) -> None:
    match = re.search(r'data-missed="([^"]+)"', counting.get(f"/?q={NOTHING.upper()}").text)
    assert match
    for _ in range(2):
        assert counting.post(unescape(match[1])).status_code == 204

    assert texts(data) == [(NOTHING, 2)]
    with sqlite3.connect(data / MISSED) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(missed)")]
    assert names == ["text", "times", "first_day", "last_day"]
    assert (data / MISSED).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("asked", ["q=量化", "q=", f"q={NOTHING}&category=论文", f"q={NOTHING}+栏目:论文"])
def test_what_has_hits_or_a_filter_is_not_counted(counting: FlaskClient, data: Path, asked: str) -> None:
    assert "data-missed" not in counting.get(f"/?{asked}").text
    assert counting.post(f"/missed?{asked}").status_code == 204
    assert not (data / MISSED).exists()


def test_other_sites_cannot_make_their_readers_tell(counting: FlaskClient, data: Path) -> None:
    refused = counting.post(f"/missed?q={NOTHING}", headers={"Sec-Fetch-Site": "cross-site"})

    assert refused.status_code == 403
    assert not (data / MISSED).exists()


def test_a_folder_that_cannot_be_written_does_not_trouble_readers(library: Library, config: Config) -> None:
    asked = config.model_copy(update={"log": LogConfig(missed=True)})

    assert create_app(library, asked).test_client().post(f"/missed?q={NOTHING}").status_code == 204


def test_it_is_bounded_and_what_is_sought_often_stays(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.storage.missed.MAX_TEXTS", 10)
    add_missed(data, "often", DAY)
    add_missed(data, "often", DAY)
    for number in range(30):
        add_missed(data, f"once {number}", DAY + dt.timedelta(days=number))

    assert len(texts(data)) == 10
    assert texts(data)[0] == ("often", 2)
    assert ("once 29", 1) in texts(data)


def test_what_nobody_seeks_again_is_forgotten_and_what_was_pasted_is_not_kept(data: Path) -> None:
    add_missed(data, "old", DAY)
    add_missed(data, "x" * (MAX_LENGTH + 1), DAY)
    add_missed(data, "new", DAY + dt.timedelta(days=RETENTION_DAYS + 1))

    assert texts(data) == [("new", 1)]


def test_a_damaged_file_is_told_and_can_be_removed(data: Path) -> None:
    (data / MISSED).write_bytes(b"no database" * 100)

    with pytest.raises(IndexBrokenError, match="missed --forget"):
        missed_texts(data)
    forget_missed(data)
    assert missed_texts(data) == ()


def test_the_command_lists_the_most_sought_first_and_forgets(data: Path) -> None:
    for text in ("联邦学习", "端侧大模型", "端侧大模型"):
        add_missed(data, text, DAY)
    folder = data.parent

    printed_lines = jianbao("missed", cwd=folder).stdout.splitlines()
    assert [line.split()[0] for line in printed_lines] == ["2", "1"]
    records = json.loads(jianbao("missed", "--least", "2", "--json", cwd=folder).stdout)
    assert records == [{"text": "端侧大模型", "times": 2, "first_day": str(DAY), "last_day": str(DAY)}]
    assert jianbao("missed", "--forget", cwd=folder).returncode == 0
    assert "missed = true" in jianbao("missed", cwd=folder).stderr
