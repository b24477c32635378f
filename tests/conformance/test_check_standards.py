"""The frameworks of 2025 and 2026: each has a document that fills it, one that leaves it empty, and
rows that no document can answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import bom_lineages as lineages
import pytest
from check_documents import examined, vendor
from whole_document import whole

from provenance.bom import encode
from provenance.bom.stamp import Author, Stamp
from provenance.conformance import render
from provenance.conformance.evaluation import ElementAnswer, Status
from provenance.conformance.examination import examine
from provenance.conformance.framework import DEFAULT_FRAMEWORKS, FRAMEWORKS, fields, framework

FORMS = ("eu-model-form", "eu-training-summary", "kr-ai-act", "kr-pipc", "us-ca-2013", "nist-600-1")
EMPTY = {"bomFormat": "CycloneDX", "specVersion": "1.7", "version": 1}
PRACTICES = {"CISA26-P4", "CISA26-P6"}


def bare_model() -> dict[str, Any]:
    """A document with a model of which nothing but the name is written."""
    model = {"type": "machine-learning-model", "name": "m", "bom-ref": "m"}
    return {**EMPTY, "metadata": {"component": model}}


def answers(document: Any, name: str) -> dict[str, ElementAnswer]:
    [verdict] = examined(document, name).verdicts
    return {answer.element.id: answer for answer in verdict.answers}


def filled(name: str) -> dict[str, Any]:
    """A document in which every element of a framework has a value: put at the places themselves,
    as far as they are plain properties of the model or of a dataset."""
    document = bare_model()
    model = document["metadata"]["component"]
    properties = []
    for element in framework(name).elements:
        for field in element.fields:
            wanted = [path for path in field.paths["cyclonedx"] if "properties/name" in path]
            operators = ("name=", "name^=", "name*=")
            for operator in operators:
                values = [path.partition(operator)[2] for path in wanted if operator in path]
                properties += [
                    {"name": value.removesuffix("/value"), "value": "disclosed"} for value in values
                ]
    model["properties"] = properties
    model["modelCard"] = {"properties": properties}
    return document


def test_what_is_asked_unless_somebody_asks_for_more() -> None:
    assert DEFAULT_FRAMEWORKS == ("g7", "cisa-2026")
    verdicts = examine(json.dumps(bare_model()).encode(), "m.json").verdicts
    assert [verdict.framework.id for verdict in verdicts] == ["g7", "cisa-2026"]


@pytest.mark.parametrize("name", FORMS)
def test_an_empty_document_states_nothing_that_a_form_asks(name: str) -> None:
    statuses = {key: answer.status for key, answer in answers(bare_model(), name).items()}
    named = {"MDF-G2", "SUM-1.2"}  # the name is there
    rest = {status for key, status in statuses.items() if key not in named}
    assert rest <= {Status.MISSING, Status.UNKNOWN}


@pytest.mark.parametrize("name", ["kr-pipc", "nist-600-1"])
def test_a_filled_document_answers_every_question(name: str) -> None:
    results = answers(filled(name), name)
    assert {answer.status for answer in results.values()} == {Status.PRESENT}
    assert all(answer.values[0].quote == "disclosed" for answer in results.values())


@pytest.mark.parametrize("name", ["us-ca-2013", "eu-training-summary"])
def test_questions_on_personal_data_are_rows_of_a_form(name: str) -> None:
    results = answers(filled(name), name)
    privacy_rows = [
        answer
        for answer in results.values()
        if all(field.id.startswith("PRIV-") for field in answer.element.fields)
    ]
    assert len(privacy_rows) >= 6
    assert {answer.status for answer in privacy_rows} == {Status.PRESENT}


def test_a_grade_that_is_partial_answers_in_part() -> None:
    document = bare_model()
    document["metadata"]["component"]["properties"] = [
        {"name": "provenance:privacy:PRIV-001", "value": "partial (done)"}
    ]
    row = answers(document, "us-ca-2013")["CA-7"]
    assert row.status is Status.PARTIAL
    assert row.values[0].note == "stated in part"


def test_a_dataset_answers_for_the_model_that_was_trained_on_it() -> None:
    document = bare_model()
    model = document["metadata"]["component"]
    model["modelCard"] = {"modelParameters": {"datasets": [{"ref": "d"}]}}
    answer = {"name": "provenance:privacy:PRIV-001", "value": "disclosed (present)"}
    document["components"] = [{"type": "data", "name": "d", "bom-ref": "d", "properties": [answer]}]
    row = answers(document, "us-ca-2013")["CA-7"]
    assert (row.status, row.values[0].pointer) == (
        Status.PRESENT,
        "/components/0/properties/0/value",
    )


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_document_that_states_everything_is_complete(name: str) -> None:
    # BSI asks that a bill of materials names no vulnerability, others that it does.
    document = whole(with_vulnerabilities=name != "bsi")
    examination = examined(document, name)
    assert not examination.problems
    open_rows = {
        answer.element.id
        for answer in examination.verdicts[0].answers
        if answer.status is not Status.PRESENT
    }
    assert open_rows == (PRACTICES if name == "cisa-2026" else set())


@pytest.mark.parametrize("name", sorted(set(FRAMEWORKS) - set(FORMS)))
def test_an_empty_document_lacks_most_of_what_a_list_asks(name: str) -> None:
    results = answers(bare_model(), name)
    stated = {key for key, answer in results.items() if answer.status is Status.PRESENT}
    # Format, its version, the document's version and the model's name are there.
    assert len(stated) <= 6
    assert any(answer.status is Status.MISSING for answer in results.values())


def test_dates_of_application_are_told_as_of_a_day() -> None:
    first, second, *_ = framework("eu-model-form").dates
    assert (first.start, second.start) == ("2025-08-02", "2026-08-02")
    assert [second.status(day) for day in ("", "2026-08-01", "2026-08-02")] == [
        "from",
        "will",
        "since",
    ]
    examination = examine(
        json.dumps(bare_model()).encode(), "m.json", ["eu-model-form"], day="2026-11-29"
    )
    document = json.loads(render(examination, "json"))
    status_by_day = {row["from"]: row["status"] for row in document["frameworks"][0]["applies"]}
    assert status_by_day["2026-08-02"] == "since"
    assert status_by_day["2027-12-02"] == "will"
    page = render(examination, "html", lang="ko").decode()
    assert "2026-08-02부터 적용 중" in page
    assert "2027-12-02부터 적용 예정" in page


def test_dates_are_in_order_and_no_younger_than_their_check() -> None:
    for name in FRAMEWORKS:
        dates = [date.start for date in framework(name).dates]
        assert dates == sorted(dates)
        assert all(date.checked <= "2026-12-31" for date in framework(name).dates)


def test_practices_cannot_be_seen_in_a_document() -> None:
    results = answers(vendor(), "cisa-2026")
    for key in PRACTICES:
        assert results[key].status is Status.UNKNOWN
        assert "practice" in results[key].reason


def test_our_own_document_fills_every_field_of_cisa_2026() -> None:
    stamp = Stamp(
        timestamp=datetime(2026, 5, 6, tzinfo=UTC),
        serial=UUID("3e671687-395b-41f5-a30f-a58921a69b79"),
        author=Author("Acme GmbH", "sbom@acme.example"),
        version=2,
    )
    document = json.loads(encode(lineages.fine_tune(), stamp=stamp))
    assert document["version"] == 2
    assert document["metadata"]["authors"] == [{"name": "Acme GmbH", "email": "sbom@acme.example"}]
    statuses = {key: answer.status for key, answer in answers(document, "cisa-2026").items()}
    signature = {"CISA26-S2"}
    commits_of_one_digit = {"CISA26-C2"}  # the commits of these lineages read as placeholders
    stated = {key for key, status in statuses.items() if status is Status.PRESENT}
    assert set(statuses) - stated == PRACTICES | signature | commits_of_one_digit


def test_an_unknown_that_is_said_is_stated() -> None:
    document = bare_model()
    assert answers(document, "cisa-2026")["CISA26-C5"].status is Status.MISSING
    document["metadata"]["component"]["properties"] = [
        {"name": "provenance:unknown:licence", "value": "no source states it"}
    ]
    row = answers(document, "cisa-2026")["CISA26-C5"]
    assert (row.status, row.values[0].quote) == (Status.PRESENT, "no source states it")


@pytest.mark.parametrize("name", FORMS)
def test_forms_say_in_both_languages_what_they_are(name: str) -> None:
    form = framework(name)
    assert form.title_ko and form.note_ko
    assert set(form.clusters_ko) == set(form.clusters)
    assert all(element.name_ko and element.locator_ko for element in form.elements) or (
        name == "eu-model-form"
    )


def test_the_exemption_of_open_source_models_is_said_where_it_matters() -> None:
    assert "53(2)" in framework("eu-model-form").note
    assert "does not waive" in framework("eu-training-summary").note


def test_a_field_of_a_question_is_no_field_of_the_list() -> None:
    assert not [name for name in fields() if name.startswith("PRIV-")]
    assert len(FRAMEWORKS) == len(set(FRAMEWORKS))
