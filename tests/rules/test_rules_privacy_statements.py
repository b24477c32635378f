"""Rules about what documents state: contradictions, records about people, questions of a chosen
profile."""

from __future__ import annotations

import re

import pytest
from hub_folder import HubFolder

import provenance
from provenance.model.finding import Check, Outcome, Severity

DENIAL = "The dataset does not contain any personal data."
DENIAL_KO = "데이터셋에는 개인정보가 포함되어 있지 않습니다."
COLUMNS = "dataset_info:\n  features:\n  - name: customer_email\n    dtype: string"


@pytest.mark.parametrize(
    ("front", "body"),
    [
        (COLUMNS, f"# D\n\n## Privacy\n\n{DENIAL}\n"),
        (
            "",
            (
                f"# D\n\n{DENIAL}\n\n## More\n\nThe dataset contains the names and e-mail addresses"
                " of customers.\n"
            ),
        ),
        (
            "",
            f"# D\n\n{DENIAL_KO}\n\n데이터에는 고객의 이름과 전화번호가 포함되어 있습니다.\n",
        ),
    ],
    ids=["columns", "sentences", "korean"],
)
def test_a_contradiction_fires_for_a_dataset_and_for_what_was_trained_on_it(
    hub: HubFolder, front: str, body: str
) -> None:
    hub.dataset("acme/d", front, body)
    hub.model("acme/m", "datasets: [acme/d]")
    for ref in ("datasets/acme/d", "acme/m"):
        [finding] = hub.check("PII083", ref).findings
        assert (finding.severity, finding.questions) == (Severity.HIGH, ("PRIV-083",))
        assert len(finding.evidence) == 2


@pytest.mark.parametrize(
    "body",
    [
        (
            "The dataset does not contain personal data other than names. The dataset contains the"
            " names of speakers."
        ),
        "The dataset does not contain any personal data. It may contain names of speakers.",
        "The dataset does not contain any personal data. The annotators are known to us by name.",
        "The dataset contains the names and e-mail addresses of customers.",
    ],
)
def test_denials_of_a_part_and_hedges_contradict_nothing(hub: HubFolder, body: str) -> None:
    hub.dataset("acme/d", "", f"# D\n\n{body}\n")
    assert hub.check("PII083", "datasets/acme/d").outcome is Outcome.PASSED


def test_a_contradiction_cannot_be_told_without_the_card(hub: HubFolder) -> None:
    hub.model("acme/m", "datasets: [acme/private]")
    assert hub.check("PII083", "acme/m").outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        ("It was fine-tuned on 40,000 discharge summaries from two hospitals.", Severity.HIGH),
        ("본 모델은 병원의 진료 기록 12만 건으로 학습되었습니다.", Severity.HIGH),
        ("The data consists of customer support tickets of an online shop.", Severity.MEDIUM),
        ("이 데이터는 고객 상담 대화 3만 건으로 구성되어 있습니다.", Severity.MEDIUM),
    ],
)
def test_records_about_people_without_a_word_on_removal_fire(
    hub: HubFolder, sentence: str, severity: Severity
) -> None:
    hub.model("acme/m", "", f"# M\n\nA model.\n\n{sentence}\n")
    [finding] = hub.check("PII033", "acme/m").findings
    assert finding.severity is severity
    assert (finding.evidence[0].quote, finding.evidence[0].start_line) == (sentence, 5)


def test_records_of_a_named_dataset_fire_too(hub: HubFolder) -> None:
    hub.dataset("acme/notes", "", "# D\n\nThe corpus is made up of nursing notes.\n")
    hub.model("acme/m", "datasets: [acme/notes]")
    [finding] = hub.check("PII033", "acme/m").findings
    assert len(finding.path) == 2


@pytest.mark.parametrize(
    "body",
    [
        (
            "It was trained on discharge summaries. All names were replaced, so the records are"
            " anonymised."
        ),
        "It was trained on synthetic patient records.",
        "It can be used to summarise clinical notes.",
        "It is not trained on patient records.",
        "It was trained on newspaper articles.",
        "학습 데이터는 환자 기록이며 비식별 처리하였습니다.",
    ],
)
def test_records_that_are_described_invented_or_only_a_task_pass(hub: HubFolder, body: str) -> None:
    hub.model("acme/m", "", f"# M\n\n{body}\n")
    assert hub.check("PII033", "acme/m").outcome is Outcome.PASSED


def test_records_cannot_be_told_without_the_card(hub: HubFolder) -> None:
    hub.model("acme/m", "datasets: [acme/private]")
    assert hub.check("PII033", "acme/m").outcome is Outcome.UNKNOWN


def test_fine_tuning_data_is_medium_where_nothing_suggests_people(hub: HubFolder) -> None:
    hub.model("base/one", "license: mit")
    hub.dataset("acme/plain", "", "# D\n\nRecipes of soups.\n")
    hub.dataset("acme/notes", "", "# D\n\nThe corpus is made up of nursing notes.\n")
    hub.model("acme/a", "base_model: base/one\ndatasets: [acme/plain]")
    hub.model("acme/b", "base_model: base/one\ndatasets: [acme/notes]")
    severities = [hub.check("PII070", ref).findings[0].severity for ref in ("acme/a", "acme/b")]
    assert severities == [Severity.MEDIUM, Severity.HIGH]


JAPANESE = (
    "# データ\n\n## 概要\n\nこのデータは日本語のニュース記事から作成されました。"
    "\n\n個人情報は削除されています。\n"
)


def test_silence_in_a_language_that_is_not_read_is_no_finding(hub: HubFolder) -> None:
    hub.model("base/one", "license: mit")
    hub.dataset("acme/ja", COLUMNS, JAPANESE)
    hub.model("acme/m", "base_model: base/one\ndatasets: [acme/ja]")
    for rule in ("PII070", "PII090"):
        assert hub.check(rule, "acme/m").outcome is Outcome.UNKNOWN
    assert profiled(hub, "datasets/acme/ja", "hub-minimal").outcome is Outcome.UNKNOWN


def profiled(hub: HubFolder, ref: str, *names: str) -> Check:
    """What the rule on profiles says."""
    report = provenance.audit(ref, hub=str(hub.root), profiles=names)
    return next(check for check in report.checks if check.rule == "PII100")


def test_open_questions_of_a_profile_are_one_finding_for_each_weight(hub: HubFolder) -> None:
    hub.dataset("acme/d", "", "# D\n\nSentences.\n")
    check = profiled(hub, "datasets/acme/d", "kr-pipc", "us-ca")
    assert [finding.severity for finding in check.findings] == [Severity.MEDIUM, Severity.LOW]
    assert check.findings[0].message.startswith("None of the ")
    assert "questions of kr-pipc, us-ca is answered" in check.findings[0].message
    assert "PRIV-030" in check.findings[0].questions
    assert "searched README.md (1 section)" in check.findings[0].details


def test_questions_of_a_profile_that_stay_open_are_counted(hub: HubFolder) -> None:
    body = (
        "# D\n\n## Personal and Sensitive Information\n\nIt holds names, e-mail addresses and"
        " health data of patients. Names and e-mail addresses were removed with regular"
        " expressions. Patients agreed to this use.\n"
    )
    hub.dataset("acme/d", "", body)
    check = profiled(hub, "datasets/acme/d", "kr-pipc", "us-ca")
    required, important = (finding.message for finding in check.findings)
    assert re.match(r"\d+ of the \d+ required questions of kr-pipc, us-ca (is|are) not", required)
    assert re.match(r"\d+ of the \d+ important questions of kr-pipc, us-ca (is|are) not", important)


def test_no_profile_no_question(hub: HubFolder) -> None:
    hub.dataset("acme/d", "", "# D\n\nSentences.\n")
    assert profiled(hub, "datasets/acme/d").outcome is Outcome.NOT_APPLICABLE


def test_an_answered_profile_passes(hub: HubFolder) -> None:
    body = (
        "# D\n\n## Personal and Sensitive Information\n\nIt holds names, e-mail addresses and"
        " health data of patients. Names and e-mail addresses were removed with regular"
        " expressions. Patients agreed to this use.\n"
    )
    hub.dataset("acme/d", "source_datasets: [acme/source]", body)
    hub.dataset("acme/source", "")
    left = {
        question
        for finding in profiled(hub, "datasets/acme/d", "br-anpd").findings
        for question in finding.questions
    }
    assert "PRIV-001" not in left


def test_without_a_scan_of_rows_there_is_nothing_to_explain(hub: HubFolder) -> None:
    # What the rule says of a scan is tested with the viewer: tests/hubs/test_dataset_viewer.py.
    hub.dataset("acme/d", "", "# D\n\nSentences.\n")
    assert hub.check("PII092", "datasets/acme/d").outcome is Outcome.NOT_APPLICABLE
