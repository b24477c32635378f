"""The engine on real cards, where the corpus is at hand: sections, vendors' three questions, mended
cards."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from privacy_cards import graded, section_grade

from provenance.privacy import three_questions

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", ROOT.parent / "shared" / "corpus"))

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not on this machine")

# By index: a bare "removed" or "redacted", which the rules call partial whatever the person said.
THE_RULE_WINS = {27: "partial", 44: "partial"}

# What a careful person answers: filtering and verification, fine-tuning, red-team design.
SILENT = ("absent", "absent", "absent")
# "Every effort to exclude personal, harmful and biased information", without kinds or method; some
# may still be in it.
EFFORT = ("partial", "absent", "absent")
VENDORS = (
    ("openai__gpt-oss/README.md", SILENT),
    ("LG-AI-EXAONE__EXAONE-3.0/README.md", EFFORT),
    ("LG-AI-EXAONE__EXAONE-4.0/README.md", EFFORT),
    ("LG-AI-EXAONE__EXAONE-Deep/README.md", EFFORT),
    ("kakao__kanana/README.md", SILENT),
    ("NAVER-Cloud-HyperCLOVA-X__OmniServe/README.md", SILENT),
    ("meta-llama__PurpleLlama/Llama-Guard/MODEL_CARD.md", ("absent", "partial", "absent")),
    ("meta-llama__PurpleLlama/Llama-Guard2/MODEL_CARD.md", ("absent", "partial", "absent")),
    ("meta-llama__PurpleLlama/Llama-Guard3/8B/MODEL_CARD.md", ("absent", "partial", "absent")),
    ("meta-llama__PurpleLlama/Llama-Guard4/12B/MODEL_CARD.md", ("absent", "partial", "absent")),
    ("../hub/models/google/gemma-7b/README.md", ("partial", "absent", "partial")),
    ("ibm-granite__granite-code-models/README.md", ("partial", "partial", "absent")),
)


def test_sections_agree_with_a_person() -> None:
    sections = json.loads((CORPUS / "privacy_sections_graded.json").read_text("utf-8"))
    right = [
        section_grade(entry["text"], entry["heading"])[0] == THE_RULE_WINS.get(at, entry["grade"])
        for at, entry in enumerate(sections)
    ]
    assert sum(right) / len(right) >= 0.93
    held_out = right[2::3]
    assert sum(held_out) / len(held_out) >= 0.92


@pytest.mark.parametrize(("card", "answers"), VENDORS)
def test_three_questions_of_vendors(card: str, answers: tuple[str, str, str]) -> None:
    text = (CORPUS / "vendor" / card).read_text("utf-8", errors="replace")
    given = three_questions(graded(text, "model", f"vendor/{card.split('/')[-2]}").values())
    assert tuple(answer.grade.value for answer in given) == answers


def test_vendor_quotes() -> None:
    granite = (CORPUS / "vendor/ibm-granite__granite-code-models/README.md").read_text("utf-8")
    proof = graded(granite, "model")["PRIV-030"].evidence[0]
    assert (proof.start_line, proof.quote[:20]) == (26, "We also make sure to")
    kanana = graded((CORPUS / "vendor/kakao__kanana/README.md").read_text("utf-8"), "model")[
        "PRIV-013"
    ]
    assert (kanana.grade.value, kanana.stance, kanana.evidence[0].start_line) == (
        "disclosed",
        "not-done",
        55,
    )
    exaone = graded(
        (CORPUS / "vendor/LG-AI-EXAONE__EXAONE-4.0/README.md").read_text("utf-8"), "model"
    )["PRIV-040"]
    assert (exaone.grade.value, exaone.evidence[0].start_line) == ("partial", 1249)


def test_mended_cards_are_better_afterwards() -> None:
    order = ("absent", "placeholder", "partial", "disclosed")
    better = 0
    for folder in sorted((CORPUS / "dataset_card_fixes").iterdir()):
        if folder.is_dir():
            before, after = (
                order.index(
                    graded((folder / name).read_text("utf-8", errors="replace"))[
                        "PRIV-082"
                    ].grade.value
                )
                for name in ("before.md", "after.md")
            )
            better += after > before
            assert after >= before, folder.name
    assert better >= 12
