"""Write the CycloneDX modelCard: what hub, card, configuration and weight headers state about a
model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from provenance.facts.considerations import considerations, sentences
from provenance.facts.labels import labelled
from provenance.facts.making import architecture, titles
from provenance.facts.performance import metrics, tested_on
from provenance.facts.pointers import states_nothing
from provenance.facts.prose import (
    APPROACH,
    CONTEXT,
    INPUT,
    OUTPUT,
    PARAMETERS,
    RELEASED,
    TASK,
    named_task,
    only,
    stated,
    task_name,
    task_of_title,
)
from provenance.facts.spoken_languages import spoken_languages
from provenance.facts.stated import (
    APPEND,
    Fact,
    StatedValue,
    blank,
    from_card,
    from_config,
    from_header,
    from_hub,
    strings,
    text_fact,
)
from provenance.facts.tables import own_labels
from provenance.facts.training import EVALUATION, described_data, training
from provenance.facts.usage import example_task
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import ADAPTER_CONFIG
from provenance.model.finding import Evidence, shorten
from provenance.signatures import SIGNATURE
from provenance.stated import figure, parameter_counts
from provenance.weights import LoadVerdict, whole_of

TAXONOMY = "cdx:ai-ml:model"
"""Registered names: CycloneDX property taxonomy, cdx/ai-ml.md."""

_HYPERPARAMETERS = (
    "hidden_act",
    "hidden_size",
    "intermediate_size",
    "max_position_embeddings",
    "num_attention_heads",
    "num_hidden_layers",
    "num_key_value_heads",
    "vocab_size",
)

_MODALITIES = {
    "text": "text",
    "image": "image",
    "video": "video",
    "audio": "audio",
    "speech": "audio",
    "3d": "3d",
}
# Hub tasks that determine input and output without naming both.
_NAMED_TASKS = {
    "text-generation": (("text",), ("text",)),
    "text2text-generation": (("text",), ("text",)),
    "translation": (("text",), ("text",)),
    "summarization": (("text",), ("text",)),
    "automatic-speech-recognition": (("audio",), ("text",)),
}
_LABELLED_FORMATS = {
    **dict.fromkeys(("input", "inputs", "model input", "models input", "입력"), "inputs"),
    **dict.fromkeys(("output", "outputs", "model output", "models output", "출력"), "outputs"),
}
_ARCHITECTURES = frozenset(
    {"model architecture", "architecture", "model type", "모델 구조", "모델 아키텍처"}
)
_MODEL_TYPES = frozenset(
    {"model type", "task", "tasks", "downstream task", "downstream tasks", "모델 유형"}
)
# Property `provenance:card:` by card label, next to values from configuration and headers.
_STATED = {
    **dict.fromkeys(
        ("total parameters", "parameters", "number of parameters", "model size"), "parameters"
    ),
    **dict.fromkeys(
        ("context length", "context window", "context size", "sequence length"), "context_length"
    ),
    **dict.fromkeys(
        ("knowledge cutoff", "training cutoff", "data freshness", "cutoff date"), "knowledge_cutoff"
    ),
    **dict.fromkeys(
        ("release date", "model release date", "model date", "model dates"), "release_date"
    ),
    **dict.fromkeys(
        ("language", "languages", "language s", "language s nlp", "supported languages"),
        "languages",
    ),
    **dict.fromkeys(
        ("handled languages", "langue", "langues", "язык", "языки", "语言", "언어"), "languages"
    ),
    **dict.fromkeys(("decision threshold", "classification threshold"), "decision_threshold"),
    **dict.fromkeys(("model version", "model versions", "version"), "version"),
}
_TASK = re.compile(
    r"(?:[a-z0-9]+-){1,3}(?:classification|to-(?:text|image|video|audio|speech|3d|any)|recognition)"
    r"|conversational|summarization|translation|question-answering|fill-mask|text-generation"
)
# A card with more tags of tasks lists words to be found by.
MOST_TASKS = 3
_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?([eE][-+]?\d{1,3})?")
# The hub documents five members; a longer mapping is someone's own table.
_MOST_OTHERS = 10
_CO2_MEMBERS = ("emissions", "source", "training_type", "geographical_location", "hardware_used")


def model_card(
    record: ArtifactRecord, datasets: Sequence[tuple[str, tuple[Evidence, ...]]]
) -> Iterator[Fact]:
    """Describe a model in CycloneDX terms (bom-1.7.schema.json, `modelCard`).

    Args:
        record: The record of the model.
        datasets: bom-ref of each stated training dataset, with the places that state it.

    Yields:
        Facts by their path in `modelCard`. Unstated values are omitted: no approach is derived from
        a task, and prose gives a number only in a phrase whose subject is the model.
    """
    task = list(_task(record))
    yield from task
    if approach := only(record, APPROACH):
        yield Fact(_parameter("approach", "type"), approach.value, (approach.evidence,))
    yield from text_fact((from_config(record, "model_type"),), _parameter("architectureFamily"))
    architectures = list(
        text_fact((from_config(record, "architectures"),), _parameter("modelArchitecture"))
    )
    yield from architectures or list(_stated_architecture(record))[:1]
    for ref, evidence in datasets:
        yield Fact(_parameter("datasets", APPEND), {"ref": ref}, evidence)
    if not datasets:
        for entry, place in described_data(record):
            yield Fact(_parameter("datasets", APPEND), entry, (place,))
    formats = [entry for fact in task for entry in _formats(fact)]
    yield from formats or _stated_formats(record)
    yield from metrics(record)
    yield from considerations(record)
    yield from training(record)
    yield from _emissions(record)
    yield from _properties(record)


def _task(record: ArtifactRecord) -> Iterator[Fact]:
    """The task by the best source that states one, with the other lines of the card that state the
    same; the hub only repeats its card."""
    sources = [source for source in _tasks(record) if source]
    for fact in text_fact(sources, _parameter("task")):
        repeated = [
            source.evidence
            for source in sources
            if source.evidence.start_line and ", ".join(strings(source.value)) == fact.value
        ]
        yield Fact(fact.path, fact.value, tuple(dict.fromkeys((*fact.evidence, *repeated))))


def _tasks(record: ArtifactRecord) -> Iterator[StatedValue | None]:
    """The task as card or hub name it, or else as a card tag, the example or a sentence does."""
    yield from_card(record, "pipeline_tag")
    yield from_hub(record, "pipeline_tag")
    tags = from_card(record, "tags")
    modes = {tag.lower() for tag in strings(tags.value)} if tags else set()
    known = [tag for tag in sorted(modes) if tag in _NAMED_TASKS or _TASK.fullmatch(tag)]
    if tags and 0 < len(known) <= MOST_TASKS:
        yield StatedValue(known, tags.evidence)
    yield example_task(record)
    yield _spoken_task(record)


def _spoken_task(record: ArtifactRecord) -> StatedValue | None:
    """The task named by the card's model type or a sentence about the model."""
    types = [
        label
        for label in labelled(record)
        if label.label in _MODEL_TYPES and named_task(label.value)
    ]
    if types:
        return StatedValue(named_task(types[0].value), types[0].evidence)
    task = next(stated(record, TASK), None)
    if task:
        return StatedValue(task_name(str(task.value)), task.evidence)
    of_titles = (
        StatedValue(name, place)
        for title, place in titles(record)
        if (name := task_of_title(title))
    )
    return next(of_titles, None)


def _parameter(*path: str) -> tuple[str, ...]:
    return ("modelParameters", *path)


def _formats(task: Fact) -> Iterator[Fact]:
    """Inputs and outputs if the task's name states them: `image-text-to-text`,
    `audio-classification`."""
    name = str(task.value)
    left, to, right = name.partition("-to-")
    inputs, outputs = _NAMED_TASKS.get(
        name, (tuple(left.split("-")), tuple(right.split("-")) if to else ())
    )
    if name not in _NAMED_TASKS and not to:
        inputs = (name.removesuffix("-classification"),)
    if all(word in _MODALITIES for word in (*inputs, *outputs)):
        for member, words in (("inputs", inputs), ("outputs", outputs)):
            for word in words:
                yield Fact(_parameter(member, APPEND), {"format": _MODALITIES[word]}, task.evidence)


def _stated_architecture(record: ArtifactRecord) -> Iterator[Fact]:
    """The architecture in the card's own words, for a repository without a configuration."""
    for label in (*labelled(record), *own_labels(record)):
        if label.label in _ARCHITECTURES and not states_nothing(label.value):
            yield Fact(_parameter("modelArchitecture"), sentences(label.value), (label.evidence,))
    for words, evidence in architecture(record):
        yield Fact(_parameter("modelArchitecture"), sentences(words), (evidence,))


def _stated_formats(record: ArtifactRecord) -> Iterator[Fact]:
    """Inputs and outputs in the card's own words: after such a label, or else in a sentence."""
    labelled_formats = list(_labelled_formats(record))
    members = {str(fact.path[1]) for fact in labelled_formats}
    yield from labelled_formats
    yield from (fact for fact in _spoken_formats(record) if str(fact.path[1]) not in members)


def _labelled_formats(record: ArtifactRecord) -> Iterator[Fact]:
    """Inputs and outputs in the card's own words, after such a label."""
    for label in (*labelled(record), *own_labels(record)):
        if member := _LABELLED_FORMATS.get(label.label):
            entry = {"format": shorten(label.value)}
            yield Fact(_parameter(member, APPEND), entry, (label.evidence,))


def _spoken_formats(record: ArtifactRecord) -> Iterator[Fact]:
    """Inputs and outputs that a sentence about the model states."""
    for member in (INPUT, OUTPUT):
        if statement := next(stated(record, member), None):
            entry = {"format": statement.value}
            yield Fact(_parameter(member, APPEND), entry, (statement.evidence,))


def _emissions(record: ArtifactRecord) -> Iterator[Fact]:
    """`co2_eq_emissions` as properties: the schema's own structure requires an energy provider and
    kWh, which no card states.

    The hub defines the figure as grams of CO2 equivalent.
    """
    emissions = from_card(record, "co2_eq_emissions")
    if emissions is None:
        return
    members = (
        emissions.value if isinstance(emissions.value, Mapping) else {"emissions": emissions.value}
    )
    others = [member for member in members if member not in _CO2_MEMBERS]
    for member in (*_CO2_MEMBERS, *others[:_MOST_OTHERS]):
        text = figure(members.get(member))
        if not blank(text):
            is_grams = member == "emissions" and _NUMBER.fullmatch(text)
            name = "emissions_g" if is_grams else shorten(str(member), 60)
            entry = {"name": f"provenance:co2_eq:{name}", "value": text}
            path = ("considerations", "environmentalConsiderations", "properties", APPEND)
            yield Fact(path, entry, (emissions.evidence,))


def _properties(record: ArtifactRecord) -> Iterator[Fact]:
    for name, value in _named_values(record):
        entry = {"name": name, "value": shorten(str(value.value))}
        yield Fact(("properties", APPEND), entry, (value.evidence,))


def _named_values(record: ArtifactRecord) -> Iterator[tuple[str, StatedValue]]:
    yield from _weights(record)
    yield from _configured(record)
    if measured := from_card(record, "metrics"):
        for name in strings(measured.value)[:_MOST_OTHERS]:
            yield f"{EVALUATION}:metric", StatedValue(name, measured.evidence)
    yield from _card_values(record)
    for name, identifier, evidence in tested_on(record):
        value = f"{name} ({identifier})" if identifier not in ("", name) else name
        yield f"{EVALUATION}:dataset", StatedValue(value, evidence)


def _configured(record: ArtifactRecord) -> Iterator[tuple[str, StatedValue]]:
    """Values from configuration files."""
    for key in _HYPERPARAMETERS:
        stated = from_config(record, key)
        if stated and (text := figure(stated.value)):
            yield f"{TAXONOMY}:hyperparameter:{key}", StatedValue(text, stated.evidence)
    quantisation = from_config(record, "quantization_config")
    if quantisation and isinstance(quantisation.value, Mapping):
        for key in ("quant_method", "bits"):
            if text := figure(quantisation.value.get(key)):
                yield f"provenance:quantization:{key}", StatedValue(text, quantisation.evidence)
    method = from_config(record, "peft_type", ADAPTER_CONFIG)
    names = strings(method.value) if method else ()
    if method and names:
        methods = ", ".join(names).lower()
        yield f"{TAXONOMY}:parameter:tune_methods", StatedValue(methods, method.evidence)


def _card_values(record: ArtifactRecord) -> Iterator[tuple[str, StatedValue]]:
    names: set[str] = set()
    for label in (*labelled(record), *own_labels(record)):
        if name := _STATED.get(label.label):
            names.add(name)
            yield f"provenance:card:{name}", StatedValue(label.value, label.evidence)
    if "languages" not in names and from_card(record, "language") is None:
        for languages, evidence in spoken_languages(record):
            yield "provenance:card:languages", StatedValue(languages, evidence)
    for name in (PARAMETERS, CONTEXT, RELEASED):
        if name not in names and (phrase := only(record, name)):
            yield f"provenance:card:{name}", phrase


def _weights(record: ArtifactRecord) -> Iterator[tuple[str, StatedValue]]:
    """Parameter count and data types: the hub's count of all safetensors files, or else that of a
    single weight file's header."""
    counted, headers = from_hub(record, "safetensors"), record.weights
    total, dtypes = parameter_counts(counted.value if counted else None)
    if counted and total is not None:
        yield from _counted(StatedValue(total, counted.evidence), list(dtypes))
    elif headers and (parameters := whole_of(headers)[0]) is not None:
        fact = from_header(record, headers[0].path, "parameters", parameters)
        yield from _counted(fact, sorted({name for facts in headers for name in facts.dtypes}))
    for facts in headers:
        for key, value in facts.metadata.items():
            if key.endswith(".context_length") and value.isdecimal():
                fact = from_header(record, facts.path, key, value)
                yield f"{TAXONOMY}:hyperparameter:context_length", fact
    yield from _inside(record)


def _inside(record: ArtifactRecord) -> Iterator[tuple[str, StatedValue]]:
    """Facts from the bytes of weight files, besides counts."""
    shapes = whole_of(record.weights)[1]
    if shapes:
        fact = from_header(record, record.weights[0].path, "shapes", shapes)
        yield "provenance:weights:shapes", fact
    for facts in record.weights:
        for use in facts.uses[:_MOST_OTHERS]:
            if use.verdict is not LoadVerdict.ALLOWED:
                described = f"{use.verdict}: {use.action} {use.name}"
                yield "provenance:weights:uses", from_header(record, facts.path, "uses", described)
    if record.signature and record.signature.signer:
        facts_of_signature = record.signature
        signer = f"{facts_of_signature.state}: {facts_of_signature.signer}"
        yield "provenance:signature", from_header(record, SIGNATURE, "signer", signer)
        covered = len(facts_of_signature.coverage.same)
        counted = f"{covered} of {len(record.snapshot.files)} listed files"
        yield "provenance:signature:covers", from_header(record, SIGNATURE, "resources", counted)
    for template in record.templates:
        described = f"{template.place} sha256:{template.sha256}"
        fact = from_header(record, template.file, "chat template", described)
        yield "provenance:chat-template", fact


def _counted(total: StatedValue, dtypes: list[str]) -> Iterator[tuple[str, StatedValue]]:
    yield f"{TAXONOMY}:parameter:count", StatedValue(_rounded(total.value), total.evidence)
    yield "provenance:weights:parameters", total
    if dtypes:
        yield (
            f"{TAXONOMY}:hyperparameter:quantization",
            StatedValue(",".join(dtypes), total.evidence),
        )


def _rounded(count: int) -> str:
    """A count with the suffix that the taxonomy requires: 8537680896 is `8.54B`."""
    for unit, letter in ((10**12, "T"), (10**9, "B"), (10**6, "M")):
        if count >= unit:
            return f"{count / unit:.3g}{letter}"
    return str(count)
