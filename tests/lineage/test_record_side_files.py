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


def told(hub: HubFolder, ref: str) -> dict[str, Disclosure]:
    """Disclosures of one artefact by check."""
    report = provenance.audit(ref, hub=str(hub.root))
    return {
        said.check: said for said in report.disclosures if said.artifact == report.inputs[0].purl
    }


@pytest.mark.parametrize("path", ["PRIVACY.md", "docs/privacy.md", "model-privacy_subcard.md"])
def test_a_file_on_privacy_answers(hub: HubFolder, path: str) -> None:
    hub.model("acme/m", "", PLAIN, files={path: f"# Privacy\n\n{REMOVED}"})
    said = told(hub, "acme/m")["PRIV-030"]
    assert (said.grade, said.evidence[0].file, said.evidence[0].start_line) == (
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
    said = told(hub, "acme/m")["PRIV-001"]
    assert (said.grade, said.evidence[0].file) == ("disclosed", "privacy.md")


def test_croissant_metadata_answers(hub: HubFolder) -> None:
    text = "The data may contain e-mail addresses of developers."
    croissant = json.dumps({"name": "x", "rai:personalSensitiveInformation": [text]}, indent=1)
    hub.dataset("acme/d", "", PLAIN, files={"croissant.json": croissant})
    said = told(hub, "datasets/acme/d")
    assert (said["PRIV-093"].grade, said["PRIV-001"].evidence[0].file) == (
        "disclosed",
        "croissant.json",
    )


def test_a_use_policy_answers_for_use_alone(hub: HubFolder) -> None:
    policy = f"# Policy\n\nYou must not use the model for surveillance of people.\n\n{REMOVED}"
    hub.model("acme/m", "", PLAIN, files={"USE_POLICY.md": policy})
    said = told(hub, "acme/m")
    assert (said["PRIV-060"].grade, said["PRIV-030"].grade) == ("disclosed", "absent")


def test_a_linked_dataset_and_a_base_answer_with_their_own_side_files(hub: HubFolder) -> None:
    hub.model("base/one", "license: mit", PLAIN, files={"PRIVACY.md": REMOVED})
    hub.model("acme/m", "base_model: base/one", PLAIN)
    said = told(hub, "acme/m")["PRIV-030"]
    assert said.inherited_from is not None
    assert said.evidence[0].file == "PRIVACY.md"


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
    assert paths(Kind.DATASET, "README.md", *many, subject=False) == ["README.md", "privacy-0.md"]
    assert paths(Kind.DATASET, "a/b/PRIVACY.md") == []


def test_a_model_card_beside_the_readme_is_read_as_one(hub: HubFolder) -> None:
    hub.model(
        "acme/m",
        "",
        PLAIN,
        files={"MODEL_CARD.md": f"# Model card\n\n## Training data\n\n{REMOVED}"},
    )
    answers = told(hub, "acme/m")
    said = answers["PRIV-030"]
    assert (said.grade, said.evidence[0].file, said.evidence[0].start_line) == (
        "disclosed",
        "MODEL_CARD.md",
        5,
    )
    assert answers["PRIV-041"].searched == ("README.md (1 section)", "MODEL_CARD.md (2 sections)")
