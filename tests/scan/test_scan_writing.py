"""A scan's manifest is one that is read back, whatever the names are, and its JSON keeps to its
schema."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from provenance.files.resources import load_schema
from provenance.model.artifact import Kind, Place
from provenance.project.manifest import read_manifest
from provenance.scan import Scan, scan, without_tests
from provenance.scan.reference import Pin, ScannedReference, State
from provenance.scan.writing import to_json, to_yaml, uses

NAMES = st.sampled_from(
    ["acme/a", "acme/b", "gpt2", "./folder", "./null", "null", "true", "1e5", "007", "./a b/é", "y"]
)
REVISIONS = st.sampled_from([None, "main", "1234567", "1e5", "true", "0" * 40, "v1: x"])
TEXT = st.text(max_size=30)


@st.composite
def references(draw: st.DrawFn) -> ScannedReference:
    return ScannedReference(
        draw(st.sampled_from(Kind)),
        state := draw(st.sampled_from(State)),
        draw(NAMES if state in (State.HUB, State.FOLDER) else TEXT),
        draw(REVISIONS) if state is State.HUB else None,
        draw(st.sampled_from(Pin)),
        Place(
            draw(st.sampled_from(["app.py", "a: b.py", "ü/x.yaml", "-x.sh", "#.py"])),
            draw(st.integers(1, 9)),
        ),
        draw(TEXT),
    )


@settings(max_examples=80, deadline=None)
@given(st.lists(references()))
def test_a_manifest_is_read_back(tmp_path_factory: object, found: list[ScannedReference]) -> None:
    result = Scan(tuple(found), 1, (("link", 1),), ())
    path = Path(str(tmp_path_factory.mktemp("m"))) / "models.yaml"  # type: ignore[attr-defined]
    path.write_bytes(to_yaml(result))
    entries = read_manifest(path).entries
    expected = uses(result)
    assert [entry.revision for entry in entries] == [use.revision for use in expected]
    assert [entry.found_in for entry in entries] == [use.found_in for use in expected]
    Draft202012Validator(load_schema("scan-1")).validate(json.loads(to_json(result)))


def test_what_only_tests_name(tmp_path: Path) -> None:
    for name in ("app.py", "test_app.py"):
        (tmp_path / name).write_text(f'x.from_pretrained("acme/{name[:3]}")\n')
    found = scan([tmp_path], tmp_path)
    assert b"  - ref: acme/tes # no revision\n    purpose: tests\n" in to_yaml(found)
    assert b"tes" not in to_yaml(without_tests(found))


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"app_{number % 7}_{number}.py").write_text(
            f'x.from_pretrained("acme/m{number % 5}")\n'
        )
    assert to_yaml(scan([tmp_path], tmp_path)) == to_yaml(scan([tmp_path, tmp_path], tmp_path))
