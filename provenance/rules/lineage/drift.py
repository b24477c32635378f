"""The rule licence-drift (LIN020)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from provenance.licences import binding, lost_duties, still_names_licences, strictest
from provenance.licences.claim import Conclusion, Duty, Licence, Restriction
from provenance.lineage.doubts import doubts
from provenance.lineage.graph import Lineage, ancestors
from provenance.lineage.record import ArtifactRecord
from provenance.messages import Message, message
from provenance.model.artifact import BASES, ArtifactRef, Kind
from provenance.model.finding import Evidence, Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import joined, licence_name, nothing_named

Path = tuple[ArtifactRef, ...]
_AS_BASE = "as-base"
# Changes and restrictions shown for each base.
_SHOWN = 3
# Every licence that asks anything asks for these.
_NOTICES = frozenset({"keep-notices", "notice-file"})


class LicenceDrift(
    Rule, code="LIN020", name="licence-drift", family=Family.LINEAGE, severity=Severity.HIGH
):
    """The declared licence drops what a base model's licence requires.

    ## What it checks
    The duties of the licence of every base, up the whole lineage, against the duties of the model's
    own licence. Rights and duties are compared, not names: MIT over Apache-2.0 is fine, MIT over a
    vendor's community licence is not. A licence between the two changes nothing: the strictest
    terms of the lineage decide, also if a card refers to the licence of its base. Words of a base
    that restrict its use count whatever licence stands next to them. Medium if the card's text or
    another file names the base's licence all the same, and if nothing but notices is left out.

    ## Why it matters
    A fine-tune, a merge and a quantisation contain their base's weights, so the base's terms come
    with them whatever the new card says: use restrictions, notices, naming, limits on who may use
    it.

    ## How to fix
    Treat the model as under its base's terms as well. Ask its author for the notices that these
    terms require.

    ## Example
    `license: mit` on a fine-tune of a model under `license: gemma`.

    ## References
    - https://arxiv.org/abs/2509.09873
    - https://arxiv.org/abs/2602.08816
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        above = ancestors(lineage, subject.ref)
        if not above:
            raise nothing_named(subject, BASES, message("rule.reason.no-base"))
        own = _own_licence(subject, lineage)
        if not own.claims:
            raise NotApplicableError(message("lineage.licence-drift.not-applicable"))
        lost: dict[Path, tuple[Duty, ...]] = {}
        unknown: list[str] = []
        for path in above:
            duties = _lost(own, lineage.record(path[-1]))
            if duties is None:
                unknown.append(path[-1].name)
            elif duties:
                lost[path] = duties
        if lost:
            yield self._finding(subject, own, lineage, lost)
        elif unknown:
            raise CannotTellError(message("lineage.licence-drift.unknown", names=tuple(unknown)))

    def _finding(
        self,
        subject: ArtifactRecord,
        own: Conclusion,
        lineage: Lineage,
        lost: dict[Path, tuple[Duty, ...]],
    ) -> Finding:
        bases = {path: lineage.records[lineage.canonical(path[-1])] for path in lost}
        licences = strictest(
            licence for base in bases.values() for licence in binding(base.licence)
        )
        duties = {duty.id: duty for duties in lost.values() for duty in duties}
        restricting = _restricting(bases.values(), duties)
        terms, deciding = _terms(licences), bases
        if _words_ask_for_all(restricting, duties):
            terms, deciding = "", _restricted(bases, duties)
        path = _to_strictest(deciding, licences)
        base = bases[path]
        key, severity = "lineage.licence-drift.message", self.severity
        if duties.keys() <= _NOTICES:
            severity = Severity.MEDIUM
        # Naming a licence says nothing about the words that restrict the base next to it.
        if not restricting and _names_licences_of(subject, bases.values()):
            key, severity = "lineage.licence-drift.message-beside", Severity.MEDIUM
        remedy = message("lineage.licence-drift.remedy-statement", name=base.ref.name)
        if terms:
            remedy = message("lineage.licence-drift.remedy", terms=terms)
        quoted = [f"“{words.quote}”" for words in _restricting([base], duties)[:1]]
        names = tuple(dict.fromkeys(above[-1].name for above in lost))
        return self.finding(
            subject,
            severity=severity,
            message=message(
                key,
                count=len(names),
                declared=_declared(subject, own),
                names=names,
                terms=terms or "".join(quoted),
            ),
            remedy=remedy,
            path=path,
            evidence=[*_claimed(subject), *_words(base)],
            details=[_lost_duties(duties), *_changes(bases), *_unknown(lineage, bases)],
        )


def _words_ask_for_all(restricting: Sequence[Restriction], duties: Mapping[str, Duty]) -> bool:
    """Whether words next to the licences ask for everything that is lost: then they decide."""
    return bool(restricting) and duties.keys() <= {_word(words) for words in restricting}


def _restricted(
    bases: Mapping[Path, ArtifactRecord], duties: Mapping[str, Duty]
) -> dict[Path, ArtifactRecord]:
    """The bases whose own words ask for one of the duties."""
    return {path: above for path, above in bases.items() if _restricting([above], duties)}


def _lost_duties(duties: Mapping[str, Duty]) -> Message:
    with_clauses = tuple(duty.with_clause for duty in duties.values())
    return message("lineage.detail.lost", duties=with_clauses)


def _terms(licences: Sequence[Licence]) -> str:
    return joined([licence.name for licence in licences]) if licences else ""


def _names_licences_of(subject: ArtifactRecord, bases: Iterable[ArtifactRecord]) -> bool:
    """Whether the model's documents name the licence of every base, next to its own."""
    return all(still_names_licences(subject.licence, base.licence) for base in bases)


def _own_licence(subject: ArtifactRecord, lineage: Lineage) -> Conclusion:
    """The model's licence; if its card refers to its bases, theirs, however far up."""
    stating: list[Conclusion] = []
    waiting, seen = [subject], {subject.ref.unpinned}
    for record in waiting:
        if record.licence.verdict != _AS_BASE:
            stating.append(record.licence)
            continue
        for base in _base_models(record, lineage):
            if base.ref.unpinned not in seen:
                seen.add(base.ref.unpinned)
                waiting.append(base)
    claiming = [conclusion for conclusion in stating if conclusion.claims]
    if len(claiming) < 2:
        return claiming[0] if claiming else subject.licence
    licences = {licence.id: licence for conclusion in claiming for licence in conclusion.licences}
    return replace(claiming[0], licences=tuple(licences.values()))


def _base_models(record: ArtifactRecord, lineage: Lineage) -> Iterator[ArtifactRecord]:
    """The models that a model was made from, as far as they were read."""
    for edge in lineage.parents(record.ref):
        base = lineage.record(edge.parent)
        if base and base.ref.kind is Kind.MODEL:
            yield base


def _declared(subject: ArtifactRecord, own: Conclusion) -> str:
    if subject.licence.verdict == _AS_BASE:
        return message("lineage.licence-drift.as-base", name=own.name)
    return licence_name(subject)


def _lost(own: Conclusion, base: ArtifactRecord | None) -> tuple[Duty, ...] | None:
    return lost_duties(own, base.licence, multimodal=base.is_multimodal) if base else None


def _to_strictest(bases: dict[Path, ArtifactRecord], licences: tuple[Licence, ...]) -> Path:
    """The shortest path to a base whose terms decide."""
    deciding = [
        path
        for path, base in bases.items()
        if set(binding(base.licence)) & set(licences) or base.licence.restrictions
    ]
    return min(deciding or bases, key=len)


def _restricting(
    bases: Iterable[ArtifactRecord], duties: Container[str]
) -> tuple[Restriction, ...]:
    """The words of the bases that ask for something that the model's licence leaves out."""
    return tuple(
        words for base in bases for words in base.licence.restrictions if _word(words) in duties
    )


def _word(words: Restriction) -> str:
    return words.duty.id if words.duty else str(words.limit)


def _claimed(record: ArtifactRecord) -> tuple[Evidence, ...]:
    return tuple(claim.evidence for claim in record.licence.claims[:1])


def _words(base: ArtifactRecord) -> tuple[Evidence, ...]:
    """Where the base states its terms, and its words that restrict them."""
    restricting = tuple(statement.evidence for statement in base.licence.restrictions[:_SHOWN])
    return (*_claimed(base), *restricting)


def _changes(bases: dict[Path, ArtifactRecord]) -> Iterator[Message]:
    """What the bases changed in a known licence."""
    for base in bases.values():
        for change in base.licence.changes[:_SHOWN]:
            yield message(
                "lineage.licence-drift.detail-change",
                name=base.ref.name,
                kind=change.kind_name,
                quote=change.quote,
            )


def _unknown(lineage: Lineage, bases: dict[Path, ArtifactRecord]) -> Iterator[Message]:
    """What else bases may require of which something is lost for certain."""
    for base in bases.values():
        for doubt in doubts(lineage, base.ref):
            if not doubt.known:
                yield message("rule.detail.doubt", name=base.ref.name, doubt=doubt.text)
