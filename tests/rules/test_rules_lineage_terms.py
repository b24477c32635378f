"""Terms above a declared licence: unknown ones, and the strictest ones of the whole lineage."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

import provenance
from provenance.errors import EXIT_FINDINGS
from provenance.model.finding import Check, Finding, Outcome, Severity

HOUSE = "Harbour Model Terms\n\nYou may look at the weights. Ask the harbour office first.\n"


def names(finding: Finding) -> list[str]:
    """The path of a finding in plain names."""
    return [purl.removeprefix("pkg:huggingface/").partition("@")[0] for purl in finding.path]


def only(check: Check) -> Finding:
    [finding] = check.findings
    return finding


@pytest.mark.parametrize(
    ("front", "files", "words"),
    [
        ("language: en", {}, "states no licence"),
        ("license: other", {}, "is under “other”"),
        ("license: other\nlicense_name: harbour", {}, "is under “harbour”"),
        ("license: other", {"LICENSE": HOUSE}, "a licence text that we do not recognise: LICENSE"),
        (
            "license: other\nlicense_name: tencent-hunyuan-community",
            {},
            "without saying which licence of that family",
        ),
        ("license: cc", {}, "without saying which licence of that family"),
        ("license: other\nlicense_name: glm-4", {}, "whose terms are not fully known"),
    ],
)
def test_unknown_terms_above_a_permissive_claim(
    hub: HubFolder, front: str, files: dict[str, str | bytes], words: str
) -> None:
    hub.model("quay/base", front, files=files)
    hub.model("acme/middle", "license: apache-2.0\nbase_model: quay/base")
    hub.model("acme/tune", "license: mit\nbase_model: acme/middle")
    finding = only(hub.check("LIN030", "acme/tune"))
    assert finding.severity is Severity.HIGH
    assert finding.message.startswith(
        "it declares MIT, but the terms of what it was made from are not known: quay/base "
    )
    assert words in finding.message
    assert names(finding) == ["acme/tune", "acme/middle", "quay/base"]
    assert finding.evidence[0].quote == "license: mit"
    report = provenance.audit("acme/tune", hub=str(hub.root))
    assert report.exit_status(Severity.HIGH) == EXIT_FINDINGS


@pytest.mark.parametrize("gated", ["manual", "auto"])
def test_a_gated_base_that_was_not_read(hub: HubFolder, gated: str) -> None:
    meta: dict[str, object] = {"siblings": [{"rfilename": "README.md"}], "gated": gated}
    hub.model("quay/base", None, meta=meta)
    hub.model("acme/tune", "license: mit\nbase_model: quay/base")
    finding = only(hub.check("LIN030", "acme/tune"))
    assert "quay/base is gated; README.md could not be read" in finding.message


def test_a_base_that_is_nowhere(hub: HubFolder) -> None:
    hub.model("acme/tune", "license: mit\nbase_model: quay/gone")
    assert "quay/gone was not found" in only(hub.check("LIN030", "acme/tune")).message


def test_a_family_of_licences_keeps_what_all_its_members_ask(hub: HubFolder) -> None:
    hub.model("quay/rail", "license: openrail")
    hub.model("acme/tune", "license: mit\nbase_model: quay/rail")
    assert "use restrictions" in only(hub.check("LIN020", "acme/tune")).details[0]
    assert hub.check("LIN030", "acme/tune").outcome is Outcome.PASSED


def test_several_unknown_bases_are_one_finding(hub: HubFolder) -> None:
    hub.model("quay/one")
    hub.model("quay/two", "license: other")
    hub.model("acme/merge", "license: mit\nbase_model:\n- quay/one\n- quay/two")
    finding = only(hub.check("LIN030", "acme/merge"))
    assert finding.message.endswith("quay/one, quay/two")
    assert len(finding.details) == 2


def test_a_dataset_above_sources_without_terms(hub: HubFolder) -> None:
    hub.dataset("quay/rows")
    hub.dataset("acme/set", "license: mit\nsource_datasets: [extended|quay/rows]")
    assert "quay/rows states no licence" in only(hub.check("LIN030", "datasets/acme/set")).message


def test_known_or_equal_terms_above_pass(hub: HubFolder) -> None:
    hub.model("quay/known", "license: apache-2.0")
    hub.model("acme/known", "license: mit\nbase_model: quay/known")
    hub.model("quay/family", "license: bsd")
    hub.model("acme/family", "license: mit\nbase_model: quay/family")
    hub.model("quay/rail", "license: openrail")
    hub.model("acme/rail", "license: creativeml-openrail-m\nbase_model: quay/rail")
    hub.model("quay/own", "license: other\nlicense_name: glm-4")
    hub.model("acme/own", "license: other\nlicense_name: glm-4\nbase_model: quay/own")
    for name in ("known", "family", "rail", "own"):
        assert hub.check("LIN030", f"acme/{name}").outcome is Outcome.PASSED


def test_where_unknown_terms_are_no_question(hub: HubFolder) -> None:
    hub.model("acme/root", "license: mit")
    hub.model("quay/base", "license: other")
    hub.model("acme/bare", "base_model: quay/base")
    for name in ("root", "bare"):
        assert hub.check("LIN030", f"acme/{name}").outcome is Outcome.NOT_APPLICABLE


def test_what_may_be_read_next_time_is_unknown(hub: HubFolder) -> None:
    hub.model("quay/base", "license: [mit", meta={"tags": ["license:mit"]})
    hub.model("acme/tune", "license: mit\nbase_model: quay/base")
    assert hub.check("LIN030", "acme/tune").outcome is Outcome.PASSED
    hub.model("quay/broken", "license: [mit")
    hub.model("acme/other", "license: mit\nbase_model: quay/broken")
    assert hub.check("LIN030", "acme/other").outcome is Outcome.UNKNOWN


def test_the_strictest_terms_decide_behind_a_looser_claim(hub: HubFolder) -> None:
    hub.model("quay/root", "license: llama3.1")
    hub.model("acme/loose", "license: apache-2.0\nbase_model: quay/root")
    hub.model("acme/bare", "base_model: acme/loose")
    bare = only(hub.check("LIC001", "acme/bare"))
    assert bare.severity is Severity.HIGH
    assert "its base quay/root is under Llama 3.1 Community License Agreement" in bare.message
    assert bare.message.endswith("acme/loose in between says Apache license 2.0")
    assert bare.remedy.startswith("Apply Llama 3.1 Community License Agreement ")
    assert names(bare) == ["acme/bare", "acme/loose", "quay/root"]

    hub.model("acme/tune", "license: mit\nbase_model: acme/loose")
    drift = only(hub.check("LIN020", "acme/tune"))
    assert "Llama 3.1" in drift.remedy and "Apache" not in drift.remedy
    assert names(drift) == ["acme/tune", "acme/loose", "quay/root"]


def test_a_licence_left_to_a_loose_base_is_no_way_out(hub: HubFolder) -> None:
    words = "# X\n\n## License\n\nThis model follows the license of the original model.\n"
    hub.model("quay/root", "license: gemma")
    hub.model("acme/loose", "license: apache-2.0\nbase_model: quay/root")
    hub.model("acme/follows", "base_model: acme/loose", words)
    hub.model("acme/further", "base_model: acme/follows", words)
    for name in ("follows", "further"):
        finding = only(hub.check("LIN020", f"acme/{name}"))
        assert finding.message.startswith(
            "the declared licence (its base's licence, Apache license 2.0) drops"
        )
    hub.model("acme/honest", "base_model: quay/root", words)
    assert hub.check("LIN020", "acme/honest").outcome is Outcome.PASSED


def test_a_model_without_a_licence_over_known_or_unknown_terms(hub: HubFolder) -> None:
    hub.model("quay/known", "license: gemma")
    hub.model("acme/known", "base_model: quay/known")
    assert only(hub.check("LIC001", "acme/known")).severity is Severity.MEDIUM
    hub.model("quay/other", "license: other")
    hub.model("acme/partly", "base_model:\n- quay/known\n- quay/other")
    partly = only(hub.check("LIC001", "acme/partly"))
    assert partly.severity is Severity.HIGH
    assert any("quay/other: is under “other”" in detail for detail in partly.details)


def test_bases_under_two_agreements_are_both_named(hub: HubFolder) -> None:
    hub.model("quay/one", "license: gemma")
    hub.model("quay/two", "license: cc-by-nc-4.0")
    hub.model("acme/merge", "base_model:\n- quay/one\n- quay/two")
    finding = only(hub.check("LIC001", "acme/merge"))
    assert "its bases quay/one, quay/two are under" in finding.message
    assert finding.severity is Severity.MEDIUM


def test_texts_that_ask_the_same_do_not_drift(hub: HubFolder) -> None:
    hub.model("quay/rail", "license: openrail++")
    hub.model("acme/rail", "license: creativeml-openrail-m\nbase_model: quay/rail")
    hub.model("quay/text", "license: llama3.2\npipeline_tag: text-generation")
    hub.model("acme/text", "license: llama3.1\nbase_model: quay/text")
    for name in ("rail", "text"):
        assert hub.check("LIN020", f"acme/{name}").outcome is Outcome.PASSED
    hub.model("quay/vision", "license: llama3.2\npipeline_tag: image-text-to-text")
    hub.model("acme/vision", "license: llama3.1\nbase_model: quay/vision")
    assert "EU" in only(hub.check("LIN020", "acme/vision")).details[0]


def test_notices_alone_are_medium(hub: HubFolder) -> None:
    hub.model("quay/mit", "license: mit")
    hub.model("acme/free", "license: cc0-1.0\nbase_model: quay/mit")
    assert only(hub.check("LIN020", "acme/free")).severity is Severity.MEDIUM


def test_findings_name_licences_as_people_do(hub: HubFolder) -> None:
    hub.model("quay/root", "license: gemma")
    hub.model("acme/tune", "license: creativeml-openrail-m\nbase_model: quay/root")
    finding = only(hub.check("LIN020", "acme/tune"))
    text = " ".join((finding.message, finding.remedy, *finding.details))
    assert "LicenseRef" not in text and "CreativeML OpenRAIL-M" in text


def test_training_data_under_terms_that_nobody_knows(hub: HubFolder) -> None:
    hub.dataset("quay/rows", "license: other\nlicense_name: quay-data")
    hub.dataset("quay/bare")
    hub.dataset("quay/known", "license: cc-by-4.0")
    hub.model("acme/m", "license: mit\ndatasets: [quay/rows, quay/bare, quay/known]")
    bare, unknown = hub.check("DAT042", "acme/m").findings
    assert (bare.severity, unknown.severity) == (Severity.HIGH, Severity.HIGH)
    assert bare.message == "training data without a licence: quay/bare"
    assert unknown.message == "training data under unknown terms: quay/rows"
    assert unknown.details == ("quay/rows: is under “quay-data”, whose terms we do not know",)


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ("gpl-3.0", "cc-by-nc-4.0", Outcome.FAILED),
        ("cc-by-sa-4.0", "cc-by-nc-sa-4.0", Outcome.FAILED),
        ("gpl-3.0", "cc-by-sa-4.0", Outcome.PASSED),
        ("gpl-2.0-or-later", "gpl-3.0", Outcome.PASSED),
        ("lgpl-2.1", "gpl-3.0", Outcome.PASSED),
    ],
)
def test_bases_clash_only_where_neither_lets_the_other_be_met(
    hub: HubFolder, first: str, second: str, outcome: Outcome
) -> None:
    hub.model("quay/one", f"license: {first}")
    hub.model("quay/other", f"license: {second}")
    hub.model("acme/merge", "base_model:\n- quay/one\n- quay/other\nbase_model_relation: merge")
    assert hub.check("LIN024", "acme/merge").outcome is outcome


@pytest.mark.parametrize(
    "words",
    [
        "The weights are published for research only.",
        "이 모델은 연구 목적으로만 사용할 수 있습니다.",
    ],
)
@pytest.mark.parametrize("licence", ["apache-2.0", "mit"])
def test_words_of_a_base_restrict_beside_its_open_licence(
    hub: HubFolder, words: str, licence: str
) -> None:
    hub.model("quay/base", f"license: {licence}", f"# Card\n\n{words}\n")
    hub.model("acme/middle", "license: apache-2.0\nbase_model: quay/base")
    hub.model("acme/tune", "license: apache-2.0\nbase_model: acme/middle")
    finding = only(hub.check("LIN020", "acme/tune"))
    assert finding.severity is Severity.HIGH
    assert f"“{words}”" in finding.message
    assert names(finding) == ["acme/tune", "acme/middle", "quay/base"]
    assert words in [place.quote for place in finding.evidence]
    report = provenance.audit("acme/tune", hub=str(hub.root))
    assert report.exit_status(Severity.HIGH) == EXIT_FINDINGS


def test_words_that_the_model_repeats_are_not_dropped(hub: HubFolder) -> None:
    body = "# Card\n\nThe weights are published for research only.\n"
    hub.model("quay/base", "license: apache-2.0", body)
    hub.model("acme/tune", "license: apache-2.0\nbase_model: quay/base", body)
    assert hub.check("LIN020", "acme/tune").outcome is not Outcome.FAILED


def test_words_about_research_alone_restrict_nothing(hub: HubFolder) -> None:
    hub.model("quay/open", "license: apache-2.0", "# Card\n\nWe do research on boats.\n")
    hub.model("acme/tune", "license: apache-2.0\nbase_model: quay/open")
    assert hub.check("LIN020", "acme/tune").outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("LICENSE.pdf", b"%PDF-1.7\n\x00\x01"),
        ("LICENSE.docx", b"PK\x03\x04\x00"),
        ("LICENSE", b"\x00\x01\x02\xff"),
    ],
)
@pytest.mark.parametrize("front", ["license: apache-2.0", "license: other", "language: en"])
def test_a_licence_file_above_that_cannot_be_read(
    hub: HubFolder, path: str, content: bytes, front: str
) -> None:
    hub.model("quay/base", front, files={path: content})
    hub.model("acme/middle", "license: apache-2.0\nbase_model: quay/base")
    hub.model("acme/tune", "license: mit\nbase_model: acme/middle")
    finding = only(hub.check("LIN030", "acme/tune"))
    assert finding.severity is Severity.HIGH
    assert f"{path} could not be read" in finding.message
    assert names(finding) == ["acme/tune", "acme/middle", "quay/base"]


@pytest.mark.parametrize("front", ["license: other", "license: harbour-7", "language: en"])
def test_unknown_terms_behind_a_dataset(hub: HubFolder, front: str) -> None:
    hub.dataset("quay/source", front)
    hub.dataset("quay/data", "license: mit\nsource_datasets: [quay/source]")
    hub.model("quay/base", "license: mit\ndatasets: [quay/data]")
    hub.model("acme/tune", "license: apache-2.0\nbase_model: quay/base")
    finding = only(hub.check("DAT042", "acme/tune"))
    assert finding.severity is Severity.HIGH
    assert names(finding)[-1] == "quay/source"
    report = provenance.audit("acme/tune", hub=str(hub.root))
    assert report.exit_status(Severity.HIGH) == EXIT_FINDINGS


def test_unknown_terms_of_data_under_no_claim_are_medium(hub: HubFolder) -> None:
    hub.dataset("quay/source", "license: other")
    hub.model("acme/tune", "datasets: [quay/source]")
    assert only(hub.check("DAT042", "acme/tune")).severity is Severity.MEDIUM


@pytest.mark.parametrize("stated", ['"base_model_name_or_path": null, ', ""])
def test_an_adapter_in_a_folder_without_a_base(hub: HubFolder, stated: str) -> None:
    config = "{" + stated + '"peft_type": "LORA"}'
    hub.model("acme/tune", "license: apache-2.0", files={"adapter/adapter_config.json": config})
    finding = only(hub.check("LIN025", "acme/tune"))
    assert finding.severity is Severity.HIGH
    assert "acme/tune is an adapter" in finding.message
    assert finding.evidence[0].file == "adapter/adapter_config.json"


def test_an_adapter_in_a_folder_names_its_base(hub: HubFolder) -> None:
    config = '{"base_model_name_or_path": "quay/base", "peft_type": "LORA"}'
    hub.model("quay/base", "license: gemma")
    hub.model("acme/middle", "license: mit", files={"adapter/adapter_config.json": config})
    hub.model("acme/tune", "license: mit\nbase_model: acme/middle")
    finding = only(hub.check("LIN020", "acme/tune"))
    assert names(finding) == ["acme/tune", "acme/middle", "quay/base"]
    assert hub.check("LIN025", "acme/tune").outcome is Outcome.PASSED


def test_an_adapter_beside_a_model_is_loaded_on_that_model(hub: HubFolder) -> None:
    files: dict[str, str | bytes] = {
        "adapter/adapter_config.json": '{"base_model_name_or_path": null}',
        "pytorch_model.bin": b"",
    }
    hub.model("acme/tune", "license: apache-2.0", files=files)
    assert hub.check("LIN025", "acme/tune").outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    "words", ["Use is limited to evaluation.", "These weights are for evaluation only."]
)
def test_evaluation_alone_restricts_outside_of_a_licence_section(
    hub: HubFolder, words: str
) -> None:
    hub.model("quay/base", "license: mit", f"# Card\n\n{words}\n")
    hub.model("acme/tune", "license: mit\nbase_model: quay/base")
    finding = only(hub.check("LIN020", "acme/tune"))
    assert finding.severity is Severity.HIGH
    assert f"“{words}”" in finding.message


@pytest.mark.parametrize(
    "words",
    [
        "The test split is for evaluation only.",
        "If the model is for evaluation only, set the flag.",
        "Use is not limited to evaluation.",
    ],
)
def test_evaluation_of_something_else_restricts_nothing(hub: HubFolder, words: str) -> None:
    hub.model("quay/base", "license: mit", f"# Card\n\n{words}\n")
    hub.model("acme/tune", "license: mit\nbase_model: quay/base")
    assert hub.check("LIN020", "acme/tune").outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "words",
    [
        "공공누리 제4유형에 따라 이용할 수 있습니다.",
        "본 저작물은 “공공누리 제4유형: 출처표시+상업적 이용금지+변경금지” 조건에 따라 이용할 수 "
        "있습니다.",
        "‘공공누리’ 제4유형에 따라 이용",
    ],
)
def test_the_korean_public_licence_in_a_sentence(hub: HubFolder, words: str) -> None:
    hub.model("acme/tune", "language: ko", f"# 모델\n\n{words}\n")
    report = provenance.audit(
        "acme/tune", hub=str(hub.root), use={"activity": ["product"], "commercial": True}
    )
    [judgement] = report.uses
    assert judgement.verdict == "deny"
    assert hub.check("LIC001", "acme/tune").outcome is Outcome.PASSED


def test_material_that_was_used_under_the_korean_public_licence(hub: HubFolder) -> None:
    body = "# 모델\n\n공공누리 제4유형에 따라 이용하였습니다.\n"
    hub.model("acme/tune", "language: ko", body)
    assert hub.check("LIC001", "acme/tune").outcome is Outcome.FAILED


def test_a_family_whose_every_text_asks_the_same_is_known_that_far(hub: HubFolder) -> None:
    """Every text under the name `exaone` bars commerce, so a permissive claim below loses that."""
    hub.model("quay/base", "license: exaone")
    hub.model("acme/tune", "license: mit\nbase_model: quay/base")
    assert hub.check("LIN030", "acme/tune").findings == ()
    assert only(hub.check("LIN020", "acme/tune")).severity is Severity.HIGH


@pytest.mark.parametrize("words", ["Shops and agencies, ask us before you use it."])
def test_words_of_a_base_that_may_restrict_it_fail_a_default_gate(
    hub: HubFolder, words: str
) -> None:
    hub.model("quay/base", "license: mit", f"# Base\n\n{words}\n")
    hub.model("acme/middle", "license: mit\nbase_model: quay/base")
    hub.model("acme/tune", "license: mit\nbase_model: acme/middle")
    finding = only(hub.check("LIN030", "acme/tune"))
    assert finding.severity is Severity.HIGH
    assert names(finding) == ["acme/tune", "acme/middle", "quay/base"]
    assert finding.evidence[-1].quote == words


def test_terms_that_are_known_in_part_are_not_called_unknown(hub: HubFolder) -> None:
    listed = [{"rfilename": name} for name in ("README.md", "LICENSE")]
    meta = {"gated": "manual", "tags": ["license:cc-by-nc-4.0"], "siblings": listed}
    hub.model("quay/base", "", meta=meta)
    hub.model("acme/tune", "license: mit\nbase_model: quay/base")
    (hub.root / "models" / "quay" / "base" / "README.md").unlink()
    finding = only(hub.check("LIN030", "acme/tune"))
    assert "not all terms of what it was made from are known: quay/base is gated" in finding.message
    assert hub.check("LIN020", "acme/tune").findings
