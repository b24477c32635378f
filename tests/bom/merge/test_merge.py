"""An AIBOM goes into an application's SBOM: what is there stays, what is the same is not
doubled."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import bom_lineages as lineages
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.bom import merge
from provenance.bom.stamp import Stamp
from provenance.cyclonedx.integrity import integrity, members, resolve
from provenance.cyclonedx.validate import problems
from provenance.errors import ProvenanceError, UnreadableBomError, UsageError
from provenance.lineage.graph import Lineage

MODEL, BASE, DATA = lineages.SUBJECT.purl, lineages.BASE.purl, lineages.TICKETS.purl
APP: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.7",
    "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
    "version": 4,
    "metadata": {
        "timestamp": "2026-01-01T00:00:00Z",
        "component": {"type": "application", "name": "desk", "bom-ref": "app"},
        "distributionConstraints": {"tlp": "AMBER"},
    },
    "components": [
        {"type": "library", "name": "flask", "bom-ref": "flask", "purl": "pkg:pypi/flask@3.1.0"}
    ],
    "services": [{"name": "mail", "bom-ref": "mail"}],
    "dependencies": [{"ref": "app", "dependsOn": ["flask"]}],
    "compositions": [{"aggregate": "complete", "assemblies": ["app"]}],
    "annotations": [
        {
            "subjects": ["flask"],
            "annotator": {"component": {"type": "application", "name": "reviewer"}},
            "timestamp": "2026-01-01T00:00:00Z",
            "text": "looked at",
        }
    ],
}


def app(**changes: Any) -> dict[str, Any]:
    """An application's SBOM; None takes a member away."""
    changed = copy.deepcopy(APP) | changes
    return {member: value for member, value in changed.items() if value is not None}


def merged(sbom: dict[str, Any], lineage: Lineage | None = None, **more: Any) -> dict[str, Any]:
    """Both in one, valid, with everything of the SBOM where it was."""
    made = merge.into(
        json.dumps(sbom).encode(), "app.json", lineage or lineages.fine_tune(), **more
    )
    document: dict[str, Any] = json.loads(made.payload)
    assert not [
        problem
        for problem in problems(document)
        if problem not in {str(old) for old in integrity(sbom)}
    ]
    renewed = {
        "/version",
        *(f"/{name}" for name in ("specVersion", "$schema", "serialNumber") if more),
    }
    renewed |= {"/metadata/timestamp"} if "stamp" in more else set()
    for pointer, _, value, _ in members(sbom):
        if not isinstance(value, dict | list) and pointer not in renewed:
            assert resolve(document, pointer) == (value,), pointer
    return document


def by_ref(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        str(holder["bom-ref"]): dict(holder)
        for _, name, _, holder in members(document)
        if name == "bom-ref"
    }


def needs(document: dict[str, Any], ref: str) -> list[str]:
    (entry,) = [entry for entry in document["dependencies"] if entry["ref"] == ref]
    return list(entry["dependsOn"])


def test_the_application_depends_on_the_model() -> None:
    document = merged(APP)
    assert needs(document, "app") == ["flask", MODEL]
    assert BASE in needs(document, MODEL)
    assert by_ref(document)[MODEL]["modelCard"]
    assert document["metadata"]["component"] == APP["metadata"]["component"]
    assert document["version"] == 5
    assert document["metadata"]["tools"]["components"][0]["name"] == "provenance"


def test_everything_of_the_aibom_is_carried_along() -> None:
    document = merged(APP)
    assert document["compositions"][0] == APP["compositions"][0]
    assert any(MODEL in entry.get("assemblies", ()) for entry in document["compositions"][1:])
    cited = [pointer for citation in document["citations"] for pointer in citation["pointers"]]
    place = next(n for n, entry in enumerate(document["components"]) if entry["bom-ref"] == MODEL)
    assert any(pointer.startswith(f"/components/{place}/modelCard/") for pointer in cited)
    assert all(resolve(document, pointer) for pointer in cited)
    assert not any(pointer.startswith("/metadata/") for pointer in cited)


def test_the_same_gives_the_same_bytes_and_twice_is_once() -> None:
    first = merge.into(json.dumps(APP).encode(), "a", lineages.fine_tune()).payload
    assert merge.into(json.dumps(APP).encode(), "a", lineages.fine_tune()).payload == first
    again = merge.into(first, "a", lineages.fine_tune())
    assert json.loads(again.payload) == {**json.loads(first), "version": 6}
    assert again.notes == ()


def test_several_inputs() -> None:
    document = merged(APP, lineages.folders())
    assert needs(document, "app") == ["flask", "pkg:generic/model", "pkg:generic/model~2"]


def test_two_of_ours_are_not_one_of_theirs() -> None:
    theirs = {
        "type": "machine-learning-model",
        "name": "model",
        "bom-ref": "m",
        "purl": "pkg:generic/model",
    }
    document = merged(
        app(components=[theirs], dependencies=None, annotations=None), lineages.folders()
    )
    assert needs(document, "app") == ["m", "pkg:generic/model~2"]


def test_names_that_clash_part_everywhere() -> None:
    other = {"type": "library", "name": "not a model", "bom-ref": MODEL}
    document = merged(app(components=[other], dependencies=[], annotations=None))
    assert by_ref(document)[MODEL] == other
    assert by_ref(document)[f"{MODEL}~2"]["name"] == "support-7b"
    assert needs(document, "app") == [f"{MODEL}~2"]
    assert BASE in needs(document, f"{MODEL}~2")
    assert all(citation["attributedTo"] != MODEL for citation in document["citations"])


def test_what_is_there_already_gets_what_it_lacks() -> None:
    mine = {
        "type": "machine-learning-model",
        "name": "our name for it",
        "bom-ref": "llm",
        "purl": MODEL,
        "licenses": [{"license": {"name": "as we read it"}}],
    }
    document = merged(
        app(
            components=[mine],
            dependencies=[{"ref": "llm", "dependsOn": ["mail"]}],
            annotations=None,
        )
    )
    there = by_ref(document)["llm"]
    assert (there["name"], there["licenses"]) == (mine["name"], mine["licenses"])
    assert there["modelCard"] and there["pedigree"] and there["version"] == "1" * 40
    assert MODEL not in by_ref(document)
    assert needs(document, "app") == ["llm"]
    assert needs(document, "llm")[:1] == ["mail"] and BASE in needs(document, "llm")
    cited = [pointer for citation in document["citations"] for pointer in citation["pointers"]]
    assert "/components/0/licenses/0" not in cited  # that is not what was read
    assert any(pointer.startswith("/components/0/modelCard") for pointer in cited)
    again = merge.into(json.dumps(document).encode(), "a", lineages.fine_tune()).payload
    assert json.loads(again) == {**document, "version": 6}


def test_a_component_without_a_bom_ref_gets_one() -> None:
    mine = {"type": "machine-learning-model", "name": "support-7b", "purl": MODEL}
    document = merged(app(components=[mine], dependencies=None, annotations=None))
    assert document["components"][0]["bom-ref"] == MODEL
    assert len([entry for entry in document["components"] if entry.get("purl") == MODEL]) == 1


def test_a_package_without_a_version_is_the_one_that_is_there() -> None:
    pinned = {
        "type": "library",
        "name": "transformers",
        "bom-ref": "tf",
        "purl": "pkg:pypi/transformers@4.40.0",
    }
    document = merged(
        app(components=[pinned], annotations=None, dependencies=None), lineages.fine_tune()
    )
    assert any(
        "transformers@4.38.0" in ref for ref in by_ref(document)
    )  # the model states another version
    model = {
        "type": "machine-learning-model",
        "name": "origin",
        "bom-ref": "o",
        "purl": f"{lineages.ORIGIN.purl}@{'9' * 40}",
    }
    document = merged(app(components=[model], annotations=None, dependencies=None))
    assert needs(document, BASE) == ["o"]


def test_a_model_that_is_listed_as_something_else_gets_no_model_card() -> None:
    mine = {"type": "file", "name": "weights", "bom-ref": "w", "purl": MODEL}
    there = by_ref(merged(app(components=[mine], dependencies=None, annotations=None)))["w"]
    assert "modelCard" not in there and there["pedigree"]


def test_what_is_signed_stays() -> None:
    signature = {"algorithm": "HS256", "value": "x"}
    mine = {
        "type": "machine-learning-model",
        "name": "m",
        "bom-ref": "m",
        "purl": MODEL,
        "signature": signature,
    }
    sbom = app(components=[mine], dependencies=None, annotations=None)
    assert by_ref(merged(sbom))["m"] == mine
    assert (
        "signed and stays"
        in merge.into(json.dumps(sbom).encode(), "a", lineages.fine_tune()).notes[0]
    )
    with pytest.raises(UsageError, match="is signed"):
        merged(app(signature=signature))


def test_an_application_that_is_not_named() -> None:
    sbom = app(metadata={"component": {"type": "application", "name": "desk"}}, dependencies=None)
    document = merged(sbom)
    assert document["metadata"]["component"]["bom-ref"] == "desk"
    assert needs(document, "desk") == [MODEL]
    bare = app(metadata=None, dependencies=None, compositions=None)
    made = merge.into(json.dumps(bare).encode(), "app.json", lineages.fine_tune())
    assert MODEL in by_ref(json.loads(made.payload))
    assert made.notes == (
        "app.json names no application (metadata.component): nothing in it depends on the models",
    )


def test_tools_in_the_old_form() -> None:
    sbom = app(metadata={**APP["metadata"], "tools": [{"vendor": "v", "name": "scanner"}]})
    assert [tool["name"] for tool in merged(sbom)["metadata"]["tools"]] == ["scanner", "provenance"]


def test_numbers_and_times_are_as_asked() -> None:
    serial = UUID("12345678-1234-5678-1234-567812345678")
    document = merged(APP, stamp=Stamp(serial=serial, timestamp=datetime(2026, 5, 6, tzinfo=UTC)))
    assert (document["serialNumber"], document["version"]) == (serial.urn, 1)
    assert document["metadata"]["timestamp"] == "2026-05-06T00:00:00+00:00"
    assert merged(app(version=None))["version"] == 2
    assert "serialNumber" not in merged(app(serialNumber=None))


@pytest.mark.parametrize(
    ("version", "target"), [("1.2", "1.6"), ("1.4", "1.6"), ("1.5", "1.7"), ("1.6", "1.7")]
)
def test_an_older_version_is_raised_where_asked(version: str, target: str) -> None:
    sbom = {
        "$schema": f"http://cyclonedx.org/schema/bom-{version}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": version,
        "version": 1,
        "components": [{"type": "library", "name": "flask", "version": "1"}],
    }
    document = merged(sbom, spec_version=target)
    assert document["specVersion"] == target
    assert document["$schema"].endswith(f"bom-{target}.schema.json")
    assert ("citations" in document) == (target == "1.7")


def test_a_version_without_a_place_for_models_needs_asking() -> None:
    old = app(specVersion="1.5", annotations=None, metadata=None)
    with pytest.raises(UsageError, match=r"is CycloneDX 1\.5") as caught:
        merged(old)
    assert "--spec-version 1.6" in caught.value.hint
    with pytest.raises(UsageError, match=r"cannot be written as 1\.6"):
        merged(APP, spec_version="1.6")


@pytest.mark.parametrize(
    ("data", "error", "expected"),
    [
        (b"", UnreadableBomError, "neither a JSON object nor XML"),
        (
            b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "specVersion": "1.6"}',
            UnreadableBomError,
            "twice",
        ),
        (
            b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": 5}',
            UnreadableBomError,
            "not valid CycloneDX",
        ),
        (b'{"bomFormat": "CycloneDX", "specVersion": "9.9"}', UnreadableBomError, "9.9"),
        (
            (
                b'{"@context": "https://spdx.org/x", "@graph": [{"type": "CreationInfo",'
                b' "specVersion": "3.0.1"}]}'
            ),
            UsageError,
            "SPDX",
        ),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, UnreadableBomError, "deep"),
        (b"<!DOCTYPE bom><bom/>", UnreadableBomError, "document type"),
        (b"<html/>", UnreadableBomError, "not a CycloneDX"),
    ],
)
def test_what_cannot_be_added_to_is_told(
    data: bytes, error: type[ProvenanceError], expected: str
) -> None:
    with pytest.raises(error, match=expected) as raised:
        merge.into(data, "app", lineages.fine_tune())
    assert raised.value.hint


def test_faults_that_were_there_stay_and_are_told() -> None:
    sbom = app(dependencies=[{"ref": "app", "dependsOn": ["nowhere"]}])
    assert needs(merged(sbom), "app") == ["nowhere", MODEL]
    made = merge.into(json.dumps(sbom).encode(), "app.json", lineages.fine_tune())
    assert "a fault beyond its schema" in made.notes[-1]


PURLS = st.sampled_from(
    ["pkg:pypi/flask@3.1.0", MODEL, MODEL.partition("@")[0], BASE, DATA, "pkg:pypi/transformers"]
)
REFS = st.sampled_from(["flask", "x", MODEL, BASE, f"{MODEL}#README.md", f"formulation:{MODEL}"])
COMPONENTS = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["library", "machine-learning-model", "data"]),
            "name": st.sampled_from("abc"),
        },
        optional={"bom-ref": REFS, "purl": PURLS, "version": st.just("1")},
    ),
    max_size=4,
    unique_by=lambda entry: entry.get("bom-ref", json.dumps(entry, sort_keys=True)),
)


@settings(max_examples=60, deadline=None)
@given(COMPONENTS, st.booleans())
def test_whatever_is_there_the_result_is_valid(
    components: list[dict[str, Any]], rooted: bool
) -> None:
    metadata = {"component": {"type": "application", "name": "desk"}} if rooted else {}
    sbom = app(
        components=components,
        metadata=metadata,
        annotations=None,
        dependencies=None,
        compositions=None,
    )
    document = merged(sbom)
    again = merge.into(json.dumps(document).encode(), "a", lineages.fine_tune()).payload
    assert json.loads(again) == {**document, "version": document["version"] + 1}
