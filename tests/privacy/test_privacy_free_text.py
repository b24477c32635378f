"""Statements in running tefrom provenance.hubs import HUGGING_FACE
xt of models and datasets: which question they answer, how far, and with
which stance."""

from __future__ import annotations

import pytest
from privacy_cards import graded

MODEL = (
    (
        "PRIV-001",
        "partial",
        "possibly-present",
        "The training data may contain personal information.",
    ),
    (
        "PRIV-001",
        "disclosed",
        "possibly-present",
        "The pre-training corpus may contain personal data from web pages.",
    ),
    (
        "PRIV-001",
        "partial",
        "absent-bare",
        "The training data does not contain any personal information.",
    ),
    (
        "PRIV-001",
        "disclosed",
        "possibly-present",
        "학습 데이터에는 웹 문서의 개인정보가 포함되어 있을 수 있습니다.",
    ),
    ("PRIV-001", "partial", "absent-bare", "The dataset avoids including personal data."),
    ("PRIV-001", "partial", "absent-bare", "학습 데이터에는 개인정보가 포함되어 있지 않습니다."),
    (
        "PRIV-002",
        "disclosed",
        "present",
        "The training data contains personal data such as user names of forum posts.",
    ),
    (
        "PRIV-003",
        "disclosed",
        "deidentified",
        "Medical records were de-identified before training.",
    ),
    (
        "PRIV-004",
        "disclosed",
        "done",
        "Social security numbers and passport numbers were masked in the training data.",
    ),
    ("PRIV-004", "disclosed", "done", "학습 전에 주민등록번호와 카드번호를 삭제하였습니다."),
    (
        "PRIV-030",
        "disclosed",
        "done",
        "E-mail addresses were removed from the training data with a regular expression.",
    ),
    (
        "PRIV-030",
        "partial",
        "done",
        "Automated techniques were used to filter out personal information from the data.",
    ),
    (
        "PRIV-030",
        "disclosed",
        "not-done",
        "No filtering of personal information was applied to the training data.",
    ),
    (
        "PRIV-030",
        "disclosed",
        "done",
        "학습 데이터에서 이름과 전화번호를 정규표현식으로 제거하였습니다.",
    ),
    ("PRIV-030", "disclosed", "not-done", "학습 데이터의 개인정보는 필터링하지 않았습니다."),
    (
        "PRIV-031",
        "disclosed",
        "done",
        "We used Presidio to redact names and phone numbers from the training data.",
    ),
    (
        "PRIV-032",
        "disclosed",
        "done",
        "A random sample was manually checked to verify that personal data was removed from it.",
    ),
    (
        "PRIV-032",
        "partial",
        "possibly-present",
        "We cannot guarantee that all personal data was removed from the corpus.",
    ),
    (
        "PRIV-013",
        "disclosed",
        "not-done",
        "Neither the pre-training nor the tuning data includes user data of our services.",
    ),
    (
        "PRIV-013",
        "disclosed",
        "done",
        "The model was trained on publicly shared posts from Instagram and Facebook.",
    ),
    ("PRIV-013", "disclosed", "not-done", "이용자의 대화 데이터는 학습에 사용하지 않았습니다."),
    (
        "PRIV-012",
        "disclosed",
        "done",
        "Our crawler respects robots.txt and leaves out sites that opted out.",
    ),
    (
        "PRIV-020",
        "disclosed",
        "done",
        "Personal data from the web is processed on the basis of legitimate interests.",
    ),
    ("PRIV-034", "partial", "done", "The training data was deduplicated."),
    ("PRIV-034", "disclosed", "done", "We deduplicated the corpus to reduce memorization."),
    ("PRIV-035", "disclosed", "done", "The model was trained with DP-SGD, epsilon = 8."),
    (
        "PRIV-040",
        "partial",
        "done",
        "Answers may be generated which contain personal, harmful or other bad information.",
    ),
    (
        "PRIV-040",
        "disclosed",
        "done",
        "The model may reproduce personal data that it has memorized.",
    ),
    (
        "PRIV-040",
        "disclosed",
        "done",
        "모델이 암기한 개인정보가 그대로 출력되어 개인정보가 유출될 수 있습니다.",
    ),
    ("PRIV-041", "partial", "done", "We conducted red teaming with external experts."),
    (
        "PRIV-041",
        "disclosed",
        "done",
        "We conducted red teaming on leaks of personal data; 3 of 200 answers held some.",
    ),
    ("PRIV-041", "partial", "done", "내부 레드팀이 모델을 시험하였습니다."),
    ("PRIV-041", "disclosed", "done", "레드팀이 개인정보 유출을 시험하였습니다."),
    (
        "PRIV-050",
        "disclosed",
        "done",
        "To ask for access or deletion of your data, write to privacy@example.org.",
    ),
    (
        "PRIV-050",
        "disclosed",
        "done",
        "Write to us to request the removal of your data: contact privacy@example.org.",
    ),
    ("PRIV-050", "disclosed", "done", "개인정보 삭제를 요청하려면 메일로 문의해 주십시오."),
    (
        "PRIV-051",
        "disclosed",
        "done",
        "Requested records are removed from future versions of the training set.",
    ),
    ("PRIV-053", "disclosed", "done", "The raw recordings are deleted after 90 days."),
    ("PRIV-054", "disclosed", "done", "Please report harmful answers via the form."),
    (
        "PRIV-062",
        "disclosed",
        "",
        "Developers should check their fine-tuning data for personal data before they deploy.",
    ),
    ("PRIV-063", "disclosed", "", "Prompts are not stored on our servers when you use the API."),
    ("PRIV-080", "disclosed", "done", "The public summary of training content is available here."),
    ("PRIV-081", "disclosed", "done", "Our AB 2013 documentation is published on the site."),
)
DATASET = (
    ("PRIV-005", "disclosed", "not-done", "No data of children under the age of 14 is included."),
    (
        "PRIV-006",
        "disclosed",
        "done",
        "Faces of people and licence plates were blurred in all images.",
    ),
    (
        "PRIV-021",
        "disclosed",
        "done",
        "All speakers signed a consent form for the publication of their recordings.",
    ),
    ("PRIV-021", "partial", "done", "Informed consent was obtained."),
    (
        "PRIV-024",
        "disclosed",
        "done",
        "The study was approved by the ethics committee (no. 12-34).",
    ),
    (
        "PRIV-033",
        "disclosed",
        "deidentified",
        "User names in the tweets were replaced by random numbers to anonymize them.",
    ),
    ("PRIV-033", "disclosed", "not-done", "The usernames in the data have not been anonymized."),
    ("PRIV-061", "disclosed", "", "You may not attempt to identify the speakers in this corpus."),
)


@pytest.mark.parametrize(("check", "grade", "stance", "sentence"), MODEL)
def test_models(check: str, grade: str, stance: str, sentence: str) -> None:
    disclosure = graded(f"# M\n\n## Model details\n\nA model. {sentence}\n", "model")[check]
    assert (disclosure.grade.value, disclosure.stance) == (grade, stance)
    assert disclosure.evidence[0].start_line == 5


@pytest.mark.parametrize(("check", "grade", "stance", "sentence"), DATASET)
def test_datasets(check: str, grade: str, stance: str, sentence: str) -> None:
    disclosure = graded(f"# D\n\n## Source Data\n\nA corpus. {sentence}\n")[check]
    assert (disclosure.grade.value, disclosure.stance) == (grade, stance)


@pytest.mark.parametrize(
    "sentence",
    [
        "NSFW and CSAM images were filtered from the training data.",
        "Low-quality documents were removed from the training data.",
        "Toxic comments were removed from the corpus.",
        "Hate speech was filtered from the data.",
        "Stop words were removed and URLs were replaced with a token in the corpus.",
        "Duplicates were removed from the training data.",
        "유해한 콘텐츠를 학습 데이터에서 필터링하였습니다.",
        "품질이 낮은 문서를 제거하여 학습 데이터를 정제하였습니다.",
    ],
)
def test_other_filtering_is_no_filtering_of_personal_data(sentence: str) -> None:
    disclosures = graded(f"# M\n\n## Training Data\n\n{sentence}\n", "model")
    assert {
        disclosures[check].grade.value for check in ("PRIV-001", "PRIV-030", "PRIV-031", "PRIV-032")
    } == {"absent"}


def test_front_matter_names_sources_and_base() -> None:
    text = "---\nbase_model: acme/base\ndatasets:\n- acme/corpus\n---\n# M\n"
    disclosures = graded(text, "fine-tune")
    assert (
        disclosures["PRIV-071"].grade.value,
        disclosures["PRIV-071"].evidence[0].start_line,
    ) == (
        "disclosed",
        2,
    )
    assert (
        disclosures["PRIV-010"].grade.value,
        disclosures["PRIV-010"].evidence[0].start_line,
    ) == (
        "disclosed",
        4,
    )
    assert (disclosures["PRIV-070"].grade.value, disclosures["PRIV-070"].stance) == (
        "partial",
        "named",
    )


def test_tuning_data_is_answered_by_the_models_own_card() -> None:
    text = (
        "# M\n\n## Training\n\nThe fine-tuning data contains personal data: names and e-mails of"
        " customers.\n"
    )
    disclosure = graded(text, "fine-tune")["PRIV-070"]
    assert (disclosure.grade.value, disclosure.stance) == ("disclosed", "present")


def test_safeguards_are_tested_again_after_tuning() -> None:
    disclosures = graded(
        "# M\n\n## Safety\n\nAfter fine-tuning we evaluated safety again.\n", "fine-tune"
    )["PRIV-072"]
    assert (disclosures.grade.value, disclosures.stance) == ("disclosed", "done")


@pytest.mark.parametrize(
    ("text", "is_answered"),
    [
        ("The training conversations were pseudonymised before training.", True),
        ("학습에 쓴 상담 기록은 가명처리하였습니다.", True),
        ("Phone numbers were removed from the training data.", False),
        ("The model translates English.", False),
    ],
)
def test_a_model_answers_for_de_identification_only_by_its_words(
    text: str, is_answered: bool
) -> None:
    assert ("PRIV-033" in graded(f"# M\n\n{text}\n", "model")) is is_answered


def test_only_what_applies_is_asked() -> None:
    assert "PRIV-033" not in graded("# M\n", "model")
    assert "PRIV-041" not in graded("# D\n", "dataset")
    assert "PRIV-070" not in graded("# M\n", "model")


def test_nothing_read_means_nothing_graded() -> None:
    from provenance.hubs import HUGGING_FACE
    from provenance.model.artifact import ArtifactRef, Kind, Snapshot
    from provenance.privacy import grade_disclosures

    ref = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/thing", revision="0" * 40)
    assert grade_disclosures(frozenset({"model"}), Snapshot(ref=ref), None, {}) == ()


def test_a_sentence_that_names_no_identifier_answers_nothing_about_identifiers() -> None:
    disclosures = graded("# M\n\nPII was removed from the training data.\n", "model")
    assert disclosures["PRIV-004"].grade.value == "absent"
    assert disclosures["PRIV-030"].stance == "done" and disclosures["PRIV-001"].stance == "removed"


@pytest.mark.parametrize(
    "text, grade, stance",
    [
        ("Passport numbers were removed from the data.", "disclosed", "done"),
        ("Passport numbers were not collected for this data.", "disclosed", "absent-bare"),
        ("No passport numbers are included in the data.", "partial", "absent-bare"),
        ("데이터에 주민등록번호는 포함되어 있지 않습니다.", "partial", "absent-bare"),
        ("여권번호는 수집하지 않았습니다.", "partial", "absent-bare"),
        ("여권번호를 마스킹하지 않았습니다.", "disclosed", "not-done"),
        ("Passport photos were not collected. Names are present.", "absent", ""),
        ("Passport numbers may be entered below.", "absent", ""),
    ],
)
def test_identifiers_that_were_never_taken_are_denied_and_not_called_removed(
    text: str, grade: str, stance: str
) -> None:
    answer = graded(f"# D\n\n{text}\n", "dataset")["PRIV-004"]
    assert (answer.grade.value, answer.stance) == (grade, stance)


def test_filtered_is_not_de_identified() -> None:
    filtered = graded("# M\n\nPersonal data was filtered from the training data.\n", "model")
    assert not [
        disclosure for disclosure in filtered.values() if disclosure.stance == "deidentified"
    ]
    anonymised = graded("# M\n\nPersonal data in the training data was anonymised.\n", "model")
    assert anonymised["PRIV-001"].stance == "deidentified"
