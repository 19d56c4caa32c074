"""A password in a source's URL serves to log in, and is seen nowhere."""

import stat
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.errors import SourceError
from archive.sources.git import fetch
from archive.sources.git_address import parse_address, printable_source, without_password
from tests.archive.sources.git_server import PASSWORD, USER, git_server
from tests.archive.sources.test_git import repository, run
from tests.running import jianbao

__all__ = ["repository"]

HIDDEN = {
    "https://me:secret@host.example/a.git": "https://host.example/a.git",
    "https://secret@host.example/a.git": "https://host.example/a.git",
    "https://me:secret@secret@host.example/a.git": "https://host.example/a.git",
    "https://me:secret/secret@host.example/a.git": "https://host.example/a.git",
    "https://me:secret#secret@host.example/a.git": "https://host.example/a.git",
    "https://me:secret@host.example:8443/a@b.git": "https://host.example:8443/a@b.git",
    "https://me:secret@[2001:db8::1]:8443/a.git": "https://[2001:db8::1]:8443/a.git",
    "HTTPS://me:secret@host.example/a.git": "HTTPS://host.example/a.git",
    "ssh://git:secret@host.example/a.git": "ssh://git@host.example/a.git",
    "ftp://me:secret@host.example/a.git": "ftp://host.example/a.git",
    "git@host.example:a.git": "git@host.example:a.git",
    "issues/2024@home": "issues/2024@home",
}


@pytest.mark.parametrize(("source", "plain"), HIDDEN.items())
def test_a_source_is_shown_and_kept_without_its_password(source: str, plain: str) -> None:
    assert without_password(source) == printable_source(source) == plain


@pytest.mark.parametrize("source", [hidden for hidden in HIDDEN if "secret" in hidden])
def test_no_message_about_a_source_tells_its_password(source: str, tmp_path: Path) -> None:
    try:
        said = repr(parse_address(source.replace("host.example", "-host.example")))
    except SourceError as error:
        said = str(error)

    assert "secret" not in said
    assert "secret" not in repr(parse_address("https://me:secret@host.example/a.git"))


def test_a_line_break_in_a_password_is_refused() -> None:
    with pytest.raises(SourceError, match="control characters"):
        parse_address("https://me:a%0Ahost=evil.example@host.example/a.git")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who trusts the server's certificate."""
    (tmp_path / ".gitconfig").write_text("[http]\n\tsslVerify = false\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_name_and_password_log_in_and_stand_in_no_argument(repository: Path, home: Path) -> None:
    run(home, "clone", "--quiet", "--bare", str(repository), "private.git")
    with git_server(home, home) as server:
        url = f"https://{USER}:{quote(PASSWORD, safe='')}@{server.host}/private.git"
        folder = fetch(url, home / "cache")
        with pytest.raises(SourceError) as refused:
            fetch(f"https://{USER}:wrong-secret@{server.host}/private.git", home / "cache")

    assert (folder / "2024-01-05.md").is_file()
    assert any("fetch --quiet" in line for line in server.arguments)
    assert [line for line in server.arguments if PASSWORD in line or quote(PASSWORD, safe="") in line] == []
    assert "a password in a URL is not kept" in str(refused.value)
    assert "wrong-secret" not in str(refused.value)


def test_gits_own_helper_is_asked_where_the_url_has_no_password(repository: Path, home: Path) -> None:
    run(home, "clone", "--quiet", "--bare", str(repository), "private.git")
    with git_server(home, home) as server:
        kept = home / ".git-credentials"
        kept.write_text(f"https://{USER}:{quote(PASSWORD, safe='')}@{server.host}\n")
        subprocess.run(["git", "config", "--global", "credential.helper", "store"], check=True)

        assert (fetch(f"https://{server.host}/private.git", home / "with") / "2024-01-05.md").is_file()
        assert (
            fetch(f"https://{USER}@{server.host}/private.git", home / "named") / "2024-01-05.md"
        ).is_file()


def test_nothing_that_jianbao_writes_or_says_holds_the_password(repository: Path, home: Path) -> None:
    run(home, "clone", "--quiet", "--bare", str(repository), "private.git")
    with git_server(home, home) as server:
        url = f"https://{USER}:{quote(PASSWORD, safe='')}@{server.host}/private.git"
        done = jianbao("--data", home / "data", "reindex", url, cwd=home)
        again = jianbao("--data", home / "data", "reindex", cwd=home)

    assert done.returncode == 0, done.stderr
    assert again.returncode == 1
    assert "a password in a URL is not kept" in again.stderr
    secrets = (PASSWORD, quote(PASSWORD, safe=""))
    assert not any(secret in text for secret in secrets for text in (done.stdout, done.stderr, again.stderr))
    for file in (file for file in (home / "data").rglob("*") if file.is_file()):
        assert not any(secret.encode() in file.read_bytes() for secret in secrets), file
    assert stat.S_IMODE((home / "data" / "source.json").stat().st_mode) == 0o600
