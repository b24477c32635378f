from __future__ import annotations

import contextlib
import struct

import pytest
import weight_files
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.weights import (
    HEADER_LIMIT,
    MalformedHeaderError,
    TruncatedHeaderError,
    header_size,
    read_header,
)

NAMES = st.text(max_size=20).filter(lambda name: name != "__metadata__")
TENSORS = st.dictionaries(
    NAMES,
    st.tuples(st.sampled_from(["F32", "BF16", "I8"]), st.lists(st.integers(0, 5), max_size=4)),
    max_size=6,
)


def tensor(
    start: object, end: object, shape: object = None, dtype: object = "F32"
) -> dict[str, object]:
    return {"dtype": dtype, "shape": [4] if shape is None else shape, "data_offsets": [start, end]}


@settings(max_examples=100, deadline=None)
@given(TENSORS, st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=4))
def test_what_was_written_is_read(
    tensors: dict[str, tuple[str, list[int]]], metadata: dict[str, str]
) -> None:
    data = weight_files.safetensors(tensors, metadata)
    facts = read_header("model.safetensors", data, len(data))
    expected: dict[str, int] = {}
    for dtype, shape in tensors.values():
        count = 1
        for dimension in shape:
            count *= dimension
        expected[dtype] = expected.get(dtype, 0) + count
    assert dict(facts.dtypes) == expected
    assert facts.parameters == sum(expected.values())
    assert dict(facts.metadata) == metadata
    assert list(facts.metadata) == sorted(metadata)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.one_of(st.none(), st.integers(0, 500)))
def test_arbitrary_bytes_raise_only_the_two_errors(data: bytes, size: int | None) -> None:
    for head in (
        data,
        weight_files.safetensors_header(data),
        weight_files.safetensors_header(b"{" + data + b"}"),
    ):
        with contextlib.suppress(MalformedHeaderError, TruncatedHeaderError):
            read_header("model.safetensors", head, size)


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["a", "b", "__metadata__", "dtype", "shape", "data_offsets"]),
                inner,
                max_size=3,
            )
        ),
    )
)
def test_arbitrary_json_raises_only_the_two_errors(header: object) -> None:
    with contextlib.suppress(MalformedHeaderError, TruncatedHeaderError):
        read_header("model.safetensors", weight_files.safetensors_header(header), None)


def test_a_prefix_asks_for_the_rest_of_the_header() -> None:
    data = weight_files.safetensors({"a": ("F32", [64])})
    with pytest.raises(TruncatedHeaderError) as length_cut:
        read_header("model.safetensors", data[:5], len(data))
    assert length_cut.value.needed == 8
    with pytest.raises(TruncatedHeaderError) as header_cut:
        read_header("model.safetensors", data[:20], len(data))
    needed = header_cut.value.needed
    assert needed == len(data) - 256
    assert read_header("model.safetensors", data[:needed], len(data)).parameters == 64


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ({"a": tensor(0, 16), "b": tensor(8, 24)}, "overlap"),
        ({"a": tensor(0, 16), "b": tensor(20, 36)}, "belong to no tensor"),
        ({"a": tensor(4, 20)}, "belong to no tensor"),
        ({"a": tensor(0, 12)}, "do not fit"),
        ({"a": tensor(16, 0)}, "do not fit"),
        ({"a": tensor(0, 16, [-4])}, "not described"),
        ({"a": tensor(0, 4, [True])}, "not described"),
        ({"a": tensor(0, 16.0)}, "not described"),
        ({"a": tensor(0, 16, [1] * 40)}, "dimensions"),
        ({"a": tensor(0, 16, [2**40, 2**40])}, "more elements"),
        ({"a": tensor(0, 16, dtype="F32\n")}, "no type"),
        ({"a": 1}, "not described"),
        ({"__metadata__": {"a": 1}}, "__metadata__"),
        ({"__metadata__": "text"}, "__metadata__"),
        ({"__metadata__": {str(key): "" for key in range(10_001)}}, "10001 entries"),
        (b"[]", "start with {"),
        (b'{"a":', "not usable JSON"),
        (b'{"\xff": 1}', "not usable JSON"),
        (b'{"__metadata__": {}, "__metadata__": {"a": "b"}}', "occurs twice"),
        (b'{"a":' * 100_000, "not usable JSON"),
        (b'{"a":' + b"9" * 5000 + b"}", "an integer of 5,000 digits"),
        (b'{"a":{"data_offsets":[0,' + b"9" * 4300 + b"]}}", "an integer of 4,300 digits"),
        (b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,Infinity]}}', "Infinity"),
        (b'{"a":[' + b"0," * 1_000_001 + b"0]}", "more than 1,000,000 values"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_header_that_lies_is_refused(header: object, says: str) -> None:
    with pytest.raises(MalformedHeaderError, match=says) as refused:
        read_header("model.safetensors", weight_files.safetensors_header(header), None)
    assert refused.value.path == "model.safetensors"


def test_too_many_tensors_are_refused() -> None:
    header = {str(number): tensor(0, 0, [0]) for number in range(100_001)}
    data = weight_files.safetensors_header(header)
    with pytest.raises(MalformedHeaderError, match="limit of 100,000"):
        read_header("model.safetensors", data, None)


@pytest.mark.parametrize("length", [100_000_001, 2**40, 2**63, 2**64 - 1])
def test_a_length_beyond_what_the_format_permits_is_refused(length: int) -> None:
    with pytest.raises(MalformedHeaderError, match="the format permits 100,000,000"):
        read_header("model.safetensors", struct.pack("<Q", length) + b"{}", None)


@pytest.mark.parametrize("length", [HEADER_LIMIT + 1, 100_000_000])
def test_a_length_beyond_what_is_read_here_is_no_lie(length: int) -> None:
    head = struct.pack("<Q", length) + b"{}"
    with pytest.raises(TruncatedHeaderError) as error:
        read_header("model.safetensors", head, None)
    assert error.value.needed == length + 8
    assert header_size("model.safetensors", head, None) == len(head)


def test_a_length_beyond_the_file_is_refused() -> None:
    data = weight_files.safetensors({"a": ("F32", [4])})
    with pytest.raises(MalformedHeaderError, match="the file has 30"):
        read_header("model.safetensors", data[:20], 30)
    for size in (len(data) - 1, len(data) + 1):
        with pytest.raises(MalformedHeaderError, match="describes"):
            read_header("model.safetensors", data, size)
    with pytest.raises(MalformedHeaderError, match="the file has 3"):
        read_header("model.safetensors", b"\0\0\0", 3)


def test_a_type_not_known_here_is_counted_by_its_name() -> None:
    header = weight_files.safetensors_header({"a": tensor(0, 3, [8], "F3_NEW")})
    assert dict(read_header("model.safetensors", header, len(header) + 3).dtypes) == {"F3_NEW": 8}


def test_metadata_can_always_be_written_out() -> None:
    header = weight_files.safetensors_header(
        b'{"__metadata__": {"\\ud800": "\\udfff' + b"x" * 2000 + b'"}}'
    )
    ((key, value),) = read_header("model.safetensors", header, None).metadata.items()
    assert key == "?"
    assert value.startswith("?x")
    assert len(value) == 1000


def test_a_shard_says_that_it_is_one() -> None:
    data = weight_files.safetensors({"a": ("F32", [4])})
    assert read_header("model-00001-of-00002.safetensors", data, len(data)).shard
    assert not read_header("model.safetensors", data, len(data)).shard


def test_a_pointer_in_place_of_the_file_is_named() -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    with pytest.raises(MalformedHeaderError, match="pointer"):
        read_header("model.safetensors", pointer, len(pointer))


def test_other_formats_are_not_read() -> None:
    with pytest.raises(ValueError, match="'pickle' are not read"):
        read_header("pytorch_model.bin", b"", None)
