"""Which side files are read for privacy, and which questions they may answer."""

from __future__ import annotations

import json

import pytest
from hub_folder import HubFolder

import provenance
from provenance.hubs import HUGGING_FACE
from provenance.lineage.record import wanted
from provenance.model.artifact import ArtifactRef, FileEntry, Kind, Snapshot
from provenance.privacy.disclosure import Disclosure

PLAIN = "# Card\n\nWords about parks.\n"
REMOVED = (
    "E-mail addresses of users were removed from the training data with regular expressions.\n"
)


def disclosures_of(hub: HubFolder, ref: str) -> dict[str, Disclosure]:
    """Disclosures of one artefact by check."""
    report = provenance.audit(ref, hub=str(hub.root))
    return {
        disclosure.check: disclosure
        for disclosure in report.disclosures
        if disclosure.artifact == report.inputs[0].purl
    }


@pytest.mark.parametrize("path", ["PRIVACY.md", "docs/privacy.md", "model-privacy_subcard.md"])
def test_a_file_on_privacy_answers(hub: HubFolder, path: str) -> None:
    hub.model("acme/m", "", PLAIN, files={path: f"# Privacy\n\n{REMOVED}"})
    disclosure = disclosures_of(hub, "acme/m")["PRIV-030"]
    assert (disclosure.grade, disclosure.evidence[0].file, disclosure.evidence[0].start_line) == (
        "disclosed",
        path,
        3,
    )


def test_a_privacy_subcard_is_read_row_by_row(hub: HubFolder) -> None:
    rows = (
        "| Field | Response |\n|---|---|\n| Personal data used to create this model? | Yes, names"
        " and e-mail addresses of authors |\n"
    )
    hub.model("acme/m", "", PLAIN, files={"privacy.md": rows})
    disclosure = disclosures_of(hub, "acme/m")["PRIV-001"]
    assert (disclosure.grade, disclosure.evidence[0].file) == ("disclosed", "privacy.md")


def test_croissant_metadata_answers(hub: HubFolder) -> None:
    text = "The data may contain e-mail addresses of developers."
    croissant = json.dumps({"name": "x", "rai:personalSensitiveInformation": [text]}, indent=1)
    hub.dataset("acme/d", "", PLAIN, files={"croissant.json": croissant})
    disclosures = disclosures_of(hub, "datasets/acme/d")
    assert (disclosures["PRIV-093"].grade, disclosures["PRIV-001"].evidence[0].file) == (
        "disclosed",
        "croissant.json",
    )


def test_a_use_policy_answers_for_use_alone(hub: HubFolder) -> None:
    policy = f"# Policy\n\nYou must not use the model for surveillance of people.\n\n{REMOVED}"
    hub.model("acme/m", "", PLAIN, files={"USE_POLICY.md": policy})
    disclosures = disclosures_of(hub, "acme/m")
    assert (disclosures["PRIV-060"].grade, disclosures["PRIV-030"].grade) == ("disclosed", "absent")


def test_a_linked_dataset_and_a_base_answer_with_their_own_side_files(hub: HubFolder) -> None:
    hub.model("base/one", "license: mit", PLAIN, files={"PRIVACY.md": REMOVED})
    hub.model("acme/m", "base_model: base/one", PLAIN)
    disclosure = disclosures_of(hub, "acme/m")["PRIV-030"]
    assert disclosure.inherited_from is not None
    assert disclosure.evidence[0].file == "PRIVACY.md"


def paths(kind: Kind, *listed: str, subject: bool = True) -> list[str]:
    """What is read of a listing."""
    entries = tuple(FileEntry(path=path) for path in sorted(listed))
    return [
        file.path
        for file in wanted(
            Snapshot(
                ref=ArtifactRef(hub=HUGGING_FACE, kind=kind, name="acme/x", revision="r"),
                files=entries,
            ),
            subject,
        )
    ]


def test_only_what_is_listed_is_read_and_little_of_it() -> None:
    usual = (
        "README.md",
        "LICENSE",
        "config.json",
        "tokenizer_config.json",
        "model.safetensors",
        "tokenizer.json",
    )
    assert len(paths(Kind.MODEL, *usual)) == 6
    many = [f"privacy-{number}.md" for number in range(9)] + ["a/b/PRIVACY.md"]
    assert paths(Kind.DATASET, "README.md", *many) == ["README.md", "privacy-0.md", "privacy-1.md"]
    # Of what it was made from the same: its terms decide, wherever they stand.
    assert paths(Kind.DATASET, "README.md", *many, subject=False) == [
        *("README.md", "privacy-0.md", "privacy-1.md")
    ]
    assert paths(Kind.DATASET, "a/b/PRIVACY.md") == []


def test_a_model_card_beside_the_readme_is_read_as_one(hub: HubFolder) -> None:
    hub.model(
        "acme/m",
        "",
        PLAIN,
        files={"MODEL_CARD.md": f"# Model card\n\n## Training data\n\n{REMOVED}"},
    )
    answers = disclosures_of(hub, "acme/m")
    disclosure = answers["PRIV-030"]
    assert (disclosure.grade, disclosure.evidence[0].file, disclosure.evidence[0].start_line) == (
        "disclosed",
        "MODEL_CARD.md",
        5,
    )
    assert answers["PRIV-041"].searched == ("README.md (1 section)", "MODEL_CARD.md (2 sections)")
