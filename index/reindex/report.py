"""What a reindex did, for people and for monitoring."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReindexReport:
    """Names of all issues by what became of them, and what the index holds now."""

    entries: int
    """Entries in the index now."""

    generation: str
    """Name of the generation that serves now."""

    seconds: float
    touched: bool
    """False where nothing had changed and nothing was written."""

    added: tuple[str, ...] = ()
    """Names of issues that the index did not hold before."""

    updated: tuple[str, ...] = ()
    """Read again, since their file, the conventions or the parser changed, or since everything was."""

    removed: tuple[str, ...] = ()
    """Gone, since no file gives them any more."""

    unchanged: tuple[str, ...] = ()
    """Taken over as they were."""

    kept: tuple[str, ...] = ()
    """Among the unchanged: those whose file can no longer be read; `problems` or its reader say why."""

    problems: tuple[str, ...] = ()
    """One line for each file that could not be read, also where that was known before."""

    reason: str = ""
    """Why everything was indexed anew; "" where only changes were."""

    @property
    def issues(self) -> int:
        """Issues in the index now."""
        return len(self.added) + len(self.updated) + len(self.unchanged)

    @property
    def summary(self) -> str:
        """One line for the terminal."""
        holds = f"{self.issues} issues, {self.entries} entries"
        if not self.touched:
            return f"nothing changed, nothing written: {holds}"
        changes = f"{len(self.added)} added, {len(self.updated)} updated, {len(self.removed)} removed"
        kept = f", {len(self.kept)} kept from before" if self.kept else ""
        why = f" (everything anew: {self.reason})" if self.reason else ""
        return f"{holds}; issues: {changes}, {len(self.unchanged)} unchanged{kept}{why}; {self.seconds:.1f} s"
