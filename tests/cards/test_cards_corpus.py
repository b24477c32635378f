"""Real cards parse, and every line that is reported lies where it must."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cards_sanity import assert_sane

from provenance.cards import parse_card
from provenance.model.card import BlockKind

CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))


@pytest.mark.parametrize("folder", ["hub", "model_cards_2020", "dataset_cards_2022", "vendor"])
def test_every_card_is_read(folder: str) -> None:
    paths = sorted((CORPUS / folder).rglob("*.md"))
    if not paths:
        pytest.skip(f"no cards in {CORPUS / folder}: set PROVENANCE_CORPUS")
    for path in paths:
        text = path.read_bytes().decode("utf-8", "replace")
        card = parse_card(text)
        assert_sane(card, text)
        assert not any(problem.fatal for problem in card.problems), path
        prose = [
            block.text
            for section in card.walk()
            for block in section.blocks
            if block.kind is BlockKind.PARAGRAPH
        ]
        assert not any("<!--" in block for block in prose), path
