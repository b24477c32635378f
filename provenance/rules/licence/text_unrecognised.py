"""The rule licence-text-unrecognised (LIC012)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import lookup
from provenance.licences.claim import Conclusion, LicenceClaim, Source
from provenance.licences.clauses import by_weight
from provenance.messages import Message, message
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import declared_name, evidence_of, restricting

# Differences shown as details.
_SHOWN = 3
# Clauses of an unknown text that a finding lists; the report has them all.
_MOST_CLAUSES = 12
_VERDICTS = ("text-modified", "text-unknown", "unresolved")


class LicenceTextUnrecognised(
    Rule,
    code="LIC012",
    name="licence-text-unrecognised",
    family=Family.LICENCE,
    severity=Severity.HIGH,
):
    """The licence text is not a known licence, or is a known one with changes.

    ## What it checks
    Licence files are compared with the texts of known licences. This one matches none, or differs
    from one in passages that matter, and the title alone does not settle which it is.

    ## Why it matters
    A text with one sentence changed reads like a standard licence and is another contract. The tag
    then does not say what was agreed.

    ## How to fix
    Read the text, or have it read. If a known licence was changed, the finding lists the passages
    that differ.

    ## Example
    `license: mit` next to a LICENSE file that adds "for research purposes only" to the MIT text.

    ## References
    - https://spdx.github.io/spdx-spec/v3.0.1/annexes/license-matching-guidelines-and-templates/
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        conclusion = subject.licence
        texts = [claim for claim in conclusion.claims if claim.match]
        if not texts:
            raise NotApplicableError(message("licence.reason.no-text"))
        if conclusion.verdict not in _VERDICTS:
            return
        changed = [claim for claim in texts if claim.match and claim.match.verdict == "modified"]
        unknown = [claim for claim in texts if claim.match and claim.match.verdict != "exact"]
        claim = (changed or unknown or texts)[0]
        yield self.finding(
            subject,
            message=_message(claim, bool(changed), declared_name(subject)),
            remedy=message("licence.licence-text-unrecognised.remedy"),
            evidence=evidence_of(
                [claim], conclusion.restrictions, conclusion.changes, conclusion.claims
            ),
            details=[
                *restricting(conclusion, Source.TEXT),
                *_differences(claim, conclusion),
                *_clauses(conclusion),
            ],
        )


def _message(claim: LicenceClaim, changed: bool, declared: str) -> Message:
    """What the text is, and what is declared if anything is."""
    file = claim.evidence.file
    known = lookup(claim.match.licence or "") if claim.match else None
    name = known.name if known else claim.value
    if changed and declared:
        return message(
            "licence.licence-text-unrecognised.message-changed-declared",
            file=file,
            name=name,
            declared=declared,
        )
    if changed:
        return message("licence.licence-text-unrecognised.message-changed", file=file, name=name)
    if declared:
        return message(
            "licence.licence-text-unrecognised.message-unknown-declared",
            file=file,
            declared=declared,
        )
    return message("licence.licence-text-unrecognised.message-unknown", file=file)


def _clauses(conclusion: Conclusion) -> Iterator[Message]:
    """What an unknown text appears to say, each thing once."""
    shown = by_weight(stated.clause for stated in conclusion.clauses)
    for clause in shown[:_MOST_CLAUSES]:
        yield message(
            "licence.licence-text-unrecognised.detail-clause",
            summary=clause.summary,
            place=clause.place,
        )
    if len(shown) > _MOST_CLAUSES:
        yield message(
            "licence.licence-text-unrecognised.detail-more", count=len(shown) - _MOST_CLAUSES
        )


def _differences(claim: LicenceClaim, conclusion: Conclusion) -> Iterator[Message]:
    """What was changed in a known licence."""
    if conclusion.changes:
        for change in conclusion.changes[:_SHOWN]:
            yield message(
                "licence.licence-text-unrecognised.detail-change",
                kind=change.kind_name,
                quote=change.quote,
            )
    elif claim.match:
        for passage in claim.match.passages[:_SHOWN]:
            yield message("licence.licence-text-unrecognised.detail-differs", passage=passage)
