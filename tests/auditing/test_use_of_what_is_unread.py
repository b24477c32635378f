"""A commercial use is never allowed where something about the terms was present and not read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hub_folder import HubFolder

import provenance

COMMERCIAL = {"activity": ["product"], "commercial": True}


def answer(root: Path) -> tuple[str, str]:
    """The verdict on a commercial use of the model of this hub, and the reasons."""
    report = provenance.audit("blue/kite", hub=str(root), use=COMMERCIAL)
    [judged] = report.uses
    return judged.verdict.value, " ".join(reason.text for reason in judged.reasons)


@pytest.mark.parametrize(
    "front",
    (
        "Licence: cc-by-nc-sa-4.0",
        "LICENSE: cc-by-nc-nd-4.0",
        "weights-license: cc-by-nc-4.0",
        "license of the model: cc-by-nc-4.0",
        "lisence: cc-by-nc-4.0",
        "Lizenz: cc-by-nc-4.0",
        "许可证: cc-by-nc-4.0",
        "이용허락: cc-by-nc-4.0",
        "모델 라이선스: cc-by-nc-4.0",
        "about:\n  license: cc-by-nc-4.0",
        "about:\n  model_license: [cc-by-nc-4.0]",
    ),
)
def test_a_second_licence_under_another_key_contradicts(tmp_path: Path, front: str) -> None:
    HubFolder(tmp_path).model("blue/kite", f"license: apache-2.0\n{front}")

    report = provenance.audit("blue/kite", hub=str(tmp_path))

    severities = {finding.severity.value for finding in report.findings if finding.rule == "LIC010"}
    assert severities == {"high"}
    assert answer(tmp_path)[0] == "review"


@pytest.mark.parametrize(
    "front",
    ("model_license: cc-by-nc-4.0", "lizenz: cc-by-nc-4.0", "ライセンス: cc-by-nc-4.0"),
)
def test_a_licence_that_stands_under_another_key_alone_is_the_licence(
    tmp_path: Path, front: str
) -> None:
    HubFolder(tmp_path).model("blue/kite", front)

    assert answer(tmp_path)[0] == "deny"


@pytest.mark.parametrize(
    "front",
    (
        "code_license: cc-by-nc-4.0",
        "dataset:\n  license: cc-by-nc-4.0",
        "base:\n  license: cc-by-nc-4.0",
    ),
)
def test_the_licence_of_another_part_is_no_contradiction_and_no_pass(
    tmp_path: Path, front: str
) -> None:
    HubFolder(tmp_path).model("blue/kite", f"license: apache-2.0\n{front}")

    report = provenance.audit("blue/kite", hub=str(tmp_path))

    assert "LIC010" not in {finding.rule for finding in report.findings}
    assert answer(tmp_path)[0] == "review"


@pytest.mark.parametrize(
    "front",
    (
        "teacher: blue/owl",
        "init_weights: blue/owl",
        "基础模型: blue/owl",
        "recipe:\n  steps:\n  - from: https://huggingface.co/blue/owl",
        "ancestors: {first: blue/owl}",
    ),
)
def test_a_repository_under_a_key_that_nobody_reads_is_a_review(tmp_path: Path, front: str) -> None:
    hub = HubFolder(tmp_path)
    hub.model("blue/owl", "license: cc-by-nc-4.0")
    hub.model("blue/kite", f"license: apache-2.0\n{front}")

    verdict, reasons = answer(tmp_path)

    assert verdict in {"review", "deny"}
    assert "blue/owl" in reasons or "commercial" in reasons


@pytest.mark.parametrize(
    "link", ("TERMS.html#part-2", "../owl/LICENSE", "./legal/kite.txt", "[a.md, b.md]")
)
def test_a_licence_link_to_a_file_that_is_not_there_is_a_review(tmp_path: Path, link: str) -> None:
    HubFolder(tmp_path).model("blue/kite", f"license: mit\nlicense_link: {link}")

    verdict, reasons = answer(tmp_path)

    assert verdict == "review"
    assert "not in its repository" in reasons


def test_a_header_that_could_not_be_read_may_state_other_terms(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"model.safetensors": b"\xff" * 40}
    HubFolder(tmp_path).model("blue/kite", "license: mit", files=files)

    verdict, reasons = answer(tmp_path)

    assert verdict == "review"
    assert "model.safetensors" in reasons


@pytest.mark.parametrize(
    "licence",
    (
        "mit with commons clause",
        "Apache 2.0 plus use policy",
        "Apache-2.0 WITH Kite-Clause",
        "MIT, modified",
        "Apache 2.0 except for the weights",
    ),
)
def test_a_licence_with_terms_added_to_it_is_not_the_plain_one(
    tmp_path: Path, licence: str
) -> None:
    HubFolder(tmp_path).model("blue/kite", f"license: {licence}")

    report = provenance.audit("blue/kite", hub=str(tmp_path))

    assert report.licences[0].concluded is None
    assert "LIC003" in {finding.rule for finding in report.findings}


def test_what_is_read_wholly_is_allowed(tmp_path: Path) -> None:
    HubFolder(tmp_path).model("blue/kite", "license: mit\ncolour: blue\nnotes: trained in May")

    assert answer(tmp_path)[0] == "allow-with-duties"


@pytest.mark.parametrize("meta", [{"disabled": True}, None], ids=["disabled", "not there"])
def test_the_use_of_an_input_that_was_not_read_is_open(
    hub: HubFolder, meta: dict[str, object] | None
) -> None:
    hub.model("acme/fine", "license: mit")
    if meta is not None:
        hub.model("acme/gone", "license: mit", meta=meta)
    report = provenance.audit("acme/gone", "acme/fine", hub=str(hub.root), use={"commercial": True})
    verdicts = {use.artifact.partition("@")[0]: use.verdict for use in report.uses}
    assert verdicts["pkg:huggingface/acme/gone"] == "review"
    assert verdicts["pkg:huggingface/acme/fine"] == "allow-with-duties"
    [reason] = next(use for use in report.uses if use.verdict == "review").reasons
    assert reason.topic == "unread"
