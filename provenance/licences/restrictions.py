"""Restrictions on commercial use or on changing a work: in terms, and in an artefact's own
texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from types import MappingProxyType

from provenance.licences.catalogue import lookup
from provenance.licences.claim import Licence, LicenceClaim, Limit, Restriction, Source, TextMatch
from provenance.licences.claims import card_evidence, gate_texts
from provenance.licences.comparison import is_quoted_from
from provenance.licences.field_words import field_sentences, header_sentences, header_tags
from provenance.licences.fields import surplus_names
from provenance.licences.files import FileRole, file_role, is_deep
from provenance.licences.named_terms import (
    adds_words,
    declared_licences,
    is_known_condition,
    is_licence_line,
    is_of_another_name,
    names_more,
    names_terms,
    repeats_declared,
)
from provenance.licences.prose import (
    labelled_name,
    states_unknown,
    unknown_terms,
)
from provenance.licences.restrictive import is_unclear, limits, limits_of_name, may_bound
from provenance.licences.sentences import (
    CardSentence,
    card_sentences,
    hidden_sentences,
    text_sentences,
)
from provenance.licences.texts import matched_text, title_of
from provenance.licences.wording import duty_text
from provenance.model.artifact import CARD, Snapshot, SourceText
from provenance.model.card import Card, CardSpan
from provenance.model.finding import Evidence, shorten

RESTRICTIONS = {
    word: duty_text(word) for word in ("non-commercial", "research-only", "no-derivatives")
}
# These words state what a licence says that forbids commercial use or allows research only.
_NARROW = frozenset(
    {
        Limit.NON_COMMERCIAL,
        Limit.RESEARCH_ONLY,
        Limit.PERSONAL_ONLY,
        Limit.EVALUATION_ONLY,
        Limit.NOT_PRODUCTION,
        Limit.SEPARATE_LICENCE,
        Limit.UNCLEAR,
    }
)
# Limits that count anywhere in a card; the others are about the licence only if the text or the
# section is.
_ANYWHERE = frozenset(
    {
        Limit.NON_COMMERCIAL,
        Limit.RESEARCH_ONLY,
        Limit.PERSONAL_ONLY,
        Limit.NOT_PRODUCTION,
        Limit.SEPARATE_LICENCE,
        Limit.CONDITION,
    }
)
# Limits that are often conditions: `If you have more than a million users, ask us`.
_CONDITIONAL = (Limit.SEPARATE_LICENCE, Limit.CONDITION)
# A sentence about something else, or one that only reports others' terms.
_ELSEWHERE = re.compile(
    r"\b(?:code|scripts?|implementations?|librar(?:y|ies)|tools?|tokeni[sz]er|base model|original"
    r"|upstream|papers?|images?|websites?|api|demo|other models?|benchmarks?|gpt-?\d|chatgpt"
    r"|openai)\b"
    r"|코드|스크립트|토크나이저|라이브러리|베이스 모델|기반 모델|원본 모델|데모",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\bif\b|\bevaluation\b", re.IGNORECASE)
_ON_USE = re.compile(r"^\W*(?:the )?(?:use|usage) (?:is|of)\b", re.IGNORECASE)
_IF = re.compile(r"\bif\b", re.IGNORECASE)
_DATA = re.compile(r"\b(?:data|datasets?|corpus|corpora)\b|데이터|말뭉치", re.IGNORECASE)
_MODEL = re.compile(
    r"\b(?:models?|weights?|checkpoints?|adapters?|license)\b|모델|가중치|체크포인트", re.IGNORECASE
)
_THIRD_PARTY = re.compile(r"third[-_ ]?party|attributions?|credits")
_OF_ANOTHER = re.compile(
    r"\b(?:base model|(?:original|upstream|underlying|parent)(?! (?:code|implementation|papers?"
    r"|authors?|repositor)))\b|베이스 모델|기반 모델|원본 모델",
    re.IGNORECASE,
)
# Data that is not in the work: `Documents under non-commercial licences were removed`.
_LEFT_OUT = re.compile(
    r"\b(?:removed?|filtered|excluded?|dropped|discarded|not for training)\b"
    r"|제거|제외|걸러",
    re.IGNORECASE,
)
# `The licence of the original weights applies to this conversion`.
_FIRST = r"\b(?:original|upstream|base|parent|source)\b"
_OF_ORIGINAL = re.compile(
    rf"{_FIRST}[^.]{{0,40}}\blicen[cs]es?\b[^.]{{0,20}}\bappl(?:y|ies)\b"
    rf"|\blicen[cs]es? of [^.]{{0,20}}{_FIRST}[^.]{{0,30}}\bappl(?:y|ies)\b",
    re.IGNORECASE,
)
# How a name ends that may stand for a licence text in the repository: `the Kite License`.
_A_LICENCE = ("License", "Licence")
_OWN_TEXTS = (FileRole.LICENCE, FileRole.WEIGHTS_LICENCE)
_MOST = 20
_DETAILS = "license_details"
_TAGS = "tags"
_LICENSE = "license"
_LICENCE_KEY = re.compile(r"licen[cs]e", re.IGNORECASE)


def restrictions(licences: Iterable[Licence]) -> frozenset[str]:
    """Those of `RESTRICTIONS` that any of the licences has.

    Args:
        licences: Entries of the catalogue.
    """
    return (
        frozenset(duty.id for licence in licences for duty in licence.duties) & RESTRICTIONS.keys()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionTexts:
    """All texts that may restrict an artefact.

    Attributes:
        snapshot: The hub's answer.
        card: The parsed card, or None.
        documents: Texts read, by path.
        sentences: The sentences of the card.
        headers: Texts in weight file headers, by path and key.
        other_cards: Parsed cards beside README.md, by path.
        dataset: Whether the artefact is a dataset, so that sentences about data are about it.
    """

    snapshot: Snapshot
    card: Card | None
    documents: Mapping[str, SourceText]
    sentences: Sequence[CardSentence]
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    other_cards: Mapping[str, Card] = field(default_factory=lambda: MappingProxyType({}))
    dataset: bool = field(kw_only=True)

    def of_each_card(self) -> Iterator[RestrictionTexts]:
        """The same texts with each card in the place of README.md."""
        yield self
        for path, card in sorted(self.other_cards.items()):
            documents = {**self.documents, CARD: self.documents[path]}
            sentences = card_sentences(card)
            yield replace(self, card=card, documents=documents, sentences=sentences, headers={})


def stated_restrictions(
    snapshot: Snapshot, card: Card | None, documents: Mapping[str, SourceText], *, dataset: bool
) -> tuple[Evidence, ...]:
    """Where the card's sentences or the access form rule out commercial use of the artefact.

    Args:
        snapshot: The hub's answer.
        card: The parsed card, or None.
        documents: Texts read, by path.
        dataset: Whether the artefact is a dataset, so that sentences about data are about it.

    Returns:
        The places, in order. Sentences about code or a base, and about data in a model's card, are
        left out.
    """
    words = RestrictionTexts(
        snapshot=snapshot,
        card=card,
        documents=documents,
        sentences=card_sentences(card),
        dataset=dataset,
    )
    narrow = (
        restriction.evidence
        for restriction in (*_in_form(words), *_in_card(words))
        if restriction.limit in _NARROW
    )
    return tuple(dict.fromkeys(narrow))


def read_restrictions(
    words: RestrictionTexts, claims: Sequence[LicenceClaim]
) -> tuple[Restriction, ...]:
    """Every place whose words restrict the artefact: licence texts, notices, the access form, the
    card, and the name of a licence that is not catalogued.

    Exact copies of known licences are left out, since the catalogue has their terms; of changed
    copies only the changes are read.

    Args:
        words: The texts that may restrict it.
        claims: The claims about the licence.

    Returns:
        At most 20, strongest source first, each place and limit once.
    """
    stated = (
        *_in_texts(words.documents, claims),
        *_in_notices(words.documents),
        *_in_form(words),
        *_in_names(words, claims),
        *(found for each in words.of_each_card() for found in _in_card(each)),
        *_in_headers(words),
    )
    return tuple(dict.fromkeys(stated))[:_MOST]


def uncovered(
    restrictions: Iterable[Restriction], licences: Iterable[Licence]
) -> tuple[Restriction, ...]:
    """The restrictions that none of the licences states in its terms or in its own words.

    Args:
        restrictions: The restrictions read.
        licences: The concluded licences.
    """
    licences = tuple(licences)
    keys = frozenset(licence.id for licence in licences)
    duties = {duty.id for licence in licences for duty in licence.duties}
    narrow = bool(duties & {"non-commercial", "research-only"})
    return tuple(
        restriction
        for restriction in restrictions
        if str(restriction.limit) not in duties
        and not (narrow and restriction.limit in _NARROW)
        and not is_known_condition(restriction, duties)
        and not is_quoted_from(keys, restriction.quote)
    )


def _in_texts(
    documents: Mapping[str, SourceText], claims: Sequence[LicenceClaim]
) -> Iterator[Restriction]:
    for claim in claims:
        document = documents.get(claim.evidence.file)
        if claim.source is not Source.TEXT or claim.match is None or document is None:
            continue
        if file_role(document.path) is not None:
            yield from _of_document(document, claim.match)


def _in_notices(documents: Mapping[str, SourceText]) -> Iterator[Restriction]:
    for path in sorted(documents):
        name = PurePosixPath(path).name.lower()
        is_notice = file_role(path) in (FileRole.NOTICE, FileRole.USE_POLICY)
        if is_notice and not _THIRD_PARTY.search(name):
            document = documents[path]
            match = matched_text(document.text)
            yield from _of_document(document, match)
            if is_deep(path):
                yield from _of_known_text(document, match)


def _of_known_text(document: SourceText, match: TextMatch) -> Iterator[Restriction]:
    """The restrictions of a known licence that has no claim because its text is deep."""
    entry = lookup(match.licence or "")
    if entry is None or match.verdict != "exact":
        return
    title, line = title_of(document.text)
    stated = (Limit(word) for word in sorted(restrictions((entry,))))
    yield from _quoted(document, title, CardSpan(line, line), stated)


def _of_document(document: SourceText, match: TextMatch) -> Iterator[Restriction]:
    """The restrictions in a text; for a known licence, only those in its changes."""
    if match.verdict == "exact":
        return
    changed = tuple((change.start, change.end) for change in match.differences)
    if match.verdict in ("modified", "several"):
        for start, end in changed:
            offset = document.text.count("\n", 0, start)
            for sentence, span in text_sentences(document.text[start:end]):
                place = CardSpan(span.start + offset, span.end + offset)
                yield from _quoted(document, sentence, place, limits(sentence))
        return
    title, line = title_of(document.text)
    yield from _quoted(document, title, CardSpan(line, line), limits_of_name(title))
    for sentence, span in text_sentences(document.text):
        yield from _quoted(document, sentence, span, limits(sentence))


def _quoted(
    document: SourceText, sentence: str, span: CardSpan, stated: Iterable[Limit]
) -> Iterator[Restriction]:
    for limit in stated:
        evidence = Evidence.quoting(document, span.start, span.end, sentence)
        yield Restriction(
            limit=limit, quote=shorten(sentence), source=Source.TEXT, evidence=evidence
        )


def _in_form(words: RestrictionTexts) -> Iterator[Restriction]:
    for text, place in gate_texts(words.snapshot, words.card):
        for sentence, _ in text_sentences(text):
            for limit in limits(sentence):
                yield _restriction(words, limit, sentence, Source.GATED_PROMPT, place)


def _in_names(words: RestrictionTexts, claims: Sequence[LicenceClaim]) -> Iterator[Restriction]:
    """Restrictions in uncatalogued names: `acme-non-commercial`, also beside a known licence."""
    for claim in claims:
        if claim.match or claim.licence not in (None, "other", "unknown"):
            continue
        for text in dict.fromkeys((claim.name, claim.value)):
            for limit in limits_of_name(text):
                evidence = _of_name(words, claim) if text == claim.name else claim.evidence
                yield Restriction(
                    limit=limit, quote=shorten(text), source=claim.source, evidence=evidence
                )
    for surplus in surplus_names(words.card) if words.card else ():
        for limit in limits_of_name(surplus.value):
            yield _restriction(words, limit, surplus.value, Source.CARD, surplus.span)


def _of_name(words: RestrictionTexts, claim: LicenceClaim) -> Evidence:
    """The place of the name beside a value, if the card has it."""
    place = words.card.positions.get(("license_name",)) if words.card else None
    if claim.source is not Source.CARD or place is None:
        return claim.evidence
    quote = f"license_name: {claim.name}"
    return card_evidence(words.snapshot, words.documents, place, quote)


def unclear_words(words: RestrictionTexts) -> tuple[Restriction, ...]:
    """Sentences that may restrict the artefact but not in known words, such as the purpose for
    which a model was released.

    Args:
        words: The texts that may restrict it.

    Returns:
        At most 20. They do not change the licence; users of the work have to read them.
    """
    unclear = (
        *_unclear_in_notices(words.documents),
        *_unclear_in_form(words),
        *_unclear_in_fields(words),
        *_unclear_in_headers(words),
        *(found for each in words.of_each_card() for found in _unclear_in_card(each)),
    )
    return tuple(dict.fromkeys(unclear))[:_MOST]


def _is_open(sentence: str, *, on_terms: bool = False) -> bool:
    """Whether a sentence may restrict the work but states no known limit."""
    return not limits(sentence) and is_unclear(sentence, on_terms=on_terms)


def _unclear_in_notices(documents: Mapping[str, SourceText]) -> Iterator[Restriction]:
    for path in sorted(documents):
        document = documents[path]
        is_own = file_role(path) is FileRole.NOTICE and not _THIRD_PARTY.search(path.lower())
        if not is_own or matched_text(document.text).verdict == "exact":
            continue
        for sentence, span in text_sentences(document.text):
            if _is_open(sentence):
                yield from _quoted(document, sentence, span, (Limit.UNCLEAR,))


def _unclear_in_form(words: RestrictionTexts) -> Iterator[Restriction]:
    for text, place in gate_texts(words.snapshot, words.card):
        for sentence, _ in text_sentences(text):
            if _is_open(sentence):
                yield _restriction(words, Limit.UNCLEAR, sentence, Source.GATED_PROMPT, place)


def _unclear_in_fields(words: RestrictionTexts) -> Iterator[Restriction]:
    if words.card is None:
        return
    for value, place in words.card.strings(_DETAILS):
        for sentence, _ in text_sentences(value):
            if _is_open(sentence, on_terms=True):
                yield _restriction(words, Limit.UNCLEAR, sentence, Source.CARD, place)
    for value, place in field_sentences(words.card):
        if _is_open(value):
            yield _restriction(words, Limit.UNCLEAR, value, Source.CARD, place)


def _unclear_in_headers(words: RestrictionTexts) -> Iterator[Restriction]:
    for path, sentence in header_sentences(words.headers):
        if _is_open(sentence):
            yield _of_header(words, Limit.UNCLEAR, path, sentence)


def _unclear_in_card(words: RestrictionTexts) -> Iterator[Restriction]:
    for sentence, place in hidden_sentences(words.card) if words.card else ():
        is_label = is_licence_line(sentence) and not repeats_declared(sentence, words.card)
        if limits(sentence) or is_unclear(sentence, on_terms=False) or is_label:
            yield _restriction(words, Limit.UNCLEAR, sentence, Source.CARD, place)
    for stated in words.sentences:
        terms = _of_unknown_terms(words, stated)
        if terms is Limit.CONDITION and not limits(stated.text):
            continue
        has_more = names_more(stated.text, words.card)
        if terms or has_more or _is_unclear_sentence(stated, dataset=words.dataset):
            yield _restriction(words, Limit.UNCLEAR, stated.text, Source.CARD, stated.span)


def _is_unclear_sentence(stated: CardSentence, *, dataset: bool) -> bool:
    sentence = stated.text
    stated_limits = limits(sentence)
    if _OF_ORIGINAL.search(sentence):
        return True
    is_open = is_unclear(sentence, on_terms=stated.headed) or may_bound(sentence)
    if not stated_limits and not is_open:
        return False
    own, other = (_DATA, _MODEL) if dataset else (_MODEL, _DATA)
    is_own, is_other = bool(own.search(sentence)), bool(other.search(sentence))
    if any(_of_sentence(sentence, stated_limits, headed=stated.headed, dataset=dataset)):
        return False
    if _ELSEWHERE.search(sentence):
        # What restricts a base or the data also restricts what was made from it.
        reaches_work = is_own or is_other or _OF_ANOTHER.search(sentence)
        return bool(stated_limits and reaches_work)
    if is_other and not is_own and _LEFT_OUT.search(sentence):
        return False
    return bool(stated_limits) or is_own or not is_other


def _of_unknown_terms(words: RestrictionTexts, stated: CardSentence) -> Limit | None:
    """A condition if a sentence puts the artefact itself under terms that nobody here knows beside
    a declared licence; unclear if something in a section on the licence is under such terms."""
    sentence = stated.text
    terms = unknown_terms(sentence)
    is_own_text = terms.endswith(_A_LICENCE) and _has_own_text(words)
    is_governed = bool(terms) and not is_own_text
    if not is_governed and not states_unknown(sentence, stated.headed):
        return None
    if _is_about_another(sentence, dataset=words.dataset):
        return None
    limit = Limit.CONDITION if declared_licences(words.card) else Limit.UNCLEAR
    if is_governed:
        return limit
    labelled = labelled_name(sentence)
    if labelled is not None:
        return Limit.UNCLEAR if adds_words(labelled[1]) else None
    is_unnamed = is_of_another_name(sentence) or not names_terms(sentence)
    return Limit.UNCLEAR if is_unnamed else limit


def _in_fields(words: RestrictionTexts) -> Iterator[Restriction]:
    """Restrictions in tags and the author's own keys: `non-commercial`, `commercial_use: false`."""
    if words.card is None:
        return
    for tag, place in words.card.strings(_TAGS):
        for limit in limits_of_name(tag):
            yield _restriction(words, limit, tag, Source.CARD, place)
    for sentence, place in field_sentences(words.card):
        for limit in limits(sentence):
            yield _restriction(words, limit, sentence, Source.CARD, place)


def _in_headers(words: RestrictionTexts) -> Iterator[Restriction]:
    """Restrictions in weight headers: `modelspec.usage: no commercial use`."""
    for path, sentence in header_sentences(words.headers):
        key, _, value = sentence.partition(": ")
        of_name = limits_of_name(value) if _LICENCE_KEY.search(key) else ()
        for limit in dict.fromkeys((*limits(sentence), *of_name)):
            yield _of_header(words, limit, path, sentence)
    for path, tag in header_tags(words.headers):
        for limit in limits_of_name(tag):
            yield _of_header(words, limit, path, tag)


def _of_header(words: RestrictionTexts, limit: Limit, path: str, sentence: str) -> Restriction:
    entry = words.snapshot.file(path)
    evidence = Evidence(
        artifact=words.snapshot.ref.purl,
        file=path,
        revision=words.snapshot.ref.revision or "",
        start_line=None,
        end_line=None,
        quote=shorten(sentence),
        sha256=entry.sha256 if entry else None,
    )
    return Restriction(
        limit=limit, quote=shorten(sentence), source=Source.WEIGHTS, evidence=evidence
    )


def _in_card(words: RestrictionTexts) -> Iterator[Restriction]:
    yield from _in_fields(words)
    for value, place in words.card.strings(_DETAILS) if words.card else ():
        for sentence, _ in text_sentences(value):
            for limit in limits(sentence):
                yield _restriction(words, limit, sentence, Source.CARD, place)
    for stated in words.sentences:
        stated_limits = limits(stated.text)
        of_artefact = _of_sentence(
            stated.text, stated_limits, headed=stated.headed, dataset=words.dataset
        )
        for limit in of_artefact:
            yield _restriction(words, limit, stated.text, Source.CARD, stated.span)
        if stated_limits:
            continue
        if _of_unknown_terms(words, stated) is Limit.CONDITION:
            yield _restriction(words, Limit.CONDITION, stated.text, Source.CARD, stated.span)


def _has_own_text(words: RestrictionTexts) -> bool:
    """Whether the repository has a licence text, which is what `the Kite License` names."""
    return any(file_role(path) in _OWN_TEXTS for path in words.documents)


def _restriction(
    words: RestrictionTexts, limit: Limit, sentence: str, source: Source, place: CardSpan | None
) -> Restriction:
    evidence = card_evidence(words.snapshot, words.documents, place, sentence, sentence)
    return Restriction(limit=limit, quote=shorten(sentence), source=source, evidence=evidence)


def _of_sentence(
    sentence: str, stated: tuple[Limit, ...], *, headed: bool, dataset: bool
) -> Iterator[Limit]:
    if not stated or _is_about_another(sentence, dataset=dataset):
        return
    is_conditional = bool(_CONDITION.search(sentence))
    evaluates = not dataset and _only_evaluates(sentence)
    for limit in stated:
        is_evaluation = evaluates and limit is Limit.EVALUATION_ONLY
        if headed or is_evaluation or _counts_anywhere(limit, is_conditional=is_conditional):
            yield limit


def _is_about_another(sentence: str, *, dataset: bool) -> bool:
    """Whether a sentence is about something else, or about data instead of a model."""
    own, other = (_DATA, _MODEL) if dataset else (_MODEL, _DATA)
    if _ELSEWHERE.search(sentence):
        return True
    return other.search(sentence) is not None and own.search(sentence) is None


def _counts_anywhere(limit: Limit, *, is_conditional: bool) -> bool:
    """Whether a limit counts outside a section about the licence."""
    return limit in _ANYWHERE and (limit in _CONDITIONAL or not is_conditional)


def _only_evaluates(sentence: str) -> bool:
    """Whether a sentence that mentions only evaluation is about the use of the model itself."""
    if _IF.search(sentence):
        return False
    return bool(_MODEL.search(sentence) or _ON_USE.search(sentence))
