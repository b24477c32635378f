"""What several frameworks ask: once, with all who ask and the proof."""

from __future__ import annotations

from check_documents import examined
from whole_document import whole

from provenance.conformance import render
from provenance.conformance.crosswalk import crosswalk
from provenance.conformance.framework import FRAMEWORKS


def test_information_is_listed_once_with_all_who_ask_for_it() -> None:
    verdicts = examined(whole(), *FRAMEWORKS).verdicts
    entries = crosswalk(verdicts)
    keys = [entry.field.id for entry in entries]
    assert len(keys) == len(set(keys))
    for entry in entries:
        assert len({verdict.framework.id for verdict, _ in entry.askers}) > 1
        assert all(entry.field in answer.element.fields for _, answer in entry.askers)
    numbers = [len(entry.askers) for entry in entries]
    assert numbers == sorted(numbers, reverse=True)


def test_a_stated_value_is_its_own_proof() -> None:
    entries = crosswalk(examined(whole(), "g7", "bsi", "eu-model-form").verdicts)
    proofs = {entry.field.id: entry.proof for entry in entries}
    assert proofs["outputs"][0].quote == "text"
    assert proofs["outputs"][0].pointer.startswith("/metadata/component/modelCard/")


def test_what_nobody_states_has_no_proof() -> None:
    document = {"bomFormat": "CycloneDX", "specVersion": "1.7", "version": 1}
    entries = crosswalk(examined(document, "g7", "eu-model-form").verdicts)
    assert {entry.field.id: entry.proof for entry in entries}["outputs"] == ()


def test_one_framework_alone_has_no_crosswalk() -> None:
    examination = examined(whole(), "g7")
    assert crosswalk(examination.verdicts) == []
    assert 'id="crosswalk"' not in render(examination, "html").decode()
    both = examined(whole(), "g7", "bsi")
    assert 'id="crosswalk"' in render(both, "html", lang="ko").decode()
