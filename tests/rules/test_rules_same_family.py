"""A model that names no base and is built like a known one; and how two models compare."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest
from command import invoke
from hub_folder import HubFolder
from weight_files import safetensors_header

from provenance.model.finding import Outcome, Severity
from provenance.weights import known_models
from provenance.weights.families import GEOMETRY

KNOWN = next(known for known in known_models() if known.repo == "meta-llama/Llama-3.1-8B")
OTHER = ("x y", "y z", "z a", "a b", "b c")


def config() -> str:
    return json.dumps(dict(zip(GEOMETRY, KNOWN.geometry, strict=True)))


def tokenizer(merges: tuple[str, ...] = KNOWN.tokenizer.merges) -> str:
    last = KNOWN.tokenizer.vocabulary - 1
    return json.dumps({"model": {"vocab": {"a": 0, "b": last}, "merges": list(merges)}})


def test_same_geometry_and_tokenizer(hub: HubFolder) -> None:
    hub.model("acme/new", files={"config.json": config(), "tokenizer.json": tokenizer()})
    [finding] = hub.check("LIN005", "acme/new").findings
    assert finding.severity is Severity.MEDIUM
    assert "not proof of descent" in finding.message
    assert "Llama-3.1-8B" in finding.message


def test_what_is_no_same_family(hub: HubFolder) -> None:
    files: dict[str, str | bytes] = {"config.json": config(), "tokenizer.json": tokenizer()}
    hub.model("acme/named", f"base_model: {KNOWN.repo}", files=files)
    hub.model("meta-llama/own", files=files)
    hub.model("acme/other", files={**files, "tokenizer.json": tokenizer(OTHER)})
    hub.model("acme/small", files={**files, "config.json": '{"hidden_size": 8}'})
    hub.model("acme/unread", files={"config.json": config()})
    hub.model("acme/none")
    outcomes = {
        name: hub.check("LIN005", name).outcome
        for name in (
            *("acme/named", "meta-llama/own", "acme/other", "acme/small"),
            *("acme/unread", "acme/none"),
        )
    }
    assert list(outcomes.values()) == [
        *(Outcome.NOT_APPLICABLE, Outcome.PASSED, Outcome.PASSED, Outcome.PASSED),
        *(Outcome.UNKNOWN, Outcome.NOT_APPLICABLE),
    ]


def weights(values: list[float]) -> bytes:
    data = struct.pack(f"<{len(values)}f", *values)
    entry = {"dtype": "F32", "shape": [len(values)], "data_offsets": [0, len(data)]}
    return safetensors_header({"model.norm.weight": entry}) + data


@pytest.mark.parametrize(
    ("values", "answer"),
    [([1.0, 2.0], "yes"), ([1.0, 2.001], "yes"), ([3.0, -2.0], "no"), ([1.0], "unknown")],
)
def test_small_tensors(hub: HubFolder, tmp_path: Path, values: list[float], answer: str) -> None:
    hub.model("acme/a", files={"model.safetensors": weights([1.0, 2.0])})
    hub.model("acme/b", "base_model: acme/a", files={"model.safetensors": weights(values)})
    done = invoke(tmp_path, "compare", "acme/b", "acme/a", "-f", "json", "--hub", str(hub.root))
    rungs = {rung["rung"]: rung["answer"] for rung in json.loads(done.stdout)["rungs"]}
    assert rungs["same-tensors"] == answer
    assert rungs["self-declared"] == "yes"
    assert rungs["same-file"] == ("yes" if values == [1.0, 2.0] else "no")


def test_the_ladder_for_people(hub: HubFolder, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"config.json": config(), "tokenizer.json": tokenizer()}
    hub.model("acme/a", files=files)
    hub.model("acme/b", files=files)
    done = invoke(tmp_path, "compare", "acme/a", "acme/b", "--hub", str(hub.root))
    assert "one family, not proof of descent" in done.stdout
    korean = invoke(tmp_path, "compare", "acme/a", "acme/b", "--hub", str(hub.root), "--lang", "ko")
    assert "같은 계열" in korean.stdout
    assert invoke(tmp_path, "compare", "acme/a", "--hub", str(hub.root)).returncode == 2
