"""The real newsletters and what was read in them by hand, in a folder `shared` beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.paths import ROOT

SHARED = ROOT.parent / "shared"
SAMPLE = ROOT / "archive" / "sample"
CORPORA = (
    ("embedded-ai-report", "embedded-ai-report"),
    ("embedded-ai-report-draft", "embedded-ai-report"),
    ("weekly", "weekly"),
    ("hellogithub", "hellogithub"),
)
"""Folder below `shared/corpus`, and the conventions that it is read with."""


def corpus(name: str) -> Path:
    """A real newsletter. Skips the test, visibly, where the folder is not there."""
    folder = SHARED / "corpus" / name
    if not folder.is_dir():
        pytest.skip(f"no folder {folder}: the real newsletters are not beside the checkout")
    return folder
