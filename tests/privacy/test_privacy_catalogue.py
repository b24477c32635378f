"""The catalogue, its schema, its profiles and the three questions."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator
from privacy_cards import graded

from provenance.errors import UsageError
from provenance.files.resources import SCHEMAS, resource_folder
from provenance.privacy import catalogue, profiles, select, three_questions
from provenance.privacy.catalogue import DATA
from provenance.privacy.signals import questions

HANGUL = re.compile(r"[가-힣]")


def test_the_file_is_what_its_schema_says() -> None:
    schema = json.loads(
        (resource_folder(SCHEMAS) / "privacy-catalogue-1.schema.json").read_text("utf-8")
    )
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads((DATA / "catalogue.json").read_text("utf-8")))


def test_every_check_is_complete_and_bilingual() -> None:
    checks = catalogue()
    assert [check.id for check in checks] == sorted({check.id for check in checks})
    assert len(checks) == 58
    for check in checks:
        assert HANGUL.search(check.question_ko) and HANGUL.search(check.title_ko), check.id
        assert not HANGUL.search(check.question) and check.remedy and check.asked_by, check.id
        assert len(check.asked_by) == len(check.requirements)


def test_the_words_stay_careful() -> None:
    for check in catalogue():
        assert not re.search(
            r"violat|complian|unlawful", f"{check.title} {check.question} {check.remedy}".lower()
        )


def test_every_signal_belongs_to_a_check() -> None:
    assert {question.check for question in questions()} <= {check.id for check in catalogue()}


def test_nothing_is_loaded_at_import() -> None:
    code = "from provenance.privacy import catalogue; print(catalogue.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


def test_profiles_select_what_their_sources_ask() -> None:
    names = [profile.name for profile in profiles()]
    assert names == [
        "br-anpd", "eu-gpai", "g7-sbom", "hub-minimal", "it-garante", "kr-pipc", "uk-ico", "us-ca",
    ]  # fmt: skip
    korea = next(profile for profile in profiles() if profile.name == "kr-pipc")
    assert {"PRIV-030", "PRIV-032", "PRIV-041", "PRIV-062", "PRIV-070"} <= {
        check.id for check in korea.checks
    }
    assert all(profile.checks and HANGUL.search(profile.title_ko) for profile in profiles())


def test_several_profiles_at_once_take_the_worse_severity() -> None:
    chosen = {check.id: check for check in select(["us-ca", "kr-pipc"])}
    assert list(chosen) == sorted(chosen)
    assert chosen["PRIV-041"].severity == "critical"
    assert chosen["PRIV-081"].severity == "high"
    with pytest.raises(UsageError, match="no privacy profile 'mars'"):
        select(["mars"])


def test_three_questions_of_a_base_model() -> None:
    text = (
        "# M\n\n## Training Data\n\nE-mail addresses and names were masked in the corpus with a"
        " regular expression. We manually checked a sample of the redacted personal data.\n\n##"
        " Safety\n\nWe conducted red teaming with experts.\n"
    )
    answers = three_questions(graded(text, "model").values())
    assert [(answer.id, answer.grade.value) for answer in answers] == [
        ("filtering", "disclosed"),
        ("fine-tuning", "absent"),
        ("red-team", "partial"),
    ]


def test_a_dataset_is_not_asked_about_tuning() -> None:
    answers = {
        answer.id: answer.grade.value
        for answer in three_questions(graded("# D\n\nText.\n").values())
    }
    assert answers == {
        "filtering": "absent",
        "fine-tuning": "not-applicable",
        "red-team": "not-applicable",
    }
