"""Code that loading a model runs: reported, followed, pinned and listed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hub_folder import HubFolder

import provenance
from provenance.auditing.permission import judge_use
from provenance.bom import encode
from provenance.bom.spdx import writer as spdx
from provenance.bom.stamp import Stamp
from provenance.formats import render
from provenance.hubs import read_id
from provenance.licences import parse_use
from provenance.lock import compare, pin
from provenance.model.finding import Outcome, Severity
from provenance.wording.phrases import phrases_of

if TYPE_CHECKING:
    from provenance.lineage.graph import Lineage


def mapped(target: str) -> str:
    return json.dumps({"auto_map": {"AutoModel": target}}, indent=1)


@pytest.fixture
def filled(hub: HubFolder) -> HubFolder:
    hub.model("vendor/blocks", "license: cc-by-nc-4.0", files={"modeling_y.py": "x = 1\n"})
    hub.model("acme/blocks", "license: mit", files={"modeling_y.py": "x = 1\n"})
    hub.model(
        "acme/foreign",
        "license: mit",
        files={"config.json": mapped("vendor/blocks--modeling_y.YModel")},
    )
    return hub


def test_code_of_another_repository(filled: HubFolder) -> None:
    check = filled.check("WGT004", "acme/foreign")
    [finding] = check.findings
    assert finding.severity is Severity.HIGH
    assert "vendor/blocks" in finding.message
    assert finding.evidence[0].file == "config.json"
    assert finding.path[-1].startswith("pkg:huggingface/vendor/blocks@")


@pytest.mark.parametrize("file", ["tokenizer_config.json", "processor_config.json"])
def test_code_that_another_configuration_names(filled: HubFolder, file: str) -> None:
    filled.model("acme/other", files={file: mapped("vendor/blocks--modeling_y.YModel")})
    assert filled.check("WGT004", "acme/other").outcome is Outcome.FAILED


def test_code_of_the_same_owner_or_of_the_base_matters_less(filled: HubFolder) -> None:
    filled.model("acme/own", files={"config.json": mapped("acme/blocks--modeling_y.YModel")})
    filled.model(
        "acme/tuned",
        "base_model: vendor/blocks",
        files={"config.json": mapped("vendor/blocks--modeling_y.YModel")},
    )
    for name in ("acme/own", "acme/tuned"):
        [finding] = filled.check("WGT004", name).findings
        assert finding.severity is Severity.MEDIUM


def test_no_code_elsewhere(filled: HubFolder) -> None:
    filled.model("acme/own", files={"config.json": mapped("acme/own--modeling_y.YModel")})
    filled.model("acme/plain", files={"config.json": "{}"})
    filled.model("acme/none")
    filled.model("acme/broken", files={"config.json": "{"})
    filled.model("acme/odd", files={"config.json": '{"auto_map": 5}'})
    filled.dataset("acme/data")
    assert filled.check("WGT004", "acme/own").outcome is Outcome.PASSED
    assert filled.check("WGT003", "acme/own").outcome is Outcome.FAILED
    assert filled.check("WGT004", "acme/plain").outcome is Outcome.PASSED
    for rule in ("WGT003", "WGT004"):
        assert filled.check(rule, "acme/none").outcome is Outcome.NOT_APPLICABLE
        assert filled.check(rule, "acme/broken").outcome is Outcome.UNKNOWN
        assert filled.check(rule, "acme/odd").outcome is Outcome.UNKNOWN
        assert filled.check(rule, "datasets/acme/data").outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("files", "shown"),
    [
        (
            {
                "modules.json": '[{"type": "custom_st.Transformer"}]',
                "custom_st.py": "x = 1\n",
            },
            ["modules.json", "custom_st.py"],
        ),
        (
            {"model_index.json": '{"unet": ["my_unet", "MyUNet"]}', "unet/my_unet.py": "x = 1\n"},
            ["model_index.json", "unet/my_unet.py"],
        ),
        ({"custom_generate/generate.py": "x = 1\n"}, ["custom_generate/generate.py"]),
        ({"config.json": mapped("modeling_y.YModel")}, ["config.json"]),
    ],
)
def test_own_code(hub: HubFolder, files: dict[str, str | bytes], shown: list[str]) -> None:
    hub.model("acme/own", files=files)
    [finding] = hub.check("WGT003", "acme/own").findings
    assert finding.severity is Severity.MEDIUM
    assert [proof.file for proof in finding.evidence] == shown


ADAPTER = {"adapter_config.json": '{"base_model_name_or_path": "vendor/base"}'}
CODE: dict[str, str | bytes] = {"modeling_y.py": "x = 1\n", "handler.py": "x = 1\n"}


def test_code_of_the_base_of_an_adapter_is_named(hub: HubFolder) -> None:
    hub.model("vendor/base", "license: mit", files={**CODE, "train.py": "x = 1\n"})
    hub.model("acme/lora", "license: mit\nbase_model: vendor/base", files=ADAPTER)
    [finding] = hub.check("WGT003", "acme/lora").findings
    assert finding.severity is Severity.LOW
    assert finding.path[-1].startswith("pkg:huggingface/vendor/base@")
    assert [proof.file for proof in finding.evidence] == ["handler.py", "modeling_y.py"]
    assert "2 Python files that were not read" in finding.message


def test_code_of_a_base_that_is_not_loaded_is_not_named(hub: HubFolder) -> None:
    hub.model("vendor/base", "license: mit", files=CODE)
    hub.model("vendor/plain", "license: mit")
    hub.model("acme/tuned", "base_model: vendor/base", files={"config.json": "{}"})
    hub.model(
        "acme/lora",
        "base_model: vendor/plain",
        files={"adapter_config.json": '{"base_model_name_or_path": "vendor/plain"}'},
    )
    assert hub.check("WGT003", "acme/tuned").outcome is Outcome.PASSED
    assert not hub.check("WGT003", "acme/lora").findings


def test_a_base_that_was_not_read_may_have_code(hub: HubFolder) -> None:
    hub.model("acme/lora", "base_model: vendor/base", files=ADAPTER)
    report = provenance.audit("acme/lora", hub=str(hub.root))
    assert [gap.reason for gap in report.gaps] == ["not-found"]


def test_classes_of_installed_libraries_are_no_code_of_the_repository(hub: HubFolder) -> None:
    files: dict[str, str | bytes] = {
        "modules.json": '[{"type": "sentence_transformers.models.Transformer"}]',
        "model_index.json": '{"_class_name": "FluxPipeline", "vae": ["diffusers", "Auto"]}',
        "train.py": "x = 1\n",
    }
    hub.model("acme/plain", files=files)
    assert hub.check("WGT003", "acme/plain").outcome is Outcome.PASSED


def test_an_example_that_permits_code_is_a_hint(hub: HubFolder) -> None:
    body = "# X\n\n```python\nAutoModel.from_pretrained('acme/x', trust_remote_code=True)\n```\n"
    hub.model("acme/hint", body=body, files={"config.json": "{}"})
    [finding] = hub.check("WGT003", "acme/hint").findings
    assert finding.severity is Severity.LOW
    assert finding.evidence[0].file == "README.md"


def test_it_is_pinned_by_the_lock_and_a_move_of_its_main_branch_is_a_change(
    filled: HubFolder,
) -> None:
    before = pin(provenance.audit("acme/foreign", hub=str(filled.root)))
    code = before.artifacts[read_id("pkg:huggingface/vendor/blocks")]
    assert code.role == "code"
    assert code.revision
    assert code.files["modeling_y.py"]
    (filled.root / "models/vendor/blocks/modeling_y.py").write_text("x = 2\n")
    after = pin(provenance.audit("acme/foreign", hub=str(filled.root)))
    changes = [change for change in compare(before, after) if change.kind == "executable"]
    assert {change.severity for change in changes} == {Severity.HIGH}
    assert any("whose code is run, moved" in change.text for change in changes)


def test_another_source_of_code_is_a_change_of_its_own(filled: HubFolder) -> None:
    before = pin(provenance.audit("acme/foreign", hub=str(filled.root)))
    path = filled.root / "models/acme/foreign/config.json"
    path.write_text(mapped("acme/blocks--modeling_y.YModel"))
    after = pin(provenance.audit("acme/foreign", hub=str(filled.root)))
    [change] = [change for change in compare(before, after) if change.kind == "lineage"]
    assert change.text == "the stated code of acme/foreign has changed"
    assert change.severity is Severity.HIGH


def test_it_stands_in_report_and_bill_of_materials(filled: HubFolder) -> None:
    report = provenance.audit("acme/foreign", hub=str(filled.root))
    [source] = [artifact for artifact in report.artifacts if artifact.role == "code"]
    assert source.name == "vendor/blocks"
    assert b"runs code of" in render(report, "terminal")
    assert b"1 code repository" in render(report, "terminal")
    lineage = filled.trace("acme/foreign")
    made = json.loads(encode(lineage))
    subject = made["metadata"]["component"]
    assert "pedigree" not in subject
    properties = {artifact["name"]: artifact["value"] for artifact in subject["properties"]}
    assert properties["provenance:code"] == "vendor/blocks: modeling_y.py"
    needs = {artifact["ref"]: artifact.get("dependsOn", []) for artifact in made["dependencies"]}
    assert any("vendor/blocks@" in need for need in needs[subject["bom-ref"]])
    assert b"dependsOn" in spdx.encode(
        lineage, stamp=Stamp(timestamp=datetime(2026, 1, 1, tzinfo=UTC))
    )


def test_its_terms_count_for_an_intended_use(filled: HubFolder) -> None:
    lineage = filled.trace("acme/foreign")
    use = parse_use({"activity": "product", "commercial": True})
    judgement = judge_use(lineage, lineage.inputs[0][1], use)
    assert judgement.verdict == "deny"


def test_every_sentence_is_there_in_korean(filled: HubFolder) -> None:
    body = "```python\nload(trust_remote_code=True)\n```\n"
    filled.model("acme/hint", body=body, files={"config.json": "{}"})
    filled.model("acme/generate", files={"custom_generate/generate.py": "x = 1\n"})
    filled.model("acme/odd", files={"config.json": '{"auto_map": 5, "n": 1e999}'})
    filled.model("acme/twice", files={"config.json": '{"a": 1, "a": 2}'})
    filled.model("acme/broken", files={"config.json": "{"})
    names = ("foreign", "hint", "generate", "odd", "twice", "broken")
    report = provenance.audit(*(f"acme/{name}" for name in names), hub=str(filled.root))
    phrases = phrases_of("ko")
    for finding in report.findings:
        phrases.message(finding.message)
        phrases.message(finding.remedy)
    for gap in report.gaps:
        phrases.message(gap.detail)
    for check in report.checks:
        if check.outcome is Outcome.UNKNOWN:
            phrases.message(check.reason)
    assert not phrases.untranslated


def test_code_of_a_base_is_followed(hub: HubFolder) -> None:
    """The hub copies `auto_map` into its answer, so that nothing of the base has to be read."""
    named = {"AutoModel": "other-org/shared--modeling.Model", "AutoConfig": "own.Config"}
    hub.model("acme/base", meta={"config": {"auto_map": named}})
    hub.model("acme/child", "base_model: acme/base")
    hub.model("other-org/shared", files={"modeling.py": "pass\n"})
    lineage = hub.trace("acme/child")
    [edge] = [edge for edge in lineage.edges if edge.relation == "code"]
    assert edge.parent.name == "other-org/shared"
    assert edge.known_by == ("hub-config",)
    assert lineage.record(edge.parent) is not None


DEEP = "models/0_Encoder/config.json"


def test_code_that_a_configuration_two_folders_down_takes_from_another_repository(
    filled: HubFolder,
) -> None:
    target = "vendor/blocks--modeling_y.YModel"
    filled.model("acme/deep", "license: mit", files={DEEP: mapped(target)})
    [finding] = filled.check("WGT004", "acme/deep").findings
    assert finding.evidence[0].file == DEEP
    lineage = filled.trace("acme/deep")
    [edge] = lineage.edges
    assert edge.relation == "code"
    assert edge.parent.revision
    assert "vendor/blocks: modeling_y.py" in code_of(lineage)


def code_of(lineage: Lineage) -> list[str]:
    """The code that an AIBOM lists for the model."""
    component = json.loads(encode(lineage))["metadata"]["component"]
    return [
        entry["value"]
        for entry in component["properties"]
        if entry["name"].startswith("provenance:code")
    ]


@pytest.mark.parametrize(
    ("config", "file"),
    [
        ({"config.json": mapped("code.blocks.modeling_x.XModel")}, "code/blocks/modeling_x.py"),
        ({"config.json": mapped("./code/blocks/modeling_x.XModel")}, "code/blocks/modeling_x.py"),
        ({"config.json": mapped("code.blocks.XModel")}, "code/blocks/__init__.py"),
        ({DEEP: mapped("modeling_x.XModel")}, "models/0_Encoder/modeling_x.py"),
        (
            {"modules.json": json.dumps([{"path": "a/b", "type": "pooling_x.Pooling"}])},
            "a/b/pooling_x.py",
        ),
        (
            {"parts/model_index.json": json.dumps({"unet": ["my_unet", "MyUNet"]})},
            "parts/unet/my_unet.py",
        ),
        (
            {"config.json": json.dumps({"vision_config": json.loads(mapped("tower_x.XTower"))})},
            "tower_x.py",
        ),
    ],
)
def test_code_two_folders_down_is_named_and_listed(
    hub: HubFolder, config: dict[str, str | bytes], file: str
) -> None:
    hub.model("acme/model", files={**config, file: "x = 1\n"})
    [finding] = hub.check("WGT003", "acme/model").findings
    assert [entry.file for entry in finding.evidence][-1] == file
    assert file in code_of(hub.trace("acme/model"))
    report = provenance.audit("acme/model", hub=str(hub.root))
    [locked] = pin(report).artifacts.values()
    assert file in locked.files


def test_one_class_of_several_that_is_not_understood_is_a_gap(hub: HubFolder) -> None:
    config = {"auto_map": {"AutoConfig": "configuration_x.XConfig", "AutoModel": "not a class"}}
    hub.model("acme/model", files={"config.json": json.dumps(config)})
    report = provenance.audit("acme/model", hub=str(hub.root))
    assert "config.json auto_map" in [gap.what for gap in report.gaps]


def test_more_configurations_than_are_read_are_a_gap(hub: HubFolder) -> None:
    files: dict[str, str | bytes] = {f"run/{n:02}/config.json": "{}" for n in range(12)}
    hub.model("acme/model", files={**files, "config.json": "{}"})
    report = provenance.audit("acme/model", hub=str(hub.root))
    assert "other configurations" in [gap.what for gap in report.gaps]
    assert hub.check("WGT004", "acme/model").outcome is Outcome.UNKNOWN


def test_files_that_a_service_runs_or_installs(hub: HubFolder) -> None:
    files: dict[str, str | bytes] = {"handler.py": "x = 1\n", "requirements.txt": "numpy==2.0\n"}
    hub.model("acme/served", files={"config.json": "{}", **files})
    [finding] = hub.check("WGT003", "acme/served").findings
    assert finding.severity is Severity.LOW
    assert {entry.file for entry in finding.evidence} == set(files)
    assert code_of(hub.trace("acme/served")) == ["handler.py", "requirements.txt"]
    report = provenance.audit("acme/served", hub=str(hub.root))
    [locked] = pin(report).artifacts.values()
    assert set(files) <= set(locked.files)


@pytest.mark.parametrize(
    ("line", "severity", "address"),
    [
        ("git+https://git.example/x/y.git", Severity.MEDIUM, "git+https://git.example/x/y.git"),
        ("y @ git+ssh://git@git.example/x/y@main", Severity.MEDIUM, "git+ssh://git.example/x/y"),
        ("-e git+https://git.example/x/y@" + "a" * 40, Severity.LOW, "git.example/x/y@aaaa"),
        ("https://files.example/y-1.0.whl#sha256=12", Severity.MEDIUM, "files.example/y-1.0.whl"),
        ("--extra-index-url https://u:secret@i.example/simple", Severity.MEDIUM, "//i.example"),
    ],
)
def test_requirements_from_an_address(
    hub: HubFolder, line: str, severity: Severity, address: str
) -> None:
    text = f"# see https://docs.example\nnumpy\n{line}  # https://why.example\n"
    hub.model("acme/served", files={"requirements.txt": text})
    _, finding = hub.check("WGT003", "acme/served").findings
    assert finding.severity is severity
    assert address in finding.message
    assert "docs.example" not in finding.message
    assert "why.example" not in finding.message
    assert "secret" not in finding.message
    assert [entry.start_line for entry in finding.evidence] == [3]


@pytest.mark.parametrize(
    ("line", "severity", "path"),
    [
        ("-r deps/extra.txt", Severity.MEDIUM, "deps/extra.txt"),
        ("-rextra.txt", Severity.MEDIUM, "extra.txt"),
        ("--requirement=extra.txt", Severity.MEDIUM, "extra.txt"),
        ("-c ./pins.txt", Severity.LOW, "pins.txt"),
        ("-e .", Severity.MEDIUM, "."),
        ("./wheels/own-1.0-py3-none-any.whl", Severity.MEDIUM, "wheels/own-1.0"),
    ],
)
def test_requirements_that_include_other_files(
    hub: HubFolder, line: str, severity: Severity, path: str
) -> None:
    files = {"requirements.txt": f"numpy\n{line}  # why\n", "pins.txt": "numpy<2\n"}
    hub.model("acme/served", files=files)
    _, finding = hub.check("WGT003", "acme/served").findings
    assert finding.severity is severity
    assert path in finding.message
    assert [entry.start_line for entry in finding.evidence] == [2]


@pytest.mark.parametrize(
    "line", ["numpy", "torch==2.1 ; python_version > '3.8'", "-U", "# -r a.txt"]
)
def test_requirements_that_include_nothing(hub: HubFolder, line: str) -> None:
    hub.model("acme/served", files={"requirements.txt": f"{line}\n"})
    assert len(hub.check("WGT003", "acme/served").findings) == 1


def test_requirements_that_are_too_long_are_told(hub: HubFolder) -> None:
    hub.model("acme/served", files={"requirements.txt": "numpy\n" * 2_001 + "-r a.txt\n"})
    _, finding = hub.check("WGT003", "acme/served").findings
    assert "longer than what is read" in finding.message


@pytest.mark.parametrize("file", ["pipeline.py", "hubconf.py"])
def test_files_that_loaders_run_by_their_name(hub: HubFolder, file: str) -> None:
    index = '{"_class_name": "StableDiffusionPipeline"}'
    hub.model("acme/named", "license: mit", files={file: "x = 1\n", "model_index.json": index})
    [finding] = hub.check("WGT003", "acme/named").findings
    assert finding.severity is Severity.MEDIUM
    assert finding.message.startswith(file)
    hub.model("acme/deeper", "license: mit", files={f"src/{file}": "x = 1\n", "config.json": "{}"})
    assert hub.check("WGT003", "acme/deeper").outcome is Outcome.PASSED


def test_a_pipeline_that_only_a_service_runs(hub: HubFolder) -> None:
    hub.model("acme/served", "license: mit", files={"pipeline.py": "x = 1\n"})
    [finding] = hub.check("WGT003", "acme/served").findings
    assert finding.severity is Severity.LOW
    assert "a service that deploys it" in finding.message


def test_the_loading_script_of_a_dataset(hub: HubFolder) -> None:
    hub.dataset("acme/words", "license: mit", files={"words.py": "x = 1\n"})
    [finding] = hub.check("WGT003", "datasets/acme/words").findings
    assert finding.severity is Severity.MEDIUM
    assert finding.evidence[0].file == "words.py"
    hub.dataset("acme/rows", "license: mit", files={"prepare.py": "x = 1\n"})
    assert hub.check("WGT003", "datasets/acme/rows").outcome is Outcome.NOT_APPLICABLE


def test_an_example_with_a_custom_pipeline_is_a_hint(hub: HubFolder) -> None:
    example = '# M\n\n```python\nP.from_pretrained("a/b", custom_pipeline="acme/pipe")\n```\n'
    hub.model("acme/example", "license: mit", example)
    [finding] = hub.check("WGT003", "acme/example").findings
    assert finding.severity is Severity.LOW
    assert "custom pipeline" in finding.message


def test_native_programs_are_listed(hub: HubFolder) -> None:
    hub.model("acme/native", "license: mit", files={"lib/fast.so": b"\x7fELF" + bytes(60)})
    [finding] = hub.check("WGT003", "acme/native").findings
    assert finding.severity is Severity.LOW
    assert "lib/fast.so" in finding.message


@pytest.mark.parametrize("written", ["https://a.example/x.py", "Transformer", 7])
def test_a_module_in_an_unknown_form_is_a_gap(hub: HubFolder, written: object) -> None:
    modules = json.dumps([{"idx": 0, "name": "0", "path": "", "type": written}])
    hub.model("acme/odd", "license: mit", files={"modules.json": modules})
    assert "modules.json type" in {gap.what for gap in hub.trace("acme/odd").gaps}
