"""Forms filled from a model's own documents: what answers a row, from which line, what is open."""

from __future__ import annotations

import json

import bom_lineages as lineages
import pytest

from provenance.bom import encode
from provenance.conformance.forms import (
    BY_REGION,
    FORMS,
    FilledForm,
    FormRow,
    fill,
    forms_of_regions,
)
from provenance.conformance.framework import FRAMEWORKS


def rows_of(form: FilledForm) -> dict[str, FormRow]:
    return {row.answer.element.id: row for row in form.rows}


@pytest.fixture(scope="module")
def model_form() -> FilledForm:
    (form,) = fill(encode(lineages.fine_tune()), ["eu-model-form"])
    return form


def test_a_row_quotes_what_answers_it_with_file_and_line(model_form: FilledForm) -> None:
    licence = rows_of(model_form)["MDF-L2"]
    assert not licence.is_open
    assert licence.quotes
    assert all(quote.place for quote in licence.quotes)
    places = {quote.place.partition(":")[0] for row in model_form.rows for quote in row.quotes}
    assert "README.md" in places


def test_a_row_that_nothing_answers_is_open(model_form: FilledForm) -> None:
    row = rows_of(model_form)["MDF-G5"]
    assert row.is_open
    assert not row.quotes


def test_the_base_model_answers_nothing_for_the_model_itself(model_form: FilledForm) -> None:
    assert {row.answer.total for row in model_form.rows if row.answer.element.of == "model"} == {1}


def test_the_same_value_from_the_same_place_is_quoted_once(model_form: FilledForm) -> None:
    for row in model_form.rows:
        assert len(row.quotes) == len(set(row.quotes))


def test_every_form_counts_its_rows() -> None:
    for form in fill(encode(lineages.fine_tune()), FORMS):
        assert len(form.rows) > 0
        assert form.stated == sum(not row.is_open for row in form.rows)


def test_regions_of_use_choose_the_forms() -> None:
    assert set(FORMS) <= set(FRAMEWORKS)
    assert forms_of_regions(()) == ()
    assert forms_of_regions(["US", "EU"]) == (*BY_REGION["EU"], *BY_REGION["US"])
    assert forms_of_regions(["ZZ"]) == ()


def test_a_place_without_citation_is_a_pointer() -> None:
    bom = json.loads(encode(lineages.fine_tune()))
    bom["citations"] = []
    (form,) = fill(json.dumps(bom).encode(), ["us-ca-2013"])
    quotes = [quote for row in form.rows for quote in row.quotes]
    assert all(quote.place.startswith("/") for quote in quotes)


def test_what_no_row_should_take_for_an_answer() -> None:
    model = {
        "type": "machine-learning-model",
        "name": "m",
        "bom-ref": "m",
        "externalReferences": [
            {
                "type": "documentation",
                "url": "https://papers.example/1",
                "comment": "paper named in the hub's tags",
            }
        ],
        "modelCard": {
            "modelParameters": {
                "datasets": [
                    {"type": "dataset", "name": "Training Data", "description": "Many web pages"}
                ]
            }
        },
    }
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.7", "version": 1}
    document = json.dumps(bom | {"metadata": {"component": model}}).encode()
    summary, form = fill(document, ["eu-training-summary", "eu-model-form"])
    assert rows_of(summary)["SUM-2.1"].is_open  # described, and no dataset that can be looked up
    assert rows_of(form)["MDF-U4"].is_open  # a paper is no instruction to integrate a model
    described = rows_of(form)["MDF-D1"].quotes
    assert "Many web pages" in [quote.text for quote in described]
