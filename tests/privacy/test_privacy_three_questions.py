"""The three questions for well-known models, answered as a careful person does who has read their
cards.

Expected answers were written down before the engine was asked. Each names the line of the card on
which it rests and some words of that line.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from provenance.cards import parse_card
from provenance.hubs import HUGGING_FACE
from provenance.model.artifact import ArtifactRef, Kind, Snapshot, SourceText
from provenance.privacy import assess_disclosures, three_questions
from provenance.privacy.profiles import QuestionAnswer

GUARD, EXAONE = "meta-llama__PurpleLlama", "LG-AI-EXAONE__EXAONE"
CARDS = {
    "openai/gpt-oss-20b": ("model", "openai__gpt-oss/README.md"),
    "meta-llama/LlamaGuard-7b": ("fine-tune", f"{GUARD}/Llama-Guard/MODEL_CARD.md"),
    "meta-llama/Meta-Llama-Guard-2-8B": ("fine-tune", f"{GUARD}/Llama-Guard2/MODEL_CARD.md"),
    "meta-llama/Llama-Guard-3-8B": ("fine-tune", f"{GUARD}/Llama-Guard3/8B/MODEL_CARD.md"),
    "meta-llama/Llama-Guard-3-1B": ("fine-tune", f"{GUARD}/Llama-Guard3/1B/MODEL_CARD.md"),
    "meta-llama/Llama-Guard-3-11B-Vision": (
        "fine-tune",
        f"{GUARD}/Llama-Guard3/11B-vision/MODEL_CARD.md",
    ),
    "meta-llama/Llama-Guard-4-12B": ("fine-tune", f"{GUARD}/Llama-Guard4/12B/MODEL_CARD.md"),
    "LGAI-EXAONE/EXAONE-3.0-7.8B-Instruct": ("model", f"{EXAONE}-3.0/README.md"),
    "LGAI-EXAONE/EXAONE-Deep-32B": ("model", f"{EXAONE}-Deep/README.md"),
    "LGAI-EXAONE/EXAONE-4.0-32B": ("model", f"{EXAONE}-4.0/README.md"),
    "kakaocorp/kanana-1.5-8b-base": ("model", "kakao__kanana/README.md"),
    "naver-hyperclovax/OmniServe": ("model", "NAVER-Cloud-HyperCLOVA-X__OmniServe/README.md"),
}
# Where the fine-tuning data is named, and whether personal data is in it is not said, that is
# answered in part.
ANSWERED = [
    ("meta-llama/LlamaGuard-7b", "fine-tuning", 23, "prompts that come from the Anthropic"),
    (
        "meta-llama/Meta-Llama-Guard-2-8B",
        "fine-tuning",
        208,
        "each use case requires specific safety considerations",
    ),
    ("meta-llama/Meta-Llama-Guard-2-8B", "fine-tuning", 96, "the training set of Llama Guard"),
    ("meta-llama/Llama-Guard-3-8B", "fine-tuning", 125, "prompts from the hh-rlhf dataset"),
    ("meta-llama/Llama-Guard-3-1B", "fine-tuning", 114, "prompts from the hh-rlhf dataset"),
    ("meta-llama/Llama-Guard-3-11B-Vision", "fine-tuning", 117, "a hybrid dataset comprising"),
    ("meta-llama/Llama-Guard-4-12B", "fine-tuning", 135, "with a blend of data from"),
    ("LGAI-EXAONE/EXAONE-3.0-7.8B-Instruct", "filtering", 92, "to exclude personal, harmful"),
    ("LGAI-EXAONE/EXAONE-Deep-32B", "filtering", 518, "to exclude personal, harmful"),
    ("LGAI-EXAONE/EXAONE-4.0-32B", "filtering", 1247, "to exclude personal, harmful"),
]
QUESTIONS = ("filtering", "fine-tuning", "red-team")
OPEN = sorted(
    {(name, question) for name in CARDS for question in QUESTIONS}
    - {(values[0], values[1]) for values in ANSWERED}
)


def answers(corpus: Path, name: str) -> dict[str, QuestionAnswer]:
    """The three answers for one of the cards, with the use policy and the licence that stand beside
    it."""
    kind, path = CARDS[name]
    ref = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name=name, revision="0" * 40)
    files = {"README.md": corpus / "vendor" / path}
    files |= {other: files["README.md"].with_name(other) for other in ("USE_POLICY.md", "LICENSE")}
    documents = {
        other: SourceText.decode(ref, other, file.read_bytes())
        for other, file in files.items()
        if file.is_file()
    }
    card = parse_card(documents["README.md"].text)
    disclosures = assess_disclosures(frozenset({kind}), Snapshot(ref=ref), card, documents)
    return {answer.id: answer for answer in three_questions(disclosures)}


@pytest.mark.parametrize(("name", "question", "line", "words"), ANSWERED)
def test_what_a_careful_reader_finds(
    corpus: Path, name: str, question: str, line: int, words: str
) -> None:
    answer = answers(corpus, name)[question]
    assert answer.grade == "partial"
    proofs = [
        proof
        for disclosure in answer.disclosures
        for proof in disclosure.evidence
        if words in proof.quote
    ]
    assert [
        (proof.file, (proof.start_line or 0) <= line <= (proof.end_line or 0))
        for proof in proofs[:1]
    ] == [("README.md", True)]


@pytest.mark.parametrize(("name", "question"), OPEN)
def test_what_no_careful_reader_finds(corpus: Path, name: str, question: str) -> None:
    answer = answers(corpus, name)[question]
    assert (answer.grade, answer.disclosures) == ("absent", ())
    assert any(place.startswith("README.md") for place in answer.searched)
