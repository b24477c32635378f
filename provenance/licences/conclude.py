"""What can be concluded from all licence claims about one artefact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from provenance.artifact import Document, Snapshot
from provenance.card import Card
from provenance.licences import claims as read
from provenance.licences.beside import beside
from provenance.licences.catalogue import lookup
from provenance.licences.claim import Claim, Conclusion, Licence, Role
from provenance.licences.drift import lost_duties
from provenance.licences.expression import conjunction, identifier, parse_expression

_AKIN = 0.6


@dataclass(frozen=True, slots=True)
class _Named:
    """What one group of claims names: an SPDX expression and the licences behind it."""

    expression: str
    licences: tuple[Licence, ...]

    @property
    def certain(self) -> bool:
        return all(licence.category != "family" for licence in self.licences)

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(licence.id for licence in self.licences)


def conclude(
    snapshot: Snapshot,
    card: Card | None,
    documents: Mapping[str, Document],
    weight_metadata: Mapping[str, Mapping[str, str]],
) -> Conclusion:
    """Gather every licence claim about one artefact and tell what follows from them together.

    A licence text outranks what card and hub declare; a text named for the weights outranks the
    others; a text that is not recognised, or is a changed copy of a known one, leaves the
    conclusion open. A list of licences means that all of them apply, since the hub's documentation
    gives it no other meaning. Where nothing is known, nothing is said.

    Args:
        snapshot: The hub's answer.
        card: The parsed card, or None.
        documents: Texts that were read, by path.
        weight_metadata: Texts in the headers of weight files, by path and key.

    Returns:
        Claims with evidence, declared and concluded SPDX expressions (SPDX 3.0, annex B), and the
        verdict.
    """
    texts = (*read.text_claims(documents), *read.prompt_claims(snapshot, card, documents))
    texts += tuple(read.section_claims(snapshot, card, documents)) if card else ()
    fields = tuple(read.field_claims(snapshot, card, documents)) if card else ()
    prose = tuple(read.prose_claims(snapshot, card, documents)) if card else ()
    gate = tuple(read.gate_claims(snapshot, card, documents))
    hub = tuple(read.hub_claims(snapshot))
    weights = tuple(read.weight_claims(snapshot, weight_metadata))
    declared = _declared(fields or hub, (*prose, *gate), weights)
    concluded, verdict = _judge(texts, declared if declared and declared.certain else None)
    if verdict == "declared-only" and _contradicted(declared, (*prose, *gate)):
        verdict = "contradicted"
    claims = tuple(_identified(claim) for claim in (*texts, *gate, *fields, *prose, *hub, *weights))
    others = beside(snapshot, card, documents, (*texts, *prose))
    if not claims:
        verdict = "as-base" if any(said.role is Role.SAME_AS_BASE for said in others) else "none"
    return Conclusion(
        claims=claims,
        declared=declared.expression if declared else None,
        concluded=concluded.expression if concluded else None,
        licences=concluded.licences if concluded else (),
        verdict=verdict,
        beside=others,
    )


def _identified(claim: Claim) -> Claim:
    """The claim with the SPDX identifier or LicenseRef that it stands for."""
    entry = lookup(claim.licence) if claim.licence else None
    by_text = claim.match.spdx if claim.match else None
    return replace(claim, spdx=by_text or (entry.spdx or entry.ref if entry else None))


def _declared(
    fields: Sequence[Claim], prose: Sequence[Claim], weights: Sequence[Claim]
) -> _Named | None:
    """What is declared: by the fields; where they name no certain licence, by one in prose, then in
    weight headers.

    Where the fields give a licence a name that is not known here, a known one elsewhere is not the
    same.
    """
    named = _together(fields)
    if (named and named.certain) or any(claim.name and _named(claim) is None for claim in fields):
        return named
    for group in (prose, weights):
        other = _together(group)
        if other and len(other.licences) == 1 and other.certain:
            return other
    return named


def _judge(texts: Sequence[Claim], declared: _Named | None) -> tuple[_Named | None, str]:
    if not texts:
        return declared, "declared-only" if declared else "unresolved"
    found = _together(texts)
    if found:
        if declared is None:
            return found, "text-only"
        agreed = found.ids == declared.ids or _tells_which(declared, found)
        return (declared, "agreed") if agreed else (found, "text-outranks")
    if any(claim.match and claim.match.verdict == "modified" for claim in texts):
        return None, "text-modified"
    if declared and all(_akin(claim, declared) for claim in texts):
        return declared, "declared-only"
    return None, "text-unknown" if declared else "unresolved"


def _tells_which(declared: _Named, found: _Named) -> bool:
    """Whether what is declared is the strictest of several texts: then it says which of them is for
    the artefact."""
    strictest = lost_duties(_as_conclusion(declared), _as_conclusion(found)) == ()
    return declared.ids < found.ids and strictest


def _as_conclusion(named: _Named) -> Conclusion:
    return Conclusion(concluded=named.expression, licences=named.licences)


def _contradicted(declared: _Named | None, prose: Sequence[Claim]) -> bool:
    """Whether the card's own sentences or its access form state one licence, and it is not among
    the declared."""
    stated = {claim.licence for claim in prose}
    return declared is not None and len(stated) == 1 and not stated & declared.ids


def _akin(text: Claim, declared: _Named) -> bool:
    """Whether an unrecognised text may be another date of the declared terms, as vendors' pages
    have them.

    The texts of the SPDX list do not change, so what merely resembles one of them is something
    else.
    """
    if text.licence in declared.ids:
        return True
    if text.match is None or text.match.verdict != "family" or not text.match.candidates:
        return False
    nearest = text.match.candidates[0]
    entry = lookup(nearest.licence)
    return (
        nearest.similarity >= _AKIN
        and nearest.licence in declared.ids
        and entry is not None
        and not entry.spdx
    )


def _together(claims: Sequence[Claim]) -> _Named | None:
    """What the claims name together, each of them counting; None where one of them names no
    licence."""
    named = [_named(claim) for claim in claims]
    known = [item for item in named if item]
    if not known or len(known) < len(named):
        return None
    licences = {licence.id: licence for item in known for licence in item.licences}
    return _Named(
        conjunction(item.expression for item in known),
        tuple(licences[key] for key in sorted(licences)),
    )


def _named(claim: Claim) -> _Named | None:
    if claim.match and claim.match.verdict == "several" and claim.match.spdx:
        entries = [lookup(candidate.licence) for candidate in claim.match.candidates]
        licences = tuple(entry for entry in entries if entry)
        return _Named(conjunction(identifier(entry) or "" for entry in licences), licences)
    entry = lookup(claim.licence) if claim.licence else None
    if entry:
        expression = identifier(entry)
        return _Named(expression, (entry,)) if expression else None
    parsed = parse_expression(claim.value) if claim.match is None else None
    return _Named(*parsed) if parsed else None
