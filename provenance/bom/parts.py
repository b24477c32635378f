"""Write an artefact part by part: a part that fails is left out, and the output says so."""

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
    """Creates one part after another.

    Attributes:
        left_out: The parts that failed, one sentence each.

    Args:
        ref: The artefact.
        budget: Time limit for reading its texts.
    """

    def __init__(self, ref: ArtifactRef, budget: Budget = UNLIMITED) -> None:
        self._name = ref.unpinned
        self._budget = budget
        self.left_out: list[str] = []

    def made(self, what: str, work: Callable[[], T], otherwise: T) -> T:
        """A part, or `otherwise` if creating it fails.

        Args:
            what: Its name.
            work: Creates the part.
            otherwise: Value to use on failure.
        """
        try:
            with self._budget.running():
                subject = message("gap.fault.writing-part", part=what, name=self._name)
                return shielded(work, subject)
        except (FaultError, OverdueError) as error:
            self.left_out.append(f"{what}: {error.reason}: {in_full(error)}")
            return otherwise

    def entries(self, what: str, work: Callable[[], Iterable[T]]) -> list[T]:
        """A part that is a list of entries; empty if creating it fails."""
        return self.made(what, lambda: list(work()), [])
