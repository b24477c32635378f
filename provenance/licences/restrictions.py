"""Restrictions on commercial use or on changing a work: in terms, and in an artefact's own
texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from types import MappingProxyType

from provenance.licences.answered import Answers
from provenance.licences.catalogue import lookup, lookup_link
from provenance.licences.claim import Licence, LicenceClaim, Limit, Restriction, Source, TextMatch
from provenance.licences.claims import card_evidence, gate_texts
from provenance.licences.comparison import is_quoted_from
from provenance.licences.field_words import (
    configuration_sentences,
    field_sentences,
    header_sentences,
    header_tags,
    unread_field_sentences,
)
from provenance.licences.fields import stated_links, surplus_names
from provenance.licences.files import FileRole, file_role, is_deep, is_in_folder_of_terms
from provenance.licences.maker_terms import refers_to_terms
from provenance.licences.metadata_roots import MetadataRoot
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
from provenance.licences.open_words import (
    is_on_other_part,
    is_open,
    is_open_note,
    open_notes,
)
from provenance.licences.promises import promised_limits
from provenance.licences.prose import (
    labelled_name,
    states_unknown,
    unknown_terms,
)
from provenance.licences.restrictive import (
    limits,
    limits_of_name,
    without_contrast,
)
from provenance.licences.sentences import (
    CardSentence,
    card_sentences,
    hidden_sentences,
    text_sentences,
)
from provenance.licences.shown import shown_labels
from provenance.licences.stricter import (
    adds_to_declared,
    names_other,
    names_stricter,
    restrictions,
)
from provenance.licences.subjects import (
    defers_to_original,
    is_about_another,
    is_about_else,
    is_from_scratch,
    is_unclear_sentence,
    own_limits,
    reports_another,
)
from provenance.licences.terse_limits import closed_purposes
from provenance.licences.texts import matched_text, title_of
from provenance.model.artifact import CARD, Snapshot, SourceText
from provenance.model.card import Card
from provenance.model.finding import Evidence, shorten
from provenance.text.lines import LineSpan

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
_THIRD_PARTY = re.compile(r"third[-_ ]?party|attributions?|credits")
# How a name ends that may stand for a licence text in the repository: `the Kite License`.
_A_LICENCE = ("License", "Licence")
_ON_TERMS = re.compile(r"^(?!code|data)\W*(?:\w+ )?(?:licen[cs]e|us(?:e|age)|terms)", re.IGNORECASE)
_ADDRESSES = re.compile(r"https?://\S+")
# A longer line than this is a sentence, and read as one.
_MOST_WORDS_OF_LABEL = 12
_LONGEST_LABEL = 600
_MOST_LINKS = 200
_OWN_TEXTS = (FileRole.LICENCE, FileRole.WEIGHTS_LICENCE)
_BESIDE_THE_LICENCE = (FileRole.NOTICE, FileRole.USE_POLICY, FileRole.USAGE)
_MOST = 20
_DETAILS = "license_details"
_TAGS = "tags"
_LICENSE = "license"
# A badge is read by its label, not by the name of its picture.
_IMAGES = (".svg", ".png", ".jpg", ".gif", ".webp")
_LICENCE_KEY = re.compile(r"licen[cs]e", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class RestrictionTexts:
    """All texts that may restrict an artefact.

    Attributes:
        snapshot: The hub's answer.
        card: The parsed card, or None.
        documents: Texts read, by path.
        sentences: The sentences of the card.
        headers: Texts in weight file headers, by path and key.
        other_cards: Parsed cards beside README.md, by path.
        roots: Metadata files and configurations, parsed, by path.
        dataset: Whether the artefact is a dataset, so that sentences about data are about it.
    """

    snapshot: Snapshot
    card: Card | None
    documents: Mapping[str, SourceText]
    sentences: Sequence[CardSentence]
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    other_cards: Mapping[str, Card] = field(default_factory=lambda: MappingProxyType({}))
    roots: Mapping[str, MetadataRoot] = field(default_factory=lambda: MappingProxyType({}))
    dataset: bool = field(kw_only=True)

    @cached_property
    def sentences_of_files(self) -> tuple[tuple[str, str], ...]:
        """Free text in weight headers and words on terms in configurations, by file."""
        return (*header_sentences(self.headers), *configuration_sentences(self.roots))

    @cached_property
    def answers(self) -> Answers:
        """Which sentences of the card another one answers."""
        return Answers(self.sentences)

    def of_each_card(self) -> Iterator[RestrictionTexts]:
        """The same texts with each card in the place of README.md."""
        yield self
        for path, card in sorted(self.other_cards.items()):
            documents = {**self.documents, CARD: self.documents[path]}
            sentences = card_sentences(card)
            yield replace(self, card=card, documents=documents, sentences=sentences)


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
        *(restriction for each in words.of_each_card() for restriction in _in_card(each)),
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
    for document in _own_notices(documents):
        match = matched_text(document.text)
        yield from _of_document(document, match)
        if is_deep(document.path) or is_in_folder_of_terms(document.path):
            yield from _of_known_text(document, match)


def _own_notices(documents: Mapping[str, SourceText]) -> Iterator[SourceText]:
    """Notices and policies but those that are about others by their names; folders say little."""
    for path in sorted(filter(_is_beside_licence, documents)):
        if not _THIRD_PARTY.search(PurePosixPath(path).name.lower()):
            yield documents[path]


def _is_beside_licence(path: str) -> bool:
    """Whether a file may restrict the work beside its licence: a notice, a policy, or a text in a
    folder of terms, which need not be about a part."""
    role = file_role(path)
    return role in _BESIDE_THE_LICENCE or (role in _OWN_TEXTS and is_in_folder_of_terms(path))


def _of_known_text(document: SourceText, match: TextMatch) -> Iterator[Restriction]:
    """The restrictions of a known licence that has no claim, because its text is deep or stands in
    a folder of terms under a name of its own."""
    entry = lookup(match.licence or "")
    if entry is None or match.verdict not in ("exact", "notice"):
        return
    title, line = title_of(document.text)
    stated = (Limit(word) for word in sorted(restrictions((entry,))))
    yield from _quoted(document, title, LineSpan(line, line), stated)


def _of_document(document: SourceText, match: TextMatch) -> Iterator[Restriction]:
    """The restrictions in a text; for a known licence, only those in its changes."""
    if match.verdict == "exact":
        return
    changed = tuple((change.start, change.end) for change in match.differences)
    if match.verdict in ("modified", "several"):
        for start, end in changed:
            offset = document.text.count("\n", 0, start)
            for sentence, span in text_sentences(document.text[start:end]):
                place = LineSpan(span.start + offset, span.end + offset)
                yield from _quoted(document, sentence, place, limits(sentence))
        return
    title, line = title_of(document.text)
    yield from _quoted(document, title, LineSpan(line, line), limits_of_name(title))
    for sentence, span in text_sentences(document.text):
        yield from _quoted(document, sentence, span, limits(sentence))


def _quoted(
    document: SourceText, sentence: str, span: LineSpan, stated: Iterable[Limit]
) -> Iterator[Restriction]:
    for limit in stated:
        evidence = Evidence.quoting(document, span.start, span.end, sentence)
        yield Restriction(
            limit=limit, quote=shorten(sentence), source=Source.TEXT, evidence=evidence
        )


def _in_form(words: RestrictionTexts) -> Iterator[Restriction]:
    for text, place in gate_texts(words.snapshot, words.card):
        for sentence, _ in text_sentences(text):
            for limit in dict.fromkeys((*limits(sentence), *promised_limits(sentence))):
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
    if words.card is None:
        return
    for surplus in surplus_names(words.card):
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
    cards = tuple(words.of_each_card())
    unclear = (
        *_unclear_in_notices(words.documents),
        *_unclear_in_form(words),
        *_unclear_in_fields(words),
        *_unclear_in_headers(words),
        *(restriction for each in cards for restriction in _unclear_in_card(each)),
        *(restriction for each in cards for restriction in _links_to_stricter(each)),
    )
    return tuple(dict.fromkeys(unclear))[:_MOST]


def _unclear_in_notices(documents: Mapping[str, SourceText]) -> Iterator[Restriction]:
    for document in _own_notices(documents):
        if matched_text(document.text).verdict == "exact":
            continue
        for sentence, span in text_sentences(document.text):
            if is_open(sentence):
                yield from _quoted(document, sentence, span, (Limit.UNCLEAR,))


def _unclear_in_form(words: RestrictionTexts) -> Iterator[Restriction]:
    for text, place in gate_texts(words.snapshot, words.card):
        for sentence, _ in text_sentences(text):
            if not promised_limits(sentence) and is_open(sentence, on_terms=True):
                yield _restriction(words, Limit.UNCLEAR, sentence, Source.GATED_PROMPT, place)


def _unclear_in_fields(words: RestrictionTexts) -> Iterator[Restriction]:
    if words.card is None:
        return
    for value, place in words.card.strings(_DETAILS):
        for sentence, _ in text_sentences(value):
            if is_open(sentence, on_terms=True) or names_other(words.card, sentence):
                yield _restriction(words, Limit.UNCLEAR, sentence, Source.CARD, place)
    fields = (entry for entry in field_sentences(words.card) if is_open_note(entry[0]))
    for value, place in (*fields, *unread_field_sentences(words.card)):
        yield _restriction(words, Limit.UNCLEAR, value, Source.CARD, place)
    for key, purposes in closed_purposes(words.card.fields):
        place = words.card.span((key,))
        yield _restriction(words, Limit.UNCLEAR, f"{key}: {purposes}", Source.CARD, place)


def _unclear_in_headers(words: RestrictionTexts) -> Iterator[Restriction]:
    for path, sentence in words.sentences_of_files:
        is_note = path not in words.headers
        may_restrict = is_open_note if is_note else is_open
        if may_restrict(sentence):
            yield _of_header(words, Limit.UNCLEAR, path, sentence)
    for path, metadata in sorted(words.roots.items()):
        for key, purposes in closed_purposes(metadata.root or {}):
            yield _of_header(words, Limit.UNCLEAR, path, f"{key}: {purposes}")


def _unclear_in_card(words: RestrictionTexts) -> Iterator[Restriction]:
    hidden = hidden_sentences(words.card) if words.card else ()
    for sentence, place in hidden:
        is_label = is_licence_line(sentence) and not repeats_declared(sentence, words.card)
        if limits(sentence) or is_open_note(sentence) or is_label:
            yield _restriction(words, Limit.UNCLEAR, sentence, Source.CARD, place)
    for note, place in open_notes(words.card, words.documents.get(CARD)):
        yield _restriction(words, Limit.UNCLEAR, note, Source.CARD, place)
    has_no_base = is_from_scratch(stated.text for stated in words.sentences)
    for stated in words.sentences:
        if stated.is_elsewhere or (has_no_base and reports_another(stated.text)):
            continue
        terms = _of_unknown_terms(words, stated)
        if terms is Limit.CONDITION and not limits(stated.text):
            continue
        is_stricter = names_stricter(words.card, stated.text, dataset=words.dataset)
        has_more = is_stricter or names_more(stated.text, words.card)
        is_unclear = is_unclear_sentence(stated, dataset=words.dataset)
        may_restrict = is_unclear and not _is_answered(words, stated)
        if terms or has_more or may_restrict or refers_to_terms(stated.text):
            yield _restriction(words, Limit.UNCLEAR, stated.text, Source.CARD, stated.span)


def _links_to_stricter(words: RestrictionTexts) -> Iterator[Restriction]:
    """Links that a card displays to the page of a licence that restricts, beside the declared one:
    a badge, or a few words with the name of the licence."""
    document = words.documents.get(CARD)
    if words.card is None or document is None or not declared_licences(words.card):
        return
    lines = document.text.splitlines()
    for link in words.card.links[:_MOST_LINKS]:
        entry = lookup_link(link.url)
        if entry is None or not adds_to_declared(words.card, (entry,)):
            continue
        line = lines[link.line - 1] if 0 < link.line <= len(lines) else ""
        label = without_contrast(_ADDRESSES.sub(" ", line[:_LONGEST_LABEL]))
        is_other = is_about_else(label, dataset=words.dataset)
        if not is_other and len(label.split()) <= _MOST_WORDS_OF_LABEL:
            place = LineSpan(link.line, link.line)
            yield _restriction(words, Limit.UNCLEAR, line.strip(), Source.CARD, place)


def _of_unknown_terms(words: RestrictionTexts, stated: CardSentence) -> Limit | None:
    """A condition if a sentence puts the artefact itself under terms that nobody here knows beside
    a declared licence; unclear if something in a section on the licence is under such terms."""
    sentence = stated.text
    terms = unknown_terms(sentence)
    is_own_text = terms.endswith(_A_LICENCE) and _has_own_text(words)
    is_governed = bool(terms) and not is_own_text
    if not is_governed and not states_unknown(sentence, stated.headed):
        return None
    if is_about_another(sentence, dataset=words.dataset):
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
    for target, place in _licence_files(words.card):
        for limit in limits_of_name(_file_name(target)):
            yield _restriction(words, limit, target, Source.CARD, place)
    for sentence, place in shown_labels(words.documents.get(CARD)):
        if is_on_other_part(sentence):
            continue
        for limit in dict.fromkeys((*limits(sentence), *_limits_of_badge(sentence))):
            yield _restriction(words, limit, sentence, Source.CARD, place)


def _licence_files(card: Card) -> Iterator[tuple[str, LineSpan | None]]:
    """The targets of links to a licence, in the front matter and in the prose."""
    for link in stated_links(card):
        yield link.target, link.span
    for target in card.links:
        is_image = target.url.lower().endswith(_IMAGES)
        if _LICENCE_KEY.search(_file_name(target.url)) and not is_image:
            yield target.url, LineSpan(target.line, target.line)


def _file_name(target: str) -> str:
    """The name of the file that a link points to, as words: `LICENSE RESEARCH ONLY`."""
    return PurePosixPath(target.partition("?")[0].partition("#")[0]).stem.replace("_", " ")


def _limits_of_badge(label: str) -> tuple[Limit, ...]:
    """What a badge about the licence or the use rules out by a name: `license: CC BY-NC 4.0`."""
    name, _, value = label.partition(": ")
    return limits_of_name(value) if _ON_TERMS.search(name) else ()


def _in_headers(words: RestrictionTexts) -> Iterator[Restriction]:
    """Restrictions in weight headers: `modelspec.usage: no commercial use`."""
    for path, sentence in words.sentences_of_files:
        key, _, value = sentence.partition(": ")
        of_name = limits_of_name(value) if _LICENCE_KEY.search(key) else ()
        for limit in dict.fromkeys((*limits(sentence), *of_name)):
            yield _of_header(words, limit, path, sentence)
    for path, tag in header_tags(words.headers):
        for limit in limits_of_name(tag):
            yield _of_header(words, limit, path, tag)


def _of_header(words: RestrictionTexts, limit: Limit, path: str, sentence: str) -> Restriction:
    entry = words.snapshot.file(path)
    digest = entry.sha256 if entry else None
    quote = shorten(sentence)
    evidence = Evidence.without_lines(words.snapshot.ref, path, quote, sha256=digest)
    source = Source.WEIGHTS if path in words.headers else Source.FILE
    return Restriction(limit=limit, quote=quote, source=source, evidence=evidence)


def _in_card(words: RestrictionTexts) -> Iterator[Restriction]:
    yield from _in_fields(words)
    details = words.card.strings(_DETAILS) if words.card else ()
    for value, place in details:
        for sentence, _ in text_sentences(value):
            for limit in limits(sentence):
                yield _restriction(words, limit, sentence, Source.CARD, place)
    for stated in words.sentences:
        if stated.is_elsewhere:
            continue
        stated_limits = limits(stated.text)
        of_artefact = tuple(
            own_limits(stated.text, stated_limits, headed=stated.headed, dataset=words.dataset)
        )
        if of_artefact and not _is_answered(words, stated):
            for limit in of_artefact:
                yield _restriction(words, limit, stated.text, Source.CARD, stated.span)
        if stated_limits:
            continue
        if _of_unknown_terms(words, stated) is Limit.CONDITION:
            yield _restriction(words, Limit.CONDITION, stated.text, Source.CARD, stated.span)


def _is_answered(words: RestrictionTexts, stated: CardSentence) -> bool:
    """Whether another sentence of the card answers one that seems to limit a use. What the terms of
    an original are, no grant of this work says."""
    if defers_to_original(stated.text):
        return False
    return words.answers.answered(stated, is_listed=bool(limits(stated.text)))


def _has_own_text(words: RestrictionTexts) -> bool:
    """Whether the repository has a licence text, which is what `the Kite License` names."""
    return any(file_role(path) in _OWN_TEXTS for path in words.documents)


def _restriction(
    words: RestrictionTexts, limit: Limit, sentence: str, source: Source, place: LineSpan | None
) -> Restriction:
    evidence = card_evidence(words.snapshot, words.documents, place, sentence, sentence)
    return Restriction(limit=limit, quote=shorten(sentence), source=source, evidence=evidence)
