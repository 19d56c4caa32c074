"""Newsletters of several shapes, read with no conventions written for them, against `<name>.txt`."""

import shutil
from pathlib import Path

import pytest

from tests.archive.undescribed import read

FOLDER = Path(__file__).with_name("newsletters")
NEWSLETTERS = sorted(path for path in FOLDER.iterdir() if path.is_dir())


def said(folder: Path) -> list[str]:
    """Each issue, and below it what its entries say."""
    rows: list[str] = []
    for issue in read(folder):
        rows.append(f"# {issue.file} | {issue.name} | {issue.date} | {issue.title}")
        rows.extend(
            f"{entry.line} | {entry.category} | {entry.title} | {entry.url} | {entry.byline or ''}"
            for entry in issue.entries
        )
    return rows


@pytest.mark.parametrize("folder", NEWSLETTERS, ids=lambda folder: folder.name)
def test_a_newsletter_of_another_shape_is_read(folder: Path, tmp_path: Path) -> None:
    # Elsewhere, since commits of this repository would date what nothing else does.
    copy = shutil.copytree(folder, tmp_path / folder.name)

    assert said(copy) == (FOLDER / f"{folder.name}.txt").read_text(encoding="utf8").splitlines()


def test_there_are_newsletters_to_read() -> None:
    assert len(NEWSLETTERS) >= 5
