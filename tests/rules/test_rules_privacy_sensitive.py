"""PII003: sensitive personal data that documents say is in the data, along the lineage."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

from provenance.model.finding import Outcome, Severity

NAMES_PEOPLE = "The records contain the names, diagnoses and passport numbers of patients."
NAMES_PEOPLE_KO = "데이터에는 환자의 이름과 주민등록번호가 포함되어 있습니다."


@pytest.mark.parametrize("sentence", [NAMES_PEOPLE, NAMES_PEOPLE_KO])
def test_a_merge_shows_the_path_to_the_dataset_that_holds_it(hub: HubFolder, sentence: str) -> None:
    hub.dataset("acme/clinic", "", f"# Clinic\n\n## Data\n\n{sentence}\n")
    hub.model("acme/tuned", "datasets: [acme/clinic]")
    hub.model("acme/other", "license: mit")
    hub.model("acme/merge", "base_model: [acme/tuned, acme/other]\ntags: [merge]")
    [finding] = hub.check("PII003", "acme/merge").findings
    assert finding.severity is Severity.HIGH
    assert [step.name for step in finding.path] == ["acme/merge", "acme/tuned", "acme/clinic"]
    assert finding.evidence[0].start_line
    assert "identity numbers" in finding.message


def test_a_model_that_says_it_itself_and_denies_safeguards_is_critical(hub: HubFolder) -> None:
    denial = "No personal data was removed from the dataset."
    body = f"# M\n\n## Training data\n\n{NAMES_PEOPLE} {denial}\n"
    hub.model("acme/m", "", body)
    [finding] = hub.check("PII003", "acme/m").findings
    assert finding.severity is Severity.CRITICAL


@pytest.mark.parametrize(
    "sentence",
    [
        f"{NAMES_PEOPLE} All names and numbers were masked before training.",
        "The records contain no names, diagnoses or passport numbers of patients.",
        "The records contain the user names of the people who wrote them.",
        "Users must remove patient names and diagnoses from their prompts.",
    ],
    ids=["safeguard", "denied", "not-sensitive", "advice"],
)
def test_safeguards_denials_lesser_kinds_and_advice_pass(hub: HubFolder, sentence: str) -> None:
    hub.dataset("acme/d", "", f"# D\n\n## Data\n\n{sentence}\n")
    hub.model("acme/m", "datasets: [acme/d]")
    assert hub.check("PII003", "acme/m").outcome is Outcome.PASSED


def test_an_unread_dataset_leaves_it_open(hub: HubFolder) -> None:
    hub.model("acme/m", "datasets: [acme/private]")
    assert hub.check("PII003", "acme/m").outcome is Outcome.UNKNOWN
