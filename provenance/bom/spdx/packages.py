"""Map a CycloneDX component to the members of an SPDX package or file, by one table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal

from spdx_python_model import v3_0_1 as spdx

from provenance.bom.data import DATASET
from provenance.bom.model_card import TAXONOMY
from provenance.bom.personal_data import Presence, deidentified, statements
from provenance.bom.spdx.fields import AiPackageFields, DatasetFields, FileFields, SoftwareFields
from provenance.bom.spdx.graph import Graph, entry
from provenance.cyclonedx.documents import (
    ComponentJson,
    DataJson,
    MetricJson,
    ModelCardJson,
    PropertyJson,
)
from provenance.facts.data_subjects import (
    BIAS,
    COLLECTION,
    NOISE,
    PREPARATION,
    TYPE,
    UPDATES,
    USE,
)
from provenance.facts.stated import from_card
from provenance.facts.training import ENVIRONMENT, EVALUATION, EXPLAINED, TRAINING
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import Kind

# Paths in the model card whose texts the members of an AIPackage repeat.
_DOMAIN = (("modelParameters", "task"),)
_TYPE_OF_MODEL = (
    ("modelParameters", "architectureFamily"),
    ("modelParameters", "modelArchitecture"),
)
_APPLICATION = (("considerations", "users"), ("considerations", "useCases"))
_LIMITATION = (
    ("considerations", "technicalLimitations"),
    ("considerations", "performanceTradeoffs"),
    ("considerations", "ethicalConsiderations"),
)
_LEARNT = f"{TRAINING}:hyperparameter:"
_HYPERPARAMETERS = (
    _LEARNT,
    f"{TAXONOMY}:hyperparameter:",
    f"{TAXONOMY}:parameter:",
    "provenance:quantization:",
)
_THRESHOLD, _TESTED = "provenance:card:decision_threshold", f"{EVALUATION}:dataset"
_ENERGY = re.compile(r"(?P<figure>\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,9})?)\s?(?P<unit>[kMG]Wh|MJ)")
_KILOWATT_HOURS = {"kWh": 1, "MWh": 1000, "GWh": 1_000_000}
_IMPACT = ("provenance:co2_eq:", f"{ENVIRONMENT}:")
# Statements with a member, relationship or annotation of their own.
_SAID_ELSEWHERE = (
    *("provenance:gap", "provenance:state", "provenance:licence:", "provenance:hub:last_modified"),
    *(TRAINING, *_IMPACT, *_HYPERPARAMETERS),
    *(
        f"{DATASET}:{member}"
        for member in (BIAS, COLLECTION, NOISE, PREPARATION, TYPE, UPDATES, USE)
    ),
    EXPLAINED,
    _THRESHOLD,
    _TESTED,
)
_REFERENCES = {
    "documentation": "documentation",
    "license": "license",
    "model-card": "documentation",
    "security-contact": "securityPolicy",
    "support": "support",
    "vcs": "vcs",
}
_AVAILABILITY = {"False": "directDownload", "auto": "clickthrough", "manual": "registration"}
_ALGORITHMS = {"SHA-256": "sha256", "SHA-512": "sha512"}
_PURPOSES = {
    "safetensors": "model",
    "gguf": "model",
    "pickle": "model",
    "onnx": "model",
    "markdown": "documentation",
    "json": "configuration",
    "yaml": "configuration",
}


def package(
    graph: Graph,
    kind: Kind,
    component: ComponentJson,
    record: ArtifactRecord | None,
    presence: Presence,
) -> str:
    """Add the element of an artefact, and return its identifier.

    Args:
        graph: The document's elements, including agents.
        kind: A model becomes an `ai_AIPackage`, a dataset a `dataset_DatasetPackage`.
        component: Its CycloneDX component, plain JSON.
        record: Its record; None if it could not be read.
        presence: Whether documents state personal data in its data, along its lineage.

    Returns:
        The element's identifier. Members that nobody states are omitted; where SPDX provides
        `noAssertion`, they say so.
    """
    common = _common(component, graph)
    if kind is Kind.MODEL:
        return graph.add(spdx.ai_AIPackage, **_model(component, common, presence))
    fields = _dataset(component, common, record, presence)
    return graph.add(spdx.dataset_DatasetPackage, **fields)


def file_fields(component: ComponentJson) -> FileFields:
    """The members of a file element."""
    properties = {prop["name"]: prop["value"] for prop in component.get("properties", ())}
    purpose = _PURPOSES.get(properties.get("provenance:file:format", ""), "file")
    return {
        "name": component["name"],
        "software_fileKind": spdx.software_FileKindType.file,
        "software_primaryPurpose": getattr(spdx.software_SoftwarePurpose, purpose),
        "externalIdentifier": [_purl(component)],
        "verifiedUsing": _hashes(component),
        "extension": _extension(component.get("properties", ())),
    }


def described_fields(data: DataJson) -> DatasetFields:
    """The members of an element for data with a name or description but no address."""
    return {
        "name": data.get("name"),
        "description": data.get("description"),
        "software_primaryPurpose": spdx.software_SoftwarePurpose.data,
        "dataset_datasetType": [spdx.dataset_DatasetType.noAssertion],
    }


def library_fields(component: ComponentJson) -> SoftwareFields:
    """The members of an element for a library around a model."""
    return {
        "name": component["name"],
        "software_primaryPurpose": getattr(spdx.software_SoftwarePurpose, component["type"]),
        "software_packageVersion": component.get("version"),
        "software_packageUrl": component.get("purl"),
    }


def _common(component: ComponentJson, graph: Graph) -> SoftwareFields:
    links = {
        reference["type"]: reference["url"] for reference in component.get("externalReferences", ())
    }
    group, properties = component.get("group"), [*_properties(component)]
    times = [prop["value"] for prop in properties if prop["name"] == "provenance:hub:last_modified"]
    elsewhere = (*_SAID_ELSEWHERE, *_HYPERPARAMETERS, *_IMPACT, TRAINING)
    kept = [prop for prop in properties if not prop["name"].startswith(elsewhere)]
    kept += [{"name": "provenance:tag", "value": tag} for tag in component.get("tags", ())]
    return {
        "name": f"{group}/{component['name']}" if group else component["name"],
        "description": component.get("description"),
        "software_packageVersion": component.get("version"),
        "software_packageUrl": component["purl"],
        "externalIdentifier": [_purl(component)],
        "software_homePage": links.get("website"),
        "software_downloadLocation": links.get("distribution"),
        "suppliedBy": graph.agent(group, "publishes it on the hub") if group else None,
        "originatedBy": [
            graph.agent(who["name"], "named in the card") for who in component.get("authors", ())
        ],
        "releaseTime": _time(times[0]) if times else None,
        "externalRef": [*_references(component)],
        "extension": _extension(kept),
    }


def _model(component: ComponentJson, common: SoftwareFields, presence: Presence) -> AiPackageFields:
    card = component.get("modelCard", {})
    properties = list(_properties(component))
    training = [prop for prop in properties if _is_about_training(prop["name"])]
    hyperparameters = [prop for prop in properties if prop["name"].startswith(_HYPERPARAMETERS)]
    return {
        **common,
        "software_primaryPurpose": spdx.software_SoftwarePurpose.model,
        "ai_domain": _texts(card, _DOMAIN),
        "ai_typeOfModel": _texts(card, _TYPE_OF_MODEL),
        "ai_informationAboutApplication": _one_text(card, _APPLICATION),
        "ai_limitation": _one_text(card, _LIMITATION),
        "ai_hyperparameter": [
            entry(prop["name"].rpartition(":")[2], prop["value"]) for prop in hyperparameters
        ],
        "ai_metric": _metrics(card),
        "ai_informationAboutTraining": "\n".join(_line(prop) for prop in training),
        "ai_modelDataPreprocessing": _values(training, f"{TRAINING}:preprocessing"),
        "ai_modelExplainability": _values(properties, EXPLAINED),
        "ai_metricDecisionThreshold": [
            entry("decision threshold", value) for value in _values(properties, _THRESHOLD)
        ],
        "ai_energyConsumption": _energy(training),
        "ai_useSensitivePersonalInformation": str(getattr(spdx.PresenceType, presence)),
    }


def _metrics(card: ModelCardJson) -> list[spdx.DictionaryEntry]:
    metrics = card.get("quantitativeAnalysis", {}).get("performanceMetrics", ())
    return [
        entry(_metric_name(metric), metric["value"]) for metric in metrics if metric.get("value")
    ]


def _is_about_training(name: str) -> bool:
    return name.startswith((*_IMPACT, TRAINING)) and _LEARNT not in name


def _values(properties: Iterable[PropertyJson], name: str) -> list[str]:
    """The values of all properties of that name."""
    return [prop["value"] for prop in properties if prop["name"] == name]


def tested_on(component: ComponentJson) -> list[str]:
    """The datasets that a model was evaluated on, as its card names them."""
    return _values(_properties(component), _TESTED)


def _energy(properties: list[PropertyJson]) -> spdx.ai_EnergyConsumption | None:
    """Training energy, if the card states a figure in kWh, MWh, GWh or MJ; only the unit is
    converted."""
    stated = [prop["value"] for prop in properties if prop["name"] == f"{ENVIRONMENT}:energy_use"]
    match = _ENERGY.search(stated[0]) if len(stated) == 1 else None
    if match is None:
        return None
    stated_figure = Decimal(match["figure"].replace(",", ""))
    figure = float(stated_figure * _KILOWATT_HOURS.get(match["unit"], 1))
    unit = spdx.ai_EnergyUnitType.kilowattHour
    if match["unit"] == "MJ":
        unit = spdx.ai_EnergyUnitType.megajoule
    used = spdx.ai_EnergyConsumptionDescription(ai_energyQuantity=figure, ai_energyUnit=unit)
    return spdx.ai_EnergyConsumption(ai_trainingEnergyConsumption=[used])


def _dataset(
    component: ComponentJson,
    common: SoftwareFields,
    record: ArtifactRecord | None,
    presence: Presence,
) -> DatasetFields:
    values: dict[str, list[str]] = {}
    for prop in _properties(component):
        values.setdefault(prop["name"].removeprefix(f"{DATASET}:"), []).append(prop["value"])
    types = sorted(values.get(TYPE, ())) or ["noAssertion"]
    return {
        **common,
        "software_primaryPurpose": spdx.software_SoftwarePurpose.data,
        "dataset_datasetType": [getattr(spdx.dataset_DatasetType, name) for name in types],
        "dataset_hasSensitivePersonalInformation": str(getattr(spdx.PresenceType, presence)),
        "dataset_intendedUse": "\n".join(values.get(USE, ())),
        "dataset_dataCollectionProcess": "\n".join(values.get(COLLECTION, ())),
        "dataset_dataPreprocessing": values.get(PREPARATION, []),
        "dataset_knownBias": values.get(BIAS, []),
        "dataset_datasetNoise": "\n".join(values.get(NOISE, ())),
        "dataset_datasetUpdateMechanism": "\n".join(values.get(UPDATES, ())),
        "dataset_datasetSize": _bytes(record),
        "dataset_datasetAvailability": _availability(record) if record else None,
        "dataset_anonymizationMethodUsed": list(deidentified(record)) if record else [],
        "comment": "\n".join(statements(record)) if record else "",
    }


def _availability(record: ArtifactRecord) -> str | None:
    gated = _AVAILABILITY.get(str(record.snapshot.metadata.get("gated")))
    return str(getattr(spdx.dataset_DatasetAvailabilityType, gated)) if gated else None


def _bytes(record: ArtifactRecord | None) -> int | None:
    """The size of a dataset in bytes, summed over the configurations in the front matter's
    `dataset_info`."""
    stated = from_card(record, "dataset_info") if record else None
    if stated is None:
        return None
    infos = stated.value if isinstance(stated.value, list) else [stated.value]
    sizes: list[int] = []
    for info in infos:
        size = info.get("dataset_size") if isinstance(info, Mapping) else None
        if not isinstance(size, int) or isinstance(size, bool) or size < 0:
            return None
        sizes.append(size)
    return sum(sizes) if sizes else None


def _line(prop: PropertyJson) -> str:
    return f"{prop['name'].removeprefix('provenance:').replace(':', ' ')}: {prop['value']}"


def _properties(component: ComponentJson) -> Iterator[PropertyJson]:
    """All properties of a component: its own, those of its model card, environmental figures and
    data."""
    card = component.get("modelCard", {})
    environment = card.get("considerations", {}).get("environmentalConsiderations", {})
    contents = (data.get("contents", {}) for data in component.get("data", ()))
    for holder in (component, card, environment, *contents):
        yield from holder.get("properties", ())


def _texts(card: ModelCardJson, paths: Iterable[tuple[str, str]]) -> list[str]:
    """The texts of a model card at some paths; of an object, its name."""
    blocks: dict[str, object] = dict(card)
    texts: list[str] = []
    for block_name, member in paths:
        block = blocks.get(block_name)
        value = block.get(member, []) if isinstance(block, dict) else []
        for stated in value if isinstance(value, list) else [value]:
            text = stated.get("name", "") if isinstance(stated, dict) else stated
            if text:
                texts.append(text)
    return texts


def _one_text(card: ModelCardJson, paths: Iterable[tuple[str, str]]) -> str:
    """The texts at some paths, each once, one a line."""
    return "\n".join(dict.fromkeys(_texts(card, paths)))


def _metric_name(metric: MetricJson) -> str:
    name, part = metric.get("type", "metric"), metric.get("slice")
    return f"{name} ({part})" if part else name


def _references(component: ComponentJson) -> Iterator[spdx.ExternalRef]:
    for reference in component.get("externalReferences", ()):
        if kind := _REFERENCES.get(reference["type"]):
            comment = reference.get("comment") or reference["type"].replace("-", " ")
            kind = getattr(spdx.ExternalRefType, kind)
            yield spdx.ExternalRef(
                externalRefType=kind, locator=[reference["url"]], comment=comment
            )


def _purl(component: ComponentJson) -> spdx.ExternalIdentifier:
    return spdx.ExternalIdentifier(
        externalIdentifierType=spdx.ExternalIdentifierType.packageUrl, identifier=component["purl"]
    )


def _hashes(component: ComponentJson) -> list[spdx.Hash]:
    return [
        spdx.Hash(
            algorithm=getattr(spdx.HashAlgorithm, _ALGORITHMS[digest["alg"]]),
            hashValue=digest["content"],
        )
        for digest in component.get("hashes", ())
    ]


def _extension(
    properties: Iterable[PropertyJson],
) -> list[spdx.extension_CdxPropertiesExtension]:
    """Properties without an SPDX member, in SPDX's extension for CycloneDX properties."""
    entries = [
        spdx.extension_CdxPropertyEntry(
            extension_cdxPropName=prop["name"], extension_cdxPropValue=prop["value"]
        )
        for prop in properties
    ]
    return [spdx.extension_CdxPropertiesExtension(extension_cdxProperty=entries)] if entries else []


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC).replace(microsecond=0)
    except ValueError:
        return None
