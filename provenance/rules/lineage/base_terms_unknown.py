"""LIN030."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from provenance.licences import binding, lost_duties
from provenance.licences.claim import Licence
from provenance.lineage.doubts import UNREAD, Doubt, doubts
from provenance.lineage.graph import Lineage, ancestors, training_data
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import BASES, DATA, ArtifactRef, Kind
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import licence_name, nothing_named

_SHOWN = 10
_UNREAD_TERMS = "terms-unread"


class _Open(NamedTuple):
    """Something that the subject was made from, and what is not known of its terms."""

    path: tuple[ArtifactRef, ...]
    doubt: Doubt


class BaseTermsUnknown(
    Rule, code="LIN030", name="base-terms-unknown", family=Family.LINEAGE, severity=Severity.HIGH
):
    """It declares a licence above something whose terms are not known.

    ## What it checks
    Everything the model was made from, up the whole lineage; for a dataset the datasets it was made
    from. One of them states no licence, names one that nobody knows, has a licence text that is not
    recognised or was changed, or could not be read because it is gated, gone or not on the hub. The
    licence declared here says nothing of that.

    ## Why it matters
    The weights of a base come with its terms. Where these are not known, nobody can say that the
    licence declared here may be given: the terms above may forbid what it allows.

    ## How to fix
    Find out the terms of what the finding names: ask its author, get access, or have its text read.
    Until then do not rely on the licence that is declared here.

    ## Example
    `license: apache-2.0` on a fine-tune of a model whose card says `license: other` beside a
    licence text of its maker's own.

    ## References
    - https://arxiv.org/abs/2509.09873
    - https://huggingface.co/docs/hub/repositories-licenses
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        is_dataset = subject.ref.kind is Kind.DATASET
        above = (training_data if is_dataset else ancestors)(lineage, subject.ref)
        if not above:
            topic = DATA if is_dataset else BASES
            raise nothing_named(subject, topic, "nothing is named that it was made from")
        if not binding(subject.licence):
            raise NotApplicableError("no licence of its own is known; a rule on licences tells so")
        found = [one for path in above for one in _open(lineage, subject, path)]
        lasting = [one for one in found if one.doubt.lasting]
        if lasting:
            yield self._finding(subject, lasting)
        elif found:
            names = ", ".join(dict.fromkeys(one.path[-1].name for one in found))
            raise CannotTellError(f"the terms of {names} could not be read")

    def _finding(self, subject: ArtifactRecord, found: list[_Open]) -> Finding:
        first = min(found, key=lambda one: len(one.path))
        names = list(dict.fromkeys(one.path[-1].name for one in found))
        declared = licence_name(subject)
        what = f"{names[0]} {first.doubt.text}"
        if len(names) > 1:
            what = f"{', '.join(names)}"
        details = [f"{one.path[-1].name}: {one.doubt.text}" for one in found]
        own = tuple(claim.evidence for claim in subject.licence.claims[:1])
        proofs = dict.fromkeys((*own, *first.doubt.evidence))
        return Finding(
            self.code,
            self.severity,
            subject.purl,
            f"{declared} is declared above terms that are not known: {what}",
            f"Find out the terms of {names[0]}; until then do not rely on {declared}.",
            tuple(ref.purl for ref in first.path),
            tuple(proofs),
            tuple(details[:_SHOWN]) if len(names) > 1 else (),
        )


def _open(
    lineage: Lineage, subject: ArtifactRecord, path: tuple[ArtifactRef, ...]
) -> Iterator[_Open]:
    """What is not known of the terms of one ancestor and may be stricter than what is declared."""
    base = lineage.record(path[-1])
    lost = lost_duties(subject.licence, base.licence) if base else None
    found = [doubt for doubt in doubts(lineage, path[-1]) if _hides_terms(doubt)]
    if found:
        unread = found[0].topic == UNREAD
        if lost is None or unread:
            yield _Open(path, found[0])
    elif lost is None and base is not None and _unread_licences(base):
        yield _Open(path, _not_catalogued(base))


def _hides_terms(doubt: Doubt) -> bool:
    """Whether stricter terms may stand behind a doubt: nothing is known, or something was changed
    or withheld."""
    if not doubt.known:
        return True
    return doubt.topic != "contradicted" and doubt.lasting


def _unread_licences(base: ArtifactRecord) -> list[Licence]:
    """Licences whose terms nobody read for the catalogue; what a permissive licence of the SPDX
    list asks is known all the same."""
    return [
        licence
        for licence in base.licence.licences
        if not licence.known_terms and not (licence.spdx and licence.category == "permissive")
    ]


def _not_catalogued(base: ArtifactRecord) -> Doubt:
    """A licence that is named and whose terms are not known for that reason."""
    names = " and ".join(licence.name for licence in _unread_licences(base))
    text = f"is under {names}, whose terms are not wholly known here"
    proof = tuple(claim.evidence for claim in base.licence.claims[:1])
    return Doubt(_UNREAD_TERMS, text, "Have the licence text itself read.", proof, known=True)
