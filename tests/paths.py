"""Where the checkout and what stands beside it lie, for tests at any depth."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"

SHARED = ROOT.parent / "shared"
"""Real newsletters with their truth; tests that read them are skipped, and say so, where it is not there."""
