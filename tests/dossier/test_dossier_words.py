"""Every sentence of ours is there in both languages, by its id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import provenance
from provenance.dossier import Review, write
from provenance.dossier.conclusion import total_word
from provenance.dossier.content import subjects_of
from provenance.licences import catalogue
from provenance.licences.use import ACTIVITIES, FIELDS
from provenance.messages import LANGUAGES, ids, message
from provenance.messages.catalogue import sentence
from provenance.model.finding import Outcome, Severity
from provenance.privacy.disclosure import Grade
from provenance.report import Report, counts_by_severity
from provenance.wording.digest import Digest
from provenance.wording.phrases import phrases_of

SAMPLES = Path(__file__).parents[2] / "sample_manifests" / "hub"
USE = {
    "activity": ["product", "fine-tune", "redistribute", "hosted-api", "train-on-outputs"],
    "commercial": True,
    "regions": ["KR", "EU"],
    "fields": ["medical"],
}


def sentences(report: Report) -> Iterator[str]:
    """Every English sentence of a report that a dossier shows."""
    for finding in report.findings:
        yield from (finding.message, finding.remedy, *finding.details)
    yield from (gap.detail for gap in report.gaps)
    yield from (check.reason for check in report.checks if check.outcome is Outcome.UNKNOWN)
    yield from (rule.summary for rule in report.rules)
    for judgement in report.uses:
        yield from (text for reason in judgement.reasons for text in (reason.text, reason.question))
        yield from (task.text for task in judgement.duties)
    yield from (duty.text for licence in report.licences for duty in licence.duties)


def untranslated(reports: Iterator[Report]) -> list[str]:
    phrases = phrases_of("ko")
    for report in reports:
        for text in sentences(report):
            phrases.message(text)
    return sorted(phrases.untranslated)


def test_the_words_stay_careful() -> None:
    # A source is called what it is, such as a compliance vendor.
    keys = [key for key in ids() if not key.startswith("source.")]
    ours = [str(sentence(key, language)) for key in keys for language in LANGUAGES]
    careless = re.compile(r"violat|complian|complies|위반|준수")
    assert not [text for text in ours if careless.search(text.lower())]


def test_every_activity_and_field_has_words() -> None:
    expected = {f"dossier.activity.{word}" for word in ACTIVITIES}
    expected |= {f"dossier.field.{word}" for word in FIELDS}
    assert expected <= set(ids())


def test_all_that_the_sample_hub_says_is_translated() -> None:
    refs = [
        f"{'datasets/' if folder.parts[-4] == 'datasets' else ''}{folder.parts[-3]}/{folder.parts[-2]}"  # noqa: E501
        for folder in sorted(SAMPLES.glob("*/*/*/_meta.json"))
    ]
    assert (
        untranslated(provenance.audit(*refs, hub=str(SAMPLES), use=use) for use in (None, USE))
        == []
    )


def test_all_that_real_models_bring_about_is_translated(corpus: Path) -> None:
    folders = sorted((corpus / "hub" / "models").glob("*/*"))[::6]
    report = provenance.audit(
        *(f"{folder.parent.name}/{folder.name}" for folder in folders),
        hub=str(corpus / "hub"),
        use=USE,
    )
    assert untranslated(iter((report,))) == []


def test_all_duties_of_the_catalogue_are_translated() -> None:
    phrases = phrases_of("ko")
    for licence in catalogue().values():
        for duty in licence.duties:
            phrases.message(duty.text)
    assert phrases.untranslated == set()


def test_names_stay_as_they_are() -> None:
    names = message("licence.use.message-artifact", name="a/b", reason="c/d")
    assert phrases_of("ko").message(names) == ("a/b: c/d", "")


def test_a_duty_becomes_what_to_do() -> None:
    duty = message("duty.content-filter")
    assert phrases_of("en").message(duty) == ("Keep content filters in place", "")
    assert phrases_of("ko").message(duty) == ("콘텐츠 필터 적용", "")


def test_what_is_not_known_stays_english_and_says_so() -> None:
    phrases = phrases_of("ko")
    assert phrases.message("a sentence that nobody translated") == (
        "a sentence that nobody translated",
        "en",
    )
    assert phrases.untranslated == {"a sentence that nobody translated"}
    assert phrases_of("en").message("anything") == ("anything", "")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_terms_of_the_report_have_words(lang: str) -> None:
    phrases = phrases_of(lang)
    assert phrases.term("relation", "finetune") != "finetune"
    assert phrases.term("relation", "something-new") == "something-new"


def test_regions_and_words_for_an_answer_are_korean_in_a_korean_dossier() -> None:
    report = provenance.audit("acme/support-gemstone-7b", hub="sample", use=USE)
    page = write(Review(report=report, lang="ko"), "html").decode()
    assert "지역: 대한민국, 유럽연합" in page or "지역: 유럽연합, 대한민국" in page
    assert "지역: KR" not in page
    assert "An answer could read" not in page and "Fine-tuned on [dataset id]" not in page


@pytest.mark.parametrize(
    ("grade", "word"), [(Grade.DISCLOSED, "Approve on conditions"), (Grade.ABSENT, "Hold")]
)
def test_permission_by_terms_is_never_green_above_open_questions_on_personal_data(
    grade: Grade, word: str
) -> None:
    report = provenance.audit("northwind/clear-3b", hub="sample", use=USE)
    graded = tuple(replace(disclosure, grade=grade) for disclosure in report.disclosures)
    known = replace(report, disclosures=graded, findings=(), gaps=())
    subject = subjects_of(Review(report=known))[0]
    assert total_word(subject) == word
    assert subject.lights.total.permits == (grade is Grade.DISCLOSED)
    page = write(Review(report=known), "html").decode()
    assert (">Approve on conditions<" in page) == (grade is Grade.DISCLOSED)


def test_the_overview_counts_what_the_report_counts() -> None:
    report = provenance.audit("northwind/merged-5b", "northwind/clear-3b", hub="sample", use=USE)
    page = write(Review(report=report), "html").decode()
    for purl in Digest(report).subjects:
        counts = counts_by_severity(
            finding for finding in report.findings if finding.artifact == purl
        )
        numbers = [f"{counts[severity]} {severity.value}" for severity in list(Severity)[:3]]
        assert ", ".join(numbers) in page
    assert report.summary.critical == counts_by_severity(report.findings)[Severity.CRITICAL]
