"""CycloneDX 1.4 and SPDX 2.3, as vendors still send them; and the mail to the author."""

from __future__ import annotations

import json
from typing import Any

import pytest
from check_documents import DATA, changed, examined

from provenance.conformance import render
from provenance.conformance.evaluation import Status
from provenance.conformance.examination import Examination

SPDX2 = "vendor.spdx2.json"
OLD = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.4",
    "version": 1,
    "metadata": {"tools": [{"name": "packer", "version": "2.1"}]},
    "components": [{"type": "application", "name": "app", "bom-ref": "app"}],
}


def spdx2(pointer: str = "", value: Any = None) -> Any:
    return changed(pointer, value, SPDX2) if pointer else json.loads((DATA / SPDX2).read_bytes())


def statuses(examination: Examination) -> dict[str, Status]:
    [verdict] = examination.verdicts
    return {answer.element.id: answer.status for answer in verdict.answers}


@pytest.mark.parametrize(
    ("element", "status"),
    [
        ("CISA26-S1", Status.PRESENT),
        ("CISA26-S2", Status.NO_PLACE),
        ("CISA26-S7", Status.PRESENT),
        ("CISA26-S9", Status.NO_PLACE),
        ("CISA26-C1", Status.PRESENT),
        ("CISA26-C3", Status.PARTIAL),
        ("CISA26-C5", Status.PARTIAL),
        ("CISA26-C8", Status.PRESENT),
        ("CISA26-P4", Status.UNKNOWN),
    ],
)
def test_spdx_2(element: str, status: Status) -> None:
    assert statuses(examined(spdx2(), "cisa-2026"))[element] is status


def test_a_package_is_a_model_where_its_package_url_says_so() -> None:
    kinds = examined(spdx2(), "cisa-2026").kinds
    assert kinds == {"software": 1, "model": 1, "file": 1}


def test_the_subject_is_what_the_document_describes() -> None:
    [subject] = examined(spdx2(), "cisa-2026").document.subjects()
    assert subject.pointer == "/packages/0"


@pytest.mark.parametrize(
    ("pointer", "value", "code"),
    [
        ("/packages/1/SPDXID", "SPDXRef-app", "duplicate-ref"),
        ("/relationships/1/spdxElementId", "SPDXRef-nobody", "dangling-ref"),
        ("/packages/1/externalRefs/0/referenceLocator", "pkg:", "purl"),
        ("/packages/0/licenseDeclared", "Apache-2.0 OR", "licence-expression"),
        ("/creationInfo/created", "yesterday", "time"),
        ("/packages/1/checksums/0/checksumValue", "12", "hash"),
    ],
)
def test_what_is_wrong_with_the_form(pointer: str, value: str, code: str) -> None:
    problems = examined(spdx2(pointer, value), "cisa-2026").problems
    assert code in {problem.code for problem in problems}


def test_a_whole_document_has_no_problem_and_a_note_on_what_was_not_applied() -> None:
    examination = examined(spdx2(), "cisa-2026")
    assert examination.problems == ()
    assert "schema of SPDX 2" in examination.notes[0]


def test_a_required_member_is_missed() -> None:
    document = spdx2()
    del document["packages"][0]["downloadLocation"]
    [problem] = examined(document, "cisa-2026").problems
    assert (problem.code, problem.pointer) == ("schema", "/packages/0/downloadLocation")


def test_cyclonedx_1_4_has_no_place_for_models() -> None:
    g7 = statuses(examined(OLD, "g7"))
    assert g7["MDL-02"] is Status.MISSING  # it lists no model
    cisa = statuses(examined(OLD, "cisa-2026"))
    assert cisa["CISA26-S5"] is Status.NO_PLACE
    assert cisa["CISA26-S7"] is Status.PRESENT


def test_the_mail_says_what_is_missing_and_fits_a_mail() -> None:
    text = render(examined(spdx2(), "cisa-2026"), "mail").decode()
    assert text.startswith("Subject: Bill of materials vendor")
    assert "- Component producer (CISA26-C3): stated for 1 of 2" in text
    assert all(len(line) <= 72 for line in text.splitlines())
    assert len(text.splitlines()) <= 40


def test_the_mail_of_a_hostile_document_holds_no_escape() -> None:
    document = spdx2("/packages/1/licenseDeclared", "\x1b[31mMIT OR")
    assert "\x1b" not in render(examined(document, "cisa-2026"), "mail").decode()
