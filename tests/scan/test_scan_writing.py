"""A scan's manifest is one that is read back, whatever the names are, and its JSON keeps to its
schema."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from provenance.errors import UsageError
from provenance.files.resources import load_schema
from provenance.model.artifact import Kind, Place
from provenance.project.manifest import SIZE_LIMIT, read_manifest
from provenance.project.subjects import combine
from provenance.scan import Scan, scan, without_tests, writing
from provenance.scan.reference import Pin, ScannedReference, State
from provenance.scan.writing import to_json, to_yaml, uses

# Every name is one that a file system, or a line of code, can hold.
NAMES = st.one_of(
    st.sampled_from(
        [
            *("acme/a", "acme/b", "gpt2", "null", "true", "1e5", "007", "y", "a@b", "datasets/x/y"),
            *("./folder", "./null", "./a b/é", "./\udcff", "../out", "/abs", "~", ".", "./a\nb"),
            *("./x ", "./\U0001f600", "./\u202e", "./a: b # c", "./" + "a" * 600, "./a/../../b"),
        ]
    ),
    st.text(st.characters(categories=None), min_size=1, max_size=20).map("./{}".format),
)
REVISIONS = st.one_of(
    st.sampled_from([None, "main", "1234567", "1e5", "true", "0" * 40, "v1: x", "a..b", "é"]),
    st.text(max_size=10),
)
TEXT = st.text(st.characters(categories=None), max_size=30)
FILES = st.one_of(
    st.sampled_from(["app.py", "a: b.py", "ü/x.yaml", "-x.sh", "#.py", "\udcff.py", "\U0001f600"]),
    st.text(st.characters(categories=None), min_size=1, max_size=20),
)


@st.composite
def references(draw: st.DrawFn) -> ScannedReference:
    return ScannedReference(
        kind=draw(st.sampled_from(Kind)),
        state=(state := draw(st.sampled_from(State))),
        name=draw(NAMES if state in (State.HUB, State.FOLDER) else TEXT),
        revision=draw(REVISIONS) if state is State.HUB else None,
        pin=draw(st.sampled_from(Pin)),
        place=Place(draw(FILES), draw(st.integers(1, 9))),
        via=draw(TEXT),
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(references()))
def test_a_manifest_is_read_back(references: list[ScannedReference]) -> None:
    result = Scan(references=tuple(references), files=1, skipped=(("link", 1),), unread=())
    manifest = read_manifest(Path("models.yaml"), to_yaml(result))
    expected = uses(result)
    assert [entry.problem for entry in manifest.entries] == [None] * len(expected)
    assert [entry.ref.kind for entry in manifest.entries] == [use.kind for use in expected]
    assert [entry.revision for entry in manifest.entries] == [use.revision for use in expected]
    assert [entry.found_in for entry in manifest.entries] == [use.found_in for use in expected]
    if expected:
        assert combine([], manifest).rejected == ()
    Draft202012Validator(load_schema("scan-1")).validate(json.loads(to_json(result)))


def scanned(tmp_path: Path, **files: str) -> Scan:
    for name, text in files.items():
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    return scan([tmp_path], tmp_path)


def loading(name: str, revision: str = "") -> str:
    pinned = f", revision={revision!r}" if revision else ""
    return f"x.from_pretrained({name!r}{pinned})\n"


def test_main_and_no_revision_are_one(tmp_path: Path) -> None:
    result = scanned(tmp_path, a=loading("acme/m"), b=loading("acme/m", "main"))
    assert (
        to_yaml(result)
        .decode()
        .split("models:\n")[1]
        .startswith(
            "  - ref: acme/m # no revision\n    found_in:\n      - a.py:1\n      - b.py:1\n"
        )
    )


def test_one_model_at_several_revisions_is_one_entry_with_a_word_about_it(tmp_path: Path) -> None:
    pinned, other = "a" * 40, "b" * 40
    result = scanned(
        tmp_path,
        a=loading("acme/m", pinned) * 2,
        b=loading("acme/m"),
        c=loading("acme/m", other),
        test_d=loading("acme/m", "v9") * 5,
    )
    [use] = uses(result)
    assert (use.revision, use.is_loose, use.in_tests) == (pinned, True, False)
    assert [(other_use.name, len(other_use.places)) for other_use in use.others] == [
        (other, 1),
        (None, 1),
        ("v9", 5),
    ]
    text = to_yaml(result).decode()
    assert f'    revision: "{pinned}"\n    # also used at revision {other}: c.py:1\n' in text
    assert "    # also used without a revision: b.py:1\n" in text
    assert "    # also used at revision v9: test_d.py:1, test_d.py:2, test_d.py:3 and 2" in text
    manifest = read_manifest(Path("models.yaml"), text.encode())
    [entry] = manifest.entries
    assert len(entry.found_in) == 9
    assert combine([], manifest).rejected == ()


@pytest.mark.parametrize("revision", ["v1: x", "a..b", "x y"])
def test_a_revision_that_no_hub_could_hold_is_left_out(tmp_path: Path, revision: str) -> None:
    result = scanned(tmp_path, a=loading("acme/m", revision))
    [entry] = read_manifest(Path("models.yaml"), to_yaml(result)).entries
    assert (entry.problem, entry.revision) == (None, None)


def test_names_that_are_not_utf_8(tmp_path: Path) -> None:
    home = os.fsencode(tmp_path)
    Path(os.fsdecode(home + b"/caf\xe9.py")).write_text(loading("acme/m"), "utf-8")
    model = Path(os.fsdecode(home + b"/m\xff"))
    model.mkdir()
    for name in ("config.json", "model.safetensors"):
        (model / name).write_text("{}", "utf-8")
    manifest = to_yaml(scan([tmp_path], tmp_path))
    [entry] = read_manifest(Path("models.yaml"), manifest).entries
    assert entry.found_in == ("caf<U+DCE9>.py:1",)
    assert "#   ./m<U+DCFF>" in manifest.decode()


def test_folders_outside_stand_in_comments(tmp_path: Path) -> None:
    model = tmp_path / "m"
    model.mkdir()
    for name in ("config.json", "model.safetensors"):
        (model / name).write_text("{}", "utf-8")
    (tmp_path / "out").mkdir()
    manifest = to_yaml(scan([tmp_path], tmp_path / "out")).decode()
    assert "models: []" in manifest
    assert "#   ../m" in manifest
    assert b"- ref: ./m " in to_yaml(scan([tmp_path], tmp_path))


def test_a_manifest_stays_as_small_as_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert writing.MOST_BYTES == SIZE_LIMIT
    monkeypatch.setattr(writing, "MOST_BYTES", 20_000)
    many = [
        ScannedReference(
            kind=Kind.MODEL,
            state=State.HUB,
            name=f"acme/m{name}",
            revision=None,
            pin=Pin.NONE,
            place=Place("app.py", line),
            via="x",
        )
        for name in range(50)
        for line in range(1, 400)
    ]
    text = to_yaml(Scan(references=tuple(many), files=1, skipped=(), unread=()))
    assert len(text) <= 20_000
    assert b"    # and 394 more places\n" in text
    assert len(read_manifest(Path("models.yaml"), text).entries) == 50
    monkeypatch.setattr(writing, "MOST_BYTES", 500)
    with pytest.raises(UsageError, match="50 models and datasets do not fit into a manifest of"):
        to_yaml(Scan(references=tuple(many), files=1, skipped=(), unread=()))


def test_what_only_tests_name(tmp_path: Path) -> None:
    for name in ("app.py", "test_app.py"):
        (tmp_path / name).write_text(f'x.from_pretrained("acme/{name[:3]}")\n')
    result = scan([tmp_path], tmp_path)
    assert b"  - ref: acme/tes # no revision\n    purpose: tests\n" in to_yaml(result)
    assert b"tes" not in to_yaml(without_tests(result))


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"app_{number % 7}_{number}.py").write_text(
            f'x.from_pretrained("acme/m{number % 5}")\n'
        )
    assert to_yaml(scan([tmp_path], tmp_path)) == to_yaml(scan([tmp_path, tmp_path], tmp_path))
