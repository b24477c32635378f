"""Every licence claim about one artefact, each with the place where it was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from provenance.artifact import CARD, Document, Kind, Snapshot
from provenance.card import Block, BlockKind, Card, Span
from provenance.finding import Evidence, shorten
from provenance.licences.catalogue import lookup, lookup_link
from provenance.licences.claim import Claim, Source, TextMatch
from provenance.licences.files import FileRole, file_role
from provenance.licences.prose import is_on_licence, named_licences, stated_licences
from provenance.licences.texts import WHOLLY_CONTAINED, identify_text, title_of

_TAG = "license:"
# Before there was `license_name`, cards of datasets wrote `other-` and the name in one word.
_OTHER = "other-"
# GGUF, plain safetensors metadata, and the Stability AI Model Metadata Standard.
_WEIGHT_KEYS = ("general.license", "license", "modelspec.license")
_GATE_KEYS = (
    "extra_gated_heading",
    "extra_gated_prompt",
    "extra_gated_description",
    "extra_gated_fields",
)
_PROMPT_WORDS = 150
# How the opening of a text that nobody here knows tells that it is terms, and not a form to fill
# in.
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


def text_claims(documents: Mapping[str, Document]) -> tuple[Claim, ...]:
    """A claim for each licence text; where one is named for the weights, only for these.

    A notice, a use policy and a licence for code are no statement about the weights; a few words
    that point to the other texts beside them are none either.
    """
    texts = sorted(
        path
        for path in documents
        if file_role(path) in (FileRole.LICENCE, FileRole.WEIGHTS_LICENCE)
    )
    for_weights = [path for path in texts if file_role(path) is FileRole.WEIGHTS_LICENCE]
    found = [_text_claim(documents[path]) for path in (for_weights or texts)[:_MOST]]
    claims = [claim for claim in found if claim]
    named = any(claim.licence for claim in claims)
    return tuple(
        claim for claim in claims if claim.licence or not named or not _is_short(documents, claim)
    )


def _is_short(documents: Mapping[str, Document], claim: Claim) -> bool:
    return len(documents[claim.evidence.file].text.split()) < _SHORT_TEXT_WORDS


def _text_claim(document: Document) -> Claim | None:
    match = identify_text(document.text)
    entry = lookup(match.licence or "")
    if entry and entry.category == "use-policy":
        return None
    title, line = title_of(document.text)
    return Claim(
        value=title or document.path,
        licence=_of_text(document.text, match),
        source=Source.TEXT,
        evidence=Evidence.quoting(document, line, line),
        match=match,
    )


def prompt_claims(
    snapshot: Snapshot, card: Card | None, documents: Mapping[str, Document]
) -> Iterator[Claim]:
    """A claim for the text that readers of a gated repository must accept, where it is long enough
    to be a licence."""
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
            yield Claim(title, _of_text(prompt, match), Source.GATED_PROMPT, evidence, match=match)


def section_claims(
    snapshot: Snapshot, card: Card, documents: Mapping[str, Document]
) -> Iterator[Claim]:
    """A claim for each section on the licence that holds a whole licence text, whatever the card
    says around it."""
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
            held = [one.licence for one in match.candidates if one.contained >= WHOLLY_CONTAINED]
            key = match.licence if match.licence in held else _of_text(text, match)
            evidence = card_evidence(snapshot, documents, section.span, title, title)
            yield Claim(title, key, Source.TEXT, evidence, match=match)


def _words(block: Block) -> str:
    """The words of a block that may be part of a licence text, which people also put into a code
    block."""
    return block.text if block.stated or block.kind is BlockKind.CODE else ""


def _as_terms(text: str) -> TextMatch | None:
    """What a text is, or None where it is neither known nor opens like terms do."""
    match = identify_text(text)
    is_terms = match.verdict != "unknown" or match.titled or _AGREEMENT.search(text[:_OPENING])
    return match if is_terms else None


def gate_claims(
    snapshot: Snapshot, card: Card | None, documents: Mapping[str, Document]
) -> Iterator[Claim]:
    """A claim for each part of the access form that names one licence; a form that is a text itself
    has its own."""
    for text, place in gate_texts(snapshot, card):
        named = named_licences(text)
        if len(named) == 1:
            evidence = card_evidence(snapshot, documents, place, text, text)
            yield Claim(shorten(text, _LONGEST_VALUE), named[0], Source.GATED_PROMPT, evidence)


def gate_texts(snapshot: Snapshot, card: Card | None) -> Iterator[tuple[str, Span | None]]:
    """The words of the access form, part by part with their lines, but no text long enough to be a
    licence itself."""
    fields = card.fields if card else {}
    for key in _GATE_KEYS:
        value = fields.get(key, card_data(snapshot).get(key))
        for text in _flat([value, *value] if isinstance(value, Mapping) else [value])[:_MOST]:
            if len(text.split()) < _PROMPT_WORDS:
                yield (
                    text[:_LONGEST_GATE],
                    card.positions.get((key,)) if card and key in fields else None,
                )


def _of_text(text: str, match: TextMatch) -> str | None:
    """The licence that a text is: found by its words, or named by a text too short to be a licence
    itself."""
    if match.verdict == "exact":
        return match.licence
    if match.verdict == "unknown" and len(text.split()) < _SHORT_TEXT_WORDS:
        named = named_licences(text)
        return named[0] if len(named) == 1 else None
    return match.titled


def field_claims(
    snapshot: Snapshot, card: Card, documents: Mapping[str, Document]
) -> Iterator[Claim]:
    """A claim for each value of the card's `license`, or of the older `licenses`; else for a name
    or link alone.

    The key in British spelling counts where it names a licence: a card template writes `licence:
    license`.
    """
    for key in ("license", "licenses", "licence"):
        values = list(card.strings(key))
        nested = card.fields.get(key)
        if isinstance(nested, Mapping) and key == "licenses":
            place = card.positions.get((key,))
            values = [(value, place) for value in _flat(nested.values())]
        if key == "licence":
            values = [(value, span) for value, span in values if lookup(value)]
        for value, span in values[:_MOST]:
            evidence = card_evidence(snapshot, documents, span, f"{key}: {value}")
            yield _declared(value, card.fields, Source.CARD, evidence)
        if values:
            return
    for key in ("license_name", "license_link"):
        for value, span in card.strings(key)[:1]:
            yield _declared(
                value,
                card.fields,
                Source.CARD,
                card_evidence(snapshot, documents, span, f"{key}: {value}"),
            )
            return


def prose_claims(
    snapshot: Snapshot, card: Card, documents: Mapping[str, Document]
) -> Iterator[Claim]:
    """A claim for each sentence of the card that states a licence for the artefact."""
    for key, sentence, span in stated_licences(card, dataset=snapshot.ref.kind is Kind.DATASET):
        yield Claim(
            shorten(sentence),
            key,
            Source.CARD,
            card_evidence(snapshot, documents, span, sentence, sentence),
        )


def hub_claims(snapshot: Snapshot) -> Iterator[Claim]:
    """A claim for each `license:` tag of the hub; where it gives none, for the licence in its card
    data."""
    tags = snapshot.metadata.get("tags")
    listed = tags if isinstance(tags, list | tuple) else ()
    values = [
        tag.removeprefix(_TAG) for tag in listed if isinstance(tag, str) and tag.startswith(_TAG)
    ]
    data = card_data(snapshot)
    quoted = [(value, f"{_TAG}{value}") for value in values if value.strip()]
    if not quoted:
        quoted = [(value, f"license: {value}") for value in _flat([data.get("license")])]
    for value, quote in quoted[:_MOST]:
        yield _declared(value, data, Source.TAG, _hub_evidence(snapshot, quote))


def weight_claims(
    snapshot: Snapshot, weight_metadata: Mapping[str, Mapping[str, str]]
) -> Iterator[Claim]:
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
                names = {
                    f"license_{part}": header.get(f"{key}.{part}") for part in ("name", "link")
                }
                yield _declared(value, names, Source.WEIGHTS, evidence)
                break


def _declared(value: str, fields: Mapping[str, Any], source: Source, evidence: Evidence) -> Claim:
    """A declared value, with the name and link that stand beside `other`."""
    value = shorten(value, _LONGEST_VALUE)
    entry = lookup(value)
    name = link = ""
    if entry is None and value.lower().startswith(_OTHER):
        name = value[len(_OTHER) :].strip()
    elif entry is None or entry.category == "unresolved":
        name, link = (_text(fields.get(key)) for key in ("license_name", "license_link"))
    known = lookup(name) or lookup_link(link)
    if known and known.category != "unresolved":
        entry = known
    return Claim(value, entry.id if entry else None, source, evidence, name, link)


def _text(value: object) -> str:
    return shorten(value, _LONGEST_VALUE) if isinstance(value, str) else ""


def _flat(values: Iterable[object]) -> list[str]:
    """The strings among `values` and among the lists among them."""
    found: list[str] = []
    for value in values:
        items = value if isinstance(value, list | tuple) else (value,)
        found += [item for item in items if isinstance(item, str) and item.strip()]
    return found


def card_data(snapshot: Snapshot) -> Mapping[str, Any]:
    """The card's front matter as the hub gives it; empty where it does not."""
    data = snapshot.metadata.get("cardData")
    return data if isinstance(data, Mapping) else {}


def card_evidence(
    snapshot: Snapshot,
    documents: Mapping[str, Document],
    span: Span | None,
    fallback: str,
    quote: str | None = None,
) -> Evidence:
    """The place of something in the card: its lines where they are known, else `fallback` as its
    words."""
    document = documents.get(CARD)
    if document is not None and span is not None:
        return Evidence.quoting(document, span.start, span.end, quote)
    if document is not None:
        return _evidence(snapshot, CARD, fallback, document.sha256)
    return _hub_evidence(snapshot, fallback)


def _hub_evidence(snapshot: Snapshot, quote: str) -> Evidence:
    return _evidence(snapshot, snapshot.source, quote, None)


def _evidence(snapshot: Snapshot, file: str, quote: str, sha256: str | None) -> Evidence:
    return Evidence(
        snapshot.ref.purl, file, snapshot.ref.revision or "", None, None, shorten(quote), sha256
    )
