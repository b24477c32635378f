"""Read performance metrics from `model-index`, a trainer's list of results, and evaluation
tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise

from provenance.facts.figures import is_figure, is_metric
from provenance.facts.labels import plain
from provenance.facts.measures import is_evaluation, measures
from provenance.facts.own_name import bare, is_own, own_names
from provenance.facts.stated import APPEND, Fact, blank, from_card, from_hub, sections, strings
from provenance.facts.tables import RowEvidence, own_cells, tables
from provenance.facts.training import MOST_ENTRIES
from provenance.lineage.record import ArtifactRecord
from provenance.model.card import BlockKind, CardBlock, CardSection
from provenance.model.finding import Evidence, shorten
from provenance.stated import Result, results

MOST_METRICS = 200
_LONGEST_NAME = 120
_RESULTS = re.compile(
    r"following results on the (?P<slice>(?:evaluation|validation|test) set)s?\b", re.IGNORECASE
)
_NO_METRIC = re.compile(
    r"\b(?:param(?:eter)?s?|layers?|heads?|hidden|vocab\w*|context|tokens?|size|gpus?|hours?|batch"
    r"|learning"
    r" rate"
    r"|epochs?|steps?|year|date|version|downloads?|count|dimension|experts?|latency|memory|gb|mb)\b"
)
_NAMED = frozenset(
    {
        "metric",
        "metrics",
        "benchmark",
        "benchmarks",
        "task",
        "tasks",
        "dataset",
        "test",
        "evaluation",
        "metrique",
        "métrique",
        "метрика",
        "指标",
        "측정 항목",
    }
)
_VALUED = frozenset(
    {
        "value",
        "score",
        "result",
        "results",
        "accuracy",
        "performance",
        "점수",
        "결과",
        "성능",
        "score %",
        "valeur",
        "значение",
        "值",
    }
)
_COMPARING = frozenset({"model", "models", "method", "methods", "system", "systems", "모델"})
_CLASSES = frozenset(
    {"class", "classes", "label", "labels", "entity", "language", "split", "set", "domain", "type"}
    | {"category", "categories", "categorie", "catégorie", "emotion", "intent", "subgroup", "group"}
)
# Rows of the same model, trained or run in other ways.
_RUNS = frozenset(
    {"experiment", "run", "fold", "setting", "config", "configuration", "variant", "version"}
    | {"эксперимент", "epoch", "checkpoint"}
)
_SET_NAMES = frozenset({"val", "dev", "validation", "test", "eval", "test set", "dev set"})
# Columns of a report by class that are no results.
_COUNTS = frozenset({"support", "threshold", "n", "count", "samples", "number", "examples"})
# Rows of a printed report that are no results.
_NO_RESULT = re.compile(r"(?:^|[_ ])(?:total|thresh(?:old)?|support|count)$", re.IGNORECASE)
# Names of models that a table compares with, where its first column has no head.
_MODEL_NAME = re.compile(
    r"(?:bert|gpt|llama|xlm|electra|gemma|qwen|mistral|claude|gemini|falcon|bloom|t5\b|bart\b|ours"
    r"|base(?:line)?\b|large\b|small\b|human|random)",
    re.IGNORECASE,
)
_SETS = re.compile(r"\b(?:set|split|test|dev|val|validation|subset)\b", re.IGNORECASE)


def metrics(record: ArtifactRecord) -> Iterator[Fact]:
    """State results in CycloneDX terms (bom-1.7.schema.json, `performanceMetric`): name, value as
    written, slice.

    A table counts if a row or column carries the model's own name, or if its headings leave no
    doubt (`Metric | Value`) below a heading about evaluation. A result stated twice appears once.

    Yields:
        At most 200 facts below `quantitativeAnalysis`, and a property that counts the rest.
    """
    seen: set[tuple[str, ...]] = set()
    left_out: set[tuple[str, ...]] = set()
    for entry, evidence in (
        *_index(record),
        *_lists(record),
        *_own(record),
        *_plain_tables(record),
        *measures(record),
    ):
        key = tuple(entry.get(member, "") for member in ("type", "value", "slice"))
        if key in seen:
            continue
        if len(seen) == MOST_METRICS:
            left_out.add(key)
            continue
        seen.add(key)
        stated = {member: text for member, text in entry.items() if text}
        yield Fact(("quantitativeAnalysis", "performanceMetrics", APPEND), stated, (evidence,))
    if left_out:
        text = (
            f"results: too-many: {MOST_METRICS} of {MOST_METRICS + len(left_out)} are listed here"
        )
        yield Fact(("properties", APPEND), {"name": "provenance:gap", "value": text}, ())


def tested_on(record: ArtifactRecord) -> Iterator[tuple[str, str, Evidence]]:
    """The datasets of `model-index`, each once: name, identifier, place. They are evaluation data,
    not training data."""
    seen: dict[tuple[str, str], Evidence] = {}
    for result, evidence in _indexed(record):
        identifier = shorten(_text(result.dataset, "type"), _LONGEST_NAME)
        name = shorten(_text(result.dataset, "name"), _LONGEST_NAME) or identifier
        if name:
            seen.setdefault((name, identifier), evidence)
    for (name, identifier), evidence in islice(seen.items(), MOST_ENTRIES):
        yield name, identifier, evidence


def _indexed(record: ArtifactRecord) -> Iterator[tuple[Result, Evidence]]:
    """Every result of `model-index`, the hub's field for results, with its place."""
    index = from_card(record, "model-index") or from_hub(record, "model-index")
    if index:
        yield from ((result, index.evidence) for result in results(index.value))


def _index(record: ArtifactRecord) -> Iterator[tuple[dict[str, str], Evidence]]:
    """Results as written: `0.9`, and also `91.2%` and `n/a`."""
    for result, evidence in _indexed(record):
        if not blank(result.figure):
            parts = (
                _text(result.dataset, "name") or _text(result.dataset, "type"),
                _text(result.dataset, "config"),
                _text(result.dataset, "split"),
            )
            metric = shorten(result.metric)
            entry = {"type": metric, "value": result.figure, "slice": "/".join(filter(None, parts))}
            yield entry, evidence


def _lists(record: ArtifactRecord) -> Iterator[tuple[dict[str, str], Evidence]]:
    """A list of figures after a sentence that names the evaluation set, as trainers generate it."""
    for section, document in sections(record):
        for part, block in _lists_after_results(section):
            for text, span in block.items[:MOST_ENTRIES]:
                name, colon, value = text.partition(":")
                if colon and is_figure(value):
                    evidence = Evidence.quoting(document, span.start, span.end)
                    yield (
                        {"type": shorten(name, 100), "value": value.strip(), "slice": part},
                        evidence,
                    )


def _lists_after_results(section: CardSection) -> Iterator[tuple[str, CardBlock]]:
    for paragraph, block in pairwise(section.blocks):
        if paragraph.kind is not BlockKind.PARAGRAPH or block.kind is not BlockKind.LIST:
            continue
        match = _RESULTS.search(paragraph.text)
        if match and block.stated:
            yield match["slice"].lower(), block


def _own(record: ArtifactRecord) -> Iterator[tuple[dict[str, str], Evidence]]:
    for cell in own_cells(record):
        if (
            is_figure(cell.value)
            and is_evaluation(cell.titles)
            and not _NO_METRIC.search(plain(cell.name))
        ):
            part = "/".join(filter(None, (cell.member, cell.part)))
            yield {"type": cell.name, "value": cell.value, "slice": part}, cell.evidence


def _plain_tables(record: ArtifactRecord) -> Iterator[tuple[dict[str, str], Evidence]]:
    """Tables about one model: a column of names and one of values, a column per evaluation set or
    per measure, or a single row."""
    names_of = {id(card): own_names(record, card) for card, _ in record.sheets}
    for card, block, titles, section, evidence_of in tables(record):
        if not is_evaluation(titles) or len(block.rows[0]) < 2:
            continue
        if not _compares_models(block, names_of[id(card)]):
            yield from _plain_table(block, section, evidence_of)


def _compares_models(block: CardBlock, own: frozenset[str]) -> bool:
    """Whether the rows of a table are models, the own one among them or not."""
    if plain(block.rows[0][0]) in _COMPARING:
        return True
    return any(is_own(cell, own) for row in block.rows for cell in row[:2])


def _plain_table(
    block: CardBlock, section: CardSection, evidence_of: RowEvidence
) -> Iterator[tuple[dict[str, str], Evidence]]:
    header = [plain(cell) for cell in block.rows[0]]
    valued = [column for column, name in enumerate(header) if name in _VALUED]
    if len(header) == 2 and valued == [1] and header[0] in _CLASSES:
        yield from _by_class(block, evidence_of)
    elif _is_of_one_set(block, header):
        yield from _by_value(block, 0, 1, section, evidence_of)
    elif len(valued) == 1 and (header[0] in _NAMED or "metric" in header):
        name_column = header.index("metric") if "metric" in header else 0
        yield from _by_value(block, name_column, valued[0], section, evidence_of)
    elif header[0] in _NAMED and all(_SETS.search(name) for name in header[1:]):
        yield from _by_set(block, evidence_of)
    elif _is_of_measures(block) or _is_of_runs(header):
        yield from _by_measure(block, section, evidence_of)
    elif _is_single_row(block):
        yield from _by_head(block, section, evidence_of)


def _is_of_runs(header: list[str]) -> bool:
    """Whether each row is a run of the same model, and a column a measure."""
    return header[0] in _RUNS and any(is_metric(name) for name in header[1:])


def _is_of_one_set(block: CardBlock, header: list[str]) -> bool:
    """Whether the only column has the name of a set or a value, and a row without a head of its own
    that of a measure: `HasAns_f1`."""
    if len(header) != 2 or header[0] or header[1] not in _VALUED | _SET_NAMES:
        return False
    names = (plain(row[0]).replace("_", " ").split() for row in block.rows[1:] if row)
    return any(words and is_metric(words[-1]) for words in names)


def _by_class(
    block: CardBlock, evidence_of: RowEvidence
) -> Iterator[tuple[dict[str, str], Evidence]]:
    """One figure for each class, named by the head of its column."""
    measure = bare(block.rows[0][1])
    for index, row in enumerate(block.rows[1:], start=1):
        if len(row) != 2:
            continue
        name, value = map(bare, row)
        if name and is_figure(row[1]):
            entry = {"type": measure, "value": value, "slice": shorten(name, 160)}
            yield entry, evidence_of(index)


def _is_of_measures(block: CardBlock) -> bool:
    """Whether every column is a measure, and no row can be the name of another model."""
    head, *names = block.rows[0]
    heads = [plain(name) for name in names if plain(name) not in _COUNTS]
    if not heads or not all(is_metric(name) for name in heads):
        return False
    rows = [row[0] for row in block.rows[1:] if row]
    if any(_MODEL_NAME.search(row) for row in rows):
        return False
    return plain(head) in _NAMED | _CLASSES or all(is_metric(plain(row)) for row in rows)


def _is_single_row(block: CardBlock) -> bool:
    """Whether the only row below the heads has no name, and the heads name no models."""
    if len(block.rows) != 2:
        return False
    heads, row = block.rows
    if any(_MODEL_NAME.search(head) for head in heads[1:]):
        return False
    label = plain(row[0]) if row else ""
    return not label or label in _VALUED


def _by_measure(
    block: CardBlock, section: CardSection, evidence_of: RowEvidence
) -> Iterator[tuple[dict[str, str], Evidence]]:
    """One figure for each row and measure."""
    title = section.title if section.level > 1 else ""
    for index, row in enumerate(block.rows[1:], start=1):
        name = bare(row[0]) if row else ""
        for measure, value in zip(block.rows[0][1:], row[1:], strict=False):
            if is_figure(value) and is_metric(plain(name)):
                entry = {"type": f"{name} / {bare(measure)}", "value": bare(value), "slice": title}
                yield entry, evidence_of(index)
            elif is_figure(value) and is_metric(plain(measure)):
                yield (
                    {"type": bare(measure), "value": bare(value), "slice": name},
                    evidence_of(index),
                )


def _by_head(
    block: CardBlock, section: CardSection, evidence_of: RowEvidence
) -> Iterator[tuple[dict[str, str], Evidence]]:
    """The figures of the only row, each named by its head."""
    title = section.title if section.level > 1 else ""
    heads, values = block.rows[0][1:], block.rows[1][1:]
    for head, value in zip(heads, values, strict=False):
        metric = bare(head)
        is_metric = metric and not _NO_METRIC.search(plain(head))
        if is_metric and is_figure(value):
            entry = {"type": metric, "value": bare(value), "slice": title}
            yield entry, evidence_of(1)


def _by_set(
    block: CardBlock, evidence_of: RowEvidence
) -> Iterator[tuple[dict[str, str], Evidence]]:
    """One figure for each row and evaluation set."""
    sets = block.rows[0][1:]
    for index, row in enumerate(block.rows[1:], start=1):
        metric = bare(row[0]) if row else ""
        for part, value in zip(sets, row[1:], strict=False):
            if is_figure(value) and metric:
                entry = {"type": metric, "value": bare(value), "slice": bare(part)}
                yield entry, evidence_of(index)


def _by_value(
    block: CardBlock,
    name_column: int,
    value_column: int,
    section: CardSection,
    evidence_of: RowEvidence,
) -> Iterator[tuple[dict[str, str], Evidence]]:
    """One figure for each row; preceding words qualify it, and a blank name repeats the row
    above."""
    last = max(name_column, value_column)
    title = section.title if section.level > 1 else ""
    above = [""] * last
    for index, row in enumerate(block.rows[1:], start=1):
        if len(row) <= last:
            continue
        above = [bare(cell) or above[column] for column, cell in enumerate(row[:last])]
        name = above[name_column] if name_column < last else ""
        if is_figure(row[value_column]) and name.strip() and not _NO_RESULT.search(name):
            part = above[0] if name_column else title
            entry = {"type": name, "value": bare(row[value_column]), "slice": shorten(part, 160)}
            yield entry, evidence_of(index)


def _text(members: Mapping[str, object], key: str) -> str:
    return ", ".join(strings(members.get(key)))
