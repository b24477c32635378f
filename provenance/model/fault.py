"""Internal errors: how an unexpected exception is reported.

The exception's own message never reaches an output: it may quote untrusted text or a secret. Its
class and the source line in this package locate the fault, and are the same in every run.
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

# Where to report a fault. The project has no public address yet; this sentence will name it.
HINT = message("gap.fault.hint")
REASON = FaultError.reason
# The package's logger: faults as errors, with tracebacks at debug level.
LOG = logging.getLogger(__name__)

T = TypeVar("T")

_ROOT = Path(__file__).parents[1]

# These arise wherever the limit happens to be hit, so report where the work began instead.
_ANYWHERE = (RecursionError, MemoryError)
_CALLERS = ("model/fault.py", "lineage/trace.py", "auditing/judge.py", "rules/base.py")


def shielded(work: Callable[[], T], subject: str, *expected: type[Exception]) -> T:
    """Do some work for one artefact and turn any unexpected exception into a fault.

    Args:
        work: The work to do.
        subject: What is being done, as a message; see `fault_of`.
        expected: Exceptions to let through, in addition to those of this package.

    Raises:
        FaultError: The work failed unexpectedly.
        ProvenanceError: The work raised it.
    """
    passing: tuple[type[Exception], ...] = (ProvenanceError, *expected)
    try:
        return work()
    except passing:
        raise
    except Exception as error:
        raise fault_of(error, subject) from None


def fault_of(error: Exception, subject: str) -> FaultError:
    """Turn an unexpected exception into an error that the user can act on; log it, with the
    traceback at debug level.

    Args:
        error: An unexpected exception.
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
    """Log a fault: one sentence without its full stop."""
    LOG.error("%s. %s", sentence, HINT)


def in_full(error: ProvenanceError) -> Message:
    """The fault and the next step as one text."""
    return message("gap.error", problem=error.message, hint=error.hint)


def fault_gap(error: Exception, artifact: ArtifactId, what: str, subject: str) -> Gap:
    """Turn an unexpected exception into a gap.

    Args:
        error: An unexpected exception.
        artifact: purl of the artefact.
        what: What could not be read or judged.
        subject: See `fault_of`.
    """
    from provenance.model.artifact import Gap

    fault = fault_of(error, subject)
    return Gap(artifact=artifact, what=what, reason=fault.reason, detail=in_full(fault))


def place_of(error: Exception) -> str:
    """File and line in this package where an exception arose, such as `cards/parse.py:41`."""
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
