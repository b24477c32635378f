"""Lists, manifests and bills of materials name subjects; a plan counts what stands above them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provenance.errors import UsageError
from provenance.hubs import parse_reference
from provenance.model.artifact import Kind
from provenance.survey.folder import RunFolder
from provenance.survey.subjects import SubjectWriter, SurveySubject, of_bom, of_list, of_manifest


def _names(subjects: object) -> list[str]:
    assert hasattr(subjects, "__iter__")
    return [str(subject.ref) for subject in subjects]


def test_a_list_has_comments_and_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "models.txt"
    path.write_text("\ufeff# ours\nacme/one\n\n  datasets/acme/rows  \n", "utf-8")
    assert _names(of_list(path)) == ["acme/one", "datasets/acme/rows"]


def test_a_line_that_names_nothing_is_refused_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "models.txt"
    path.write_text("acme/one\nnot a name\n", "utf-8")
    with pytest.raises(UsageError, match=r"models\.txt:2"):
        list(of_list(path))


def test_a_manifest_names_models_and_datasets(tmp_path: Path) -> None:
    path = tmp_path / "models.yaml"
    path.write_text("version: 1\nmodels:\n- acme/one\ndatasets:\n- acme/rows\n", "utf-8")
    assert _names(of_manifest(path)) == ["acme/one", "datasets/acme/rows"]


def test_a_bom_names_models_by_package_url(tmp_path: Path) -> None:
    revision = "a" * 40
    components = [
        {
            "type": "machine-learning-model",
            "name": "one",
            "purl": f"pkg:huggingface/acme/one@{revision}",
        },
        {"type": "library", "name": "requests", "purl": "pkg:pypi/requests@2.0"},
    ]
    path = tmp_path / "cluster.cdx.json"
    path.write_text(
        json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components})
    )
    assert [name.partition("@")[0] for name in _names(of_bom(path))] == ["acme/one"]


def test_bases_are_counted_once_and_not_if_they_are_subjects(tmp_path: Path) -> None:
    stated = {
        "acme/leaf": ["base_model:lab/base", "dataset:lab/rows"],
        "acme/twig": ["base_model:lab/base", "base_model:acme/leaf"],
    }
    writer = SubjectWriter(RunFolder(tmp_path), 10)
    with writer:
        for name, tags in stated.items():
            ref = parse_reference(name, Kind.MODEL)
            writer.add(SurveySubject(ref=ref, metadata={"id": name, "tags": tags}))
    assert (writer.cost.subjects, writer.cost.listed, writer.cost.ancestors) == (2, 2, 2)
    assert not list((tmp_path / "stage").iterdir())
