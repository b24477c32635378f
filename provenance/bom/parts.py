"""The parts of what is written of one artefact: one that fails is left out, and the rest says
so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from provenance.errors import FaultError, OverdueError
from provenance.messages import message
from provenance.model.artifact import ArtifactRef
from provenance.model.budget import UNLIMITED, Budget
from provenance.model.fault import in_full, shielded

T = TypeVar("T")


class Parts:
    """Makes one part after the other.

    Attributes:
        left_out: What could not be made, a sentence each.

    Args:
        ref: The artefact.
        budget: How long its texts may be read.
    """

    def __init__(self, ref: ArtifactRef, budget: Budget = UNLIMITED) -> None:
        self._name = ref.unpinned
        self._budget = budget
        self.left_out: list[str] = []

    def made(self, what: str, work: Callable[[], T], otherwise: T) -> T:
        """A part, or `otherwise` where making it fails.

        Args:
            what: Its name.
            work: What makes it.
            otherwise: What stands in its place.
        """
        try:
            with self._budget.running():
                subject = message("gap.fault.writing-part", part=what, name=self._name)
                return shielded(work, subject)
        except (FaultError, OverdueError) as error:
            self.left_out.append(f"{what}: {error.reason}: {in_full(error)}")
            return otherwise

    def entries(self, what: str, work: Callable[[], Iterable[T]]) -> list[T]:
        """A part that is a list of entries; empty where making it fails."""
        return self.made(what, lambda: list(work()), [])
