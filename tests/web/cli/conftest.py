"""An index of the sample, made by the command that its users have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import jianbao


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the sample is indexed."""
    folder = tmp_path_factory.mktemp("indexed")
    done = jianbao("reindex", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder
