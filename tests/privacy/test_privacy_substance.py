"""Sections on personal data that say something of substance, and those that only seem to."""

from __future__ import annotations

import pytest
from privacy_cards import graded, section_grade

DISCLOSED = (
    # What was done, to what, by whom, by which rule.
    "Birth dates were jittered and postcodes generalised.",
    "The registry was pseudonymised by the hospital before release.",
    "For privacy reasons, these portraits were removed.",
    "The letters were checked for human presence.",
    "Callers were instructed not to mention themselves.",
    "Each ruling is published by the court. This includes anonymisation.",
    # What the data consists of, so that it holds none.
    "There is no personal data. The captions describe melodies without referencing individuals.",
    "No PII. Only the headline and the date of each notice are kept.",
    "It holds no personal data. All rows represent budgets of departments.",
    "It does not hold names, e-mails or phone numbers.",
    "The records are entirely fictional and hold no real tickets.",
    "No personal data — it is all about the sizes of televisions.",
    "The columns were replaced with a stable alias by the pipeline.",
    "No patient identifiers are released.",
    "Personal information such as file paths was removed.",
    "The snapshot omits exact addresses and rounds coordinates.",
    "이용자 번호는 sha256으로만 저장합니다.",
    # What was done, and what may remain.
    "개인정보가 포함되어 있어, 이를 마스킹하여 제공합니다.",
    "We went through it and took out personal data. Some personal data may be left.",
    # In what, or of whom.
    "Named people appear in their public role.",
    "Some rows may contain personal information.",
    "It contains personal information of people who applied for a visa.",
    "It holds information about the inventors of each patent.",
    "It consists of personal letters and essays that readers sent in.",
    # How people agreed, and which board looked at it.
    "The speakers agreed in writing that their voices are published.",
    "The study was approved by the ethics board of a university, number 2020-11.",
    "이 자료의 화자 이름은 무작위 번호로 치환하였습니다.",
    "개인정보는 공개 전에 담당 기관에서 삭제하였습니다.",
    "화자의 음성은 변조하였습니다.",
    "개인정보는 없습니다. 모든 문장은 두 사람이 지어낸 문장으로만 구성되어 있습니다.",
)
PARTIAL = (
    "PII was removed.",
    "The data is anonymised.",
    "We expect that such details have already been removed by the publisher.",
    "The names should have been removed by the court.",
    "There is no personal data. All texts are public.",
    "There is no personal data. Some texts contain insults.",
    "There is no personal data. See the paper, which contains more.",
    "No names or other personal details are included.",
    "All information relating to persons is of public record.",
    "Some personal data may be left.",
    "Insults were removed by the annotators.",
    "The study was approved by an ethics board.",
    "Do not submit names of patients.",
    "No personal letters are in it.",
    "As it was built from public pages, it likely avoids including personal data.",
    "The paper does not say whether it holds personal data. Each map shows a river.",
    "There is no personal data. The owners are aware of such concerns.",
    "No, there is no personal data.\n\nIf the answer is yes, please be sure to obtain approvals.",
    "Report aggregate ratings of the participants.",
    "Store only synthetic data, and minimise retention.",
    "개인정보를 삭제하였습니다.",
    "개인을 식별할 수 있는 정보는 수집하지 않았습니다.",
    "개인정보는 없습니다. 모든 기사는 공개된 자료입니다.",
    "개인정보는 공개 전에 삭제되었을 것으로 예상됩니다.",
)


@pytest.mark.parametrize("text", DISCLOSED)
def test_substance_answers_in_full(text: str) -> None:
    assert section_grade(text)[0] == "disclosed"


@pytest.mark.parametrize("text", PARTIAL)
def test_less_answers_in_part(text: str) -> None:
    assert section_grade(text)[0] == "partial"


def test_what_was_done_is_quoted() -> None:
    text = "There is no personal data. Visits were coarsened by the hospital before release."
    card = f"# A card\n\n## Privacy\n\n{text}\n"
    proofs = graded(card)["PRIV-082"].evidence
    assert [proof.quote for proof in proofs] == [
        "Visits were coarsened by the hospital before release."
    ]


def test_a_pasted_sentence_counts_for_what_is_added_to_it() -> None:
    pasted = "It does not contain any personal information about the authors or the crowdworkers"
    assert section_grade(f"{pasted}.")[0] == "partial"
    assert section_grade(f"{pasted}, but may contain names of the people in it.")[0] == "disclosed"


def test_substance_says_nothing_on_presence() -> None:
    """Consent fills the section, and leaves open whether the data holds personal data."""
    text = "Workers signed a consent form that explains how the data is used."
    disclosures = graded(f"# A card\n\n## Privacy\n\n{text}\n")
    assert disclosures["PRIV-082"].grade.value == "disclosed"
    assert disclosures["PRIV-001"].grade.value == "absent"


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("It contains personal information of people who applied for a visa.", "present"),
        ("The subset contains photos of people without their consent.", "present"),
        ("Some rows may contain personal information.", "possibly-present"),
        ("Birth dates were pseudonymised.", "deidentified"),
        ("For privacy reasons, these portraits were removed.", "removed"),
        ("There is no personal data. Captions describe melodies.", "absent-with-reason"),
        ("It does not hold names, e-mails or phone numbers.", "absent-bare"),
        ("Workers signed a consent form that explains how the data is used.", ""),
    ],
)
def test_the_stance_is_that_of_what_is_quoted(text: str, stance: str) -> None:
    assert section_grade(text) == ("disclosed", stance)


@pytest.mark.parametrize(
    "text", ["We tried to pseudonymise the letters.", "The letters will be removed by the owner."]
)
def test_what_was_tried_or_planned_answers_in_part(text: str) -> None:
    assert section_grade(text)[0] == "partial"


def test_words_on_another_subject_are_no_placeholder() -> None:
    section = "## Privacy\n\n### Disclaimer\n\nThe images were taken as they are."
    assert graded(f"# A card\n\n{section}\n")["PRIV-082"].grade.value == "partial"
    assert graded("# A card\n\n## Privacy\n\n### Disclaimer\n")["PRIV-082"].grade.value == (
        "placeholder"
    )


def test_a_row_of_a_form_is_graded_by_its_answer() -> None:
    rows = "| question | answer |\n|---|---|\n| Were the names of patients removed? | No |\n"
    assert graded(f"# A card\n\n## Privacy\n\n{rows}")["PRIV-082"].grade.value == "partial"


@pytest.mark.parametrize(
    "text",
    [
        "{{ personal_information }}",
        '{{ x | default("", true) }}',
        "Does it contain personal information? How is it handled?",
        "Specify which personal data is held, removed or synthetic. Add the date of the review.",
        "- **PII removed**: <yes / no / partial>\n- **Method**: <the tool>",
    ],
)
def test_an_unfilled_template_is_a_placeholder(text: str) -> None:
    assert section_grade(text)[0] == "placeholder"


@pytest.mark.parametrize(
    "heading",
    [
        "Ethical & Privacy Notes",
        "Potential PII Risk",
        "PII Risks and Liability",
        "PII policy",
        "Public Credit and Privacy",
        "Privacy and Licensing Posture",
        "Private Identifying Information (PII)",
        "Private/Sensitive Data",
        "No Personal Data",
        "Safety, Privacy and Security",
        "Privacy/PII",
        "Data privacy considerations",
        "Confidentiality",
        "GDPR compliance",
        "윤리 및 개인정보",
        "데이터 비식별화 방법",
        "프라이버시 보호",
        "민감정보 포함 여부",
    ],
)
def test_headings_of_the_same_sense(heading: str) -> None:
    assert section_grade("Names were replaced with tokens.", heading)[0] == "disclosed"


@pytest.mark.parametrize(
    "heading",
    [
        "Privacy Filter",
        "PII Detection",
        "PII masking model",
        "Privacy-preserving training",
        "Phi-2",
    ],
)
def test_headings_of_another_sense(heading: str) -> None:
    assert section_grade("Names were replaced with tokens.", heading)[0] == "absent"
