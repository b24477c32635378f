"""Tokenizers by a few ranges, and the family that geometry and tokenizer are those of."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.weights import (
    Ranges,
    TokenizerFacts,
    examine,
    geometry_of,
    known_models,
    same_family,
)

MERGES = ["Ġ t", "h e", "i n", 'a "', "r e", "o n"]


def tokenizer_json(tokens: int, *, pairs: bool = False, indent: int | None = None) -> bytes:
    merges = [merge.split(" ") for merge in MERGES] if pairs else MERGES
    model = {
        "type": "BPE",
        "vocab": {f"token-{number}": number for number in range(tokens)},
        "merges": merges * max(tokens // 8, 1),
    }
    added = [{"id": tokens, "content": "<s>"}]
    return json.dumps({"added_tokens": added, "model": model}, indent=indent).encode()


def facts_of(data: bytes) -> tuple[TokenizerFacts | None, int]:
    """What is reported, and how many bytes were read."""
    head = data[: 64 * 1024]
    ranges = Ranges(
        path="tokenizer.json",
        head=head,
        size=len(data),
        fetch=lambda start, length: data[start : start + length],
    )
    look = examine(ranges)
    return look.tokenizer, look.read


@pytest.mark.parametrize("pairs", [True, False])
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("tokens", [100, 200_000])
def test_a_tokenizer_is_told_by_few_bytes(tokens: int, indent: int | None, pairs: bool) -> None:
    data = tokenizer_json(tokens, pairs=pairs, indent=indent)
    facts, read = facts_of(data)
    assert facts == TokenizerFacts(tokens, tuple(MERGES[:5]))
    assert read <= 1_000_000


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_as_a_tokenizer(data: bytes) -> None:
    facts_of(data)
    facts_of(b'{"model":{"vocab":{"a":1},"merges":[' + data)


def test_the_catalogue_knows_its_own_models() -> None:
    assert len(known_models()) > 90
    for known in known_models():
        assert known in same_family(known.geometry, known.tokenizer)
        assert not same_family(known.geometry, TokenizerFacts(1, ("a b",) * 5))
        assert not same_family(known.geometry, None)


def test_geometry_of_the_language_part() -> None:
    part = {"model_type": "llama", "hidden_size": 64}
    assert geometry_of({"text_config": part}) == geometry_of(part) is not None
    assert geometry_of({"hidden_size": "64"}) is None
    assert geometry_of({"hidden_size": 64, "model_type": [1]}) is None
