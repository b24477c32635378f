"""SPDX 3.0.1: the same knowledge as in CycloneDX wherever SPDX has a place for it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import bom_lineages as lineages
import pytest
from bom_lineages import BASE, SUBJECT, TICKETS, card, lineage, readme, snapshot

from provenance.bom.spdx import writer as spdx
from provenance.bom.stamp import Stamp
from provenance.errors import InvalidBomError, UsageError
from provenance.hubs import FOLDER
from provenance.licences.claim import Conclusion, Source
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import ArtifactRef, Kind, Snapshot
from provenance.model.finding import Evidence
from provenance.privacy.disclosure import Disclosure, Grade

ALL = (lineages.fine_tune, lineages.adapter, lineages.merge, lineages.korean)


class Document:
    """A written document, to ask."""

    def __init__(self, made: Lineage, **options: Any) -> None:
        self.whole = json.loads(spdx.encode(made, **options))
        self.by_id = {element.get("spdxId", ""): element for element in self.whole["@graph"]}

    def named(self, name: str) -> dict[str, Any]:
        (match,) = [
            element
            for element in self.by_id.values()
            if element.get("name") == name and element["type"].endswith("Package")
        ]
        return dict(match)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [element for element in self.whole["@graph"] if element["type"] == kind]

    def related(self, subject: dict[str, Any], kind: str) -> list[dict[str, Any]]:
        return [
            relation
            for relation in self.of("Relationship")
            if relation["from"] == subject["spdxId"] and relation["relationshipType"] == kind
        ]

    def targets(self, subject: dict[str, Any], kind: str) -> list[str]:
        return [
            self.by_id.get(name, {}).get("name", name)
            for relation in self.related(subject, kind)
            for name in relation["to"]
        ]

    def notes(self, subject: dict[str, Any]) -> list[str]:
        return [
            note["statement"]
            for note in self.of("Annotation")
            if note["subject"] == subject["spdxId"]
        ]


def pairs(entries: list[dict[str, str]]) -> dict[str, str]:
    return {pair["key"]: pair["value"] for pair in entries}


@pytest.mark.parametrize("make", ALL)
def test_the_same_lineage_gives_the_same_bytes(make: Any) -> None:
    assert spdx.encode(make()) == spdx.encode(make())


@pytest.mark.parametrize("make", ALL)
def test_every_name_that_is_used_is_there(make: Any) -> None:
    document = Document(make())
    for relation in document.of("Relationship"):
        for name in (relation["from"], *relation["to"]):
            assert name in document.by_id or name == "expandedlicensing_NoAssertionLicense"
    (whole,) = document.of("SpdxDocument")
    assert set(whole["element"]) == {name for name in document.by_id if name} - {whole["spdxId"]}


def test_the_creation_is_told_without_a_clock() -> None:
    document = Document(lineages.fine_tune())
    (creation,) = document.of("CreationInfo")
    assert creation["created"] == "2026-03-04T05:06:07Z"
    assert creation["specVersion"] == "3.0.1"
    assert document.by_id[creation["createdBy"][0]]["name"] == "provenance"


def test_a_time_and_a_serial_number_that_are_given_are_used() -> None:
    serial = UUID("12345678-1234-5678-1234-567812345678")
    document = Document(
        lineages.fine_tune(),
        stamp=Stamp(timestamp=datetime(2026, 1, 2, 3, 4, 5, 6, UTC), serial=serial),
    )
    assert document.of("CreationInfo")[0]["created"] == "2026-01-02T03:04:05Z"
    assert all(name.startswith(f"urn:uuid:{serial}#") for name in document.by_id if name)


def test_no_time_is_invented() -> None:
    ref = ArtifactRef(hub=FOLDER, kind=Kind.MODEL, name="./model")
    with pytest.raises(UsageError, match="creation time"):
        spdx.encode(lineage((ArtifactRecord(snapshot=Snapshot(ref=ref)),)))


def test_nothing_is_written_where_no_input_could_be_read() -> None:
    with pytest.raises(InvalidBomError, match="nothing could be read"):
        spdx.encode(lineage((), unread={SUBJECT: "gated"}, inputs=(SUBJECT,)))


def test_a_model_is_an_ai_package() -> None:
    model = Document(lineages.fine_tune()).named("acme/support-7b")
    assert model["type"] == "ai_AIPackage"
    assert model["software_packageUrl"] == SUBJECT.purl
    assert model["software_packageVersion"] == "1" * 40
    assert model["ai_domain"] == ["text-generation"]
    assert model["ai_typeOfModel"] == ["gemma", "GemmaForCausalLM"]
    assert model["ai_limitation"] == "It may be wrong about refunds."
    assert (
        model["ai_informationAboutApplication"]
        == "Answering customers of a shop.\nDrafts\nSummaries"
    )
    about_training = model["ai_informationAboutTraining"].splitlines()
    assert about_training[:2] == [
        "training procedure: Trained on 12k tickets.",
        "co2_eq emissions_g: 12.5",
    ]
    assert pairs(model["ai_metric"]) == {
        "accuracy (Ticket Bench/test)": "0.845",
        "verdict (Ticket Bench/test)": "1, 2",
    }
    assert pairs(model["ai_hyperparameter"])["hidden_size"] == "3072"
    assert model["releaseTime"] == "2026-03-04T05:06:07Z"
    assert "ai_energyConsumption" not in model
    assert "ai_autonomyType" not in model


def test_who_published_it_and_who_made_it_are_told_apart() -> None:
    document = Document(lineages.fine_tune())
    model = document.named("acme/support-7b")
    assert document.by_id[model["suppliedBy"]]["name"] == "acme"
    assert [document.by_id[name]["name"] for name in model["originatedBy"]] == ["Acme Support Lab"]


def test_lineage_stands_in_relationships() -> None:
    document = Document(lineages.fine_tune())
    model, base = document.named("acme/support-7b"), document.named("bigorg/base-7b")
    assert document.targets(model, "descendantOf") == ["bigorg/base-7b"]
    assert sorted(document.targets(model, "trainedOn")) == ["acme/private-chats", "acme/tickets"]
    (relation,) = document.related(model, "descendantOf")
    assert relation["comment"].startswith("finetune; stated in README.md:3")
    assert relation["completeness"] == "incomplete"
    assert document.targets(base, "descendantOf") == ["lost/origin"]


def test_files_stand_with_their_digests_and_how_complete_they_are() -> None:
    document = Document(lineages.fine_tune())
    model = document.named("acme/support-7b")
    (relation,) = document.related(model, "contains")
    files = {document.by_id[name]["name"]: document.by_id[name] for name in relation["to"]}
    assert relation["completeness"] == "complete"
    assert len(files["model.safetensors"]["verifiedUsing"][0]["hashValue"]) == 64
    assert files["model.safetensors"]["software_primaryPurpose"] == "model"
    assert "verifiedUsing" not in files["notes/a b#c.txt"]
    (relation,) = document.related(document.named("bigorg/base-7b"), "contains")
    assert relation["completeness"] == "incomplete"


def test_licences_are_declared_and_concluded_apart() -> None:
    document = Document(lineages.fine_tune())
    model, base = document.named("acme/support-7b"), document.named("bigorg/base-7b")
    assert document.targets(model, "hasDeclaredLicense") == ["Apache license 2.0"]
    assert document.targets(model, "hasConcludedLicense") == ["Apache license 2.0"]
    assert document.targets(base, "hasDeclaredLicense") == ["Gemma Terms of Use"]
    assert document.targets(base, "hasConcludedLicense") == ["expandedlicensing_NoAssertionLicense"]
    assert document.targets(document.named("acme/tickets"), "hasDeclaredLicense") == [
        "expandedlicensing_NoAssertionLicense"
    ]
    (gemma,) = [
        e
        for e in document.of("simplelicensing_LicenseExpression")
        if e["name"] == "Gemma Terms of Use"
    ]
    assert gemma["simplelicensing_licenseExpression"].startswith("LicenseRef-")
    assert gemma["externalRef"][0]["locator"] == ["https://ai.google.dev/gemma/terms"]


def test_a_licence_with_a_name_of_its_own_is_a_licence_ref() -> None:
    document = Document(lineages.adapter())
    assert document.targets(document.named("acme/support-lora"), "hasDeclaredLicense") == [
        "Acme Terms"
    ]
    assert "LicenseRef-Acme-Terms" in {
        e["simplelicensing_licenseExpression"]
        for e in document.of("simplelicensing_LicenseExpression")
    }


def test_a_text_that_no_list_holds_is_an_element() -> None:
    claims = (lineages.claim(SUBJECT, "Terms of Use", None, Source.TEXT, spdx="LicenseRef-gemma"),)
    conclusion = Conclusion(
        claims=claims,
        declared=None,
        concluded="LicenseRef-gemma",
        licences=(lineages.GEMMA,),
        verdict="text-only",
    )
    text = readme(SUBJECT, "TERMS OF USE")
    document = Document(
        lineage(
            (
                ArtifactRecord(
                    snapshot=snapshot(SUBJECT, {}), documents={"LICENSE": text}, licence=conclusion
                ),
            )
        )
    )
    (expression,) = document.of("simplelicensing_LicenseExpression")
    (pair,) = expression["simplelicensing_customIdToUri"]
    assert pair["key"] == "LicenseRef-gemma"
    assert document.by_id[pair["value"]]["simplelicensing_licenseText"] == "TERMS OF USE"


def test_what_could_not_be_read_is_an_annotation() -> None:
    document = Document(lineages.fine_tune())
    assert document.notes(document.named("acme/private-chats")) == ["Not read: gated"]
    assert any(
        note.startswith("Not read: model-00001")
        for note in document.notes(document.named("bigorg/base-7b"))
    )


def test_every_place_that_was_read_is_an_annotation() -> None:
    document = Document(lineages.fine_tune())
    notes = document.notes(document.named("acme/support-7b"))
    assert (
        f"Read in config.json @ {'1' * 40}: modelCard.modelParameters.architectureFamily"
        in "\n".join(notes)
    )


def dataset(*disclosures: tuple[str, Grade, str], **metadata: Any) -> dict[str, Any]:
    evidence = Evidence(
        artifact=TICKETS.purl,
        file="README.md",
        revision="3" * 40,
        start_line=2,
        end_line=2,
        quote="What the card says.",
        sha256="0" * 64,
    )
    record = ArtifactRecord(
        snapshot=snapshot(TICKETS, metadata),
        documents={"README.md": readme(TICKETS, "\n")},
        card=card({}),
        disclosures=tuple(
            Disclosure(
                check=check, artifact=TICKETS.purl, grade=grade, stance=stance, evidence=(evidence,)
            )
            for check, grade, stance in disclosures
        ),
    )
    return Document(lineage((record,))).named("acme/tickets")


@pytest.mark.parametrize(
    ("disclosures", "wanted"),
    [
        ([("PRIV-001", Grade.DISCLOSED, "present")], "yes"),
        (
            [
                ("PRIV-003", Grade.DISCLOSED, "present"),
                ("PRIV-001", Grade.DISCLOSED, "absent-with-reason"),
            ],
            "yes",
        ),
        ([("PRIV-001", Grade.DISCLOSED, "absent-with-reason")], "no"),
        ([("PRIV-001", Grade.PARTIAL, "absent-bare")], "noAssertion"),
        ([("PRIV-001", Grade.DISCLOSED, "absent-bare")], "noAssertion"),
        ([("PRIV-001", Grade.PARTIAL, "present")], "noAssertion"),
        ([("PRIV-001", Grade.ABSENT, "")], "noAssertion"),
        ([("PRIV-010", Grade.DISCLOSED, "present")], "noAssertion"),
        ([], "noAssertion"),
    ],
)
def test_personal_data_is_yes_or_no_only_where_the_documents_say_so(
    disclosures: list[tuple[str, Grade, str]], wanted: str
) -> None:
    assert dataset(*disclosures)["dataset_hasSensitivePersonalInformation"] == wanted


def test_another_artefacts_statement_is_not_this_ones() -> None:
    made = lineages.tickets()
    inherited = tuple(
        replace(disclosure, inherited_from=BASE.purl) for disclosure in made.disclosures
    )
    document = Document(lineage((replace(made, disclosures=inherited),)))
    assert (
        document.named("acme/tickets")["dataset_hasSensitivePersonalInformation"] == "noAssertion"
    )


def test_a_dataset_says_what_kind_it_is_and_how_it_is_had() -> None:
    element = dataset(tags=["modality:text", "modality:tabular", "modality:unheard"], gated="auto")
    assert sorted(element["dataset_datasetType"]) == ["structured", "text"]
    assert element["dataset_datasetAvailability"] == "clickthrough"
    assert dataset(gated=False)["dataset_datasetAvailability"] == "directDownload"
    silent = dataset()
    assert silent["dataset_datasetType"] == ["noAssertion"]
    assert "dataset_datasetAvailability" not in silent


def test_the_software_around_a_model_is_a_package() -> None:
    document = Document(lineages.fine_tune())
    assert document.targets(document.named("acme/support-7b"), "dependsOn") == ["transformers"]
    (library,) = document.of("software_Package")
    assert library["software_packageUrl"] == "pkg:pypi/transformers@4.38.0"


def test_what_spdx_has_no_member_for_stays_as_a_cyclonedx_property() -> None:
    (extension,) = Document(lineages.fine_tune()).named("acme/support-7b")["extension"]
    kept = {
        e["extension_cdxPropName"]: e["extension_cdxPropValue"]
        for e in extension["extension_cdxProperty"]
    }
    assert kept["provenance:hub:gated"] == "manual"
    assert kept["provenance:weights:parameters"] == "8537680896"


def test_text_that_no_file_could_hold_is_replaced() -> None:
    document = readme(SUBJECT, "---\nx: y\n---\n")
    record = ArtifactRecord(
        snapshot=snapshot(SUBJECT, {"pipeline_tag": "text\x00\ud800"}),
        documents={"README.md": document},
        card=card({"license": "other", "license_name": "a\x00b"}),
    )
    assert b"\\u0000" not in spdx.encode(lineage((record,)))
