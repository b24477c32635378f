"""Forms: rows of a privacy subcard, in the card and in a file beside it; question headings of
dataset forms."""

from __future__ import annotations

from privacy_cards import graded, section_grade

SUBCARD = """# Privacy

| Field | Response |
|:---|:---|
Generatable or reverse engineerable personal data? | No
Personal data used to create this model? | None Known
Was consent obtained for any personal data used? | Not Applicable
How often is dataset reviewed? | Before release
Was data from user interactions with the AI model (e.g. user input and prompts) used to train the model? | No
Is a mechanism in place to honor data subject right of access or deletion of personal data? | Yes
Is there provenance for all datasets used in training? | Yes
"""  # noqa: E501


def rows(text: str) -> str:
    """Give every row its outer bars."""
    return "\n".join(
        f"| {line} |" if " | " in line and not line.startswith("|") else line
        for line in text.splitlines()
    )


def test_rows_answer_their_own_questions_in_a_side_file() -> None:
    disclosures = graded(
        "# A model\n\nIt is a model.\n", "model", others={"privacy.md": rows(SUBCARD)}
    )
    assert (disclosures["PRIV-001"].grade.value, disclosures["PRIV-001"].stance) == (
        "partial",
        "unknown",
    )
    assert disclosures["PRIV-013"].grade.value == "disclosed"
    assert disclosures["PRIV-021"].grade.value == "placeholder"
    assert disclosures["PRIV-050"].grade.value == "disclosed"
    assert disclosures["PRIV-082"].grade.value == "partial"
    proof = disclosures["PRIV-013"].evidence[0]
    assert (proof.file, proof.start_line) == ("privacy.md", 9)
    assert proof.quote.endswith("used to train the model?: No")


def test_rows_in_the_card_itself() -> None:
    text = rows(SUBCARD).replace("None Known", "Yes: names and e-mail addresses of forum users")
    disclosures = graded(text, "model")
    assert (disclosures["PRIV-001"].grade.value, disclosures["PRIV-001"].stance) == (
        "disclosed",
        "present",
    )
    assert disclosures["PRIV-082"].grade.value == "disclosed"


def test_what_was_searched_is_named() -> None:
    disclosures = graded(
        "# A model\n\n## Data\n\nText.\n",
        "model",
        others={"PRIVACY.md": "# Notice\n\nWe like privacy.\n"},
    )
    assert disclosures["PRIV-030"].searched == ("README.md (2 sections)", "PRIVACY.md")


def test_question_headings() -> None:
    assert section_grade("yes/very likely", "Contains PII?")[0] == "partial"
    assert section_grade("names, e-mail addresses", "Categories of PII")[0] == "disclosed"
    assert section_grade("The text is generated from rules.", "Justification for no PII")[0] in (
        "partial",
        "disclosed",
    )
