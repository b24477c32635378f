"""Intended use over real licence texts: answers that a person read out of each text, with the
clause, beforehand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hub_folder import HubFolder

import provenance
from provenance.licences.use import UseJudgement

KOREAN = {"activity": ["product"], "commercial": True, "regions": ["KR"]}
EUROPEAN = {"activity": ["product"], "commercial": True, "regions": ["EU"]}
LARGE = {"activity": ["product"], "commercial": True, "users": "2M", "regions": ["KR"]}
TEACHING = {"activity": ["train-on-outputs"], "commercial": True, "users": "2M", "regions": ["KR"]}
LLAMA = "vendor/meta-llama__PurpleLlama"
TEXTS = "licence_texts"

# Text, use, verdict, and what decides as topic and clause: reasons where there are some, else
# duties.
ANSWERS = [
    ("vendor/LG-AI-EXAONE__EXAONE-3.0/LICENSE", KOREAN, "deny", {"commercial-use 3.1"}),
    (
        "vendor/LG-AI-EXAONE__EXAONE-3.0/LICENSE",
        TEACHING,
        "deny",
        {"commercial-use 3.1", "outputs-training 3.1"},
    ),
    ("vendor/LG-AI-EXAONE__EXAONE-4.0/LICENSE", KOREAN, "deny", {"commercial-use 3.1"}),
    ("vendor/LG-AI-EXAONE__EXAONE-4.0/LICENSE", EUROPEAN, "deny", {"commercial-use 3.1"}),
    ("vendor/LG-AI-EXAONE__EXAONE-4.0/LICENSE", LARGE, "deny", {"commercial-use 3.1"}),
    (f"{TEXTS}/Tencent__Tencent-Hunyuan-Large__LICENSE.txt", KOREAN, "review", {"limit 4"}),
    (f"{TEXTS}/Tencent__Tencent-Hunyuan-Large__LICENSE.txt", EUROPEAN, "deny", {"territory 5(c)"}),
    (
        f"{TEXTS}/Tencent__Tencent-Hunyuan-Large__LICENSE.txt",
        LARGE,
        "allow-with-duties",
        {"notice-file 3(d)", "pass-terms 3", "use-restrictions Exhibit A"},
    ),
    (f"{TEXTS}/Tencent-Hunyuan__Hunyuan3D-2__LICENSE.txt", KOREAN, "deny", {"territory 5(c)"}),
    (f"{TEXTS}/Tencent-Hunyuan__Hunyuan3D-2__LICENSE.txt", EUROPEAN, "deny", {"territory 5(c)"}),
    (
        f"{TEXTS}/Tencent-Hunyuan__Hunyuan3D-2__LICENSE.txt",
        LARGE,
        "deny",
        {"territory 5(c)", "limit 4"},
    ),
    (
        f"{TEXTS}/Tencent-Hunyuan__Hunyuan3D-2__LICENSE.txt",
        {**LARGE, "regions": ["US"]},
        "deny",
        {"limit 4"},
    ),
    ("vendor/openai__gpt-oss/LICENSE", KOREAN, "allow-with-duties", {"keep-notices 4"}),
    ("vendor/openai__gpt-oss/LICENSE", EUROPEAN, "allow-with-duties", {"keep-notices 4"}),
    ("vendor/openai__gpt-oss/LICENSE", LARGE, "allow-with-duties", {"keep-notices 4"}),
    (
        "vendor/openai__gpt-oss/LICENSE",
        {"activity": ["internal"], "commercial": True},
        "allow",
        set(),
    ),
    (f"{LLAMA}/Llama-Guard/LICENSE", KOREAN, "review", {"limit 2"}),
    (f"{LLAMA}/Llama-Guard/LICENSE", EUROPEAN, "review", {"limit 2"}),
    (
        f"{LLAMA}/Llama-Guard/LICENSE",
        LARGE,
        "allow-with-duties",
        {"notice-file 1.b.iii", "pass-terms 1.b.i, 1.b.iii", "use-restrictions 1.b.iv"},
    ),
    (f"{LLAMA}/Llama-Guard/LICENSE", TEACHING, "deny", {"outputs-training 1.b.v"}),
    (f"{TEXTS}/meta-llama__llama-models__models_llama3_LICENSE.txt", KOREAN, "review", {"limit 2"}),
    (
        f"{TEXTS}/meta-llama__llama-models__models_llama3_LICENSE.txt",
        LARGE,
        "allow-with-duties",
        {
            "display 1.b.i",
            "notice-file 1.b.iii",
            "pass-terms 1.b.i, 1.b.iii",
            "use-restrictions 1.b.iv",
        },
    ),
    (
        f"{TEXTS}/meta-llama__llama-models__models_llama3_LICENSE.txt",
        TEACHING,
        "deny",
        {"outputs-training 1.b.v"},
    ),
    (f"{LLAMA}/Llama-Guard3/1B/LICENSE", KOREAN, "review", {"limit 2"}),
    (
        f"{LLAMA}/Llama-Guard3/1B/LICENSE",
        EUROPEAN,
        "review",
        {"limit 2", "territory USE_POLICY.md"},
    ),
    (
        f"{LLAMA}/Llama-Guard3/1B/LICENSE",
        LARGE,
        "allow-with-duties",
        {
            "display 1.b.i",
            "notice-file 1.b.iii",
            "pass-terms 1.b.i, 1.b.iii",
            "use-restrictions 1.b.iv",
        },
    ),
    (
        f"{LLAMA}/Llama-Guard3/1B/LICENSE",
        TEACHING,
        "allow-with-duties",
        {"name-prefix-outputs 1.b.i", "use-restrictions 1.b.iv"},
    ),
    (f"{LLAMA}/Llama-Guard4/12B/LICENSE", KOREAN, "review", {"limit 2"}),
    (
        f"{LLAMA}/Llama-Guard4/12B/LICENSE",
        EUROPEAN,
        "review",
        {"limit 2", "territory USE_POLICY.md"},
    ),
    (
        f"{LLAMA}/Llama-Guard4/12B/LICENSE",
        LARGE,
        "allow-with-duties",
        {
            "display 1.b.i",
            "notice-file 1.b.iii",
            "pass-terms 1.b.i, 1.b.iii",
            "use-restrictions 1.b.iv",
        },
    ),
]


def decisive(judgement: UseJudgement) -> set[str]:
    """Topic and clause of what decides: the reasons of the verdict's own weight, else the
    duties."""
    reasons = [
        (reason.topic, reason.clause)
        for reason in judgement.reasons
        if reason.verdict is judgement.verdict
    ]
    deciding = reasons or [(task.duty, task.clause) for task in judgement.duties]
    return {f"{word} {clause}".strip() for word, clause in deciding}


@pytest.mark.parametrize(("text", "use", "verdict", "grounds"), ANSWERS)
def test_answers_read_from_the_text(
    corpus: Path, tmp_path: Path, text: str, use: dict[str, object], verdict: str, grounds: set[str]
) -> None:
    (tmp_path / "model").mkdir()
    shutil.copy(corpus / text, tmp_path / "model" / "LICENSE")
    (tmp_path / "model" / "README.md").write_text("# A model\n\nMade for a test.\n", "utf-8")
    [judgement] = provenance.audit(str(tmp_path / "model"), kind="model", use=use).uses
    assert (judgement.verdict.value, decisive(judgement)) == (verdict, grounds)
    if judgement.reasons:
        assert all(
            reason.licence and reason.source and reason.evidence for reason in judgement.reasons
        )


# Declared by name alone: texts of these are not in the corpus. Read in ScanCode LicenseDB
# (HyperCLOVA X, Gemma, Qwen); Kanana at second hand, which never allows.
DECLARED = [
    (
        "license: other\nlicense_name: hyperclovax-seed",
        KOREAN,
        "review",
        {"limit 4(i)", "competitor-limit 4(ii)"},
    ),
    (
        "license: other\nlicense_name: hyperclovax-seed",
        EUROPEAN,
        "review",
        {"limit 4(i)", "competitor-limit 4(ii)"},
    ),
    ("license: other\nlicense_name: hyperclovax-seed", LARGE, "review", {"competitor-limit 4(ii)"}),
    (
        "license: other\nlicense_name: hyperclovax-seed",
        {**LARGE, "users": "20M"},
        "deny",
        {"limit 4(i)"},
    ),
    (
        "license: other\nlicense_name: kanana",
        KOREAN,
        "review",
        {"commercial-distribution 4.1", "limit 4.2", "terms-unknown"},
    ),
    (
        "license: other\nlicense_name: kanana",
        LARGE,
        "review",
        {"commercial-distribution 4.1", "terms-unknown"},
    ),
    (
        "license: other\nlicense_name: kanana",
        {**LARGE, "users": "20M"},
        "review",
        {"commercial-distribution 4.1", "limit 4.2", "terms-unknown"},
    ),
    (
        "license: gemma",
        KOREAN,
        "allow-with-duties",
        {"notice-file 3.1", "pass-terms 1.1(b), 3.1", "use-restrictions 3.2"},
    ),
    (
        "license: gemma",
        EUROPEAN,
        "allow-with-duties",
        {"notice-file 3.1", "pass-terms 1.1(b), 3.1", "use-restrictions 3.2"},
    ),
    (
        "license: gemma",
        LARGE,
        "allow-with-duties",
        {"notice-file 3.1", "pass-terms 1.1(b), 3.1", "use-restrictions 3.2"},
    ),
    (
        "license: gemma",
        TEACHING,
        "allow-with-duties",
        {"use-restrictions 3.2", "student-terms 1.1(e), 3.3"},
    ),
    ("license: llama3.1", KOREAN, "review", {"limit 2"}),
    (
        "license: llama3.1",
        {**EUROPEAN, "users": "2M"},
        "allow-with-duties",
        {
            "display 1.b.i",
            "notice-file 1.b.iii",
            "pass-terms 1.b.i, 1.b.iii",
            "use-restrictions 1.b.iv",
        },
    ),
]


@pytest.mark.parametrize(("front", "use", "verdict", "grounds"), DECLARED)
def test_answers_by_name(
    hub: HubFolder, front: str, use: dict[str, object], verdict: str, grounds: set[str]
) -> None:
    hub.model("acme/model", front)
    [judgement] = provenance.audit("acme/model", hub=str(hub.root), use=use).uses
    assert (judgement.verdict.value, decisive(judgement)) == (verdict, grounds)


def test_a_korean_model_over_qwen(hub: HubFolder) -> None:
    """A.X 4.0, 72B: Apache-2.0 over Qwen2.5-72B, whose licence asks above 100 million users in
    commercial use."""
    hub.model("Qwen/Qwen2.5-72B", "license: other\nlicense_name: qwen")
    hub.model("skt/A.X-4.0", "license: apache-2.0\nbase_model: Qwen/Qwen2.5-72B")
    [korean] = provenance.audit("skt/A.X-4.0", hub=str(hub.root), use=KOREAN).uses
    assert (korean.verdict.value, decisive(korean)) == ("review", {"limit 4"})
    assert [purl.split("/")[-1].split("@")[0] for purl in korean.reasons[0].path] == [
        "A.X-4.0",
        "Qwen2.5-72B",
    ]
    [large] = provenance.audit("skt/A.X-4.0", hub=str(hub.root), use=LARGE).uses
    assert large.verdict.value == "allow-with-duties"
    assert decisive(large) == {"keep-notices 4", "notice-file 3(c)", "pass-terms 3"}


def test_readmes_without_a_licence_allow_nothing(corpus: Path) -> None:
    for name in ("SKT-AI__A.X-4.0", "kakao__kanana"):
        [judgement] = provenance.audit(str(corpus / "vendor" / name), kind="model", use=LARGE).uses
        assert judgement.verdict.value == "review"
        assert "no-licence" in {reason.topic for reason in judgement.reasons}
