"""Everything that can go wrong in a way the user can act on: what happened, what to do next, how to
exit."""

from __future__ import annotations

from typing import ClassVar

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_INCOMPLETE = 3
EXIT_INTERRUPTED = 130


class ProvenanceError(Exception):
    """The root of all expected failures.

    Args:
        message: One sentence that says what happened, without a trailing full stop.
        hint: One sentence that says what the user can do next.
    """

    exit_status: ClassVar[int] = EXIT_INCOMPLETE
    reason: ClassVar[str] = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ProvenanceError):
    """What the user typed or configured cannot be understood."""

    exit_status = EXIT_USAGE
    reason = "usage"


class MissingExtraError(UsageError):
    """What the user asked for needs a package that comes with an extra.

    The hint installs from a clone: a package index may hold another project under this one's name.

    Args:
        what: What needs it, as the beginning of a sentence.
        extra: The extra's name.
        otherwise: How to do without; empty where there is no way.
    """

    def __init__(self, what: str, extra: str, otherwise: str = "") -> None:
        hint = f'Install it from a clone of this project: pip install ".[{extra}]"'
        super().__init__(
            f"{what} needs the extra `{extra}`",
            f"{hint}; or {otherwise}." if otherwise else f"{hint}.",
        )


class TamperedError(UsageError):
    """An evidence bundle is not as it was sealed."""

    reason = "tampered"


class HubError(ProvenanceError):
    """A hub did not give what was asked for."""

    reason = "hub"


class NotFoundError(HubError):
    """The repository, revision or file is not there, or the hub will not say that it is."""

    reason = "not-found"


class GatedError(HubError):
    """The repository exists; its files need an accepted agreement."""

    reason = "gated"


class ForbiddenError(HubError):
    """The token was understood and does not permit this."""

    reason = "forbidden"


class DisabledError(HubError):
    """The hub has taken the repository offline."""

    reason = "disabled"


class QuotaError(HubError):
    """The hub's request quota for this window is used up."""

    reason = "quota"


class UnreachableError(HubError):
    """No usable answer came from the hub: connection, time-out or server error."""

    reason = "unreachable"


class OfflineError(HubError):
    """The network is switched off by the user."""

    reason = "offline"


class MalformedError(HubError):
    """An answer came that is not what the hub's interface promises."""

    reason = "malformed"


class TooLargeError(HubError):
    """A body is larger than the limit for what it claims to be."""

    reason = "too-large"


class OverdueError(HubError):
    """A file takes too long to be read.

    Args:
        message: As for `ProvenanceError`.
        hint: As for `ProvenanceError`.
        path: The file that was being read.
    """

    reason = "overdue"

    def __init__(self, message: str, hint: str, path: str) -> None:
        super().__init__(message, hint)
        self.path = path


class FaultError(HubError):
    """This tool failed on an artefact in a way that no code here foresaw."""

    reason = "fault"


class BoundError(HubError):
    """The lineage is larger than the bounds of the run."""

    reason = "bound"


class InvalidBomError(ProvenanceError):
    """A bill of materials that we built does not validate; nothing was written."""

    reason = "invalid-bom"


class UnreadableBomError(ProvenanceError):
    """What was given as a bill of materials is none that can be read."""

    exit_status = EXIT_USAGE
    reason = "unreadable-bom"
