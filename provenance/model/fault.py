"""A fault of this tool: what a reader learns of an exception that no code here foresaw.

An exception's own words never reach an output: they may quote a stranger's text or a secret. Its
class and the line of this package are enough to find the fault, and the same in every run.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from provenance.errors import FaultError, ProvenanceError
from provenance.messages import Message, message

if TYPE_CHECKING:
    from provenance.model.artifact import ArtifactId, Gap

# Where a fault is reported. The project has no public address yet; the sentence is to name it.
HINT = message("gap.fault.hint")
REASON = FaultError.reason
# Whoever runs this package listens here: what failed as an error, its traceback for debugging.
LOG = logging.getLogger(__name__)

T = TypeVar("T")

_ROOT = Path(__file__).parents[1]

# They arise wherever the limit happens to be reached; where the work began stays the same.
_ANYWHERE = (RecursionError, MemoryError)
_CALLERS = ("model/fault.py", "lineage/trace.py", "auditing/judge.py", "rules/base.py")


def shielded(work: Callable[[], T], subject: str, *expected: type[Exception]) -> T:
    """Do something for one artefact; whatever fails in it that no code here foresaw is its fault.

    Args:
        work: What to do.
        subject: The same as a message, as for `fault_of`.
        expected: Errors that it may raise, beside those of this package.

    Raises:
        FaultError: It failed.
        ProvenanceError: What the work itself raises.
    """
    passing: tuple[type[Exception], ...] = (ProvenanceError, *expected)
    try:
        return work()
    except passing:
        raise
    except Exception as error:
        raise fault_of(error, subject) from None


def fault_of(error: Exception, subject: str) -> FaultError:
    """What happened, as an error that the user can act on. It is logged, its traceback for
    debugging alone.

    Args:
        error: An exception that no code here foresaw.
        subject: What was being done, as a message `gap.fault.*`, such as `reading org/name`.
    """
    sentence = message(
        "gap.fault", subject=subject, error=type(error).__name__, place=place_of(error)
    )
    fault = FaultError(sentence, HINT)
    note(fault.message)
    LOG.debug("%s", subject, exc_info=error)
    return fault


def note(sentence: str) -> None:
    """Log a fault for whoever runs this package: one sentence without its full stop."""
    LOG.error("%s. %s", sentence, HINT)


def in_full(error: ProvenanceError) -> Message:
    """What happened and what to do next, as one text."""
    return message("gap.error", problem=error.message, hint=error.hint)


def fault_gap(error: Exception, artifact: ArtifactId, what: str, subject: str) -> Gap:
    """The same as a gap.

    Args:
        error: An exception that no code here foresaw.
        artifact: purl of the artefact.
        what: What could not be read or judged.
        subject: As for `fault_of`.
    """
    from provenance.model.artifact import Gap

    fault = fault_of(error, subject)
    return Gap(artifact=artifact, what=what, reason=fault.reason, detail=in_full(fault))


def place_of(error: Exception) -> str:
    """File and line of this package where an exception arose, such as `cards/parse.py:41`."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [
        (Path(frame.filename).relative_to(_ROOT).as_posix(), frame.lineno)
        for frame in frames
        if Path(frame.filename).is_relative_to(_ROOT)
    ]
    if not places:
        return "an unknown line"
    file, line = places[-1]
    if isinstance(error, _ANYWHERE):
        file, line = next((place for place in places if place[0] not in _CALLERS), places[-1])
    return f"{file}:{line}"
