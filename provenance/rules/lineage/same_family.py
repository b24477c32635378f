"""The rule same-family (LIN005)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import FileEntry, Kind
from provenance.model.finding import Finding, Severity
from provenance.parents import CONFIG
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import file_evidence
from provenance.weights import TOKENIZER, KnownModel, geometry_of, same_family, same_geometry

_SHOWN = 3


class SameFamily(
    Rule, code="LIN005", name="same-family", family=Family.LINEAGE, severity=Severity.MEDIUM
):
    """It names no base, and has the geometry and the tokenizer of a known family.

    ## What it checks
    Whether a model that names no base model has the geometry (type, width, layers, heads) in
    config.json and the tokenizer (size of the vocabulary and first merges in tokenizer.json) of a
    model of the packaged catalogue. Both together show the same family. They are no proof of
    descent. Tokenizers that many makers share are left out.

    ## Why it matters
    If it was made from that model, the terms and the data of that model come with it.

    ## How to fix
    Ask the author whether it was made from that model. `provenance compare` shows how far the
    evidence goes.

    ## Example
    A model without `base_model` that is as wide and deep as Llama 3.1 8B and has its tokenizer.

    ## References
    - https://arxiv.org/abs/2502.00706
    - https://huggingface.co/docs/hub/model-cards#specifying-a-base-model
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        _require_unnamed_base(subject)
        config = subject.configs.get(CONFIG)
        if config is None:
            _refuse_unread(subject, CONFIG)
            raise NotApplicableError(message("weights.reason.no-configuration"))
        geometry = geometry_of(config)
        candidates = _of_others(subject, same_geometry(geometry))
        if not candidates:
            return
        look = subject.examined.get(TOKENIZER)
        if look is None or look.tokenizer is None:
            raise CannotTellError(message("lineage.same-family.unknown", file=TOKENIZER))
        alike = _of_others(subject, same_family(geometry, look.tokenizer))
        if alike:
            yield self._finding(subject, alike)

    def _finding(self, subject: ArtifactRecord, alike: list[KnownModel]) -> Finding:
        names = tuple(known.repo for known in alike[:_SHOWN])
        files = [
            subject.snapshot.file(path) or FileEntry(path=path) for path in (CONFIG, TOKENIZER)
        ]
        return self.finding(
            subject,
            message=message("lineage.same-family.message", names=names),
            remedy=message("lineage.same-family.remedy", name=names[0]),
            evidence=[file_evidence(subject, entry) for entry in files],
            key=alike[0].family,
        )


def _require_unnamed_base(subject: ArtifactRecord) -> None:
    """See that it is a model of which no base is known.

    Raises:
        NotApplicableError: It is not.
    """
    if subject.ref.kind is not Kind.MODEL:
        raise NotApplicableError(message("weights.reason.not-a-model"))
    if any(parent.is_base for parent in subject.parents):
        raise NotApplicableError(message("lineage.same-family.named"))


def _refuse_unread(subject: ArtifactRecord, path: str) -> None:
    """Raises CannotTellError where a file is listed and was not read."""
    if subject.snapshot.file(path):
        raise CannotTellError(message("weights.reason.unread", files=(path,)))


def _of_others(subject: ArtifactRecord, known: tuple[KnownModel, ...]) -> list[KnownModel]:
    """None where the subject is one of them, or by the same maker."""
    owner = subject.ref.name.partition("/")[0].lower()
    owners = {model.repo.partition("/")[0].lower() for model in known}
    return [] if owner in owners else list(known)
