"""A manifest is read with its lines, and each mistake is reported where a person can fix it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import provenance
from provenance.auditing.judge import judge
from provenance.errors import UsageError
from provenance.model.artifact import Kind, Place
from provenance.project.manifest import as_written, read_manifest

SAMPLES = Path(__file__).parents[2] / "sample_manifests"
MANIFEST = """\
version: 1
use: {activity: [product], commercial: true}
models:
  - ref: acme/a
    purpose: answers
  - purpose: judges
    ref: acme/b
    revision: v1.0
    use: {commercial: false}
    found_in: ["app.py:3"]
datasets:
  - ref: ./data
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "models.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_entries_know_their_lines_and_their_use(tmp_path: Path) -> None:
    manifest = read_manifest(written(tmp_path, MANIFEST))
    first, second, data = manifest.entries
    assert [entry.place.line for entry in manifest.entries] == [4, 7, 12]
    assert [entry.line for entry in manifest.entries] == [4, 6, 12]
    assert (first.text, first.purpose, first.use) == (
        "acme/a",
        "answers",
        {"activity": ["product"], "commercial": True},
    )
    assert (second.text, second.ref.revision, second.found_in) == (
        "acme/b@v1.0",
        "v1.0",
        ("app.py:3",),
    )
    assert second.use == {"activity": ["product"], "commercial": False}
    assert (data.ref.kind, data.ref.name) == (Kind.DATASET, (tmp_path / "data").as_posix())


@pytest.mark.parametrize("folder", ["./data", "data/..//./data", "."])
def test_a_folder_is_found_from_where_the_manifest_is(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    written(tmp_path / "here", f"version: 1\ndatasets: [{{ref: ./{folder}}}]")
    (entry,) = read_manifest(Path("here/models.yaml")).entries
    assert entry.problem is None
    assert entry.ref.name == ("./here" if folder == "." else "./here/data")


@pytest.mark.parametrize(
    "folder", ["/etc/ssh", "~/models", "~root", "../here/data", "./../x", "a/../../x", ".."]
)
def test_a_folder_outside_the_manifests_own_is_not_for_it_to_name(
    folder: str, tmp_path: Path
) -> None:
    text = folder if folder.startswith((".", "/", "~")) else f"./{folder}"
    (entry,) = read_manifest(written(tmp_path, f"version: 1\nmodels: [{{ref: {text}}}]")).entries
    assert entry.problem
    assert entry.problem.message == f"{text} is outside the folder of the manifest"


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_samples_keep_to_the_schema(path: Path) -> None:
    manifest = read_manifest(path)
    assert manifest.use and manifest.entries
    assert not [entry for entry in manifest.entries if entry.problem or not entry.purpose]
    assert path.read_text("utf-8").startswith(
        "# yaml-language-server: $schema=../schemas/manifest-1.schema.json\n"
    )


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "version: 1\nmodles: []",
            "2: 'modles' is not a key of a manifest",
            "Did you mean `models`?",
        ),
        (
            "version: 1\nqqqq: []\nmodels: []",
            "2: 'qqqq' is not a key of a manifest",
            "Known here: version",
        ),
        ("version: 2\nmodels: []", "1: `version` takes 1", "Version"),
        ("version: 2\nmodels: []", "1: `version` takes 1", "Version"),
        ("version: 1", "1: neither `models` nor `datasets` is there", "List"),
        ("version: 1\nmodels: x", "2: `models` takes a list", "Models"),
        (
            "version: 1\nmodels:\n- ref: a/b\n  revison: x",
            "4: 'revison' is not a key",
            "Did you mean `revision`?",
        ),
        ("version: 1\nmodels:\n- ref: a/b\n- purpose: x", "4: `ref` is missing", "org/name"),
        (
            "version: 1\nmodels:\n- ref: a/b\n  revision: 1234567",
            "4: `revision` takes text",
            "Branch",
        ),
        (
            "version: 1\nmodels:\n- ref: a/b\n  use: {comercial: true}",
            "4: 'comercial' is not a key of `use`",
            "`commercial`",
        ),
        ("version: 1\nmodels:\n- ref: a/b\n  use: {users: -1}", "4: `users`", "Users"),
        (
            "version: 1\nuse: {activity: [finetune]}\nmodels: []",
            "2: 'finetune' is not a value of",
            "`fine-tune`",
        ),
        (
            "version: 1\nuse: {fields: [7]}\nmodels: []",
            "2: '7' is not a value of `fields`",
            "Known here: military",
        ),
        ("version: 1\nmodels: []\nmodels: []", "3: `models` is set twice", "Leave one"),
        ("version: 1\nmodels: !!python/name:os.system x", "2: the YAML tag", ""),
        ("version: 1\nmodels: [", "", "Fix the YAML"),
        ("", "1: a manifest takes keys with values", ""),
        ("- a", "1: a manifest takes keys with values", ""),
        ("a: &a [*a]", "1: `*a` is inside", ""),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    text: str, message: str, hint: str, tmp_path: Path
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        read_manifest(path)
    assert caught.value.message.startswith(f"{path}:{message}")
    assert hint in caught.value.hint


def test_files_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "models.yaml"
    for data in (b"\xff\xfe\x00", b"version: 1\nmodels: []\n#" + b"x" * (4 << 20)):
        path.write_bytes(data)
        with pytest.raises(UsageError):
            read_manifest(path)
    with pytest.raises(UsageError, match="cannot be read"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("{ref: 'not a name'}", "is not a valid name of a model or dataset"),
        ("{ref: datasets/acme/x}", "is listed among the models"),
        ("{ref: acme/x@a, revision: b}", "name two revisions"),
        ("{ref: acme/x, revision: '../b'}", "is not a valid name of a model or dataset"),
    ],
)
def test_a_broken_entry_is_kept_with_its_problem(entry: str, problem: str, tmp_path: Path) -> None:
    broken, good = read_manifest(
        written(tmp_path, f"version: 1\nmodels: [{entry}, {{ref: acme/y}}]")
    ).entries
    assert broken.problem and problem in broken.problem.message
    assert not good.problem


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1))
def test_whatever_is_written_can_be_told(text: str) -> None:
    assert as_written(text, Kind.MODEL).purl.startswith("pkg:huggingface/")


def test_the_sample_that_fails_points_at_its_lines() -> None:
    path = SAMPLES / "fails_on_purpose.yaml"
    report = judge(provenance.trace(manifest=path, hub="sample"))
    lines = path.read_text("utf-8").splitlines()
    assert not report.gaps
    for subject in report.inputs:
        assert subject.place and subject.ref.partition("@")[0] in lines[subject.place.line - 1]
    assert {finding.artifact for finding in report.findings} == {
        subject.purl for subject in report.inputs[1:]
    }


def test_the_others_go_on(tmp_path: Path) -> None:
    entries = [
        "northwind/clear-3b",
        "not a name",
        "acme/gone",
        "acme/frozen-bert",
        "acme/frozen-bert@other",
    ]
    path = written(
        tmp_path, "version: 1\nmodels:\n" + "".join(f"  - ref: {text}\n" for text in entries)
    )
    report = provenance.audit("acme/support-gemstone-7b", manifest=path, hub="sample")
    states = {subject.ref: (subject.state, subject.place) for subject in report.inputs}
    place = path.as_posix()
    assert states == {
        "acme/support-gemstone-7b": ("read", None),
        "northwind/clear-3b": ("read", Place(place, 3)),
        "not a name": ("usage", Place(place, 4)),
        "acme/gone": ("not-found", Place(place, 5)),
        "acme/frozen-bert": ("read", Place(place, 6)),
        "acme/frozen-bert@other": ("usage", Place(place, 7)),
    }
    assert [gap.reason for gap in report.gaps].count("usage") == 2
    assert report.exit_status(None) == 3


def test_nothing_to_ask_about(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="lists no model"):
        provenance.audit(manifest=written(tmp_path, "version: 1\nmodels: []"), hub="sample")
    with pytest.raises(UsageError, match="not a name"):
        provenance.audit(
            manifest=written(tmp_path, "version: 1\nmodels: [{ref: not a name}]"), hub="sample"
        )
    with pytest.raises(UsageError):
        provenance.audit(hub="sample")
