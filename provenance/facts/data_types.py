"""The kinds of data that a dataset card states, in terms of SPDX: text, images, audio, tables.

A kind is stated by the hub's tags, by the names of tasks, by columns or in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from provenance.facts.data_subjects import (
    COLUMNS,
    DESCRIBING,
    HOLDS,
    LANGUAGES,
    MOST_ENTRIES,
    MOST_NAMES,
    TEXT_LIMIT,
    TYPE,
    Statement,
    subject_of,
    subject_of_question,
)
from provenance.facts.labels import plain
from provenance.facts.stated import QUOTING_PROSE, StatedValue, from_card, from_hub, strings
from provenance.facts.tables import titled
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import SourceText
from provenance.model.card import CardBlock
from provenance.model.finding import Evidence
from provenance.stated import column_members, feature_sets
from provenance.text.sentences import sentences as split

MOST_PLACES = 3
# Kinds of data by SPDX term (`DatasetType`, SPDX 3.0.1 Dataset).
TEXT, IMAGE, AUDIO, VIDEO = "text", "image", "audio", "video"
STRUCTURED, SERIES, NUMERIC = "structured", "timeseries", "numeric"
_MODALITIES = {
    "audio": AUDIO,
    "image": IMAGE,
    "tabular": STRUCTURED,
    "text": TEXT,
    "timeseries": SERIES,
    "time-series": SERIES,
    "video": VIDEO,
}
_LANGUAGE_TASKS = frozenset(
    {"translation", "machine-translation", "summarization", "question-answering", "fill-mask"}
    | {"sentence-similarity", "conversational", "zero-shot-classification", "multiple-choice"}
    | {"sentiment-classification", "language-modeling", "natural-language-inference"}
    | {"named-entity-recognition", "part-of-speech"}
)
_PICTURE_TASKS = frozenset({"object-detection", "unconditional-image-generation"})
_WORDS_IN_TASK = {
    "image": IMAGE,
    "text": TEXT,
    "text2text": TEXT,
    "audio": AUDIO,
    "speech": AUDIO,
    "video": VIDEO,
    "tabular": STRUCTURED,
    "table": STRUCTURED,
    "token": TEXT,
}
_TYPE_WORDS = {
    TEXT: re.compile(
        r"\b(?:sentences?|articles?|tweets?|dialog(?:ue)?s?|documents?|reviews?|utterances?|texts?"
        r"|comments?|conversations?|passages?|paragraphs?|books?|stories|poems?|headlines?"
        r"|captions?"
        r"|notes|newspapers?|abstracts|novels?|transcripts?|e-?mails?|questions?"
        r"|문장|기사|문서|텍스트|대화)\b",
        re.IGNORECASE,
    ),
    IMAGE: re.compile(r"\b(?:images?|photos?|photographs?|pictures?|이미지|사진)\b", re.IGNORECASE),
    AUDIO: re.compile(
        r"\b(?:audio|recordings?|speech (?:segments|corpus|data\w*|recordings?)|spoken utterances?"
        r"|음성)\b",
        re.IGNORECASE,
    ),
    VIDEO: re.compile(r"\b(?:videos?|video clips?|동영상|영상)\b", re.IGNORECASE),
    STRUCTURED: re.compile(
        r"\b(?:structured (?:data|records)|tabular|lexicon|knowledge (?:base|graph))\b",
        re.IGNORECASE,
    ),
    NUMERIC: re.compile(r"\b(?:logits|embeddings|numeric(?:al)? (?:data|values))\b", re.IGNORECASE),
}
_WITHIN = 80


def data_types(record: ArtifactRecord) -> tuple[Statement, ...]:
    """The kinds of data, in terms of SPDX, each once.

    A kind is stated by the hub's tag, the card's `modalities`, the name of a task (`image-
    classification`), the declaration of a column, or a sentence on what the dataset contains.
    """
    kinds: dict[str, Statement] = {}
    # What the card says in words is the better evidence.
    for statement in (*_described_types(record), *_declared_types(record), *_tagged_types(record)):
        first = kinds.setdefault(statement.text, statement)
        is_known = statement.evidence in (first.evidence, *first.more)
        if not is_known and len(first.more) < MOST_PLACES:
            kinds[statement.text] = replace(first, more=(*first.more, statement.evidence))
    return tuple(kinds.values())


def _tagged_types(record: ArtifactRecord) -> Iterator[Statement]:
    """Kinds that the hub's tags, the card's `modalities` or the names of tasks state."""
    if tags := from_hub(record, "tags"):
        modalities_named = [tag.removeprefix("modality:") for tag in strings(tags.value)]
        yield from _kinds((_MODALITIES.get(name, "") for name in modalities_named), tags)
    if modalities := from_card(record, "modalities"):
        modalities_named = [name.lower() for name in strings(modalities.value)]
        yield from _kinds((_MODALITIES.get(name, "") for name in modalities_named), modalities)
    for key in ("task_categories", "task_ids"):
        if tasks := from_card(record, key):
            for task in strings(tasks.value):
                yield from _kinds(_of_task(task.lower()), tasks)


def _kinds(kinds: Iterable[str], source: StatedValue) -> Iterator[Statement]:
    yield from (Statement(TYPE, kind, source.evidence) for kind in sorted({*kinds} - {""}))


def _of_task(task: str) -> Iterator[str]:
    """The kinds of data that the name of a task states."""
    if task in _LANGUAGE_TASKS:
        yield TEXT
    if task in _PICTURE_TASKS:
        yield IMAGE
    if task.startswith("time-series"):
        yield SERIES
    words = task.split("-")
    yield from (_WORDS_IN_TASK[word] for word in words[:3] if word in _WORDS_IN_TASK)


def _declared_types(record: ArtifactRecord) -> Iterator[Statement]:
    """Kinds of columns that can be nothing else: images, audio, video."""
    stated = from_card(record, "dataset_info")
    if stated is None:
        return
    sets, _ = feature_sets(stated.value, ())
    for features, _ in sets[:MOST_ENTRIES]:
        for _, column, _ in column_members(features, ())[:MOST_NAMES]:
            declared = column.get("dtype") if isinstance(column, Mapping) else None
            kind = declared.lower() if isinstance(declared, str) else ""
            if kind in (IMAGE, AUDIO, VIDEO):
                yield Statement(TYPE, kind, stated.evidence)


def _described_types(record: ArtifactRecord) -> Iterator[Statement]:
    """Kinds that a sentence of the description, or a column's description, says are contained."""
    for card, document in record.sheets:
        for section, titles in titled(card):
            member, _ = subject_of(titles)
            is_describing = titles[-1] in DESCRIBING or (len(titles) == 1 and not member)
            asks = bool(subject_of_question(titles[-1]))
            if not is_describing and not asks and member not in (LANGUAGES, COLUMNS):
                continue
            for block in section.blocks:
                if block.stated and block.kind in QUOTING_PROSE:
                    yield from _types_in(block, document, member)


def _types_in(block: CardBlock, document: SourceText, member: str) -> Iterator[Statement]:
    parts = block.items or ((block.text, block.span),)
    for text, span in parts:
        place = Evidence.quoting(document, span.start, span.end)
        if member == COLUMNS:
            name, _, described = text.partition(":")
            if plain(name) == TEXT and _TYPE_WORDS[TEXT].search(described[:_WITHIN]):
                yield Statement(TYPE, TEXT, place)
            continue
        for sentence in split(text[:TEXT_LIMIT]):
            holds = HOLDS.search(sentence)
            near = sentence[: holds.end() + _WITHIN] if holds else ""
            for kind, type_words in _TYPE_WORDS.items():
                if type_words.search(near):
                    yield Statement(TYPE, kind, place)
