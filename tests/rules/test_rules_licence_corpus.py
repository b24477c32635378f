"""What real repositories of vendors are known for comes out as findings."""

from __future__ import annotations

from pathlib import Path

import pytest

import provenance
from provenance.report import Report


def audited(corpus: Path, place: str) -> Report:
    return provenance.audit(str(corpus / "vendor" / place), kind="model")


@pytest.mark.parametrize(
    ("place", "text", "declared"),
    [("Llama-Guard2", "Llama 2", "Llama 3"), ("Llama-Guard3/8B", "Llama 3.2", "Llama 3.1")],
)
def test_a_readme_that_names_another_llama(
    corpus: Path, place: str, text: str, declared: str
) -> None:
    report = audited(corpus, f"meta-llama__PurpleLlama/{place}")
    [finding] = [finding for finding in report.findings if finding.rule == "LIC010"]
    assert f"the licence text is {text} Community" in finding.message
    assert f"but {declared} Community License Agreement is declared" in finding.message


@pytest.mark.parametrize(
    "place", ["Stability-AI__stablediffusion", "deepseek-ai__DeepSeek-V3", "apple__ml-fastvlm"]
)
def test_code_and_weights_under_different_terms(corpus: Path, place: str) -> None:
    assert "LIC014" in {finding.rule for finding in audited(corpus, place).findings}


def test_the_strictest_of_several_texts_is_what_the_card_declares(corpus: Path) -> None:
    report = audited(corpus, "kakaobrain__kogpt")
    assert report.licences[0].concluded == "CC-BY-NC-ND-4.0"
    assert "LIC010" not in {finding.rule for finding in report.findings}


def test_a_policy_for_weights_beside_an_open_licence(corpus: Path) -> None:
    report = audited(corpus, "google-deepmind__alphafold3")
    assert "LIC016" in {finding.rule for finding in report.findings}
    assert "LIC017" not in {finding.rule for finding in audited(corpus, "openai__gpt-oss").findings}
