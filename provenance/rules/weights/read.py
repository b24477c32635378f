"""What the rules about the bytes of weight files need to have been read."""

from __future__ import annotations

from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import Kind
from provenance.rules.base import CannotTellError, NotApplicableError
from provenance.weights import is_weights

_SHOWN = 3


def require_examined(subject: ArtifactRecord) -> None:
    """See that something can be said of the bytes of all weight files.

    Raises:
        NotApplicableError: It is not a model, or has no weight files.
        CannotTellError: Some were not read.
    """
    if subject.ref.kind is not Kind.MODEL:
        raise NotApplicableError(message("weights.reason.not-a-model"))
    paths = [entry.path for entry in subject.snapshot.files if is_weights(entry.path)]
    if not paths and not subject.examined:
        raise NotApplicableError(message("weights.weights-can-execute.not-applicable"))
    unread = tuple(path for path in paths if path not in subject.examined)
    if unread:
        shown, count = unread[:_SHOWN], len(unread)
        raise CannotTellError(message("weights.reason.bytes-unread", files=shown, count=count))
