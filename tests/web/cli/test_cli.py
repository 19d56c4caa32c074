"""The command line as its users run it: processes, exit statuses, one line where something is wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from index.search_request import MAX_QUERY_LENGTH
from tests.paths import ROOT
from tests.running import jianbao, server
from web.cli.main import COMMANDS
from web.config import SAMPLE

ISSUES = len(list(SAMPLE.glob("*.md")))
LONG = 400
"""Entries whose export, 10 MB, is more than the system keeps on its way to a reader."""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_stands_in_the_readme(command: str, tmp_path: Path) -> None:
    done = jianbao(command, "--help", cwd=tmp_path)

    assert done.returncode == 0
    assert f"Usage: jianbao {command}" in done.stdout
    assert f"`jianbao {command}" in (ROOT / "README.md").read_text(encoding="utf8")


def test_a_second_reindex_touches_nothing_and_says_so(indexed: Path) -> None:
    before = _stamps(indexed)

    done = jianbao("reindex", cwd=indexed)

    assert done.returncode == 0
    assert "nothing written" in done.stdout
    assert _stamps(indexed) == before


def _stamps(folder: Path) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in (folder / ".jianbao").rglob("*")}


def test_search_prints_entries_that_hold_the_words(indexed: Path) -> None:
    done = jianbao("search", "量化", "-n", "3", cwd=indexed)

    assert done.returncode == 0
    assert "量化" in done.stdout
    assert "\x1b" not in done.stdout


def test_search_explains_what_was_searched_and_each_hit(indexed: Path) -> None:
    said = jianbao("search", "--explain", "量化", "-n", "1", cwd=indexed).stdout

    assert "term 量化" in said
    assert re.search(r"^\S+ 0\.\d{4}$", said, re.MULTILINE)


def test_words_need_no_quotes(indexed: Path) -> None:
    apart = jianbao("search", "量化", "蒸馏", "--json", cwd=indexed)
    together = jianbao("search", "量化 蒸馏", "--json", cwd=indexed)

    assert json.loads(apart.stdout)["total"] == json.loads(together.stdout)["total"] > 0


def test_search_as_json_is_the_answer_of_the_api(indexed: Path) -> None:
    done = jianbao("search", "量化", "-c", "论文", "--sort", "newest", "--json", cwd=indexed)

    answer = json.loads(done.stdout)
    dates = [hit["date"] for hit in answer["hits"]]
    assert answer["total"] == len(answer["hits"]) > 0
    assert {hit["category"] for hit in answer["hits"]} == {"论文"}
    assert dates == sorted(dates, reverse=True)


def test_export_writes_every_entry_with_the_agreed_keys(indexed: Path) -> None:
    rows = [json.loads(line) for line in jianbao("export", cwd=indexed).stdout.splitlines()]

    wanted = {
        "id", "issue", "file", "line", "end_line", "category", "title", "tags", "url", "byline", "source",
        "links", "summary",
    }  # fmt: skip
    assert len(rows) >= 8 * ISSUES
    assert all(wanted <= row.keys() for row in rows)
    assert len({row["id"] for row in rows}) == len(rows)


def test_export_as_csv_holds_the_same_rows(indexed: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(jianbao("export", "--format", "csv", cwd=indexed).stdout)))

    assert len(rows) == len(jianbao("export", cwd=indexed).stdout.splitlines())
    assert rows[0]["title"]


def test_check_accounts_for_every_line_of_the_sample(tmp_path: Path) -> None:
    report = json.loads(jianbao("check", "--json", cwd=tmp_path).stdout)

    assert len(report["issues"]) == ISSUES
    assert report["unread"] == 0
    assert report["total"] == sum(sum(issue["lines"].values()) for issue in report["issues"])


def test_stats_counts_issues_and_entries(indexed: Path) -> None:
    stats = json.loads(jianbao("stats", "--json", cwd=indexed).stdout)

    assert stats["issues"] == ISSUES
    assert stats["entries"] >= 8 * ISSUES


def test_lexicon_finds_nothing_wrong_in_what_is_shipped(tmp_path: Path) -> None:
    done = jianbao("lexicon", cwd=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["search", "量化"], 1, "reindex"),
        (["stats"], 1, "reindex"),
        (["reindex", "no/such/folder"], 1, "no/such/folder"),
        (["--data", __file__, "serve", "--port", "0"], 1, "not a folder"),
        (["--config", "nothing.toml", "stats"], 1, "nothing.toml"),
        (["search", "量化", "--from", "2020-13"], 2, "2020-13"),
        (["search", "量化", "--from", "2021-02", "--to", "2021-01-31"], 2, "is after --to 2021-01-31"),
        (["search", "量化", "--sort", "best"], 2, "newest"),
        (["search", "量化", "-n", "0"], 2, "-n"),
        (["serch", "量化"], 2, "serch"),
        (["export", "--format", "xml"], 2, "jsonl"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    arguments: list[str], status: int, said: str, tmp_path: Path
) -> None:
    done = jianbao(*arguments, cwd=tmp_path)

    assert done.returncode == status
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert status == 2 or len(done.stderr.strip().splitlines()) == 1


def test_bad_files_are_named_and_the_rest_is_indexed(tmp_path: Path) -> None:
    source = tmp_path / "issues"
    shutil.copytree(SAMPLE, source)
    (source / "2020-01-01.md").write_bytes("# 简报 (2020-01-01)\n\n## 论文\n".encode("gb18030"))
    (source / "2020-01-02.md").write_bytes("# 简报 (2020-01-02)\n".encode("utf-16"))
    (source / "2020-01-03.md").write_bytes(b"")
    (source / "2020-01-04.md").write_bytes(bytes(range(256)) * 8)
    (source / "2020-01-05.md").write_bytes(b"a" * 50_000_000)

    done = jianbao("reindex", source, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    for day in range(1, 6):
        assert sum(f"2020-01-0{day}.md" in line for line in done.stderr.splitlines()) == 1, done.stderr
    assert json.loads(jianbao("stats", "--json", cwd=tmp_path).stdout)["issues"] >= ISSUES


def test_a_foreign_data_folder_is_left_alone(tmp_path: Path) -> None:
    foreign = tmp_path / "photos"
    foreign.mkdir()
    (foreign / "cat.jpg").write_bytes(b"not an index")

    done = jianbao("--data", foreign, "reindex", cwd=tmp_path)

    assert done.returncode == 1
    assert "photos" in done.stderr
    assert [file.name for file in foreign.iterdir()] == ["cat.jpg"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", ["export", "stats", "search 量化"])
def test_an_output_that_is_full_is_one_line(indexed: Path, command: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = jianbao(*command.split(), cwd=indexed, stdout=full)

    assert done.returncode == 1
    assert done.stderr.startswith("jianbao: output: No space left")
    assert len(done.stderr.splitlines()) == 1


def test_a_word_list_under_a_wrong_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "jianbao.toml").write_text("[index]\nlexicon = 'words'\n", encoding="utf8")
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "word.txt").write_text("量化机\n", encoding="utf8")

    done = jianbao("lexicon", cwd=tmp_path)

    assert done.returncode == 1
    assert "word.txt: is not read; call it one of words.txt" in done.stderr


def test_git_is_not_offered_the_index(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    assert jianbao("reindex", SAMPLE, SAMPLE, cwd=tmp_path).returncode == 0

    status = subprocess.run(
        ["git", "-C", tmp_path, "status", "--porcelain"], check=True, capture_output=True, text=True
    )

    assert status.stdout == ""
    assert json.loads(jianbao("stats", "--json", cwd=tmp_path).stdout)["issues"] == ISSUES


@pytest.mark.parametrize("command", ["lexicon", "reindex"])
def test_a_word_list_that_cannot_be_read_is_one_line(tmp_path: Path, command: str) -> None:
    (tmp_path / "jianbao.toml").write_text("[index]\nlexicon = 'words'\n", encoding="utf8")
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "words.txt").write_bytes("量化".encode("gbk"))

    done = jianbao(command, cwd=tmp_path)

    assert done.returncode == 1
    assert "words.txt: cannot be read as UTF-8" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_every_mistake_in_the_configuration_is_a_line_of_the_program(tmp_path: Path) -> None:
    (tmp_path / "jianbao.toml").write_text("[server]\nport = 'x'\nhosst = 1\n", encoding="utf8")

    lines = jianbao("stats", cwd=tmp_path).stderr.splitlines()

    assert len(lines) == 2
    assert all(line.startswith("jianbao: jianbao.toml") for line in lines)


def test_a_damaged_memory_of_the_source_is_told_and_healed(tmp_path: Path) -> None:
    assert jianbao("reindex", SAMPLE, cwd=tmp_path).returncode == 0
    (tmp_path / ".jianbao" / "source.json").write_bytes(b"{\xff")

    failed = jianbao("reindex", cwd=tmp_path)

    assert failed.returncode == 1
    assert "source.json: damaged; name the source once more" in failed.stderr
    assert len(failed.stderr.splitlines()) == 1
    assert jianbao("reindex", SAMPLE, cwd=tmp_path).returncode == 0
    assert jianbao("reindex", cwd=tmp_path).returncode == 0


def test_serve_makes_anew_what_cannot_be_served(tmp_path: Path) -> None:
    issues = tmp_path / "issues"
    shutil.copytree(SAMPLE, issues)
    data = tmp_path / "index"
    assert jianbao("--data", data, "reindex", issues, cwd=tmp_path).returncode == 0
    next(data.rglob("catalogue.sqlite")).write_text("{", encoding="utf8")

    with (
        server(tmp_path) as running,
        urllib.request.urlopen(f"{running.url}/api/v1/issues", timeout=10) as answer,
    ):
        assert len(json.load(answer)["issues"]) == ISSUES


def test_a_worker_that_ends_takes_nothing_from_the_others(tmp_path: Path) -> None:
    with server(tmp_path) as running:
        # What gunicorn sends to a worker that has not answered for too long.
        os.kill(running.workers()[0], signal.SIGABRT)
        time.sleep(1.5)

        for path in ["/", "/metrics"] * 3:
            with urllib.request.urlopen(running.url + path, timeout=10) as answer:
                assert answer.status == 200


def test_every_line_of_a_server_is_json_and_tells_nobodys_query(tmp_path: Path) -> None:
    with server(tmp_path) as running:
        host, port = running.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as line:
            line.sendall("GET /?q=量 HTTP/1.1\r\n\r\n".encode())
            assert line.recv(12).startswith(b"HTTP/1.1 400")
        with urllib.request.urlopen(f"{running.url}/?q=%E9%87%8F", timeout=10) as answer:
            assert answer.status == 200
        time.sleep(0.5)
        lines = running.log.read_text(encoding="utf8").split("jianbao: http", 1)[1].splitlines()[1:]

    assert any(json.loads(line)["message"] == "request" for line in lines)
    assert not any("?q=" in line or "量" in line or "ip=" in line for line in lines)


def test_a_taken_port_is_said_and_nothing_starts(indexed: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = jianbao("serve", "--port", str(taken.getsockname()[1]), cwd=indexed)

    assert done.returncode == 1
    assert "--port" in done.stderr


def test_serve_indexes_the_sample_by_itself_and_ends_on_sigterm(tmp_path: Path) -> None:
    with server(tmp_path) as running:
        running.process.terminate()

        assert running.process.wait(timeout=5) == 0


@pytest.fixture
def long_issue(tmp_path: Path) -> Path:
    """A source of one issue with LONG entries."""
    folder = tmp_path / "issues"
    folder.mkdir()
    entries = [
        f"- [条目 {number}](https://example.org/{number})\n\n  {'摘要' * 2000}\n" for number in range(LONG)
    ]
    (folder / "2026-01-01.md").write_text("# 2026-01-01\n\n## 文章\n\n" + "\n".join(entries), encoding="utf8")
    return folder


def begin_export(url: str) -> socket.socket:
    """A reader who has asked for everything, and taken only the first bytes."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.settimeout(10)
    host, port = url.removeprefix("http://").split(":")
    reader.connect((host, int(port)))
    reader.sendall(f"GET /api/v1/export.jsonl HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert reader.recv(64).startswith(b"HTTP/1.1 200")
    return reader


@pytest.mark.slow
@pytest.mark.serial
def test_a_running_request_is_finished_when_the_server_is_stopped(tmp_path: Path, long_issue: Path) -> None:
    with server(tmp_path, source=[long_issue]) as running, begin_export(running.url) as reader:
        running.process.terminate()
        time.sleep(0.5)
        rest = b"".join(iter(lambda: reader.recv(65536), b""))

        assert running.process.wait(timeout=5) == 0
    assert rest.count(b'"title":') == LONG
    assert rest.endswith(b"\r\n0\r\n\r\n")


@pytest.mark.slow
@pytest.mark.serial
def test_a_reader_who_never_ends_does_not_keep_the_server_from_stopping(
    tmp_path: Path, long_issue: Path
) -> None:
    with server(tmp_path, source=[long_issue]) as running, begin_export(running.url):
        running.process.terminate()

        running.process.wait(timeout=5)


def test_a_query_of_the_greatest_length_is_answered(tmp_path: Path) -> None:
    query = urllib.parse.quote("端" * MAX_QUERY_LENGTH)
    with server(tmp_path) as running:
        assert urllib.request.urlopen(f"{running.url}/?q={query}").status == 200
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{running.url}/?q={query}{query}")

    assert refused.value.code == 414
