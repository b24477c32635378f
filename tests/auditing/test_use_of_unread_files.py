"""Terms in files of unusual names, in weight headers and configurations are read or reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hub_folder import HubFolder
from weight_files import Gguf, safetensors

import provenance
from provenance.report import Report

COMMERCIAL = {"activity": ["product"], "commercial": True}
TERMS = "BLUE KITE TERMS\n\nThe weights are for academic use only.\n"
TENSORS = {"a": ("F32", [1])}
Files = dict[str, str | bytes]


def audited(root: Path, files: Files, front: str = "license: mit") -> tuple[str, Report]:
    """The verdict on a commercial use of a model with these files, and the report."""
    HubFolder(root).model("blue/kite", front, files=files)
    report = provenance.audit("blue/kite", hub=str(root), use=COMMERCIAL)
    return report.uses[0].verdict.value, report


@pytest.mark.parametrize(
    "path",
    (
        "모델_라이선스.txt",
        "이용 약관.md",
        "Research-Agreement.md",
        "LEGAL.txt",
        "noncommercial-use.md",
        "Terms-and-Conditions.txt",
        "licences/kite.txt",
        "LICENSES/LicenseRef-Kite.md",
        "legal/README.md",
        "ADDENDUM.txt",
        "additional_terms.md",
        "usage_policy.md",
    ),
)
def test_terms_under_unusual_names_deny(tmp_path: Path, path: str) -> None:
    verdict, report = audited(tmp_path, {path: TERMS})

    assert verdict == "deny"
    assert path in {evidence.file for finding in report.findings for evidence in finding.evidence}


@pytest.mark.parametrize("path", ("LICENSE.zip", "license.json", "licence.yml", "라이선스.hwpx"))
def test_terms_in_a_file_that_is_not_opened_are_a_gap(tmp_path: Path, path: str) -> None:
    verdict, report = audited(tmp_path, {path: b"\x00\x01"})

    assert verdict == "review"
    assert path in {gap.what for gap in report.gaps}


@pytest.mark.parametrize("path", ("data/license.json", "driver_license.json", "src/legal.py"))
def test_data_about_licences_is_no_licence(tmp_path: Path, path: str) -> None:
    verdict, report = audited(tmp_path, {path: "{}"})

    assert (verdict, report.gaps) == ("allow-with-duties", ())


def test_the_text_that_is_not_known_is_named_and_not_the_known_one_beside_it(
    tmp_path: Path, apache_text: str
) -> None:
    _, report = audited(tmp_path, {"LICENSE": apache_text, "OWN_LICENSE.md": TERMS})

    [finding] = [finding for finding in report.findings if finding.rule == "LIC012"]
    assert finding.message.startswith("OWN_LICENSE.md is not a known licence text")


@pytest.mark.parametrize(
    "metadata",
    (
        {"modelspec.usage_hint": "academic use only"},
        {"modelspec.description": "A kite. Do not use commercially."},
        {"permissions": "no commercial use"},
        {"notice": "비상업적 용도로만 사용"},
        {"comment": "released for research purposes"},
        {"weights_license": "cc-by-nc-4.0"},
    ),
)
def test_words_in_a_safetensors_header_are_read(tmp_path: Path, metadata: dict[str, str]) -> None:
    verdict, _ = audited(tmp_path, {"model.safetensors": safetensors(TENSORS, metadata)})

    assert verdict == "review"


@pytest.mark.parametrize(
    "metadata",
    (
        {"general.license.name": "Kite Research Licence"},
        {"general.license.link": "https://creativecommons.org/licenses/by-nc/4.0/"},
        {"general.description": "For non-commercial use only"},
        {"general.license": ["cc-by-nc-4.0", "mit"]},
        {"kite_license": "cc-by-nc-4.0"},
    ),
)
def test_words_in_a_gguf_header_are_read(tmp_path: Path, metadata: dict[str, object]) -> None:
    header = {"general.architecture": "llama", **metadata}

    verdict, _ = audited(tmp_path, {"kite.gguf": Gguf().file(header, TENSORS)})

    assert verdict in {"review", "deny"}


@pytest.mark.parametrize(
    ("path", "value"),
    (
        ("generation_config.json", {"license": "cc-by-nc-4.0"}),
        ("generation_config.json", {"assistant": "blue/owl"}),
        ("tokenizer_config.json", {"license": "cc-by-nc-4.0"}),
        ("model_index.json", {"_class_name": "Kite", "licence": "cc-by-nc-4.0"}),
        ("model_index.json", {"_class_name": "Kite", "unet": ["blue/owl", "Unet"]}),
        ("model_index.json", {"_class_name": ["blue/owl--pipeline", "Kite"]}),
        ("sentence_bert_config.json", {"pooler": "blue/owl--pool"}),
        ("generation_config.json", {"auto_map": {"AutoModel": "blue/owl--model.Owl"}}),
    ),
)
def test_configurations_state_licences_models_and_code(
    tmp_path: Path, path: str, value: dict[str, object]
) -> None:
    verdict, report = audited(tmp_path, {path: json.dumps(value)})

    assert verdict == "review"
    assert report.gaps or {"CARD004", "WGT004"} & {finding.rule for finding in report.findings}


def test_a_generation_config_that_states_nothing_is_nothing(tmp_path: Path) -> None:
    config = {"_from_model_config": True, "eos_token_id": 2, "temperature": 0.6}

    verdict, report = audited(tmp_path, {"generation_config.json": json.dumps(config)})

    assert (verdict, report.gaps) == ("allow-with-duties", ())


@pytest.mark.parametrize(
    ("path", "recipe"),
    (
        ("mergekit_config.yml", "models: {first: blue/owl}\n"),
        ("mergekit_config.yml", "- blue/owl\n- blue/kestrel\n"),
        ("mergekit_config.yaml", "sources_of_all: [blue/owl]\n"),
        ("mergekit_moe_config.yml", "gate_mode: hidden\nexpert: blue/owl\n"),
        ("merge_config.yaml", "tasks:\n- blue/owl\n"),
    ),
)
def test_a_merge_that_names_nothing_known_is_a_gap(tmp_path: Path, path: str, recipe: str) -> None:
    verdict, report = audited(tmp_path, {path: recipe})

    assert verdict == "review"
    assert f"merge in {path}" in {gap.what for gap in report.gaps}


@pytest.mark.parametrize(
    ("path", "recipe"),
    (
        ("mergekit_config.yml", "merge_method: linear\nmodels: blue/owl\n"),
        ("merge_config.yml", "models: [blue/owl]\n"),
        (
            "mergekit_moe_config.yml",
            "base_model: blue/owl\nexperts:\n- source_model: blue/owl\n  positive_prompts: [a]\n",
        ),
    ),
)
def test_a_merge_in_another_file_or_shape_is_followed(
    tmp_path: Path, path: str, recipe: str
) -> None:
    HubFolder(tmp_path).model("blue/owl", "license: cc-by-nc-4.0")

    verdict, _ = audited(tmp_path, {path: recipe})

    assert verdict == "deny"
