"""Conclude one licence from all licence claims about an artefact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from provenance.licences import claims as read
from provenance.licences.catalogue import is_member, lookup, without_families
from provenance.licences.claim import (
    Conclusion,
    Joined,
    Licence,
    LicenceClaim,
    NotUnderstood,
    OtherTerms,
    Role,
    Source,
    TextChange,
    TextMatch,
)
from provenance.licences.drift import lost_duties
from provenance.licences.expression import (
    alternatives_of,
    conjunction,
    disjunction,
    identifier,
    parse_expression,
)
from provenance.licences.metadata_files import file_claims, software_claims
from provenance.licences.metadata_roots import MetadataRoot
from provenance.licences.named_terms import says_own_terms
from provenance.licences.other_terms import as_base, defers_to_base, other_terms
from provenance.licences.restrictions import (
    RestrictionTexts,
    read_restrictions,
    unclear_words,
    uncovered,
)
from provenance.licences.restrictive import limits_of_name
from provenance.licences.sentences import CardSentence, card_sentences
from provenance.licences.stated_clauses import stated_clauses
from provenance.messages import message
from provenance.model.artifact import CARD, Kind, Snapshot, SourceText
from provenance.model.card import Card
from provenance.model.finding import Evidence

_AKIN = 0.6
# Verdicts on texts and fields that the card's own sentences can contradict.
_AGREED = frozenset({"declared-only", "agreed"})
# Verdicts that outweigh restricting words, and those that leave the licence open.
_STRONGER = frozenset({"text-modified", "contradicted"})
_LEAVES_OPEN = frozenset({"restricted", "text-modified", "list", "unresolved"})
_BUILT_ON = {"lgpl-3.0": "gpl-3.0", "lgpl-3.0-or-later": "gpl-3.0"}
# Catalogue keys that stand for any licence.
_NAMES_NOTHING = frozenset({"other", "unknown"})


@dataclass(frozen=True, slots=True)
class _Named:
    """What a group of claims names: an SPDX expression, its licences, and how these combine."""

    expression: str
    licences: tuple[Licence, ...]
    joined: Joined = Joined.ALL

    @property
    def certain(self) -> bool:
        return all(licence.category != "family" for licence in self.licences)

    @property
    def is_single(self) -> bool:
        """Whether it is one licence, or a choice of several."""
        return len(self.licences) == 1 or self.joined is Joined.CHOICE

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(licence.id for licence in self.licences)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claims:
    """Every claim about an artefact, by where it was read."""

    texts: tuple[LicenceClaim, ...]
    gate: tuple[LicenceClaim, ...]
    fields: tuple[LicenceClaim, ...]
    overridden: tuple[LicenceClaim, ...]
    links: tuple[LicenceClaim, ...]
    prose: tuple[LicenceClaim, ...]
    hub: tuple[LicenceClaim, ...]
    files: tuple[LicenceClaim, ...]
    weights: tuple[LicenceClaim, ...]
    software: tuple[LicenceClaim, ...] = ()
    deferring: tuple[LicenceClaim, ...] = ()

    @property
    def in_fields(self) -> tuple[LicenceClaim, ...]:
        """What the fields declare; without a licence field, only `license:` tags of a card."""
        return self.fields or self.hub or self.overridden

    @property
    def all(self) -> tuple[LicenceClaim, ...]:
        """All claims, strongest source first."""
        of_card = (*self.fields, *self.overridden, *self.links, *self.prose)
        in_files = (*self.files, *self.software, *self.weights)
        return (*self.texts, *self.gate, *of_card, *self.hub, *in_files)


def conclude(
    snapshot: Snapshot,
    card: Card | None,
    documents: Mapping[str, SourceText],
    weight_metadata: Mapping[str, Mapping[str, str]],
    other_cards: Mapping[str, Card] = MappingProxyType({}),
    *,
    pages: Mapping[str, Card] = MappingProxyType({}),
    roots: Mapping[str, MetadataRoot] = MappingProxyType({}),
) -> Conclusion:
    """Collect every licence claim about an artefact and conclude what follows from them together.

    A licence text outranks what card and hub declare, and a text named for the weights outranks
    other texts. An unrecognised text leaves the conclusion open; a changed copy of a known text
    names that licence with its changes. Words that restrict what the licence allows also leave it
    open. A list of licences has no meaning of its own: nothing is concluded from it unless the card
    says how its members combine. Without claims there is no conclusion.

    Args:
        snapshot: The hub's answer.
        card: The parsed card, or None.
        documents: Texts read, by path.
        weight_metadata: Texts in weight file headers, by path and key.
        other_cards: Parsed cards beside README.md, by path.
        pages: Other parsed pages, by path. They may restrict a use, but name no licence.
        roots: Metadata files and configurations among the documents, parsed, by path.

    Returns:
        Claims with evidence, declared and concluded SPDX expressions (SPDX 3.0, annex B), and the
        verdict.
    """
    sentences = card_sentences(card)
    claims = _gathered(snapshot, card, documents, weight_metadata, sentences, roots)
    claims = _with_other_cards(claims, snapshot, documents, other_cards)
    others = (
        *other_terms(snapshot, sentences, documents, (*claims.texts, *claims.prose)),
        *map(as_base, claims.deferring),
    )
    declared = _declared(claims, others)
    concluded, judged = _judge(claims.texts, declared)
    words = RestrictionTexts(
        snapshot=snapshot,
        card=card,
        documents=documents,
        sentences=sentences,
        headers=weight_metadata,
        other_cards={**pages, **other_cards},
        roots=roots,
        dataset=snapshot.ref.kind is Kind.DATASET,
    )
    licences = concluded.licences if concluded else ()
    restrictions = uncovered(read_restrictions(words, claims.all), licences)
    verdict = _verdict(judged, claims, others, declared)
    if restrictions and concluded:
        verdict = _restricted(verdict)
    return Conclusion(
        claims=tuple(_identified(claim) for claim in claims.all),
        declared=_declared_expression(declared),
        concluded=_settled_expression(concluded, verdict),
        licences=licences,
        verdict=verdict,
        other_terms=others,
        restrictions=restrictions,
        unclear=uncovered(unclear_words(words), licences),
        changes=_changes(claims.texts, documents) if verdict == "text-modified" else (),
        not_understood=(
            *read.not_understood(snapshot, card, documents),
            *_unknown_names((*claims.files, *claims.software, *claims.weights)),
        ),
        joined=concluded.joined if concluded else Joined.ALL,
        clauses=stated_clauses(documents, claims.texts),
    )


def _settled_expression(concluded: _Named | None, verdict: str) -> str | None:
    """The concluded expression; None for a verdict that leaves the licence open."""
    if concluded is None or verdict in _LEAVES_OPEN:
        return None
    return concluded.expression


def _verdict(
    judged: str, claims: _Claims, others: Sequence[OtherTerms], declared: _Named | None
) -> str:
    """The verdict from texts and fields, after the card's own sentences are considered."""
    if not claims.all:
        defers = any(sentence.role is Role.SAME_AS_BASE for sentence in others)
        return "as-base" if defers else "none"
    is_contradicted = _contradicted(declared, claims) or _denied(claims)
    if judged in _AGREED and is_contradicted:
        return "contradicted"
    return judged


def _restricted(verdict: str) -> str:
    """The verdict if words beside the licence restrict what it allows."""
    return verdict if verdict in _STRONGER else "restricted"


def _declared_expression(declared: _Named | None) -> str | None:
    """The declared expression; None for a list of licences."""
    if declared is None or declared.joined is Joined.UNKNOWN:
        return None
    return declared.expression


def _gathered(
    snapshot: Snapshot,
    card: Card | None,
    documents: Mapping[str, SourceText],
    weight_metadata: Mapping[str, Mapping[str, str]],
    sentences: Sequence[CardSentence],
    roots: Mapping[str, MetadataRoot],
) -> _Claims:
    texts = (*read.text_claims(documents), *read.prompt_claims(snapshot, card, documents))
    fields: tuple[LicenceClaim, ...] = ()
    overridden: tuple[LicenceClaim, ...] = ()
    links: tuple[LicenceClaim, ...] = ()
    prose: tuple[LicenceClaim, ...] = ()
    if card:
        texts += tuple(read.section_claims(snapshot, card, documents))
        stated = read.statements(snapshot, sentences)
        fields = tuple(read.field_claims(snapshot, card, documents))
        overridden = tuple(read.overridden_claims(snapshot, card, documents))
        links = (
            *read.link_claims(snapshot, card, documents, fields),
            *read.linked_claims(snapshot, card, documents, stated),
            *read.shown_claims(snapshot, card, documents),
        )
        prose = tuple(read.prose_claims(snapshot, documents, stated))
    hub = tuple(read.hub_claims(snapshot))
    claims = _Claims(
        texts=texts,
        gate=tuple(read.gate_claims(snapshot, card, documents)),
        fields=tuple(claim for claim in fields if not defers_to_base(claim)),
        overridden=overridden,
        links=links,
        prose=prose,
        hub=tuple(claim for claim in hub if not defers_to_base(claim)),
        deferring=tuple(claim for claim in (*fields, *hub) if defers_to_base(claim)),
        files=tuple(file_claims(documents)),
        weights=tuple(read.weight_claims(snapshot, weight_metadata)),
    )
    if claims.all:
        # Alone, the licence of the software says nothing about the artefact.
        return replace(claims, software=tuple(software_claims(documents, roots)))
    # A label with an unknown name says little, but more than nothing.
    return replace(claims, prose=tuple(read.label_claims(snapshot, documents, sentences)))


def _with_other_cards(
    claims: _Claims,
    snapshot: Snapshot,
    documents: Mapping[str, SourceText],
    other_cards: Mapping[str, Card],
) -> _Claims:
    """What cards beside README.md claim as well: their fields count as those of a file."""
    for path, card in sorted(other_cards.items()):
        places = {CARD: documents[path]}
        fields = read.field_claims(snapshot, card, places)
        stated = read.statements(snapshot, card_sentences(card))
        prose = read.prose_claims(snapshot, places, stated)
        claims = replace(
            claims,
            files=(*claims.files, *(replace(claim, source=Source.FILE) for claim in fields)),
            prose=(*claims.prose, *prose),
        )
    return claims


def _unknown_names(claims: Sequence[LicenceClaim]) -> Iterator[NotUnderstood]:
    """Unknown licences that a metadata file or a weight header names."""
    for claim in claims:
        is_named_otherwise = claim.licence == "other" and (claim.name or claim.link)
        is_unknown = bool(is_named_otherwise) or (claim.licence is None and _named(claim) is None)
        if is_unknown and not limits_of_name(claim.value):
            key = (claim.evidence.quote or "").partition(":")[0]
            yield NotUnderstood(
                what=key,
                why=message("licence.shape.unknown-name"),
                evidence=claim.evidence,
            )


def _identified(claim: LicenceClaim) -> LicenceClaim:
    """The claim with its SPDX identifier or LicenseRef."""
    entry = lookup(claim.licence) if claim.licence else None
    by_text = claim.match.spdx if claim.match else None
    return replace(claim, spdx=by_text or (entry.spdx or entry.ref if entry else None))


def _declared(claims: _Claims, others: Sequence[OtherTerms]) -> _Named | None:
    """The declared licence: from the fields; if they name no certain one, from prose, then weight
    headers.

    If the fields give an unknown licence name, a known licence elsewhere is not the same one. If
    they list several, the card's own sentences may say how these combine.
    """
    fields = claims.in_fields
    named = _together(fields, among=Joined.UNKNOWN)
    if named and named.certain and named.joined is Joined.UNKNOWN:
        return _resolved(named, claims.prose, others)
    has_unknown_name = any(claim.name and _named(claim) is None for claim in fields)
    if has_unknown_name or (named and named.certain):
        return named
    return _single(claims) or named


def _single(claims: _Claims) -> _Named | None:
    """The one certain licence or choice in sentences, else in metadata files, else in weight
    headers."""
    sentences = (*claims.prose, *claims.gate)
    keys = without_families(claim.licence or "" for claim in sentences)
    precise = [claim for claim in sentences if (claim.licence or "") in keys]
    for group in (precise, claims.files, claims.weights):
        named = _together(group)
        if named and named.certain and named.is_single:
            return named
    return None


def _resolved(
    listed: _Named, prose: Sequence[LicenceClaim], others: Sequence[OtherTerms]
) -> _Named:
    """A list of licences as the card's own sentences explain it: as a choice, or as one licence for
    the artefact and others for its parts."""
    offered = {claim.licence for claim in prose if claim.choice}
    if offered == listed.ids:
        expression = disjunction(identifier(licence) or "" for licence in listed.licences)
        return _Named(expression, listed.licences, Joined.CHOICE)
    return _own_of(listed, prose, others) or listed


def _own_of(
    listed: _Named, prose: Sequence[LicenceClaim], others: Sequence[OtherTerms]
) -> _Named | None:
    """The one licence of a list that sentences give to the artefact, and the others to its parts;
    or None."""
    stated = {claim.licence for claim in prose if not claim.choice}
    for_artefact = [licence for licence in listed.licences if licence.id in stated]
    if len(for_artefact) != 1:
        return None
    own = for_artefact[0]
    for_parts = {terms.licence for terms in others if terms.role is Role.OTHER_PART}
    is_explained = listed.ids - {own.id} <= for_parts
    return _Named(identifier(own) or "", (own,)) if is_explained else None


def _judge(texts: Sequence[LicenceClaim], stated: _Named | None) -> tuple[_Named | None, str]:
    declared = stated if stated and stated.certain else None
    if not texts:
        return _without_text(stated)
    recognised = _together(texts)
    if recognised:
        return _outranking(recognised, declared)
    changed = _changed(texts)
    if changed:
        return changed, "text-modified"
    if declared is None:
        return None, "unresolved"
    if all(_akin(claim, declared) for claim in texts):
        return declared, "declared-only"
    return None, "text-unknown"


def _outranking(recognised: _Named, declared: _Named | None) -> tuple[_Named, str]:
    """The verdict from recognised texts beside the declared licence."""
    if declared is None:
        return recognised, "text-only"
    if recognised.ids == declared.ids or _tells_which(declared, recognised):
        return declared, "agreed"
    if recognised.ids - declared.ids == _builds_on(declared):
        return declared, "agreed"
    return recognised, "text-outranks"


def _without_text(stated: _Named | None) -> tuple[_Named | None, str]:
    if stated is None:
        return None, "unresolved"
    if not stated.certain:
        # Duties that a family has in common are known even if the member is not.
        in_common = all(licence.duties for licence in stated.licences)
        return (stated if in_common else None), "unresolved"
    return stated, "list" if stated.joined is Joined.UNKNOWN else "declared-only"


def _changed(texts: Sequence[LicenceClaim]) -> _Named | None:
    """The known licences of which the texts are changed copies."""
    matches = [claim.match for claim in texts if claim.match]
    licences = _known(match.licence for match in matches if match.verdict == "modified")
    return _Named(_all_of(licences), licences) if licences else None


def _known(keys: Iterable[str | None]) -> tuple[Licence, ...]:
    """The licences of the catalogue with these keys, sorted."""
    entries = (lookup(key) for key in sorted({key for key in keys if key}))
    return tuple(entry for entry in entries if entry)


def _all_of(licences: Iterable[Licence]) -> str:
    """The expression that combines all licences with AND."""
    return conjunction(identifier(licence) or "" for licence in licences)


def _changes(
    texts: Sequence[LicenceClaim], documents: Mapping[str, SourceText]
) -> tuple[TextChange, ...]:
    """Where the texts differ from the licences that they are copies of, with lines."""
    return tuple(
        change
        for claim in texts
        if claim.match and claim.match.verdict == "modified"
        for change in _changes_of(claim, documents.get(claim.evidence.file))
    )


def _changes_of(claim: LicenceClaim, document: SourceText | None) -> Iterator[TextChange]:
    match = claim.match
    if match is None:
        return
    whole = document is not None and claim.source is Source.TEXT and claim.evidence.start_line
    for difference in match.differences:
        evidence = claim.evidence
        in_file = document if whole else None
        if in_file and in_file.text[difference.start : difference.end].strip():
            first = in_file.text.count("\n", 0, difference.start) + 1
            last = first + in_file.text.count("\n", difference.start, difference.end)
            evidence = Evidence.quoting(in_file, first, last, difference.quote)
        yield TextChange(
            licence=(match.licence if match else None) or "",
            kind=difference.kind,
            quote=difference.quote,
            evidence=evidence,
        )


def _builds_on(declared: _Named) -> frozenset[str]:
    """The licences whose texts belong beside that of the declared one: the LGPL 3.0 adds
    permissions to the GPL 3.0, and asks for both texts."""
    return frozenset(_BUILT_ON[key] for key in declared.ids if key in _BUILT_ON)


def _tells_which(declared: _Named, recognised: _Named) -> bool:
    """Whether the declared licence is the strictest of several texts, and so the one for the
    artefact."""
    strictest = lost_duties(_as_conclusion(declared), _as_conclusion(recognised)) == ()
    return declared.ids < recognised.ids and strictest


def _as_conclusion(named: _Named) -> Conclusion:
    return Conclusion(concluded=named.expression, licences=named.licences)


def _contradicted(declared: _Named | None, claims: _Claims) -> bool:
    """Whether the card's own sentences or its access form state a licence that is not among the
    declared ones, or its front matter, a metadata file or a weight header states another one."""
    if declared is None:
        return False
    in_files = (*claims.files, *claims.software, *claims.weights)
    links = claims.links
    if any(claim.licence and _is_kin(claim.licence, declared.ids) for claim in links):
        # Several badges, of which one names the declared licence: the others name those of parts.
        links = ()
    # The hub derives its tags from a card; of another revision they may say something else.
    of_hub = claims.hub if claims.fields else ()
    elsewhere = (*claims.overridden, *links, *of_hub, *in_files)
    beside_it = {claim.licence for claim in elsewhere if claim.licence} - _NAMES_NOTHING
    if any(not _is_kin(key, declared.ids) for key in beside_it):
        return True
    sentences = (*claims.prose, *claims.gate)
    stated = without_families(claim.licence or "" for claim in sentences)
    if len(stated) == 1 and not any(_is_kin(key, declared.ids) for key in stated):
        return True
    return _adds_licence(declared, sentences)


def _adds_licence(declared: _Named, sentences: Sequence[LicenceClaim]) -> bool:
    """Whether a sentence puts the work under the declared licence and a stricter one together."""
    together: dict[Evidence, set[str]] = {}
    for claim in sentences:
        if claim.licence and not claim.choice:
            together.setdefault(claim.evidence, set()).add(claim.licence)
    for keys in together.values():
        others = _known(key for key in keys if not _is_kin(key, declared.ids))
        if len(others) == len(keys):
            continue
        own = _as_conclusion(declared)
        if any(lost_duties(own, Conclusion(licences=(licence,))) for licence in others):
            return True
    return False


def _denied(claims: _Claims) -> bool:
    """Whether fields say that the terms are the publisher's own while sentences name a licence."""
    sentences = (*claims.prose, *claims.gate)
    names_one = any(claim.licence for claim in sentences)
    return names_one and any(says_own_terms(claim) for claim in claims.in_fields)


def _is_kin(key: str, declared: frozenset[str]) -> bool:
    """Whether a licence is among the declared ones, ignoring its version or the choice of later
    ones: `CC BY-NC` does not contradict `cc-by-nc-4.0`."""
    return any(
        _base(key) == _base(own) or is_member(key, family=own) or is_member(own, family=key)
        for own in declared
    )


def _base(key: str) -> str:
    """A licence without the choice of later versions; it is the same licence."""
    return key.removesuffix("+").removesuffix("-or-later")


def _akin(text: LicenceClaim, declared: _Named) -> bool:
    """Whether an unrecognised text may be the declared terms of another date, as on vendors' pages.

    Texts of the SPDX list do not change, so a text that merely resembles one is a different text.
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


def _together(claims: Sequence[LicenceClaim], among: Joined = Joined.ALL) -> _Named | None:
    """What the claims name together, all of them counted; None if one of them names no licence.

    Args:
        claims: Claims from one kind of place.
        among: How several of them combine if they do not say.
    """
    named = [_named(claim) for claim in claims]
    known = [item for item in named if item]
    if not known or len(known) < len(named):
        return None
    ordered = _in_order(known)
    expressions = {item.expression for item in known}
    if len(expressions) == 1:
        return _Named(known[0].expression, ordered, known[0].joined)
    if all(claim.choice for claim in claims):
        return _Named(disjunction(expressions), ordered, Joined.CHOICE)
    return _Named(conjunction(expressions), ordered, among)


def _in_order(named: Sequence[_Named]) -> tuple[Licence, ...]:
    """Every named licence once, sorted."""
    licences = {licence.id: licence for item in named for licence in item.licences}
    return tuple(licences[key] for key in sorted(licences))


def _named(claim: LicenceClaim) -> _Named | None:
    """What a claim names: the licences in a text, a known licence, or an expression."""
    match = claim.match
    if match and match.verdict == "several" and match.spdx:
        return _of_several(match)
    entry = lookup(claim.licence) if claim.licence else None
    if entry:
        expression = identifier(entry)
        return _Named(expression, (entry,)) if expression else None
    parsed = parse_expression(claim.value) if match is None else None
    if parsed is None:
        return None
    expression, licences = parsed
    return _Named(expression, licences, alternatives_of(expression))


def _of_several(match: TextMatch) -> _Named:
    """The licences in a text of several."""
    licences = _known(candidate.licence for candidate in match.candidates)
    return _Named(_all_of(licences), licences)
