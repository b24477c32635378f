"""No change to a field that states something makes it unstated without a word; the benchmark does
the same to a corpus of real cards."""

from __future__ import annotations

import pytest

from benchmarks.silence import CHANGES, Sample, audited, changed, judged
from provenance.model.artifact import Kind

CARD = Sample(
    place="card",
    kind=Kind.MODEL,
    file="README.md",
    content={
        "license": "cc-by-nc-4.0",
        "base_model": ["acme/base-7b"],
        "datasets": ["acme/pairs", "acme/more"],
        "library_name": "peft-of-ours",
    },
    fields=(("license",), ("base_model",), ("datasets",)),
)
ANSWER = Sample(
    place="answer",
    kind=Kind.MODEL,
    file="_meta.json",
    content={
        "baseModels": {"relation": "finetune", "models": [{"id": "acme/base-7b"}]},
        "siblings": [],
    },
    fields=(("baseModels",),),
)
ADAPTER = Sample(
    place="adapter",
    kind=Kind.MODEL,
    file="adapter_config.json",
    content={
        "base_model_name_or_path": "acme/base-7b",
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
    },
    fields=(("base_model_name_or_path",), ("peft_type",)),
)
HEADER = Sample(
    place="header",
    kind=Kind.MODEL,
    file="model.safetensors",
    content={"format": "pt", "license": "cc-by-nc-4.0", "base_model": "acme/base-7b"},
    fields=(("license",), ("base_model",)),
)
CASES = [(sample, path) for sample in (CARD, ANSWER, ADAPTER, HEADER) for path in sample.fields]


@pytest.mark.parametrize("kind", CHANGES)
@pytest.mark.parametrize(("sample", "path"), CASES, ids=lambda value: str(value)[:40])
def test_no_change_is_silent(sample: Sample, path: tuple[str, ...], kind: str) -> None:
    before = audited(sample, sample.content)
    silent = []
    for name, change in CHANGES[kind].items():
        content = changed(sample.content, path, change)
        if content is not None and judged(kind, before, audited(sample, content)) == "silent":
            silent.append(name)
    assert not silent


def test_an_adapter_without_a_base_is_told() -> None:
    before = audited(ADAPTER, ADAPTER.content)
    for change in CHANGES["null"].values():
        content = changed(ADAPTER.content, ("base_model_name_or_path",), change)
        assert content is not None
        assert judged("null", before, audited(ADAPTER, content)) == "told"
