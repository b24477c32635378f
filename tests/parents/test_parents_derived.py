"""Merges and conversions that name no base: something else shows that there is one."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

from provenance.model.finding import Outcome, Severity

COMMERCIAL = {"activity": ["product"], "commercial": True}
GPTQ = '{"model_type": "llama", "quantization_config": {"quant_method": "awq", "bits": 4}}'
NATIVE = '{"model_type": "llama", "quantization_config": {"quant_method": "fp8"}}'


@pytest.mark.parametrize(
    ("front", "files", "file", "sign"),
    [
        ("license: mit\ntags: [merge, lazymergekit]", {}, "README.md", "lazymergekit"),
        ("license: mit\ntags: [text, MergeKit]", {}, "README.md", "MergeKit"),
        ("license: mit\ntags: [4-bit, awq]", {}, "README.md", "awq"),
        ("license: mit\nbase_model_relation: merge", {}, "README.md", "base_model_relation"),
        ("license: mit", {"config.json": GPTQ}, "config.json", "quant_method"),
    ],
)
def test_a_derived_model_without_a_base(
    hub: HubFolder, front: str, files: dict[str, str | bytes], file: str, sign: str
) -> None:
    hub.model("acme/mix", front, files=files)
    [finding] = hub.check("LIN025", "acme/mix").findings
    assert finding.severity is Severity.HIGH
    assert f"`{sign}`" in finding.message
    assert finding.evidence[0].file == file
    assert [gap.topic for gap in hub.trace("acme/mix").gaps] == ["bases"]


@pytest.mark.parametrize("tag", ["merge", "Merge", " merge "])
def test_the_bare_tag_of_a_merge_is_a_weaker_sign(hub: HubFolder, tag: str) -> None:
    hub.model("acme/mix", f'license: mit\ntags: ["{tag}"]')
    [finding] = hub.check("LIN025", "acme/mix").findings
    assert finding.severity is Severity.MEDIUM
    assert f"`{tag.strip()}`" in finding.message
    assert [gap.topic for gap in hub.trace("acme/mix").gaps] == ["bases"]


def test_a_quantisation_is_the_stronger_sign_beside_the_bare_tag(hub: HubFolder) -> None:
    hub.model("acme/mix", "license: mit\ntags: [merge]", files={"config.json": GPTQ})
    [finding] = hub.check("LIN025", "acme/mix").findings
    assert finding.severity is Severity.HIGH
    assert "`quant_method`" in finding.message


def test_a_merge_configuration_beside_the_tag(hub: HubFolder) -> None:
    recipe = "merge_method: linear\nmodels: []\n"
    files: dict[str, str | bytes] = {"mergekit_config.yml": recipe}
    hub.model("acme/mix", "license: mit\ntags: [merge]", files=files)
    [finding] = hub.check("LIN025", "acme/mix").findings
    assert finding.severity is Severity.HIGH


def test_a_tag_that_only_the_hub_has(hub: HubFolder) -> None:
    hub.model("acme/mix", "license: mit", meta={"tags": ["mergekit"]})
    assert hub.check("LIN025", "acme/mix").findings


def test_a_base_that_is_named_is_enough(hub: HubFolder) -> None:
    hub.model("acme/base", "license: mit")
    hub.model("acme/mix", "license: mit\ntags: [merge]\nbase_model: acme/base")
    assert hub.check("LIN025", "acme/mix").outcome is Outcome.PASSED


def test_a_format_in_which_models_are_also_trained_shows_nothing(hub: HubFolder) -> None:
    hub.model("acme/native", "license: mit", files={"config.json": NATIVE})
    assert hub.check("LIN025", "acme/native").outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    "sentence",
    [
        "The underlying model is licensed under CC BY-NC 4.0.",
        "Released under MIT. The base model is under the Llama 2 Community License Agreement.",
        "기반 모델은 Llama 3 커뮤니티 라이선스를 따릅니다.",
    ],
)
def test_the_licence_of_a_base_that_nothing_names(hub: HubFolder, sentence: str) -> None:
    hub.model("acme/tune", "license: mit", f"# Tune\n\n## License\n\n{sentence}\n")
    [finding] = hub.check("LIN025", "acme/tune", COMMERCIAL).findings
    assert finding.severity is Severity.HIGH
    assert "names no base" in finding.message
    assert finding.evidence[0].file == "README.md"


def test_the_licence_of_a_base_that_is_no_stricter(hub: HubFolder) -> None:
    body = "# Tune\n\n## License\n\nThe base model is licensed under Apache 2.0.\n"
    hub.model("acme/tune", "license: apache-2.0", body)
    assert hub.check("LIN025", "acme/tune").outcome is Outcome.NOT_APPLICABLE


def test_the_licence_of_a_base_that_is_named_and_read(hub: HubFolder) -> None:
    body = "# Tune\n\n## License\n\nThe base model is licensed under CC BY-NC 4.0.\n"
    hub.model("acme/base", "license: cc-by-nc-4.0")
    hub.model("acme/tune", "license: cc-by-nc-4.0\nbase_model: acme/base", body)
    assert hub.check("LIN025", "acme/tune").outcome is Outcome.PASSED
