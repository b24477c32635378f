"""Errors that the user can act on: what happened, what to do next, and the exit status."""

from __future__ import annotations

from typing import ClassVar

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_INCOMPLETE = 3
EXIT_INTERRUPTED = 130


class ProvenanceError(Exception):
    """Base class of all expected errors.

    Args:
        message: What happened, one sentence without a full stop.
        hint: What the user can do next, one sentence.
    """

    exit_status: ClassVar[int] = EXIT_INCOMPLETE
    reason: ClassVar[str] = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ProvenanceError):
    """The user's input or configuration is invalid."""

    exit_status = EXIT_USAGE
    reason = "usage"


class MissingExtraError(UsageError):
    """The request needs a package from an extra.

    The hint installs from a clone, because a package index may have another project under this
    name.

    Args:
        what: The feature that needs it, as the start of a sentence.
        extra: The extra's name.
        otherwise: An alternative; empty if there is none.
    """

    def __init__(self, what: str, extra: str, otherwise: str = "") -> None:
        hint = f'Install it from a clone of this project: pip install ".[{extra}]"'
        super().__init__(
            f"{what} needs the extra `{extra}`",
            f"{hint}; or {otherwise}." if otherwise else f"{hint}.",
        )


class TamperedError(UsageError):
    """An evidence bundle differs from its sealed state."""

    reason = "tampered"


class HubError(ProvenanceError):
    """A hub request failed."""

    reason = "hub"


class NotFoundError(HubError):
    """The repository, revision or file does not exist, or the hub hides it."""

    reason = "not-found"


class GatedError(HubError):
    """The repository exists, but its files require an accepted agreement."""

    reason = "gated"


class ForbiddenError(HubError):
    """The token is valid but lacks permission."""

    reason = "forbidden"


class DisabledError(HubError):
    """The hub has taken the repository offline."""

    reason = "disabled"


class QuotaError(HubError):
    """The hub's request quota for this time window is exhausted."""

    reason = "quota"


class UnreachableError(HubError):
    """The hub gave no usable answer: connection error, time-out or server error."""

    reason = "unreachable"


class OfflineError(HubError):
    """The user disabled network access."""

    reason = "offline"


class MalformedError(HubError):
    """An answer does not match the hub's documented interface."""

    reason = "malformed"


class TooLargeError(HubError):
    """A body exceeds the limit for its type."""

    reason = "too-large"


class UnreadError(HubError):
    """What was asked for is not among what a stored dump holds, and nobody else is asked."""

    reason = "unread"


class OverdueError(HubError):
    """Reading a file takes too long.

    Args:
        message: See `ProvenanceError`.
        hint: See `ProvenanceError`.
        path: The file being read.
    """

    reason = "overdue"

    def __init__(self, message: str, hint: str, path: str) -> None:
        super().__init__(message, hint)
        self.path = path


class FaultError(HubError):
    """This tool failed unexpectedly on an artefact."""

    reason = "fault"


class BoundError(HubError):
    """The lineage exceeds the limits of the run."""

    reason = "bound"


class InvalidBomError(ProvenanceError):
    """A bill of materials written by this tool is invalid; nothing was written."""

    reason = "invalid-bom"


class UnreadableBomError(ProvenanceError):
    """The given bill of materials cannot be read."""

    exit_status = EXIT_USAGE
    reason = "unreadable-bom"
