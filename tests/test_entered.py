"""The command that tells which files are entered."""

from archive.urls import host_of, page_key
from index.query.dates import months_between
from tests.entered import entered


def test_files_are_told_with_the_functions_that_ran() -> None:
    def run() -> None:
        host_of("https://a.example/b")
        page_key("https://a.example/b")
        months_between("2020-01", "2020-03")

    page_key("https://a.example/b")  # its table is read once
    files = entered(run)

    assert list(files) == ["archive/urls.py", "index/query/dates.py"]
    assert files["archive/urls.py"] == {"host_of", "page_key"}
    assert "months_between" in files["index/query/dates.py"]


def test_what_runs_elsewhere_or_not_at_all_is_not_told() -> None:
    assert entered(lambda: sorted("bca")) == {}
