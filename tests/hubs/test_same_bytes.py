"""Equal digests of two hubs prove the same bytes: a layer of Ollama and an LFS object."""

from __future__ import annotations

from pathlib import Path

import pytest
from hub_folder import HubFolder
from json_server import json_server
from other_hub_answers import LAYERS, digest, registry

from provenance.hubs import open_hub, parse_reference
from provenance.lineage.compare import Likeness, Rung, RungAnswer, compare_models
from provenance.lineage.trace import trace

WEIGHTS = digest(LAYERS["application/vnd.ollama.image.model"]).removeprefix("sha256:")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    hub = HubFolder(tmp_path)
    for name, sha in (("acme/same", WEIGHTS), ("acme/other", "a" * 64), ("acme/untold", "")):
        listed: dict[str, object] = {"rfilename": "bear.gguf", "size": 4}
        if sha:
            listed["lfs"] = {"sha256": sha, "size": 4}
        hub.model(name, "license: mit", meta={"sha": "b" * 40, "siblings": [listed]})
    return tmp_path


def same_file(folder: Path, name: str) -> Likeness:
    with json_server(registry()) as server:
        hub = open_hub(str(folder), places={"oci": server.url})
        subjects = [(text, parse_reference(text)) for text in ("ollama:bear", name)]
        lineage = trace(hub, subjects)
    left, right = (lineage.record(ref) for _, ref in lineage.inputs)
    assert left
    assert right
    return next(rung for rung in compare_models(left, right) if rung.rung is Rung.SAME_FILE)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("acme/same", RungAnswer.YES),
        ("acme/other", RungAnswer.NO),
        ("acme/untold", RungAnswer.UNKNOWN),
    ],
)
def test_a_layer_is_the_file_of_another_hub(folder: Path, name: str, answer: RungAnswer) -> None:
    assert same_file(folder, name).answer is answer
