"""What a policy says of the form of weights: formats, files that run code, signatures."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from pathlib import Path

import pytest
from hub_folder import HubFolder
from policies import under

from provenance.auditing.judge import judge
from provenance.errors import UsageError
from provenance.model.finding import Check, Outcome
from provenance.report import Report, ReportSignature

BINARY = pickle.dumps({"a": 1})


@pytest.fixture
def report(hub: HubFolder) -> Report:
    hub.model(
        "acme/tuned",
        "license: mit\nbase_model: acme/base",
        files={"model.safetensors": (2).to_bytes(8, "little") + b"{}"},
    )
    hub.model("acme/base", "license: mit", files={"pytorch_model.bin": BINARY, "run.py": "x"})
    return judge(hub.trace("acme/tuned"))


def refused(report: Report, folder: Path, words: str) -> Check:
    judged = under(report, folder, f"[weights]\n{words}")
    return next(check for check in judged.checks if check.rule == "POL004")


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ('denied = ["pickle"]', ["pickle"]),
        ('denied = ["Pickle"]', ["pickle"]),
        ('allowed = ["safetensors"]', ["pickle"]),
        ('denied = ["gguf"]', []),
        ('denied = ["executable"]', ["executable"]),
        ('denied = ["unsigned"]', ["unsigned"]),
        ('allowed = ["safetensors", "pickle"]', []),
    ],
)
def test_formats_of_the_model_and_its_bases(
    report: Report, tmp_path: Path, words: str, keys: list[str]
) -> None:
    check = refused(report, tmp_path, words)
    assert [finding.key for finding in check.findings] == keys


def test_bytes_decide_where_they_were_read(hub: HubFolder, tmp_path: Path) -> None:
    hub.model("acme/lies", "license: mit", files={"model.onnx": BINARY})
    report = judge(hub.trace("acme/lies"))
    assert refused(report, tmp_path, 'denied = ["pickle"]').outcome is Outcome.FAILED


def test_a_base_that_was_not_read_is_unknown(hub: HubFolder, tmp_path: Path) -> None:
    hub.model("acme/x", "license: mit\nbase_model: gone/base")
    report = judge(hub.trace("acme/x"))
    assert refused(report, tmp_path, 'denied = ["pickle"]').outcome is Outcome.UNKNOWN


def test_a_verified_signature_of_all_weights_satisfies_it(report: Report, tmp_path: Path) -> None:
    signature = ReportSignature(
        state="verified",
        signer="key a",
        reason="",
        signed=1,
        differing=(),
        missing=(),
        unsigned=("README.md",),
        ignored=(),
        uncompared=(),
    )

    def with_signature(signature: ReportSignature) -> Report:
        artifacts = [replace(node, signature=signature) for node in report.artifacts]
        return replace(report, artifacts=tuple(artifacts))

    words = 'denied = ["unsigned"]'
    assert refused(with_signature(signature), tmp_path, words).outcome is Outcome.PASSED
    for worse in (
        replace(signature, state="unchecked"),
        replace(signature, ignored=("model.safetensors",)),
        replace(signature, uncompared=("model.safetensors",)),
        replace(signature, missing=("other.safetensors",)),
    ):
        assert refused(with_signature(worse), tmp_path, words).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[weights]\ndenied = ["safetensor"]', 2),
        ("[signer]\n", 1),
        ('[signer]\nidentity = "me"', 1),
        ('[signer]\npem = "none.pem"', 2),
    ],
)
def test_what_is_not_understood_is_told_with_its_line(
    report: Report, tmp_path: Path, text: str, line: int
) -> None:
    with pytest.raises(UsageError) as error:
        under(report, tmp_path, text)
    assert f":{line}:" in error.value.message


def test_the_schema_knows_the_keys() -> None:
    schema = json.loads((Path(__file__).parents[2] / "schemas/policy-1.schema.json").read_text())
    assert {"weights", "signer"} <= set(schema["properties"])
