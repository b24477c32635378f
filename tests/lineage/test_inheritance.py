"""What a base answers for what was made from it, and what it never does."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

import provenance
from provenance.privacy.disclosure import Disclosure

BASE_CARD = (
    "# Base\n\n## Training Data\n\nE-mail addresses and telephone numbers were replaced by"
    " placeholders in the web corpus with patterns.\n\n## Safety\n\nWe ran extraction attacks that"
    " tried to recover personal data from the training set; all failed.\n"
)
PLAIN = "# Tuned\n\nIt answers questions about parks.\n"


def disclosures_of(hub: HubFolder, ref: str) -> dict[str, Disclosure]:
    """Disclosures of one artefact by check."""
    report = provenance.audit(ref, hub=str(hub.root))
    purl = report.inputs[0].purl
    return {
        disclosure.check: disclosure
        for disclosure in report.disclosures
        if disclosure.artifact == purl
    }


@pytest.fixture
def family(hub: HubFolder) -> HubFolder:
    """A base that speaks of its data."""
    hub.model("base/one", "license: mit", BASE_CARD)
    return hub


@pytest.mark.parametrize("relation", ["finetune", "adapter", "quantized", "merge"])
def test_what_the_base_says_of_its_data_is_shown_as_inherited(
    family: HubFolder, relation: str
) -> None:
    family.model("acme/made", f"base_model: base/one\nbase_model_relation: {relation}", PLAIN)
    disclosure = disclosures_of(family, "acme/made")["PRIV-030"]
    assert disclosure.grade == "disclosed"
    assert disclosure.inherited_from is not None
    assert disclosure.inherited_from.startswith("pkg:huggingface/base/one@")
    assert (disclosure.evidence[0].artifact, disclosure.evidence[0].start_line) == (
        disclosure.inherited_from,
        8,
    )
    assert disclosure.searched == ()


def test_tests_of_the_base_and_tuning_data_are_never_inherited(family: HubFolder) -> None:
    family.model("acme/tune", "base_model: base/one", PLAIN)
    disclosures = disclosures_of(family, "acme/tune")
    for check in ("PRIV-041", "PRIV-070", "PRIV-082"):
        assert (disclosures[check].grade, disclosures[check].inherited_from) == ("absent", None)


def test_an_own_answer_comes_before_that_of_the_base(family: HubFolder) -> None:
    body = (
        "# Tuned\n\n## Training data\n\nNo personal data was removed from the tickets that it was"
        " trained on.\n"
    )
    family.model("acme/tune", "base_model: base/one", body)
    disclosure = disclosures_of(family, "acme/tune")["PRIV-030"]
    assert (disclosure.stance, disclosure.inherited_from) == ("not-done", None)


def test_the_nearest_base_that_answers_is_shown(family: HubFolder) -> None:
    family.model("mid/two", "base_model: base/one", PLAIN)
    family.model("acme/three", "base_model: mid/two\nbase_model_relation: quantized", PLAIN)
    disclosure = disclosures_of(family, "acme/three")["PRIV-030"]
    assert disclosure.inherited_from is not None
    assert disclosure.inherited_from.startswith("pkg:huggingface/base/one@")


def test_what_only_one_parent_of_a_merge_answers_is_answered_in_part(family: HubFolder) -> None:
    family.model("base/silent", "license: mit", PLAIN)
    family.model(
        "acme/merge", "base_model: [base/one, base/silent]\nbase_model_relation: merge", PLAIN
    )
    assert disclosures_of(family, "acme/merge")["PRIV-030"].grade == "partial"


def test_a_base_that_could_not_be_read_answers_nothing(hub: HubFolder) -> None:
    hub.model("acme/tune", "base_model: base/private", PLAIN)
    assert disclosures_of(hub, "acme/tune")["PRIV-030"].grade == "absent"


def test_a_circle_of_bases_ends(hub: HubFolder) -> None:
    hub.model("a/one", "base_model: b/two", PLAIN)
    hub.model("b/two", "base_model: a/one", PLAIN)
    assert disclosures_of(hub, "a/one")["PRIV-030"].grade == "absent"


def test_a_quantisation_is_not_asked_about_tuning(family: HubFolder) -> None:
    family.model("acme/quant", "base_model: base/one\nbase_model_relation: quantized", PLAIN)
    disclosures = disclosures_of(family, "acme/quant")
    assert "PRIV-070" not in disclosures
    assert disclosures["PRIV-071"].grade == "disclosed"


DATA_SPEAKS = (
    "# Data\n\n### Personal and Sensitive Information\n\nIt holds names and e-mail addresses of"
    " customers.\n"
)


def test_named_datasets_answer_for_themselves(hub: HubFolder) -> None:
    hub.dataset("acme/speaks", "license: mit", DATA_SPEAKS)
    hub.dataset("acme/silent", "license: mit", "# Data\n\nSentences.\n")
    for name, named in (
        ("both", "[acme/speaks, acme/silent]"),
        ("one", "[acme/speaks]"),
        ("none", "[acme/silent]"),
    ):
        hub.model(f"acme/{name}", f"datasets: {named}", PLAIN)
    grades = {
        name: disclosures_of(hub, f"acme/{name}")["PRIV-017"] for name in ("both", "one", "none")
    }
    assert {name: disclosure.grade.value for name, disclosure in grades.items()} == {
        "both": "partial",
        "one": "disclosed",
        "none": "absent",
    }
    assert grades["one"].evidence[0].artifact.startswith("pkg:huggingface/acme/speaks@")
    assert grades["none"].searched == ("card of acme/silent",)


def test_whether_an_unread_dataset_answers_is_not_told(hub: HubFolder) -> None:
    hub.model("acme/x", "datasets: [acme/private]", PLAIN)
    assert "PRIV-017" not in disclosures_of(hub, "acme/x")
