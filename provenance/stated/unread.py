"""Turn everything in an artefact's metadata that was not understood into gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from provenance.files.safe_json import JsonError, load_json
from provenance.messages import message
from provenance.model.artifact import CARD as CARD_FILE
from provenance.model.artifact import (
    NOT_UNDERSTOOD,
    PRIVACY,
    ArtifactId,
    Gap,
    Kind,
    Snapshot,
    SourceText,
)
from provenance.model.card import Card
from provenance.model.finding import shorten
from provenance.model.metadata_value import quote_of
from provenance.stated.columns import INFOS, data_columns
from provenance.stated.fields import ANSWER, CARD, CONFIGS, leftovers
from provenance.stated.keys import respelt_keys
from provenance.stated.reading import Leftover, Path, pointer
from provenance.text.lines import LineSpan

# A card with the same error a thousand times is reported only a few times.
MOST_GAPS = 20
LONGEST_POINTER = 100


def gaps_of(
    snapshot: Snapshot,
    card: Card | None,
    documents: Mapping[str, SourceText],
    configs: Mapping[str, Mapping[str, object]],
) -> tuple[Gap, ...]:
    """One gap for each value that is present in a field that is read, but not understood.

    Args:
        snapshot: The hub's answer. Its `cardData` only counts for what the card itself does not
            state.
        card: The parsed card, or None.
        documents: Texts that were read, by path.
        configs: Parsed configuration files, by path.

    Returns:
        At most 20, in order of their places; the last one says whether there are more.
    """
    gaps = [
        *_of_card(snapshot, card),
        *_of_answer(snapshot, card),
        *_of_configs(snapshot, documents, configs),
        *_of_infos(snapshot, documents),
    ]
    if len(gaps) <= MOST_GAPS:
        return tuple(gaps)
    detail = message("gap.more-not-understood", count=len(gaps) - MOST_GAPS)
    rest = Gap(artifact=snapshot.ref.purl, what="more values", reason=NOT_UNDERSTOOD, detail=detail)
    return (*gaps[:MOST_GAPS], rest)


def gap_of(purl: ArtifactId, topic: str, place: str, left: Leftover) -> Gap:
    """Create a gap.

    Args:
        purl: The artefact.
        topic: What the gap affects.
        place: The file, with the line if known.
        left: What was not understood.
    """
    where = shorten(pointer(left.path), LONGEST_POINTER)
    detail = message(
        "gap.not-understood",
        place=place,
        key=where,
        shape=left.shape,
        expected=left.expected,
        quote=left.quote,
    )
    return Gap(
        artifact=purl,
        what=f"{where} in {place.partition(':')[0]}",
        reason=NOT_UNDERSTOOD,
        detail=detail,
        topic=topic,
    )


def _of_card(snapshot: Snapshot, card: Card | None) -> Iterator[Gap]:
    if card is None:
        return
    for topic, left in leftovers(_card_fields(snapshot.ref.kind), card.fields):
        yield gap_of(snapshot.ref.purl, topic, _card_place(card, left.path), left)
    for entry in respelt_keys(card.fields):
        if card.fields[entry.written] != card.fields.get(entry.key):
            place = _card_place(card, (entry.written,))
            yield _stated_twice(snapshot, place, entry.written, entry.key, card.fields)


def _card_fields(kind: Kind) -> Any:
    """The fields of a card; base models in a dataset card are not read."""
    of_models = ("base_model", "base_model_relation", "merged_models", "datasets")
    if kind is Kind.MODEL:
        return CARD
    return tuple(field for field in CARD if field.key not in of_models)


def _card_place(card: Card, path: Path) -> str:
    span = card.span(path) or LineSpan(1, 1)
    return f"{CARD_FILE}:{span.start}"


def _stated_twice(
    snapshot: Snapshot, place: str, written: str, intended: str, fields: Mapping[str, object]
) -> Gap:
    detail = message(
        "gap.stated-differently",
        place=place,
        written=shorten(written, 60),
        quote=quote_of(fields[written]),
        intended=intended,
    )
    what = f"{shorten(written, 60)} in {CARD_FILE}"
    return Gap(artifact=snapshot.ref.purl, what=what, reason=NOT_UNDERSTOOD, detail=detail)


def _of_answer(snapshot: Snapshot, card: Card | None) -> Iterator[Gap]:
    if not snapshot.metadata:
        return
    place = snapshot.source or message("gap.hub-answer")
    purl = snapshot.ref.purl
    for topic, left in leftovers(ANSWER, snapshot.metadata):
        yield gap_of(purl, topic, place, left)
    stated = snapshot.metadata.get("cardData")
    fields = stated if isinstance(stated, Mapping) else {}
    own = card.fields if card else {}
    unread = {key: value for key, value in fields.items() if own.get(key) != value}
    for topic, left in leftovers(_card_fields(snapshot.ref.kind), unread):
        yield gap_of(purl, topic, place, _below("cardData", left))
    config = snapshot.metadata.get("config")
    if isinstance(config, Mapping):
        for topic, left in leftovers(CONFIGS["config.json"], config):
            yield gap_of(purl, topic, place, _below("config", left))


def _below(key: str, left: Leftover) -> Leftover:
    return replace(left, path=(key, *left.path))


def _of_configs(
    snapshot: Snapshot,
    documents: Mapping[str, SourceText],
    configs: Mapping[str, Mapping[str, object]],
) -> Iterator[Gap]:
    purl = snapshot.ref.purl
    for path, fields in CONFIGS.items():
        document = documents.get(path)
        for topic, left in leftovers(fields, configs.get(path, {})):
            line = line_of(document, str(left.path[0])) if document else 1
            yield gap_of(purl, topic, f"{path}:{line}", left)


def _of_infos(snapshot: Snapshot, documents: Mapping[str, SourceText]) -> Iterator[Gap]:
    """What was not understood in dataset_infos.json."""
    purl, document = snapshot.ref.purl, documents.get(INFOS)
    if document is None:
        return
    try:
        value = load_json(document.text).value
    except JsonError as error:
        detail = message("gap.not-json", path=INFOS, why=error.reason)
        yield Gap(artifact=purl, what=INFOS, reason="malformed", detail=detail, topic=PRIVACY)
        return
    for left in data_columns(value, ()).leftovers:
        line = line_of(document, next((step for step in left.path if isinstance(step, str)), ""))
        yield gap_of(purl, PRIVACY, f"{INFOS}:{line}", left)


def line_of(document: SourceText, key: str) -> int:
    """The first line that contains a JSON key; 1 if there is none."""
    return document.line_with(f'"{key}"')
