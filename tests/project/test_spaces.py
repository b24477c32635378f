"""A Space is the models and datasets that its card and its code name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hub_folder import HubFolder
from json_server import json_server

import provenance
from provenance.errors import HubError, NotFoundError, UsageError
from provenance.hubs import open_hub, read_space
from provenance.project import several, spaces
from provenance.project.subjects import gather

SHA = "c" * 40
COMMIT = "d" * 40
CARD = f"""---
title: Bears
sdk: gradio
models:
  - acme/bear
datasets:
  - acme/photos
preload_from_hub:
  - acme/bear config.json,model.safetensors {COMMIT}
---
# Bears
"""
APP = """from transformers import pipeline

classify = pipeline("image-classification", model="acme/second")
again = pipeline("image-classification", model="acme/bear")
"""


@pytest.fixture
def space(hub: HubFolder) -> HubFolder:
    folder = hub.root / "spaces/acme/demo"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text(CARD)
    (folder / "app.py").write_text(APP)
    (folder / "broken.ipynb").write_text("{")
    for name in ("acme/bear", "acme/second"):
        hub.model(name, "license: mit", meta={"sha": COMMIT})
    hub.dataset("acme/photos", "license: mit")
    return hub


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("spaces/acme/demo", ("acme/demo", None)),
        ("hf:spaces/acme/demo@v1", ("acme/demo", "v1")),
        ("https://huggingface.co/spaces/acme/demo/blob/main/app.py", ("acme/demo", "main")),
        ("acme/demo", None),
        ("spaces/demo", None),
        ("datasets/acme/demo", None),
    ],
)
def test_what_names_a_space(text: str, named: tuple[str, str | None] | None) -> None:
    assert read_space(text) == named


def test_card_preloads_and_code_become_subjects_with_their_places(space: HubFolder) -> None:
    report = provenance.audit("spaces/acme/demo", hub=str(space.root))
    inputs = {named.ref: str(named.place) for named in report.inputs}
    assert inputs == {
        f"acme/bear@{COMMIT}": "spaces/acme/demo/README.md:9",
        "acme/photos": "spaces/acme/demo/README.md:7",
        "acme/second": "spaces/acme/demo/app.py:3",
    }
    assert {named.state for named in report.inputs} == {"read"}


def test_a_space_that_names_nothing_says_so(space: HubFolder) -> None:
    folder = space.root / "spaces/acme/empty"
    folder.mkdir()
    (folder / "README.md").write_text("# Nothing\n")
    with pytest.raises(UsageError, match="names no model"):
        provenance.audit("spaces/acme/empty", hub=str(space.root))
    with pytest.raises(NotFoundError):
        provenance.audit("spaces/acme/missing", hub=str(space.root))


def test_what_was_named_already_stays_as_it_is(space: HubFolder) -> None:
    hub = open_hub(str(space.root))
    subjects = gather(("acme/second", "spaces/acme/demo"), hub=hub)
    assert [text for text, _ in subjects.inputs].count("acme/second") == 1
    assert subjects.places[0] is None


def test_it_is_read_from_the_hub_at_its_commit(tmp_path: Path) -> None:
    info = {"id": "acme/demo", "sha": SHA, "siblings": [{"rfilename": "README.md", "size": 9}]}
    answers = {
        "/api/spaces/acme/demo/revision/main?blobs=true": info,
        f"/spaces/acme/demo/resolve/{SHA}/README.md": CARD.encode(),
    }
    with json_server(answers) as server:
        subjects = gather(("spaces/acme/demo",), hub=open_hub(server.url, cache=tmp_path))
    assert [text for text, _ in subjects.inputs] == [f"acme/bear@{COMMIT}", "acme/photos"]
    offline = open_hub(server.url, cache=tmp_path, offline=True)
    again = gather(("spaces/acme/demo",), hub=offline)
    assert again.inputs == subjects.inputs


@pytest.mark.parametrize("status", [403, 404, 500])
def test_bad_weather(status: int) -> None:
    answers = {"/api/spaces/acme/demo/revision/main?blobs=true": status}
    with json_server(answers) as server, pytest.raises(HubError) as refused:
        gather(("spaces/acme/demo",), hub=open_hub(server.url))
    assert refused.value.hint


def test_a_file_that_is_not_there_is_a_gap(space: HubFolder) -> None:
    info = {
        "id": "acme/demo",
        "sha": SHA,
        "siblings": [{"rfilename": "README.md", "size": 9}, {"rfilename": "app.py", "size": 9}],
    }
    answers = {
        "/api/spaces/acme/demo/revision/main?blobs=true": info,
        f"/spaces/acme/demo/resolve/{SHA}/README.md": CARD.encode(),
    }
    with json_server(answers) as server:
        subjects = gather(("spaces/acme/demo",), hub=open_hub(server.url))
    [(text, place, gap)] = subjects.rejected
    assert (text, gap.what) == ("spaces/acme/demo", "spaces/acme/demo/app.py")
    assert str(place) == "spaces/acme/demo/app.py:1"


@pytest.mark.parametrize("text", ["acme/", "acme/*", "hf:acme/*"])
def test_an_organisation_is_everything_that_it_holds(space: HubFolder, text: str) -> None:
    subjects = gather((text,), hub=open_hub(str(space.root)))
    names = {(str(ref.kind), ref.name) for _, ref in subjects.inputs}
    assert names == {("model", "acme/bear"), ("model", "acme/second"), ("dataset", "acme/photos")}
    assert not subjects.rejected


def test_a_large_organisation_is_cut_and_told(
    space: HubFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(several, "MOST_OF_OWNER", 2)
    report = provenance.audit("acme/*", hub=str(space.root))
    assert len(report.artifacts) == 2
    [gap] = [gap for gap in report.gaps if gap.reason == "bound"]
    assert "has 3 models and datasets; the first 2 were read" in gap.detail


@pytest.mark.parametrize("text", ["nobody/*", "nobody/"])
def test_an_organisation_that_is_not_there(space: HubFolder, text: str) -> None:
    with pytest.raises(NotFoundError):
        gather((text,), hub=open_hub(str(space.root)))


@pytest.mark.parametrize("text", ["./acme/", "/tmp/*", "acme/bear", "~/x/"])
def test_paths_and_names_stand_for_one(text: str) -> None:
    assert not several.stands_for_several(text)


def gaps_of(hub: HubFolder, front: str, **files: str) -> list[tuple[str, str]]:
    folder = hub.root / "spaces/acme/demo"
    (folder / "README.md").write_text(f"---\n{front}\n---\n# Bears\n")
    for name, text in files.items():
        (folder / name.replace("_py", ".py")).write_text(text)
    gaps = provenance.audit("spaces/acme/demo", hub=str(hub.root)).gaps
    return [(gap.what.rpartition("/")[2], gap.reason) for gap in gaps]


@pytest.mark.parametrize(
    "entry",
    ["models: [true]", "models: [a b c]", "datasets: {x: false}", "preload_from_hub: ['<x>']"],
)
def test_an_entry_that_names_nothing_is_a_gap(space: HubFolder, entry: str) -> None:
    front = f"title: Bears\n{entry}"
    assert ("README.md", "not-understood") in gaps_of(space, front)


def test_front_matter_that_cannot_be_read_is_a_gap(space: HubFolder) -> None:
    assert ("README.md", "malformed") in gaps_of(space, "models: [acme/bear\ntitle: {")


def test_long_code_is_a_gap(space: HubFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spaces, "_FILE_LIMIT", 2_000)
    gaps = gaps_of(space, "models: [acme/bear]", long_py="# bears\n" * 1_000)
    assert gaps == [("long.py", "too-large")]
