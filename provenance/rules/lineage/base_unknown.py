"""LIN025."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from provenance.artifact import BASES, ArtifactRef, Gap
from provenance.dossier import Dossier
from provenance.finding import Evidence, Finding, Severity
from provenance.lineage import Lineage, ancestors
from provenance.parents import MISSING, adapter_sign
from provenance.rules.base import NotApplicableError, Rule
from provenance.rules.evidence import file_evidence, searched


class BaseUnknown(Rule):
    """It was made from a base model that nothing names in a way that can be followed.

    ## What it checks
    An adapter without a base model; a base that is a path on its author's machine, no name that a
    hub could hold, or stated in a form that was not understood. The model and every base above it.

    ## Why it matters
    The base's terms, data and weaknesses come with it. As long as nobody knows the base, nobody
    knows them, whatever licence the card declares.

    ## How to fix
    Ask the author for the base. An author writes `base_model: org/name`.

    ## Example
    A LoRA whose adapter_config.json says `"base_model_name_or_path": null`.

    ## References
    - https://huggingface.co/docs/hub/model-cards#specifying-a-base-model
    """

    code: ClassVar[str] = "LIN025"
    name: ClassVar[str] = "base-unknown"
    family: ClassVar[str] = "lineage"
    severity: ClassVar[Severity] = Severity.HIGH

    def check(self, subject: Dossier, lineage: Lineage) -> Iterator[Finding]:
        """See the class."""
        paths = [(subject.ref,), *ancestors(lineage, subject.ref)]
        dossiers = [(path, lineage.dossier(path[-1])) for path in paths]
        read = [(path, dossier) for path, dossier in dossiers if dossier]
        unknown = [
            (path, dossier, gap)
            for path, dossier in read
            for gap in dossier.gaps
            if gap.topic == BASES
        ]
        derived = any(parent.is_base for _, dossier in read for parent in dossier.parents)
        if not unknown and not derived:
            raise NotApplicableError("nothing says that it was made from a base model")
        for path, dossier, gap in unknown:
            yield self._finding(subject, path, dossier, gap)

    def _finding(
        self, subject: Dossier, path: tuple[ArtifactRef, ...], dossier: Dossier, gap: Gap
    ) -> Finding:
        name = dossier.ref.name
        message = f"the base model of {name} is not known"
        if gap.reason == MISSING:
            message = f"{name} is an adapter, and nothing names the model that it was made for"
        return Finding(
            self.code,
            self.severity,
            subject.purl,
            message,
            f"Ask the author of {name} which model it was made from; until then nobody knows whose"
            " terms hold.",
            tuple(ref.purl for ref in path),
            _proof(dossier, gap),
            (gap.detail,) if gap.reason != MISSING else (searched(dossier),),
            key=f"{name}:{gap.what}",
        )


def _proof(dossier: Dossier, gap: Gap) -> tuple[Evidence, ...]:
    """The file that shows the adapter, or the file in which the base is stated."""
    sign = adapter_sign(dossier.snapshot, dossier.card)
    place = sign if gap.reason == MISSING else gap.what.rpartition(" in ")[2]
    entry = dossier.snapshot.file(place)
    return (file_evidence(dossier, entry),) if entry else ()
