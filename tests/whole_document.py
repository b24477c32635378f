"""A bill of materials in which every field of every framework is stated, of an invented vendor."""

from __future__ import annotations

from typing import Any

from provenance.privacy.catalogue import catalogue

Object = dict[str, Any]
_HASHES = [{"alg": "SHA-256", "content": "a1" * 32}, {"alg": "SHA-512", "content": "b2" * 64}]
_SITE = "https://vendor.example"


def whole(*, with_vulnerabilities: bool = True) -> Object:
    """The document.

    Args:
        with_vulnerabilities: BSI TR-03183-2 asks that a bill of materials states none.
    """
    document: Object = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.7",
        "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "version": 3,
        "metadata": {
            "timestamp": "2026-08-03T10:00:00Z",
            "lifecycles": [{"phase": "post-build"}],
            "tools": {
                "components": [{"type": "application", "name": "bill-writer", "version": "4.1"}]
            },
            "authors": [{"name": "Vendor Documentation", "email": "bom@vendor.example"}],
            "manufacturer": _organisation(),
            "component": _model(),
        },
        "components": [_dataset(), *_surroundings()],
        "services": [
            {
                "bom-ref": "service",
                "name": "answers",
                "data": [{"flow": "inbound", "classification": "questions of customers"}],
            }
        ],
        "dependencies": [
            {"ref": "model", "dependsOn": ["dataset", "library"]},
            *({"ref": ref} for ref in ("dataset", "library", "system", "device")),
        ],
        "compositions": [{"aggregate": "incomplete", "assemblies": ["model"]}],
        "formulation": [{"workflows": [_workflow()]}],
        "declarations": _declarations(),
        "definitions": {"standards": [{"bom-ref": "standard", "name": "A standard of security"}]},
        "signature": {"algorithm": "ES256", "value": "c2lnbmF0dXJlIG9mIHRoZSB2ZW5kb3I"},
    }
    if with_vulnerabilities:
        document["vulnerabilities"] = [
            {
                "bom-ref": "flaw",
                "id": "CVE-2026-12345",
                "ratings": [{"score": 4.5, "severity": "medium", "method": "CVSSv31"}],
                "affects": [{"ref": "library"}],
            }
        ]
    return document


def _organisation() -> Object:
    return {
        "name": "Vendor GmbH",
        "url": [_SITE],
        "contact": [{"name": "Documentation", "email": "bom@vendor.example"}],
    }


def _part(kind: str, ref: str, **more: Any) -> Object:
    """A component with everything that frameworks ask of any component."""
    return {
        "type": kind,
        "bom-ref": ref,
        "name": f"vendor-{ref}",
        "version": "2.4.1",
        "manufacturer": _organisation(),
        "description": f"The {ref} of the vendor's answering machine",
        "purl": f"pkg:generic/vendor-{ref}@2.4.1",
        "hashes": _HASHES,
        "licenses": [
            {"license": {"id": "Apache-2.0", "acknowledgement": "declared"}},
            {"license": {"id": "Apache-2.0", "acknowledgement": "concluded"}},
        ],
        "externalReferences": [
            *_references(
                "distribution", "source-distribution", "documentation", "website", "model-card"
            ),
            *_references("advisories", "risk-assessment", "threat-model", "pentest-report"),
            *_references("security-contact", "certification-report", "quality-metrics"),
            *_references("codified-infrastructure", "adversary-model"),
            {"type": "other", "url": f"{_SITE}/use", "comment": "Acceptable use policy"},
        ],
        "properties": [
            *_properties("bsi:component:filename", value=f"{ref}.bin"),
            *_properties("bsi:component:executable", value="non-executable"),
            *_properties("bsi:component:archive", value="no archive"),
            *_properties("bsi:component:structured", value="structured"),
            *_properties("provenance:card:release_date", value="2026-07-30"),
            *_properties("provenance:unknown:end-of-support", value="no source states it"),
        ],
    } | more


def _references(*kinds: str) -> list[Object]:
    return [{"type": kind, "url": f"{_SITE}/{kind}", "hashes": _HASHES} for kind in kinds]


def _properties(*names: str, value: str) -> list[Object]:
    return [{"name": name, "value": value} for name in names]


def _model() -> Object:
    model = _part("machine-learning-model", "model")
    model["properties"] += [
        {"name": f"provenance:privacy:{check.id}", "value": "disclosed (present)"}
        for check in catalogue()
    ]
    model["properties"] += _properties("vendor:watermark", value="A mark in every picture")
    model["properties"] += _properties("vendor:data:aggregate_consumer", value="None is held")
    model["properties"] += _properties("vendor:eu:union_market", value="2026-08-01")
    model["pedigree"] = {
        "ancestors": [_part("machine-learning-model", "base", version="1.0")],
    }
    model["modelCard"] = {
        "modelParameters": {
            "approach": {"type": "supervised"},
            "task": "text-generation",
            "architectureFamily": "transformer",
            "modelArchitecture": "VendorForCausalLM",
            "datasets": [{"ref": "dataset"}],
            "inputs": [{"format": "text"}],
            "outputs": [{"format": "text"}],
        },
        "quantitativeAnalysis": {"performanceMetrics": [{"type": "accuracy", "value": "0.91"}]},
        "considerations": _considerations(),
        "properties": [
            *_properties("cdx:ai-ml:model:parameter:count", value="7.2B"),
            *_properties("config:max_position_embeddings", value="8192"),
            *_properties("provenance:training:procedure", value="Fine-tuned for two days"),
            *_properties("vendor:training:rationale", value="Small enough for one machine"),
            *_properties("vendor:training:flop", value="3e22"),
            *_properties("vendor:training:compute_method", value="Counted from the log"),
            *_properties("vendor:data:illegal_content", value="Filtered by a list of hashes"),
            *_properties("vendor:data:first_use", value="2025-11-02"),
            *_properties("vendor:output:watermark", value="A mark in every picture"),
            *_properties("vendor:use:oversight", value="A person confirms each refund"),
            *_properties("provenance:card:languages", value="de, en, ko"),
        ],
    }
    return model


def _considerations() -> Object:
    energy = {
        "energyProviders": [
            {
                "organization": {"name": "City Works"},
                "energySource": "wind",
                "energyProvided": {"value": 900, "unit": "kWh"},
            }
        ],
        "activityEnergyCost": {"value": 420, "unit": "kWh"},
    }
    return {
        "users": ["Support teams of shops"],
        "useCases": ["Drafts of answers to customers"],
        "technicalLimitations": ["It invents order numbers when it is given none"],
        "performanceTradeoffs": ["Slower on long tickets"],
        "ethicalConsiderations": [{"name": "Dialects are understood less well"}],
        "fairnessAssessments": [{"groupAtRisk": "Speakers of dialects"}],
        "environmentalConsiderations": {
            "energyConsumptions": [
                {"activity": "training", **energy},
                {"activity": "inference", **energy},
            ],
            "properties": [
                *_properties("provenance:environment:hardware_type", value="8 accelerators"),
                *_properties("provenance:environment:hours_used", value="48"),
                *_properties("provenance:co2_eq:source", value="Meter of the machine room"),
            ],
        },
    }


def _dataset() -> Object:
    owner = {"organization": {"name": "Vendor GmbH"}}
    content: Object = {
        "type": "dataset",
        "name": "tickets",
        "description": "Solved tickets of shops",
        "contents": {
            "url": f"{_SITE}/tickets",
            "properties": [
                *_properties("provenance:dataset:collection", value="Exported by the shops"),
                *_properties("vendor:data:size", value="48,112 tickets"),
                *_properties("vendor:data:bias", value="Mostly written by younger customers"),
            ],
        },
        "classification": "confidential",
        "sensitiveData": ["Names of customers, removed"],
        "graphics": {"collection": [{"name": "Tickets by month"}]},
        "governance": {"custodians": [owner], "stewards": [owner], "owners": [owner]},
    }
    dataset = _part("data", "dataset", data=[content])
    dataset["properties"] += _properties("provenance:privacy:PRIV-001", value="disclosed (present)")
    return dataset


def _surroundings() -> list[Object]:
    return [
        _part("library", "library"),
        _part("operating-system", "system"),
        _part("device", "device"),
    ]


def _workflow() -> Object:
    return {
        "bom-ref": "workflow",
        "uid": "run-17",
        "name": "fine-tuning",
        "description": "Two days on eight accelerators",
        "taskTypes": ["build"],
        "timeEnd": "2026-07-29T04:00:00Z",
    }


def _declarations() -> Object:
    return {
        "assessors": [{"bom-ref": "assessor", "organization": {"name": "Assessors AG"}}],
        "attestations": [
            {
                "summary": "Tested against instructions hidden in tickets",
                "assessor": "assessor",
                "map": [{"requirement": "standard", "claims": ["claim"]}],
            }
        ],
        "claims": [{"bom-ref": "claim", "target": "model", "predicate": "Inputs are filtered"}],
    }
