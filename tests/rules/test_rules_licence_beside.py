"""Rules on what stands beside a licence: other parts, use policies, sentences that restrict."""

from __future__ import annotations

import json

import pytest
from hub_folder import HubFolder
from weight_files import safetensors

import provenance
from provenance.bom import encode
from provenance.licences.claim import Role
from provenance.model.finding import Outcome, Severity

POLICY = (
    "Harbour usage policy\n\nWe ask everybody to use these weights with care and to keep the law.\n"
)
TERMS = "The model is licensed under the Gemma Terms of Use."


def test_parts_under_different_licences(hub: HubFolder, apache_text: str) -> None:
    hub.model(
        "acme/parts", "license: gemma", files={"LICENSE-CODE": apache_text, "LICENSE-MODEL": TERMS}
    )
    [finding] = hub.check("LIC014", "acme/parts").findings
    assert finding.severity is Severity.LOW
    assert finding.details == (
        "LICENSE-MODEL: Gemma Terms of Use",
        "LICENSE-CODE: Apache license 2.0",
    )
    assert finding.message.endswith("Gemma Terms of Use applies to the artefact")


def test_parts_under_one_licence(hub: HubFolder, apache_text: str) -> None:
    hub.model(
        "acme/one",
        "license: apache-2.0",
        files={"LICENSE": apache_text, "LICENSE-CODE": apache_text},
    )
    hub.model("acme/none", "license: apache-2.0")
    assert hub.check("LIC014", "acme/one").outcome is Outcome.PASSED
    assert hub.check("LIC014", "acme/none").outcome is Outcome.NOT_APPLICABLE


def test_a_use_policy_beside_an_open_licence(hub: HubFolder, apache_text: str) -> None:
    hub.model(
        "acme/open", "license: apache-2.0", files={"LICENSE": apache_text, "USAGE_POLICY": POLICY}
    )
    [finding] = hub.check("LIC016", "acme/open").findings
    assert finding.severity is Severity.LOW
    assert (
        finding.message
        == "USAGE_POLICY accompanies Apache license 2.0, which by itself restricts no use"
    )
    assert finding.evidence[0].quote == "Harbour usage policy"


def test_a_use_policy_that_the_licence_names(hub: HubFolder) -> None:
    hub.model("acme/vendor", "license: gemma", files={"USE_POLICY.md": POLICY})
    hub.model("acme/unknown", "license: other", files={"USE_POLICY.md": POLICY})
    hub.model("acme/none", "license: gemma")
    assert hub.check("LIC016", "acme/vendor").outcome is Outcome.PASSED
    assert hub.check("LIC016", "acme/unknown").outcome is Outcome.PASSED
    assert hub.check("LIC016", "acme/none").outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    "sentence",
    [
        "This model is for research purposes only.",
        "The weights may not be used for commercial purposes.",
        "Commercial use is strictly prohibited.",
        "Intended for academic and non-commercial use only.",
    ],
)
def test_a_sentence_restricts_what_the_licence_allows(hub: HubFolder, sentence: str) -> None:
    hub.model("acme/said", "license: apache-2.0", f"# Card\n\n{sentence}\n")
    [finding] = hub.check("LIC017", "acme/said").findings
    assert finding.severity is Severity.HIGH
    assert (finding.evidence[0].quote, finding.evidence[0].start_line) == (sentence, 6)
    assert finding.message == (
        f"Apache license 2.0 does not say so, but README.md restricts the work: “{sentence}”"
    )


def test_a_box_of_the_access_form_restricts(hub: HubFolder) -> None:
    form = (
        "license: mit\nextra_gated_fields:\n  I agree to use it for non-commercial use ONLY:"
        " checkbox"
    )
    hub.model("acme/form", form)
    assert hub.check("LIC017", "acme/form").outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "sentence",
    [
        "The original code is for research purposes only.",
        "Commercial use is allowed.",
        "We include an implementation for educational purposes only.",
    ],
)
def test_sentences_about_something_else_restrict_nothing(hub: HubFolder, sentence: str) -> None:
    hub.model("acme/said", "license: apache-2.0", f"# Card\n\n{sentence}\n")
    assert hub.check("LIC017", "acme/said").outcome is Outcome.PASSED


def test_restricted_training_data_has_to_be_read(hub: HubFolder) -> None:
    words = "The training data is for research purposes only."
    hub.model("acme/said", "license: apache-2.0", f"# Card\n\n{words}\n")
    [finding] = hub.check("LIC017", "acme/said").findings
    assert finding.severity is Severity.MEDIUM
    assert finding.message == (
        f"Apache license 2.0 does not say so, but README.md may restrict the work: “{words}”"
    )


def test_a_restriction_needs_a_licence_that_lacks_it(hub: HubFolder) -> None:
    card = "# Card\n\nThis model is for research purposes only.\n"
    hub.model("acme/strict", "license: cc-by-nc-4.0", card)
    hub.model("acme/none", "", card)
    hub.model("acme/permissive", "license: artistic-2.0", card)
    hub.model("acme/broken", "license: [mit", meta={"tags": ["license:mit"]})
    assert hub.check("LIC017", "acme/strict").outcome is Outcome.PASSED
    assert hub.check("LIC017", "acme/none").outcome is Outcome.NOT_APPLICABLE
    assert hub.check("LIC017", "acme/permissive").outcome is Outcome.FAILED
    assert hub.check("LIC017", "acme/broken").outcome is Outcome.UNKNOWN


def test_licence_left_to_the_base_is_not_missing(hub: HubFolder) -> None:
    card = "# Card\n\n## License\n\nIt is released under the same license as the base model.\n"
    hub.model("base/one", "license: gemma")
    hub.model("acme/same", "base_model: base/one", card)
    hub.model("acme/alone", "", card)
    assert hub.check("LIC001", "acme/same").outcome is Outcome.PASSED
    assert hub.check("LIC001", "acme/alone").outcome is Outcome.FAILED


def test_a_text_that_asks_no_more_than_the_tag_is_medium(hub: HubFolder, apache_text: str) -> None:
    hub.model("acme/less", "license: cc-by-nc-4.0", files={"LICENSE": apache_text})
    hub.model("acme/more", "license: mit", files={"LICENSE": TERMS})
    assert hub.check("LIC010", "acme/less").findings[0].severity is Severity.MEDIUM
    assert hub.check("LIC010", "acme/more").findings[0].severity is Severity.HIGH


def test_a_licence_in_the_metadata_of_safetensors_is_a_claim(hub: HubFolder) -> None:
    header = safetensors({"w": ("F32", [4])}, {"license": "gemma"})
    hub.model("acme/only", "", files={"model.safetensors": header})
    hub.model("acme/against", "license: mit", files={"model.safetensors": header})
    assert hub.check("LIC001", "acme/only").outcome is Outcome.PASSED
    [finding] = hub.check("LIC010", "acme/against").findings
    assert finding.message.startswith("the header of model.safetensors says Gemma Terms of Use")


def test_declared_and_concluded_reach_report_and_aibom(hub: HubFolder) -> None:
    hub.model("acme/two", "license: mit", files={"MODEL_LICENSE": TERMS, "USE_POLICY.md": POLICY})
    lineage = hub.trace("acme/two")
    [licence] = provenance.audit("acme/two", hub=str(hub.root)).licences
    assert (licence.declared, licence.concluded) == ("MIT", "LicenseRef-gemma")
    assert [(other.role, other.evidence.file) for other in licence.other_terms] == [
        (Role.USE_POLICY, "USE_POLICY.md")
    ]
    component = json.loads(encode(lineage))["metadata"]["component"]
    licences = {
        entry["license"]["acknowledgement"]: entry["license"] for entry in component["licenses"]
    }
    assert licences["declared"]["id"] == "MIT"
    assert licences["concluded"]["name"] == "Gemma Terms of Use"


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("Apache 2.0 and, additionally, the Llama 3 Community License apply.", Outcome.FAILED),
        ("Apache 2.0 and the MIT license apply.", Outcome.PASSED),
        ("You may choose Apache 2.0 or the GPL-3.0.", Outcome.PASSED),
    ],
)
def test_a_sentence_that_adds_a_stricter_licence(
    hub: HubFolder, sentence: str, outcome: Outcome
) -> None:
    hub.model("acme/both", "license: apache-2.0", f"# M\n\n## License\n\n{sentence}\n")
    assert hub.check("LIC010", "acme/both").outcome is outcome


def test_marks_without_a_width_hide_no_restriction(hub: HubFolder) -> None:
    body = "# M\n\nCommer\u200bcial use of this model is pro\u00adhibited.\n"
    hub.model("acme/hidden", "license: mit", body)
    assert hub.check("LIC017", "acme/hidden").findings


@pytest.mark.parametrize(
    "stated",
    [
        "license: same as base",
        "license: other\nlicense_name: same-as-base-model",
        "license: inherited from the base model",
        "license: 베이스 모델과 동일",
        "license: other\nlicense_name: 기반 모델의 라이선스를 따름",
    ],
)
def test_a_field_may_defer_to_the_base(hub: HubFolder, stated: str) -> None:
    hub.model("acme/nc", "license: cc-by-nc-4.0")
    hub.model("acme/mit", "license: mit")
    for name in ("nc", "mit"):
        hub.model(f"acme/of-{name}", f"{stated}\nbase_model: acme/{name}")
    hub.model("acme/alone", stated)
    commercial: dict[str, object] = {"commercial": True}
    assert hub.check("LIC030", "acme/of-nc", commercial).outcome is Outcome.FAILED
    assert hub.check("LIC030", "acme/of-mit", commercial).outcome is Outcome.PASSED
    assert hub.check("LIC001", "acme/of-mit").outcome is Outcome.PASSED
    assert hub.check("LIC001", "acme/alone").outcome is Outcome.FAILED


def test_a_field_that_adds_to_the_base_does_not_defer(hub: HubFolder) -> None:
    hub.model("acme/mit", "license: mit")
    hub.model("acme/more", "license: same as base with changes\nbase_model: acme/mit")
    assert hub.check("LIC003", "acme/more").outcome is Outcome.FAILED


def test_a_text_in_a_folder_of_terms_restricts_under_any_name(hub: HubFolder) -> None:
    text = "The weights are licensed under CC BY-NC 4.0.\n"
    hub.model("acme/nc", "license: mit", files={"licenses/WEIGHTS.txt": text})
    hub.model("acme/free", "license: mit", files={"licenses/WEIGHTS.txt": text.replace("-NC", "")})
    assert hub.check("LIC017", "acme/nc").outcome is Outcome.FAILED
    assert hub.check("LIC017", "acme/free").outcome is Outcome.PASSED
    hub.model("acme/unread", "license: mit", files={"licenses/WEIGHTS.pdf": b"%PDF-1.4"})
    assert [gap.reason for gap in hub.trace("acme/unread").gaps] == ["not-understood"]
    hub.dataset("acme/cases", "license: mit", files={"legal/case-1.pdf": b"%PDF-1.4"})
    assert hub.trace("hf:datasets/acme/cases").gaps == ()


def test_the_gpl_beside_the_lgpl_that_builds_on_it_is_no_contradiction(hub: HubFolder) -> None:
    texts = {
        "COPYING": "SPDX-License-Identifier: GPL-3.0-only\n",
        "COPYING.LESSER": "SPDX-License-Identifier: LGPL-3.0-only\n",
    }
    hub.model("acme/lesser", "license: lgpl-3.0", files=texts)
    hub.model("acme/mit", "license: mit", files=texts)
    assert hub.check("LIC010", "acme/lesser").outcome is Outcome.PASSED
    assert hub.check("LIC010", "acme/mit").outcome is Outcome.FAILED


def test_a_name_that_is_the_file_is_no_unknown_name(hub: HubFolder, apache_text: str) -> None:
    front = "license: other\nlicense_name: {}\nlicense_link: LICENSE"
    for place, name in (("acme/file", "LICENSE"), ("acme/own", "kite-1.0")):
        hub.model(place, front.format(name), files={"LICENSE": apache_text})
    commercial: dict[str, object] = {"commercial": True}
    assert hub.check("LIC031", "acme/file", commercial).outcome is Outcome.PASSED
    assert hub.check("LIC031", "acme/own", commercial).outcome is Outcome.FAILED


ON_THE_BASE = (
    "The license of the original model applies.",
    "Follows the license of the base model.",
    "원본 모델의 라이선스를 따릅니다.",
    "라이선스는 베이스 모델과 동일합니다.",
)


@pytest.mark.parametrize("sentence", ON_THE_BASE)
def test_terms_left_to_a_base_are_open_where_none_is_named(hub: HubFolder, sentence: str) -> None:
    card = f"# Card\n\n## License\n\n{sentence}\n"
    hub.model("acme/mit", "license: mit")
    hub.model("acme/named", "license: mit\nbase_model: acme/mit", card)
    hub.model("acme/unnamed", "license: mit", card)
    hub.model("acme/gone", "license: mit\nbase_model: acme/lost", card)
    commercial: dict[str, object] = {"commercial": True}
    assert hub.check("LIC031", "acme/named", commercial).outcome is Outcome.PASSED
    assert hub.check("LIC017", "acme/named").outcome is Outcome.PASSED
    assert hub.check("LIC031", "acme/unnamed", commercial).outcome is Outcome.FAILED
    assert hub.check("LIC031", "acme/gone", commercial).outcome is Outcome.FAILED
