"""LIC012."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import lookup
from provenance.licences.claim import Conclusion, LicenceClaim, Source
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import declared_name, restricting

_SHOWN = 3


class LicenceTextUnrecognised(
    Rule,
    code="LIC012",
    name="licence-text-unrecognised",
    family=Family.LICENCE,
    severity=Severity.HIGH,
):
    """The licence text is no known licence, or a known one with changes.

    ## What it checks
    Licence files are compared with the texts of known licences. This one matches none, or differs
    from one in passages that matter, and the title alone does not settle which it is.

    ## Why it matters
    A text that was changed in one sentence reads like a standard licence and is another contract.
    What the tag says of it is then not what was agreed.

    ## How to fix
    Read the text, or have it read; the passages that differ are listed where a known licence was
    changed.

    ## Example
    `license: mit` beside a file LICENSE that adds "for research purposes only" to the MIT text.

    ## References
    - https://spdx.github.io/spdx-spec/v3.0.1/annexes/license-matching-guidelines-and-templates/
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        conclusion = subject.licence
        texts = [claim for claim in conclusion.claims if claim.match]
        if not texts:
            raise NotApplicableError("no licence text was read")
        if conclusion.verdict not in ("text-modified", "text-unknown", "unresolved"):
            return
        changed = [claim for claim in texts if claim.match and claim.match.verdict == "modified"]
        claim = changed[0] if changed else texts[0]
        known = lookup(claim.match.licence or "") if claim.match else None
        copied = known.name if known else claim.value
        what = f"is {copied} with changes" if changed else "is no licence text known here"
        declared = declared_name(subject)
        proofs = (
            claim.evidence,
            *(said.evidence for said in conclusion.restrictions),
            *(change.evidence for change in conclusion.changes),
            *(other.evidence for other in conclusion.claims),
        )
        yield Finding(
            self.code,
            self.severity,
            subject.purl,
            f"{claim.evidence.file} {what}" + (f"; declared is {declared}" if declared else ""),
            "Read the text, or have it read, before you rely on what is declared.",
            (subject.purl,),
            tuple(dict.fromkeys(proofs)),
            (*restricting(conclusion, Source.TEXT), *_differences(claim, conclusion)),
        )


def _differences(claim: LicenceClaim, conclusion: Conclusion) -> Iterator[str]:
    """What was changed in a known licence."""
    if conclusion.changes:
        for change in conclusion.changes[:_SHOWN]:
            yield f"{change.kind}: “{change.quote}”"
    elif claim.match:
        for passage in claim.match.passages[:_SHOWN]:
            yield f"differs: {passage}"
