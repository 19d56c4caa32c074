"""The configuration: file, environment, command line, and what is said of mistakes."""

from pathlib import Path

import pytest

from web.config import SAMPLE, ConfigError, load_config
from web.origin import conventions_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_any_configuration_the_sample_serves(folder: Path) -> None:
    config = load_config()

    assert config.sample
    assert config.sources == (str(SAMPLE),)
    assert config.data == folder / ".jianbao"


def test_relative_paths_are_relative_to_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "conf" / "jianbao.toml"
    file.parent.mkdir()
    file.write_text('[newsletter]\nsource = "issues"\n[index]\nlexicon = "words"\n', encoding="utf8")

    config = load_config(file)

    assert config.sources == (str(folder / "conf" / "issues"),)
    assert config.lexicon == folder / "conf" / "words"
    assert config.data == folder / "conf" / ".jianbao"


@pytest.mark.parametrize(
    "url", ["https://example.org/n.git", "ssh://git@example.org/n.git", "git@example.org:n.git"]
)
def test_a_git_url_stays_as_it_is(folder: Path, url: str) -> None:
    (folder / "jianbao.toml").write_text(f'[newsletter]\nsource = "{url}"\n', encoding="utf8")

    assert load_config().sources == (url,)


def test_the_environment_wins_over_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "jianbao.toml").write_text("[server]\nport = 8001\nworkers = 3\n", encoding="utf8")
    monkeypatch.setenv("JIANBAO_SERVER__PORT", "8002")

    config = load_config()

    assert (config.server.port, config.server.workers) == (8002, 3)


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("[server]\nport = 99999\n", "server.port", "65535"),
        ("[sever]\nport = 1\n", "sever", "no such key"),
        ("[site]\nprefix = 'archive'\n", "site.prefix", "a path such as /archive"),
        ("[newsletter]\nurl = 'javascript:alert(1)'\n", "newsletter.url", "begins with http"),
        ("[newsletter]\nsource_url = 'https://example.org/'\n", "newsletter.source_url", "holds {file}"),
        ("[server\n", "jianbao.toml", "TOML"),
        ("[site]\ntitel = 'x'\n", "site.titel", "did you mean title"),
        ("[[newsletters]]\nsource = 'a'\n", "newsletters[1].slug", "is missing"),
        ("[[newsletters]]\nslug = 'A b'\nsource = 'a'\n", "newsletters[1].slug", "lower-case letters"),
        ("[[newsletters]]\nslug = 'a'\nsource = 'a'\ntitel = 'x'\n", "newsletters[1].titel", "mean title"),
        (2 * "[[newsletters]]\nslug = 'a'\nsource = 'a'\n", "newsletters", "have the slug 'a'"),
        (
            "[newsletter]\nsource = 'a'\n[[newsletters]]\nslug = 'a'\nsource = 'a'\n",
            "newsletters",
            "both name a source",
        ),
    ],
)
def test_a_mistake_is_named_with_its_key(folder: Path, text: str, key: str, reason: str) -> None:
    (folder / "jianbao.toml").write_text(text, encoding="utf8")

    with pytest.raises(ConfigError) as caught:
        load_config()

    assert key in str(caught.value)
    assert reason in str(caught.value)


def test_a_named_file_must_exist(folder: Path) -> None:
    with pytest.raises(ConfigError, match="no such configuration file"):
        load_config(folder / "nothing.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'[newsletter]\ntitle = "\xd6\xd0"\n', "not UTF-8"),
        (b"[site]\ncors_origins = ['example.org']\n", "site.cors_origins: 'example.org'; allowed is"),
        (b"[site]\ncors_origins = ['https://example.org/page']\n", "without a path"),
        (b"[newsletter]\nsource = 5\n", "newsletter.source: 5; allowed is a folder"),
    ],
)
def test_a_mistake_is_one_line_with_what_is_allowed(folder: Path, text: bytes, said: str) -> None:
    (folder / "jianbao.toml").write_bytes(text)

    with pytest.raises(ConfigError) as caught:
        load_config()

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_byte_order_mark_is_simply_taken(folder: Path) -> None:
    (folder / "jianbao.toml").write_text("[server]\nport = 8001\n", encoding="utf-8-sig")

    assert load_config().server.port == 8001


def test_a_folder_of_that_name_is_told_not_passed_over(folder: Path) -> None:
    (folder / "jianbao.toml").mkdir()

    with pytest.raises(ConfigError, match="cannot be read"):
        load_config()


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("JIANBAO_SEVER__PORT", "1", "JIANBAO_SEVER__PORT: no such variable"),
        ("JIANBAO_SERVER__PROT", "1", "server.prot: no such key"),
        ("JIANBAO_SITE__CORS_ORIGINS", "https://example.org", "lists as JSON"),
    ],
)
def test_a_mistaken_variable_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(ConfigError, match=said):
        load_config()


def test_own_conventions_stand_beside_the_configuration(folder: Path) -> None:
    file = folder / "conf" / "jianbao.toml"
    file.parent.mkdir()
    file.write_text('[newsletter]\nconventions = "tea.toml"\n', encoding="utf8")

    assert conventions_of(load_config(file).newsletter, folder / "conf") == str(folder / "conf" / "tea.toml")
    assert conventions_of(load_config().newsletter, folder) == "auto"
