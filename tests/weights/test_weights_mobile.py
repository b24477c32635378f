"""TensorFlow Lite, Core ML, OpenVINO and CTranslate2: what they are and what they need."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import flatbuffers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from protobuf_message import field

import provenance
from provenance.weights import (
    Examined,
    LoadVerdict,
    MalformedHeaderError,
    Ranges,
    TruncatedHeaderError,
    WeightFacts,
    examine,
)


def facts_of(name: str, data: bytes) -> WeightFacts:
    facts = examine(Ranges.of(name, data)).facts
    assert facts is not None
    return facts


def vector(builder: flatbuffers.Builder, tables: list[int]) -> int:
    builder.StartVector(4, len(tables), 4)
    for table in reversed(tables):
        builder.PrependUOffsetTRelative(table)
    return int(builder.EndVector())


def table(builder: flatbuffers.Builder, slots: Mapping[int, int], size: int) -> int:
    """A table of offsets."""
    builder.StartObject(size)
    for slot, offset in slots.items():
        builder.PrependUOffsetTRelativeSlot(slot, offset, 0)
    return int(builder.EndObject())


def tflite(custom: str = "") -> bytes:
    """One graph with a 2×3 tensor of weights and an input of the same shape."""
    builder = flatbuffers.Builder(0)
    data = builder.CreateByteVector(bytes(24))
    buffers = [table(builder, {}, 3), table(builder, {0: data}, 3)]
    tensors = []
    for number, name in ((1, "weight"), (0, "input")):
        text = builder.CreateString(name)
        builder.StartVector(4, 2, 4)
        builder.PrependInt32(3)
        builder.PrependInt32(2)
        shape = builder.EndVector()
        builder.StartObject(8)
        builder.PrependUOffsetTRelativeSlot(0, shape, 0)
        builder.PrependInt8Slot(1, 0, 1)
        builder.PrependUint32Slot(2, number, 9)
        builder.PrependUOffsetTRelativeSlot(3, text, 0)
        tensors.append(builder.EndObject())
    graph = table(builder, {0: vector(builder, tensors)}, 5)
    code = table(builder, {1: builder.CreateString(custom)} if custom else {}, 4)
    operators, graphs = vector(builder, [code]), vector(builder, [graph])
    filled = vector(builder, buffers)
    text = builder.CreateString("made by a test")
    builder.StartObject(8)
    builder.PrependUint32Slot(0, 3, 0)
    for slot, offset in ((1, operators), (2, graphs), (3, text), (4, filled)):
        builder.PrependUOffsetTRelativeSlot(slot, offset, 0)
    builder.Finish(builder.EndObject(), file_identifier=b"TFL3")
    return bytes(builder.Output())


def coreml(kind: int = 500, layer: bytes = b"") -> bytes:
    metadata = field(1, "A bear") + field(3, "Acme") + field(4, "MIT")
    metadata += field(100, field(1, "note") + field(2, "hello"))
    metadata += field(100, field(1, "license") + field(2, "hidden"))
    network = field(1, field(1, "first") + layer)
    return field(1, 7) + field(2, field(100, metadata)) + field(kind, network)


def openvino(operators: str = "opset1") -> bytes:
    return f"""<?xml version="1.0"?>
<net name="bear" version="11">
  <layers>
    <layer id="0" name="w" type="Const" version="opset1">
      <data element_type="f16" shape="2, 3" offset="0" size="12"/>
    </layer>
    <layer id="1" name="x" type="Bear" version="{operators}"/>
  </layers>
  <rt_info><optimum_version value="1.20"/></rt_info>
</net>""".encode()


def ctranslate2(version: int = 6, dtype: int = 4) -> bytes:
    def text(value: str) -> bytes:
        return struct.pack("<H", len(value) + 1) + value.encode() + b"\0"

    data = struct.pack("<I", version) + text("WhisperSpec") + struct.pack("<II", 3, 2)
    for name in ("encoder/weight", "decoder/weight"):
        data += text(name) + struct.pack("<B2IBI", 2, 2, 3, dtype, 12) + bytes(12)
    return data + struct.pack("<I", 0)


def test_tflite_names_its_weights_and_operators_of_others() -> None:
    facts = facts_of("model.tflite", tflite(custom="BearOp"))
    assert (facts.format, facts.parameters, dict(facts.dtypes)) == ("tflite", 6, {"F32": 6})
    assert facts.metadata["description"] == "made by a test"
    assert [(use.name, use.verdict) for use in facts.uses] == [("BearOp", LoadVerdict.UNKNOWN)]
    assert not facts_of("model.tflite", tflite()).uses


def test_on_a_hub_only_the_beginning_of_tflite_and_ctranslate2_is_read() -> None:
    for name, data in (("model.tflite", tflite()), ("model.bin", ctranslate2())):
        requested: list[int] = []

        def fetch(
            start: int, length: int, data: bytes = data, requested: list[int] = requested
        ) -> bytes:
            requested.append(start)
            return data[start : start + length]

        look = examine(Ranges(name, data[:64], len(data), fetch))
        assert look.problem is None
        assert look.facts is not None
        assert look.facts.parameters is None
        assert len(requested) <= 1


def test_core_ml_states_licence_and_author() -> None:
    facts = facts_of("model.mlmodel", coreml())
    assert facts.metadata["license"] == "MIT", "the maker's own keys come second"
    assert (facts.metadata["author"], facts.metadata["note"]) == ("Acme", "hello")
    assert facts.metadata["kind"] == "neural network"
    assert not facts.uses


def test_core_ml_layers_and_models_of_the_application() -> None:
    layer = field(500, field(10, "BearLayer"))
    assert [use.name for use in facts_of("m.mlmodel", coreml(layer=layer)).uses] == ["BearLayer"]
    custom = field(1, 7) + field(555, field(10, "BearModel"))
    assert [use.name for use in facts_of("m.mlmodel", custom).uses] == ["BearModel"]


def test_openvino_tells_parameters_and_operators() -> None:
    facts = facts_of("openvino_model.xml", openvino())
    assert (facts.parameters, dict(facts.dtypes)) == (6, {"F16": 6})
    assert facts.metadata["optimum_version"] == "1.20"
    assert not facts.uses
    other = facts_of("openvino_model.xml", openvino("extension"))
    assert [use.name for use in other.uses] == ["extension::Bear"]


def test_entities_of_xml_are_not_followed() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE net SYSTEM "file:///etc/passwd"><net name="a"/>'
    assert isinstance(examine(Ranges.of("openvino_model.xml", bomb)).problem, MalformedHeaderError)


@pytest.mark.parametrize(("dtype", "name"), [(0, "F32"), (1, "I8"), (4, "F16"), (9, "type-9")])
def test_ctranslate2_tells_its_specification(dtype: int, name: str) -> None:
    facts = facts_of("model.bin", ctranslate2(dtype=dtype))
    assert (facts.parameters, dict(facts.dtypes)) == (12, {name: 12})
    assert facts.metadata["specification"] == "WhisperSpec"


CASES = {
    "model.tflite": tflite(),
    "model.mlmodel": coreml(),
    "model.xml": openvino(),
    "model.bin": ctranslate2(),
}


@pytest.mark.parametrize("name", CASES)
def test_a_single_file_is_a_subject(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(CASES[name])
    report = provenance.audit(str(tmp_path / name))
    [weights] = report.artifacts[0].weights
    assert weights.format in ("tflite", "coreml", "openvino", "ctranslate2")
    assert not report.gaps


def looked_at(name: str, data: bytes) -> Examined:
    look = examine(Ranges.of(name, data))
    assert look.problem is None or isinstance(
        look.problem, MalformedHeaderError | TruncatedHeaderError
    )
    return look


@pytest.mark.parametrize("name", CASES)
@given(data=st.data())
def test_changed_bytes_end_no_run(name: str, data: st.DataObject) -> None:
    changed = bytearray(CASES[name])
    for _ in range(3):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at] = data.draw(st.integers(0, 255))
    looked_at(name, bytes(changed))


@pytest.mark.parametrize("name", CASES)
def test_every_prefix_ends_in_facts_or_a_sentence(name: str) -> None:
    for end in range(8, len(CASES[name]), 7):
        looked_at(name, CASES[name][:end])
