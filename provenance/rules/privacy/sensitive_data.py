"""The rule sensitive-data-unprotected (PII003)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.declared import DeclaredAlong, declared_along
from provenance.lineage.graph import data_behind
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import ArtifactRef
from provenance.model.finding import Finding, Severity
from provenance.privacy.declared import Safeguard, kind_names
from provenance.rules.base import CannotTellError, Context, Family, Rule


class SensitiveDataUnprotected(
    Rule,
    code="PII003",
    name="sensitive-data-unprotected",
    family=Family.PRIVACY,
    severity=Severity.HIGH,
):
    """Data is said to contain sensitive personal data, and no document says what protects it.

    ## What it checks
    The card of the artefact, of a model that it was made from, or of a dataset behind them states
    that the data holds health or genetic data, biometrics, children's data, identity or payment
    numbers, criminal records, or what reveals beliefs, politics, sexuality or ethnicity. No
    sentence of that card says that these were removed, masked or de-identified. Critical if the
    card says that nothing was removed. What may be in the data, and what is only half said, is not
    reported.

    ## Why it matters
    A model can repeat what it was trained on. These kinds have special protection nearly
    everywhere, and harm people most when they come out.

    ## How to fix
    Ask the maker on what basis the data was used, what was removed or de-identified, and how that
    was checked. Until then, keep the model from people who may not see such data.

    ## Example
    A merge of two models, one tuned on `acme/notes`, whose card says `The data contains patient
    names, diagnoses and record numbers.`

    ## References
    - PRIV-003 to PRIV-006 and PRIV-033 in `provenance privacy`
    - GDPR, articles 9 and 10; Korea, Personal Information Protection Act, articles 23 to 24-2
    - https://eur-lex.europa.eu/eli/reg/2016/679/oj
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        reported = False
        for declared in declared_along(lineage, subject.ref):
            if declared.data.grave and declared.data.safeguard is not Safeguard.STATED:
                reported = True
                yield self._finding(subject, declared)
        unread = [path for path in data_behind(lineage, subject.ref) if not _is_read(context, path)]
        if unread and not reported:
            raise CannotTellError(message("privacy.sensitive-data-unprotected.unknown"))

    def _finding(self, subject: ArtifactRecord, declared: DeclaredAlong) -> Finding:
        data, name = declared.data, declared.path[-1].name
        denied = data.safeguard is Safeguard.DENIED
        wording = "message-denied" if denied else "message"
        return self.finding(
            subject,
            severity=Severity.CRITICAL if denied else Severity.HIGH,
            message=message(
                f"privacy.sensitive-data-unprotected.{wording}",
                name=name,
                kinds=kind_names(data.grave),
            ),
            remedy=message("privacy.sensitive-data-unprotected.remedy"),
            path=declared.path,
            evidence=data.evidence,
            key=name,
            questions=("PRIV-003", "PRIV-033"),
        )


def _is_read(context: Context, path: tuple[ArtifactRef, ...]) -> bool:
    record = context.lineage.record(path[-1])
    return record is not None and record.card is not None
