"""Cards, hubs and weights are hostile until read: each attack goes the whole way and leaves a gap,
not a traceback."""

from __future__ import annotations

import json
import pickle
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from hub_folder import HubFolder
from hub_server import HubServer

import provenance
from provenance.auditing.judge import judge
from provenance.bom import encode
from provenance.errors import HubError
from provenance.formats import FORMATS, render
from provenance.lineage.wanted import TEXT_LIMIT
from provenance.report import Report

Build = Callable[[HubFolder], None]
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(12)
)
ESCAPES = (
    "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07 \x1b[31mred\x1b[0m \u202eevil\u202c"
    " \u200b\x00\x9b2J"
)
HTML = "<script>alert(1)</script><img src=x onerror=alert(1)> [red]markup[/red] %0A::error::x ]]>"


class Trap:
    """Leaves a file behind when it is unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (Path("/tmp/provenance-was-unpickled"),))


def lying_header(length: int) -> bytes:
    return (
        struct.pack("<Q", length)
        + b'{"w": {"dtype": "F32", "shape": [9], "data_offsets": [0, 36]}}'
    )


def model(front: str = "license: mit", body: str = "# Card\n", **files: str | bytes) -> Build:
    def build(hub: HubFolder) -> None:
        hub.model(
            "acme/x",
            front,
            body,
            files={name.replace("__", "."): data for name, data in files.items()},
        )

    return build


ATTACKS: dict[str, Build] = {
    "yaml-bomb": model(BOMB),
    "yaml-deep": model("a: " + "[" * 5000),
    "yaml-object": model(
        "a: !!python/object/apply:os.system ['touch /tmp/provenance-was-unpickled']"
    ),
    "yaml-cycle": model("a: &a [*a]\nlicense: mit"),
    "yaml-types": model(
        "license: {a: [1, 2]}\nbase_model: {x: y}\ndatasets: [1, null, {a: b}, true]\ntags: 7"
    ),
    "megabyte-line": model(body="# " + "x" * 1_000_000 + "\n" + "| " * 200_000),
    "markup-storm": model(body="[" * 50_000 + "\n\n" + "<" * 50_000 + "\n\n" + "*" * 50_000),
    "deep-nesting": model(body=">" * 10_000 + " x\n" + "- " * 5_000),
    "broken-utf-8": model(LICENSE=b"\xff\xfe\x00MIT License\xc3\x28", config__json=b"\xff{"),
    "escapes": model(
        f"license: mit\nlicense_name: {json.dumps(ESCAPES)}\nbase_model: {json.dumps(ESCAPES)}",
        ESCAPES,
    ),
    "html": model(f"license: {json.dumps(HTML)}", f"# {HTML}\n\n{HTML}\n"),
    "large-card": model(body="x" * (TEXT_LIMIT + 1)),
    "empty-files": model(
        LICENSE=b"", config__json=b"", model__safetensors=b"", adapter_config__json=b""
    ),
    "json-deep": model(config__json="[" * 100_000, adapter_config__json='{"a":' * 100_000),
    "json-types": model(config__json='{"auto_map": 7, "model_type": {}, "architectures": 3}'),
    "header-longer-than-file": model(model__safetensors=lying_header(1 << 40)),
    "header-of-2-gb": model(model__safetensors=lying_header((1 << 31) - 1)),
    "header-not-json": model(model__safetensors=struct.pack("<Q", 8) + b"{{{{{{{{"),
    "gguf-lies": model(model__gguf=b"GGUF" + struct.pack("<IQQ", 3, 1 << 60, 1 << 60)),
    "pickle": model(pytorch_model__bin=pickle.dumps(Trap())),
    "surrogates": model(f'license: "{chr(92)}ud800"', "\ud7ff"),
    "no-card": lambda hub: hub.model("acme/x", None, files={"weights.bin": b"x"}),
    "nothing": lambda hub: hub.model("acme/x", None, meta={}),
    "strange-answer": lambda hub: hub.model(
        "acme/x",
        meta={
            "tags": [7, None, "license:", "dataset:", "base_model:"],
            "gated": [],
            "safetensors": 7,
            "siblings": [7, {}],
        },
    ),
    "strange-fields": lambda hub: hub.model(
        "acme/x",
        meta={
            "cardData": 7,
            "baseModels": {"models": [7, {"id": 9}]},
            "pipeline_tag": {},
            "config": [],
            "lastModified": 5,
        },
    ),
    "path-traversal": lambda hub: hub.model(
        "acme/x",
        meta={"siblings": [{"rfilename": "../../../etc/passwd"}, {"rfilename": "LICENSE/../../x"}]},
    ),
}


def whole_way(hub: str) -> Report:
    """Audit into every format and AIBOM, with nothing but text and JSON coming out."""
    lineage = provenance.trace("acme/x", hub=hub)
    report = judge(lineage)
    for name in FORMATS:
        text = render(report, name, width=100, verbose=2).decode("utf-8")
        text = text.removeprefix("\ufeff") if name == "csv" else text  # by which Excel knows UTF-8
        assert not [char for char in text if not char.isprintable() and char != "\n"], name
    json.loads(render(report, "json"))
    json.loads(encode(lineage))
    return report


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_in_files(hub: HubFolder, attack: str) -> None:
    ATTACKS[attack](hub)
    whole_way(str(hub.root))
    assert not Path("/tmp/provenance-was-unpickled").exists()


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        ("yaml-bomb", "malformed"),
        ("large-card", "too-large"),
        ("json-deep", "malformed"),
        ("header-longer-than-file", "malformed"),
        ("gguf-lies", "malformed"),
        ("path-traversal", "malformed"),
        ("escapes", "unresolvable"),
    ],
)
def test_what_was_not_read_is_a_gap(hub: HubFolder, attack: str, reason: str) -> None:
    ATTACKS[attack](hub)
    assert reason in {gap.reason for gap in whole_way(str(hub.root)).gaps}


@pytest.mark.parametrize(
    "fault", ["endless", "gzip-bomb", "reset", "truncate", "redirect-loop", "no-range"]
)
def test_hubs_that_misbehave_on_files(hub: HubFolder, fault: str) -> None:
    model(model__safetensors=lying_header(62) + bytes(36))(hub)
    with HubServer(hub.root) as server:
        server.fault(fault, "*/resolve/*", count=64)  # type: ignore[arg-type]
        report = whole_way(server.url)
    assert report.gaps or fault == "no-range"


@pytest.mark.parametrize(
    "fault", ["endless", "gzip-bomb", "reset", "truncate", "cut-json", "redirect-loop"]
)
def test_hubs_that_misbehave_on_metadata(hub: HubFolder, fault: str) -> None:
    model()(hub)
    with HubServer(hub.root) as server:
        server.fault(fault, "/api/*", count=128)  # type: ignore[arg-type]
        with pytest.raises(HubError) as caught:
            provenance.trace("acme/x", hub=server.url)
    assert caught.value.hint
