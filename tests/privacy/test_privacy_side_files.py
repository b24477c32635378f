"""Croissant, access prompts, policies beside the card, and statements that columns contradict."""

from __future__ import annotations

import json

import pytest
from privacy_cards import graded

from provenance.hubs import read_id
from provenance.model.artifact import SourceText
from provenance.privacy import is_privacy_file
from provenance.privacy.croissant import read_croissant

CARD = "# D\n\nA corpus.\n"


def test_croissant_states_it_for_machines() -> None:
    text = "The data may contain e-mail addresses of developers."
    croissant = json.dumps({"name": "x", "rai:personalSensitiveInformation": [text]}, indent=1)
    disclosures = graded(CARD, others={"croissant.json": croissant})
    assert (disclosures["PRIV-093"].grade.value, disclosures["PRIV-082"].grade.value) == (
        "disclosed",
        "disclosed",
    )
    assert (disclosures["PRIV-001"].stance, disclosures["PRIV-001"].evidence[0].file) == (
        "possibly-present",
        "croissant.json",
    )
    assert disclosures["PRIV-001"].evidence[0].start_line == 3
    assert disclosures["PRIV-030"].searched == ("README.md (1 section)", "croissant.json")


def test_croissant_without_it_states_nothing() -> None:
    disclosures = graded(
        CARD, others={"croissant.json": '{"name": "email", "recordSet": [{"name": "email"}]}'}
    )
    assert disclosures["PRIV-082"].grade.value == "absent"
    assert "PRIV-093" not in disclosures


@pytest.mark.parametrize(
    "text", ["", "[" * 100_000, "{", "3", "[[]]", '{"rai:personalSensitiveInformation": {"a": 1}}']
)
def test_broken_croissant_gives_nothing(text: str) -> None:
    assert (
        read_croissant(
            SourceText(
                artifact=read_id("pkg:generic/x"),
                path="croissant.json",
                revision="r",
                text=text,
                sha256="0" * 64,
                size=len(text),
            )
        )
        == []
    )


def test_an_access_prompt_binds_users_only() -> None:
    prompt = (
        "You agree not to attempt to identify the speakers, whose personal data this dataset"
        " contains."
    )
    disclosures = graded(f"---\nextra_gated_prompt: {prompt}\n---\n{CARD}")
    assert (
        disclosures["PRIV-061"].grade.value,
        disclosures["PRIV-061"].evidence[0].start_line,
    ) == (
        "disclosed",
        2,
    )
    assert disclosures["PRIV-001"].grade.value == "absent"


def test_policies_are_searched_for_limits_of_use_alone() -> None:
    policy = "# Policy\n\nIt is prohibited to use the data for surveillance of people.\n"
    disclosures = graded(
        CARD,
        others={"USE_POLICY.md": policy, "LICENSE": "The data may contain personal data of users."},
    )
    assert disclosures["PRIV-060"].grade.value == "disclosed"
    assert disclosures["PRIV-061"].searched == ("README.md (1 section)", "LICENSE", "USE_POLICY.md")
    assert disclosures["PRIV-001"].searched == ("README.md (1 section)",)


def test_columns_may_contradict_a_denial() -> None:
    head = "---\ndataset_info:\n  features:\n  - name: customer_email\n---\n"
    disclosure = graded(f"{head}# D\n\n## Privacy\n\nNo personal data is included.\n")["PRIV-083"]
    assert (disclosure.grade.value, disclosure.stance) == ("partial", "contradicted")
    assert [proof.start_line for proof in disclosure.evidence] == [10, 4]
    assert "PRIV-083" not in graded(
        f"{head}# D\n\n## Privacy\n\nE-mails of customers are included.\n"
    )


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("PRIVACY.md", True),
        ("docs/privacy.md", True),
        ("model-privacy_subcard.md", True),
        ("README.md", False),
    ],
)
def test_names_of_privacy_files(path: str, known: bool) -> None:
    assert is_privacy_file(path) is known


def test_a_dash_within_a_sentence_is_no_bullet() -> None:
    text = "The data contains names - all of them invented - and no e-mail addresses."
    disclosures = graded(CARD, others={"PRIVACY.md": f"{text}\n"})
    assert any(
        proof.quote == text for disclosure in disclosures.values() for proof in disclosure.evidence
    )
