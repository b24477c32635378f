"""Code that configurations name: whether they were read, and whose code it is."""

from __future__ import annotations

from provenance.lineage.config_files import OTHER_CONFIGS
from provenance.lineage.part_indexes import is_part_index
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.parents import CODE_CONFIGS, CodeReference
from provenance.rules.base import CannotTellError, NotApplicableError


def require_configs(subject: ArtifactRecord) -> None:
    """See that the configurations were read, and so would have named the code.

    Args:
        subject: The artefact.

    Raises:
        CannotTellError: One was not read.
        NotApplicableError: There is none.
    """
    unread = unread_configs(subject)
    if unread:
        raise CannotTellError(message("weights.reason.unread", files=tuple(unread)))
    if all(is_part_index(path) for path in subject.configs):
        raise NotApplicableError(message("weights.reason.no-configuration"))


def is_own(reference: CodeReference, subject: ArtifactRecord) -> bool:
    """Whether code is in the repository of the artefact itself."""
    return reference.repository in ("", subject.ref.name)


def unread_configs(subject: ArtifactRecord) -> list[str]:
    """Configurations, or keys in them, that may name code and could not be read."""
    paths = [
        entry.path
        for entry in subject.snapshot.files
        if entry.path.rpartition("/")[2] in CODE_CONFIGS
    ]
    unread = {gap.what for gap in subject.gaps}
    return sorted(
        what
        for what in unread
        if what == OTHER_CONFIGS
        or any(what == path or what.startswith(f"{path} ") for path in paths)
    )
