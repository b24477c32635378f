"""Keras, ONNX, TensorFlow, HDF5 and NumPy files: what they are and what they would run."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Mapping

import h5py
import numpy
import pytest
import risky_files
from hypothesis import given, settings
from hypothesis import strategies as st
from protobuf_message import field

from provenance.weights import (
    Examined,
    LoadVerdict,
    MalformedHeaderError,
    Ranges,
    TruncatedHeaderError,
    WeightFacts,
    examine,
    hdf5_files,
)


def facts_of(name: str, data: bytes) -> WeightFacts:
    facts = examine(Ranges.of(name, data)).facts
    assert facts is not None
    return facts


def named(facts: WeightFacts) -> dict[str, LoadVerdict]:
    return {use.name: use.verdict for use in facts.uses}


def onnx(
    nodes: list[tuple[str, str]],
    tensors: list[bytes],
    domains: Mapping[str, int],
    more: bytes = b"",
) -> bytes:
    graph = b"".join(field(1, field(4, op) + field(7, domain)) for op, domain in nodes)
    graph += b"".join(field(5, tensor) for tensor in tensors)
    opsets = b"".join(field(8, field(1, name) + field(2, v)) for name, v in domains.items())
    return field(1, 8) + field(2, "maker") + field(7, graph) + opsets + more


def tensor(shape: list[int], name: str, location: str = "") -> bytes:
    data = b"".join(field(1, size) for size in shape) + field(2, 1) + field(8, name)
    if location:
        return data + field(13, field(1, "location") + field(2, location)) + field(14, 1)
    return data + field(9, bytes(4 * shape[0]))


def test_onnx_facts() -> None:
    licence = field(14, field(1, "license") + field(2, "mit"))
    data = onnx([("MatMul", "")], [tensor([4], "w")], {"": 17}, licence)
    facts = facts_of("model.onnx", data)
    assert (facts.format, facts.parameters, facts.tensors) == ("onnx", 4, 1)
    assert facts.metadata["producer_name"] == "maker"
    assert facts.metadata["license"] == "mit"
    assert not facts.uses


def test_onnx_custom_operators_and_data_elsewhere() -> None:
    tensors = [tensor([4], "a", "../../etc/passwd"), tensor([4], "b", "model.onnx_data")]
    facts = facts_of("m.onnx", onnx([("Run", "com.evil")], tensors, {"com.evil": 1}))
    assert named(facts) == {
        "com.evil::Run": LoadVerdict.UNKNOWN,
        "../../etc/passwd": LoadVerdict.DANGEROUS,
    }


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_as_onnx(data: bytes) -> None:
    for name in ("model.onnx", "saved_model.pb", "graph.pb", "a.npy", "a.npz", "a.keras"):
        examine(Ranges.of(name, data))
    examine(Ranges.of("a.npy", b"\x93NUMPY\x01\x00" + data))


def test_what_is_no_onnx_is_malformed() -> None:
    look = examine(Ranges.of("model.onnx", bytes(range(200, 256))))
    assert isinstance(look.problem, MalformedHeaderError)


def keras_layer(**config: object) -> bytes:
    return json.dumps({"class_name": "Functional", "module": "keras", "config": config}).encode()


@pytest.mark.parametrize(
    ("layer", "verdict"),
    [
        ({"class_name": "Dense", "module": "keras.layers", "config": {}}, None),
        ({"class_name": "Lambda", "module": "keras.layers"}, LoadVerdict.DANGEROUS),
        ({"class_name": "__lambda__", "config": {}}, LoadVerdict.DANGEROUS),
        ({"class_name": "function", "module": "os", "config": "system"}, LoadVerdict.DANGEROUS),
        ({"class_name": "Mine", "module": "my_package.layers"}, LoadVerdict.UNKNOWN),
        ({"class_name": "Mine", "registered_name": "mine>Mine"}, LoadVerdict.UNKNOWN),
    ],
)
def test_keras_layers(layer: dict[str, object], verdict: LoadVerdict | None) -> None:
    data = risky_files.keras(keras_layer(layers=[layer]))
    facts = facts_of("model.keras", data)
    assert facts.metadata["keras_version"] == "3.5.0"
    assert list(named(facts).values()) == ([verdict] if verdict else [])


def hdf5(config: str) -> bytes:
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        file.attrs["model_config"] = config
        file.attrs["keras_version"] = "2.15.0"
        file.create_dataset("dense/kernel", data=numpy.zeros((3, 4), "f4"))
    return buffer.getvalue()


def test_hdf5() -> None:
    layers = {"config": {"layers": [{"class_name": "Lambda", "config": {"function": ["4wEA"]}}]}}
    facts = facts_of("model.h5", hdf5(json.dumps({"class_name": "Sequential", **layers})))
    assert facts.parameters == 12
    assert named(facts) == {"Lambda": LoadVerdict.DANGEROUS}
    assert not facts_of("model.h5", hdf5('{"class_name": "Sequential"}')).uses


def test_hdf5_that_is_cut() -> None:
    look = examine(Ranges.of("model.h5", hdf5("{}")[:600]))
    assert isinstance(look.problem, MalformedHeaderError)


def test_hdf5_that_hangs_its_library_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """An object of no size in the heap of texts: libhdf5 looks for the next one for ever."""
    monkeypatch.setattr(hdf5_files, "_MOST_SECONDS", 2)
    data = bytearray(hdf5("{}"))
    at = data.index(b"2.15.0") - 8
    data[at : at + 8] = bytes(8)
    look = examine(Ranges.of("model.h5", bytes(data)))
    assert isinstance(look.problem, MalformedHeaderError)


def test_hdf5_of_which_a_part_is_not_given() -> None:
    data = hdf5("{}")
    ranges = Ranges("model.h5", data[:512], len(data), fetch=None)
    look = examine(ranges)
    assert isinstance(look.problem, MalformedHeaderError)
    few = Ranges("model.h5", data[:512], len(data), lambda at, n: data[at : at + n], most_bytes=9)
    assert isinstance(examine(few).problem, TruncatedHeaderError)


def saved_model(operator: str) -> bytes:
    node = field(1, field(1, "n") + field(2, operator))
    return field(1, 1) + field(2, field(2, node))


def test_tensorflow_operators() -> None:
    node = field(1, field(1, "n") + field(2, "WriteFile"))
    saved = saved_model("WriteFile")
    assert named(facts_of("saved_model.pb", saved)) == {"WriteFile": LoadVerdict.DANGEROUS}
    assert named(facts_of("frozen.pb", node)) == {"WriteFile": LoadVerdict.DANGEROUS}
    harmless = field(1, field(1, "n") + field(2, "MatMul"))
    assert not facts_of("frozen.pb", harmless).uses


def test_numpy_files_as_numpy_writes_them() -> None:
    buffer = io.BytesIO()
    numpy.savez(buffer, a=numpy.zeros((2, 3)), b=numpy.zeros(4, "i2"))
    facts = facts_of("a.npz", buffer.getvalue())
    assert (facts.parameters, dict(facts.dtypes)) == (10, {"F64": 6, "I2": 4})
    single = io.BytesIO()
    numpy.save(single, numpy.array([{"a": 1}], dtype=object), allow_pickle=True)
    facts = facts_of("a.npy", single.getvalue())
    assert dict(facts.dtypes) == {"object": 1}
    assert all(verdict is LoadVerdict.ALLOWED for verdict in named(facts).values())


def test_a_length_beyond_everything() -> None:
    look: Examined = examine(Ranges.of("a.npy", b"\x93NUMPY\x02\x00" + struct.pack("<I", 2**31)))
    assert isinstance(look.problem, MalformedHeaderError)
