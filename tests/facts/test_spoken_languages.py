"""Languages that a sentence names."""

from __future__ import annotations

import pytest
from bom_lineages import record_of

from provenance.facts.spoken_languages import spoken_languages


def languages(text: str) -> list[str]:
    return [names for names, _ in spoken_languages(record_of(f"# support-7b\n\n{text}\n"))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The model works on English, German and French text.", "English, German, French"),
        ("This is a bilingual (English and Korean) model.", "English, Korean"),
        ("The model is optimized for Korean-language understanding.", "Korean"),
        ("The models are only suitable for splitting sentences of English text.", "English"),
        ("This is a masked model trained with Bert on a small French news corpus.", "French"),
        ("Acme Labs released support-7b, a model optimized for Korean text.", "Korean"),
        ("English-only tickets were used.", "English"),
        ("The vast majority of our training data is in the English language.", "English"),
    ],
)
def test_languages_of_the_model(text: str, names: str) -> None:
    assert languages(text) == [names]


@pytest.mark.parametrize(
    "text",
    [
        "Acme Labs released other-7b, a model optimized for Korean text.",
        "English Heritage is a customer.",
        "Unlike the base, the model supports German.",
        "It works.",
    ],
)
def test_other_mentions_name_none(text: str) -> None:
    assert languages(text) == []
