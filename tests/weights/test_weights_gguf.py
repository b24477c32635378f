from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weight_files import Gguf

from provenance.weights import MalformedHeaderError, TruncatedHeaderError, read_header

METADATA: dict[str, object] = {
    "general.architecture": "llama",
    "general.license": "gemma",
    "general.base_model.0.repo_url": "https://hub.example/openbase/gemstone-7b",
    "general.dataset.0.repo_url": "https://hub.example/datasets/northwind/chat-200k",
    "general.quantized_by": "acme",
    "general.tags": ["support", "chat"],
    "general.quantized": True,
    "llama.context_length": 8192,
    "llama.block_count": 2,
    "llama.rope.freq_base": 0.5,
    "tokenizer.ggml.tokens": [f"token {index}" for index in range(500)],
    "tokenizer.ggml.pairs": [[["a"], ["b", "c"]], []],
}
KEPT = {
    "general.architecture": "llama",
    "llama.block_count": "2",
    "general.license": "gemma",
    "general.base_model.0.repo_url": "https://hub.example/openbase/gemstone-7b",
    "general.dataset.0.repo_url": "https://hub.example/datasets/northwind/chat-200k",
    "general.quantized_by": "acme",
    "general.tags": "support, chat",
    "general.quantized": "true",
    "llama.context_length": "8192",
}
TENSORS = {
    "norm": ("F32", [3]),
    "a": ("Q4_K", [256, 2]),
    "b": ("Q8_0", [64]),
    "scalar": ("F32", []),
}
VARIANTS = [(1, "<"), (2, "<"), (3, "<"), (3, ">")]


@pytest.mark.parametrize(("version", "order"), VARIANTS)
def test_what_was_written_is_read(version: int, order: str) -> None:
    data = Gguf(version, order).file(METADATA, TENSORS)
    facts = read_header("chat.Q4_K_M.gguf", data, len(data))
    assert facts.parameters == 3 + 512 + 64 + 1
    assert dict(facts.dtypes) == {"F32": 4, "Q4_K": 512, "Q8_0": 64}
    assert dict(facts.metadata) == KEPT
    assert list(facts.metadata) == sorted(KEPT)
    assert not facts.shard


@pytest.mark.parametrize(("version", "order"), VARIANTS)
def test_every_prefix_gives_what_it_holds(version: int, order: str) -> None:
    data = Gguf(version, order).file(METADATA, TENSORS)
    counts = 16 if version == 1 else 24
    reached = 0
    for length in range(0, len(data), 7):
        try:
            facts = read_header("chat.gguf", data[:length], len(data))
        except TruncatedHeaderError as error:
            assert length < error.needed <= counts
            continue
        assert facts.metadata.items() <= KEPT.items()
        assert len(facts.metadata) >= reached
        assert facts.parameters in (None, 580)
        reached = len(facts.metadata)
    assert reached == len(KEPT)


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300),
    st.one_of(st.none(), st.integers(0, 400)),
    st.integers(0, 5),
    st.integers(0, 5),
)
def test_arbitrary_bytes_raise_only_the_two_errors(
    data: bytes, size: int | None, tensors: int, keys: int
) -> None:
    for head in (data, b"GGUF" + data, Gguf().counts(tensors, keys) + data):
        with contextlib.suppress(MalformedHeaderError, TruncatedHeaderError):
            read_header("chat.gguf", head, size)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=9))
def test_a_damaged_file_raises_only_the_two_errors(at: int, patch: bytes) -> None:
    data = Gguf().file(METADATA, TENSORS)
    damaged = data[:at] + patch + data[at + len(patch) :]
    with contextlib.suppress(MalformedHeaderError, TruncatedHeaderError):
        read_header("chat.gguf", damaged, len(damaged))


def key(name: str, kind: int, value: bytes) -> bytes:
    return Gguf().string(name) + struct.pack("<I", kind) + value


def tensor(name: str, dimensions: list[int], kind: int, offset: int) -> bytes:
    shape = struct.pack(f"<{len(dimensions)}Q", *dimensions)
    return (
        Gguf().string(name)
        + struct.pack("<I", len(dimensions))
        + shape
        + struct.pack("<IQ", kind, offset)
    )


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (b"GGML" + bytes(20), "start with GGUF"),
        (Gguf(9).counts(0, 0), "version 9"),
        (Gguf().counts(2**40, 0), "are announced"),
        (Gguf().counts(0, 2**40), "are announced"),
        (Gguf().counts(0, 1) + struct.pack("<Q", 2**63), "name of"),
        (Gguf().counts(0, 1) + key("a", 8, struct.pack("<Q", 2**63)), "can hold"),
        (Gguf().counts(0, 1) + key("a", 9, struct.pack("<IQ", 8, 2**61)), "can hold"),
        (Gguf().counts(0, 1) + key("a", 9, struct.pack("<IQ", 4, 2**61)), "can hold"),
        (Gguf().counts(0, 1) + key("a", 9, struct.pack("<IQ", 77, 1)), "type 77"),
        (Gguf().counts(0, 1) + key("a", 9, struct.pack("<IQ", 9, 1) * 9), "too deep"),
        (Gguf().counts(0, 1) + key("a", 77, b""), "type 77"),
        (Gguf().counts(0, 2) + key("a", 0, b"\1") * 2, "stands twice"),
        (Gguf().counts(0, 1) + key("general.alignment", 4, bytes(4)), "alignment"),
        (Gguf().counts(0, 1) + key("general.alignment", 8, Gguf().string("9" * 5000)), "alignment"),
        (Gguf().counts(2, 0) + tensor("a", [4], 0, 0) * 2, "stands twice"),
        (Gguf().counts(2, 0) + tensor("a", [4], 0, 0) + tensor("b", [4], 0, 8), "overlap"),
        (Gguf().counts(1, 0) + tensor("a", [1] * 17, 0, 0), "17 dimensions"),
        (Gguf().counts(1, 0) + tensor("a", [2**40, 2**40], 0, 0), "more elements"),
        (Gguf().counts(1, 0) + tensor("a", [2**60], 0, 0), "beyond the end"),
    ],
)
def test_a_header_that_lies_is_refused(head: bytes, says: str) -> None:
    with pytest.raises(MalformedHeaderError, match=says):
        read_header("chat.gguf", head, None)


def test_a_header_that_runs_past_the_end_of_the_file_is_refused() -> None:
    data = Gguf().file(METADATA, TENSORS)
    for size in (10, 100, len(data) - 64):
        with pytest.raises(MalformedHeaderError):
            read_header("chat.gguf", data[:size], size)


def test_a_type_not_known_here_is_counted_by_its_number() -> None:
    head = Gguf().counts(1, 0) + tensor("a", [8], 99, 0)
    assert dict(read_header("chat.gguf", head, None).dtypes) == {"type-99": 8}


def test_long_values_are_cut() -> None:
    data = Gguf().file({"general.description": "x" * 5000, "general.languages": ["ko"] * 5000}, {})
    facts = read_header("chat.gguf", data, len(data))
    assert {len(value) for value in facts.metadata.values()} == {1000}
    assert facts.parameters == 0


def test_the_first_64_kib_answer_licence_base_and_dataset() -> None:
    tokens: list[object] = [f"token-{number}" for number in range(256_000)]
    keys = {**METADATA, "tokenizer.ggml.tokens": tokens}
    data = Gguf().file(keys, TENSORS)
    facts = read_header("chat.gguf", data[: 64 * 1024], len(data))
    assert not facts.complete
    assert facts.parameters is None
    for key in ("general.license", "general.base_model.0.repo_url", "general.dataset.0.repo_url"):
        assert facts.metadata[key] == KEPT[key]
