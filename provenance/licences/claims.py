"""Every licence claim about an artefact, each with the place where it was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from provenance.licences.catalogue import lookup, lookup_link
from provenance.licences.claim import Licence, LicenceClaim, NotUnderstood, Source, TextMatch
from provenance.licences.field_words import header_tags
from provenance.licences.fields import (
    Declared,
    declared_data,
    declared_values,
    odd_neighbours,
    overridden_values,
    stated_links,
    surplus_names,
)
from provenance.licences.files import FileRole, file_role
from provenance.licences.names import named_licences
from provenance.licences.prose import (
    LicenceSentence,
    agreed_licences,
    granted_licences,
    stated_licences,
    unknown_label,
)
from provenance.licences.restrictive import limits, limits_of_name
from provenance.licences.sentences import CardSentence, is_on_licence
from provenance.licences.shown import shown_licences
from provenance.licences.texts import WHOLLY_CONTAINED, matched_text, title_of
from provenance.messages import message
from provenance.model.artifact import CARD, Kind, Snapshot, SourceText
from provenance.model.card import BlockKind, Card, CardBlock
from provenance.model.finding import Evidence, shorten
from provenance.text.lines import LineSpan

_TAG = "license:"
# Before `license_name` existed, dataset cards wrote `other-` and the name as one word.
_OTHER = "other-"
# GGUF, plain safetensors metadata, and the Stability AI Model Metadata Standard.
_WEIGHT_KEYS = (
    *("general.license", "license", "modelspec.license"),
    # A name or a link that stands alone.
    *("general.license.name", "general.license.link"),
)
# Its keys are the labels of the form, and its values are kinds of answers.
_GATE_FIELDS = "extra_gated_fields"
_GATE_KEYS = (
    "extra_gated_heading",
    "extra_gated_prompt",
    "extra_gated_description",
    _GATE_FIELDS,
    "extra_gated_button_content",
)
_PROMPT_WORDS = 150
# Openings that mark an unknown text as terms, not as a form to fill in.
_AGREEMENT = re.compile(
    r"\blicen[cs]e (?:agreement|terms)|\bterms of (?:use|access|service)|\bcommunity licen[cs]e",
    re.IGNORECASE,
)
_OPENING = 300
_SHORT_TEXT_WORDS = 100
_MOST = 50
_MOST_SECTIONS = 5
_LONGEST_GATE = 5_000
_LONGEST_VALUE = 200
_NOTHING: tuple[tuple[str, ...], bool] = ((), False)

# `MIT with the Commons Clause`: the named licence is not the whole licence.
# Operators of an SPDX expression, and what people write for them.
_OPERATOR = re.compile(r"\s+(?:and|or|with)\s+|\s*[/+&]\s*", re.IGNORECASE)
_ADDS_TERMS = re.compile(
    r"\bwith\b|\bcommons clause|\bexcept|\bmodif|\brestrict|\baddend|\badditional|\bplus\b"
    r"|\bcustom|\+|추가|제외|수정|단서",
    re.IGNORECASE,
)


def text_claims(documents: Mapping[str, SourceText]) -> tuple[LicenceClaim, ...]:
    """A claim per licence text; if a text is named for the weights, only for such texts.

    Notices, use policies and licences for code are not statements about the weights, nor are a few
    words that only point to the other texts beside them.
    """
    for_weights = _of_role(documents, FileRole.WEIGHTS_LICENCE)
    texts = for_weights or _of_role(documents, FileRole.LICENCE)
    claims = [claim for path in texts[:_MOST] for claim in _text_claims(documents[path])]
    if not any(claim.licence for claim in claims):
        return tuple(claims)
    return tuple(claim for claim in claims if claim.licence or not _is_short(documents, claim))


def _of_role(documents: Mapping[str, SourceText], role: FileRole) -> list[str]:
    return sorted(path for path in documents if file_role(path) is role)


def _is_short(documents: Mapping[str, SourceText], claim: LicenceClaim) -> bool:
    """Whether a text is a few words that only point to another text beside it."""
    text = documents[claim.evidence.file].text
    return len(text.split()) < _SHORT_TEXT_WORDS and not _restricts(text)


def _text_claims(document: SourceText) -> Iterator[LicenceClaim]:
    document.check_time()
    match = matched_text(document.text)
    entry = lookup(match.licence or "")
    if entry and entry.category == "use-policy":
        return
    title, line = title_of(document.text)
    licences, choice = _of_text(document.text, match)
    for licence in licences or (None,):
        yield LicenceClaim(
            value=title or document.path,
            licence=licence,
            source=Source.TEXT,
            evidence=Evidence.quoting(document, line, line),
            match=match,
            choice=choice,
        )


def prompt_claims(
    snapshot: Snapshot, card: Card | None, documents: Mapping[str, SourceText]
) -> Iterator[LicenceClaim]:
    """A claim for the text that readers of a gated repository must accept, if it is long enough to
    be a licence."""
    key = "extra_gated_prompt"
    place = card.positions.get((key,)) if card else None
    prompt = card.fields.get(key) if card else None
    if not isinstance(prompt, str):
        prompt, place = card_data(snapshot).get(key), None
    if isinstance(prompt, str) and len(prompt.split()) >= _PROMPT_WORDS:
        match = _as_terms(prompt)
        if match:
            title, _ = title_of(prompt)
            evidence = card_evidence(snapshot, documents, place, title)
            licences, choice = _of_text(prompt, match)
            for licence in licences or (None,):
                yield LicenceClaim(
                    value=title,
                    licence=licence,
                    source=Source.GATED_PROMPT,
                    evidence=evidence,
                    match=match,
                    choice=choice,
                )


def section_claims(
    snapshot: Snapshot, card: Card, documents: Mapping[str, SourceText]
) -> Iterator[LicenceClaim]:
    """A claim for each licence section with a whole licence text, whatever else the card says."""
    texts = (
        (section, "\n\n".join(map(_words, section.blocks)))
        for section in card.walk()
        if is_on_licence(section)
    )
    long = ((section, text) for section, text in texts if len(text.split()) >= _PROMPT_WORDS)
    for section, text in islice(long, _MOST_SECTIONS):
        match = _as_terms(text)
        if match:
            title, _ = title_of(text)
            contained = [
                candidate.licence
                for candidate in match.candidates
                if candidate.contained >= WHOLLY_CONTAINED
            ]
            licences, _ = _of_text(text, match)
            key = match.licence if match.licence in contained else next(iter(licences), None)
            evidence = card_evidence(snapshot, documents, section.span, title, title)
            yield LicenceClaim(
                value=title, licence=key, source=Source.TEXT, evidence=evidence, match=match
            )


def _words(block: CardBlock) -> str:
    """The words of a block that may be part of a licence text, including code blocks."""
    return block.text if block.stated or block.kind is BlockKind.CODE else ""


def _as_terms(text: str) -> TextMatch | None:
    """Match a text; None if it is neither known nor opens like terms."""
    match = matched_text(text)
    is_terms = match.verdict != "unknown" or match.titled or _AGREEMENT.search(text[:_OPENING])
    return match if is_terms else None


def gate_claims(
    snapshot: Snapshot, card: Card | None, documents: Mapping[str, SourceText]
) -> Iterator[LicenceClaim]:
    """A claim for each part of the access form that puts the artefact under one licence or has the
    reader agree to one; a form that is itself a licence text has its own claim."""
    for text, place in gate_texts(snapshot, card):
        named = agreed_licences(text)
        if len(named) == 1:
            evidence = card_evidence(snapshot, documents, place, text, text)
            yield LicenceClaim(
                value=shorten(text, _LONGEST_VALUE),
                licence=named[0],
                source=Source.GATED_PROMPT,
                evidence=evidence,
            )


def gate_texts(snapshot: Snapshot, card: Card | None) -> Iterator[tuple[str, LineSpan | None]]:
    """The words of the access form by part, with lines, without texts as long as a licence."""
    fields = card.fields if card else {}
    for key in _GATE_KEYS:
        value = fields.get(key, card_data(snapshot).get(key))
        place = card.positions.get((key,)) if card and key in fields else None
        # Of the form's fields only the labels are words; their values are types such as `text`.
        labels = list(value) if key == _GATE_FIELDS and isinstance(value, Mapping) else None
        shown = value if labels is None else labels
        for text in _nested(shown):
            if len(text.split()) < _PROMPT_WORDS:
                yield text[:_LONGEST_GATE], place


def _of_text(text: str, match: TextMatch) -> tuple[tuple[str, ...], bool]:
    """The licence of a text: matched by its words, or granted by a text too short to be a licence
    itself; several if it offers a choice.

    An unknown text with restrictions grants nothing here: the licence it mentions is not its only
    condition.
    """
    if match.verdict in ("exact", "notice") and match.licence:
        return (match.licence,), False
    if match.verdict == "unknown" and len(text.split()) < _SHORT_TEXT_WORDS:
        return _NOTHING if _restricts(text) else _granted_together(granted_licences(text))
    return ((match.titled,), False) if match.titled else _NOTHING


def _restricts(text: str) -> bool:
    title, _ = title_of(text)
    return bool(limits_of_name(title) or limits(" ".join(text.split())))


def _granted_together(statements: Iterable[LicenceSentence]) -> tuple[tuple[str, ...], bool]:
    """What several sentences grant: one licence or one choice; nothing if they differ."""
    grants = {(statement.licences, statement.choice) for statement in statements}
    if len(grants) != 1:
        return _NOTHING
    licences, choice = grants.pop()
    return (licences, choice) if choice or len(licences) == 1 else _NOTHING


def field_claims(
    snapshot: Snapshot, card: Card, documents: Mapping[str, SourceText]
) -> Iterator[LicenceClaim]:
    """A claim for each value of the card's `license`, or of the older `licenses`; else for a name
    or link alone. A value without a usable name becomes a claim in its own words."""
    for declared in declared_values(card):
        yield _of_field(snapshot, documents, declared)


def overridden_claims(
    snapshot: Snapshot, card: Card, documents: Mapping[str, SourceText]
) -> Iterator[LicenceClaim]:
    """A claim for each second statement of the front matter: under the same key, another spelling
    of it, or as `license_name` beside a licence that needs no name."""
    for declared in overridden_values(card):
        yield _of_field(snapshot, documents, declared)
    for tag, span in card.strings("tags"):
        # A hub adds these tags to its answer; in a card they are the author's own.
        value = tag.removeprefix(_TAG).strip()
        if tag.startswith(_TAG) and value:
            declared = Declared(value=value, name="", link="", span=span, key="tags")
            yield _of_field(snapshot, documents, declared)
    for declared in surplus_names(card):
        if _known_name(declared.value):
            yield _of_field(snapshot, documents, declared)


def link_claims(
    snapshot: Snapshot,
    card: Card,
    documents: Mapping[str, SourceText],
    declared: Iterable[LicenceClaim],
) -> Iterator[LicenceClaim]:
    """A claim for a `license_link` to the text of another licence than the declared one."""
    stated = {claim.licence for claim in declared if claim.licence}
    known = stated - {"other", "unknown"}
    for link in stated_links(card):
        linked = lookup_link(link.target)
        if linked and known and linked.id not in known and linked.category != "use-policy":
            quote = f"{link.key}: {link.target}"
            yield LicenceClaim(
                value=shorten(link.target, _LONGEST_VALUE),
                licence=linked.id,
                source=Source.CARD,
                evidence=card_evidence(snapshot, documents, link.span, quote),
            )


def not_understood(
    snapshot: Snapshot, card: Card | None, documents: Mapping[str, SourceText]
) -> Iterator[NotUnderstood]:
    """Values on the licence in the front matter, or in the hub's copy of it, that are not names."""
    if card:
        for declared in (*declared_values(card), *odd_neighbours(card.fields)):
            if declared.problem:
                span = declared.span or card.positions.get((declared.key,))
                quote = f"{declared.key}: {declared.value}"
                yield NotUnderstood(
                    declared.key, declared.problem, card_evidence(snapshot, documents, span, quote)
                )
        for declared in surplus_names(card):
            if not _known_name(declared.value):
                quote = f"{declared.key}: {declared.value}"
                evidence = card_evidence(snapshot, documents, declared.span, quote)
                yield NotUnderstood(declared.key, message("licence.shape.unknown-name"), evidence)
    own = card.fields if card else {}
    copied = card_data(snapshot)
    fields = {key: value for key, value in copied.items() if own.get(key) != value}
    for declared in (*declared_data(fields), *odd_neighbours(fields)):
        if declared.problem:
            evidence = _hub_evidence(snapshot, f"{declared.key}: {declared.value}")
            yield NotUnderstood(declared.key, declared.problem, evidence)


def _known_name(value: str) -> Licence | None:
    return lookup(value) or _in_sentence(value)


def _of_field(
    snapshot: Snapshot, documents: Mapping[str, SourceText], declared: Declared
) -> LicenceClaim:
    evidence = card_evidence(
        snapshot, documents, declared.span, f"{declared.key}: {declared.value}"
    )
    return _declared(declared, Source.CARD, evidence)


def statements(
    snapshot: Snapshot, sentences: Iterable[CardSentence]
) -> tuple[LicenceSentence, ...]:
    """The sentences of a card that state the artefact's licence."""
    return stated_licences(sentences, dataset=snapshot.ref.kind is Kind.DATASET)


def prose_claims(
    snapshot: Snapshot, documents: Mapping[str, SourceText], stated: Iterable[LicenceSentence]
) -> Iterator[LicenceClaim]:
    """A claim for each licence that a sentence of the card states for the artefact."""
    for statement in stated:
        evidence = _place(snapshot, documents, statement)
        for key in statement.licences:
            yield LicenceClaim(
                value=shorten(statement.sentence),
                licence=key,
                source=Source.CARD,
                evidence=evidence,
                choice=statement.choice,
            )


def label_claims(
    snapshot: Snapshot, documents: Mapping[str, SourceText], sentences: Iterable[CardSentence]
) -> Iterator[LicenceClaim]:
    """A claim for a line `License: ...` with a value that is not a known licence."""
    sentence = unknown_label(sentences)
    if sentence:
        evidence = card_evidence(snapshot, documents, sentence.span, sentence.text, sentence.text)
        yield LicenceClaim(
            value=shorten(sentence.text, _LONGEST_VALUE),
            licence=None,
            source=Source.CARD,
            evidence=evidence,
        )


def shown_claims(
    snapshot: Snapshot, card: Card, documents: Mapping[str, SourceText]
) -> Iterator[LicenceClaim]:
    """A claim for each badge and for each link whose text is just the licence."""
    for shown in shown_licences(card, documents.get(CARD)):
        written = shorten(shown.written, _LONGEST_VALUE)
        yield LicenceClaim(
            value=written,
            licence=shown.licence,
            source=Source.CARD,
            evidence=card_evidence(snapshot, documents, shown.span, written, written),
        )


def linked_claims(
    snapshot: Snapshot,
    card: Card,
    documents: Mapping[str, SourceText],
    stated: Iterable[LicenceSentence],
) -> Iterator[LicenceClaim]:
    """A claim for each link in such a sentence to a licence text that the sentence does not
    name."""
    for statement in stated:
        for link in card.links:
            near = statement.span.start <= link.line <= statement.span.end
            if not near or not link.text or link.text not in statement.sentence:
                continue
            linked = lookup_link(link.url)
            if linked is None or linked.id in (*named_licences(link.text), *statement.licences):
                continue
            # The rendered sentence does not show the target of the link.
            written = shorten(f"[{link.text}]({link.url})")
            yield LicenceClaim(
                value=shorten(link.url, _LONGEST_VALUE),
                licence=linked.id,
                source=Source.CARD,
                evidence=card_evidence(snapshot, documents, statement.span, written, written),
            )


def _place(
    snapshot: Snapshot, documents: Mapping[str, SourceText], statement: LicenceSentence
) -> Evidence:
    sentence = statement.sentence
    return card_evidence(snapshot, documents, statement.span, sentence, sentence)


def hub_claims(snapshot: Snapshot) -> Iterator[LicenceClaim]:
    """A claim for each `license:` tag of the hub, or else for the licence in its card data."""
    stated = declared_data(card_data(snapshot))
    tagged = _tagged(snapshot)
    name = next((declared.name for declared in stated if declared.name), "")
    link = next((declared.link for declared in stated if declared.link), "")
    for value in tagged:
        declared = Declared(value=value, name=name, link=link, span=None, key="license")
        yield _declared(declared, Source.TAG, _hub_evidence(snapshot, f"{_TAG}{value}"))
    if tagged:
        return
    for declared in stated:
        quote = f"{declared.key}: {declared.value}"
        yield _declared(declared, Source.TAG, _hub_evidence(snapshot, quote))


def _tagged(snapshot: Snapshot) -> list[str]:
    """The values of the hub's `license:` tags."""
    tags = snapshot.metadata.get("tags")
    listed = tags if isinstance(tags, list | tuple) else ()
    texts = (tag for tag in listed if isinstance(tag, str) and tag.startswith(_TAG))
    values = (text.removeprefix(_TAG) for text in texts)
    return [value for value in values if value.strip()][:_MOST]


def weight_claims(
    snapshot: Snapshot, weight_metadata: Mapping[str, Mapping[str, str]]
) -> Iterator[LicenceClaim]:
    """A claim for each weight file whose header names a licence."""
    for path in sorted(weight_metadata, key=str)[:_MOST]:
        header = weight_metadata[path]
        for key in _WEIGHT_KEYS:
            value = header.get(key)
            if isinstance(value, str) and value.strip():
                sha256 = next(
                    (entry.sha256 for entry in snapshot.files if entry.path == path), None
                )
                quote = shorten(f"{key}: {value}")
                evidence = _evidence(snapshot, path, quote, sha256)
                name, link = (_text(header.get(f"{key}.{part}")) for part in ("name", "link"))
                declared = Declared(value=value, name=name, link=link, span=None, key=key)
                yield _declared(declared, Source.WEIGHTS, evidence)
                break
    for path, tag in islice(header_tags(weight_metadata), _MOST):
        if tag.startswith(_TAG) and len(tag) > len(_TAG):
            sha256 = next((entry.sha256 for entry in snapshot.files if entry.path == path), None)
            evidence = _evidence(snapshot, path, shorten(tag), sha256)
            value = tag.removeprefix(_TAG).strip()
            yield _declared(
                Declared(value=value, name="", link="", span=None, key=_TAG),
                Source.WEIGHTS,
                evidence,
            )


def _declared(declared: Declared, source: Source, evidence: Evidence) -> LicenceClaim:
    """A declared value with the name and link beside `other`."""
    value = shorten(declared.value, _LONGEST_VALUE)
    if declared.problem:
        return LicenceClaim(value=value, licence=None, source=source, evidence=evidence)
    entry = lookup(value) or lookup_link(value) or _in_sentence(value)
    name, link = _unrecognised(declared, value, entry)
    known = lookup(name) or lookup_link(link) or _in_sentence(name)
    if known and known.category not in ("unresolved", "use-policy"):
        entry = known
    return LicenceClaim(
        value=value,
        licence=entry.id if entry else None,
        source=source,
        evidence=evidence,
        name=name,
        link=link,
    )


def _unrecognised(declared: Declared, value: str, entry: Licence | None) -> tuple[str, str]:
    """The name and link for a value that names no licence by itself."""
    if entry is None and value.lower().startswith(_OTHER):
        return value[len(_OTHER) :].strip(), ""
    if entry is None or entry.category == "unresolved":
        return declared.name, declared.link
    return "", ""


def _in_sentence(value: str) -> Licence | None:
    """The licence in a value that is a sentence: `Released under the MIT License`."""
    if " " not in value.strip() or limits(value) or limits_of_name(value):
        return None
    if _ADDS_TERMS.search(value) or _joins_licences(value):
        return None
    licences, choice = _granted_together(granted_licences(value))
    return lookup(licences[0]) if licences and not choice else None


def _joins_licences(value: str) -> bool:
    """Whether a value is an expression of several licences, of which none is the licence alone."""
    parts = _OPERATOR.split(value.strip(" ()"))
    return len(parts) > 1 and all(lookup(part.strip(" ()")) for part in parts)


def _text(value: object) -> str:
    return shorten(value, _LONGEST_VALUE) if isinstance(value, str) else ""


def _nested(value: object) -> list[str]:
    """The strings in a value of any shape, in their order."""
    texts: list[str] = []
    waiting: list[object] = [value]
    while waiting and len(texts) < _MOST:
        current = waiting.pop()
        if isinstance(current, Mapping):
            waiting += reversed([*current.values()])
        elif isinstance(current, list | tuple):
            waiting += reversed(current)
        elif isinstance(current, str) and current.strip():
            texts.append(current)
    return texts


def card_data(snapshot: Snapshot) -> Mapping[str, Any]:
    """The card's front matter as the hub gives it; empty if it does not."""
    data = snapshot.metadata.get("cardData")
    return data if isinstance(data, Mapping) else {}


def card_evidence(
    snapshot: Snapshot,
    documents: Mapping[str, SourceText],
    span: LineSpan | None,
    fallback: str,
    quote: str | None = None,
) -> Evidence:
    """The place of something in the card: its lines if known, else `fallback` as its words."""
    document = documents.get(CARD)
    if document is not None and span is not None:
        return Evidence.quoting(document, span.start, span.end, quote)
    if document is not None:
        return _evidence(snapshot, CARD, fallback, document.sha256)
    return _hub_evidence(snapshot, fallback)


def _hub_evidence(snapshot: Snapshot, quote: str) -> Evidence:
    return _evidence(snapshot, snapshot.source, quote, None)


def _evidence(snapshot: Snapshot, file: str, quote: str, sha256: str | None) -> Evidence:
    return Evidence.without_lines(snapshot.ref, file, shorten(quote), sha256=sha256)
