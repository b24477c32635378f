"""No change to a field that states something makes it unstated without a word; the benchmark does
the same to a corpus of real cards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.silence import CHANGES, Sample, audited, changed, judged
from provenance.model.artifact import Kind
from provenance.stated import MOST_VALUES

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


def test_a_word_without_a_name_in_a_weight_header_is_reported() -> None:
    header = replace(HEADER, content={"format": "pt", "licence_of_weights": "mit", "zzz": "other"})
    outcome = audited(header, header.content)
    assert any("`zzz`" in " ".join(statement) for statement in outcome.statements)


def test_settings_of_a_quantisation_under_an_unknown_key_are_reported() -> None:
    content = {"model_type": "llama", "기타": {"quant_method": "gptq", "bits": 4}}
    config = replace(HEADER, place="config", file="config.json", content=content, fields=())
    outcome = audited(config, content)
    assert any("quant_method" in " ".join(statement) for statement in outcome.statements)


def test_values_beyond_the_limit_are_reported_as_unread() -> None:
    content = {"license": "mit", "notes": [f"note {number}" for number in range(MOST_VALUES + 9)]}
    card = replace(CARD, content=content, fields=())
    outcome = audited(card, content)
    assert any(
        f"more than {MOST_VALUES}" in " ".join(statement) for statement in outcome.statements
    )
