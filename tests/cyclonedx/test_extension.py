"""The blocks that the library lacks, and the table that writes them as XML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import cyclonedx.schema
import py_serializable
import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.schema.schema import SchemaVersion1Dot6, SchemaVersion1Dot7

from provenance.cyclonedx import shapes
from provenance.cyclonedx.extension import AiBom, AiComponent
from provenance.cyclonedx.shaping import to_xml

SCHEMAS = Path(cyclonedx.schema.__file__).parent / "_res"
SPACE = "urn:space"


def schema(version: str) -> dict[str, Any]:
    loaded = json.loads((SCHEMAS / f"bom-{version}.SNAPSHOT.schema.json").read_bytes())
    assert isinstance(loaded, dict)
    return loaded


def component(**fields: Any) -> AiComponent:
    return AiComponent(type=ComponentType.MACHINE_LEARNING_MODEL, name="m", bom_ref="m", **fields)


def bom(*components: Component) -> AiBom:
    return AiBom(components=components)


def test_a_plain_subclass_would_lose_everything() -> None:
    @py_serializable.serializable_class
    class Naive(Component):
        pass

    written = json.loads(Naive(name="m", bom_ref="m").as_json(SchemaVersion1Dot7))  # type: ignore[attr-defined]
    assert written.get("bom-ref") is None


@pytest.mark.parametrize("view", [SchemaVersion1Dot6, SchemaVersion1Dot7])
def test_what_is_inherited_is_written_as_the_library_writes_it(view: type) -> None:
    plain = Component(
        type=ComponentType.FILE,
        name="f",
        bom_ref="r",
        group="g",
        version="1",
        description="d",
        tags=["t"],
    )
    made = AiComponent(
        type=ComponentType.FILE,
        name="f",
        bom_ref="r",
        group="g",
        version="1",
        description="d",
        tags=["t"],
    )
    assert json.loads(made.as_json(view)) == json.loads(plain.as_json(view))  # type: ignore[attr-defined]
    names = py_serializable.ObjectMetadataLibrary.klass_property_mappings
    for base, extended in ((Component, AiComponent), (Bom, AiBom)):
        inherited = dict(names[f"{base.__module__}.{base.__qualname__}"])
        ours = names[f"{extended.__module__}.{extended.__qualname__}"]
        for name in [name for name in inherited if inherited[name] != ours[name]]:
            before, after = inherited.pop(name), ours[name]
            assert issubclass(after.concrete_type, before.concrete_type)
            assert (before.custom_names, before.views, before.is_array) == (
                after.custom_names,
                after.views,
                after.is_array,
            )
            assert (before.xml_sequence, before.xml_array_config) == (
                after.xml_sequence,
                after.xml_array_config,
            )
        assert inherited.items() <= ours.items()


def test_a_library_that_learns_the_blocks_does_not_collide() -> None:
    # Whatever names the library takes for them one day, it will not be these; an empty one is not
    # written.
    assert not {"ai_model_card", "ai_data"} & set(dir(Component))
    assert not {"ai_compositions", "ai_citations"} & set(dir(Bom))


def test_blocks_are_written_only_where_filled() -> None:
    written = json.loads(bom(component()).as_json(SchemaVersion1Dot7))  # type: ignore[attr-defined]
    assert "modelCard" not in written["components"][0]
    assert "data" not in written["components"][0]
    assert not {"compositions", "citations", "serialNumber"} & set(written)
    card = {"modelParameters": {"task": "t"}}
    written = json.loads(bom(component(ai_model_card=card)).as_json(SchemaVersion1Dot7))  # type: ignore[attr-defined]
    assert written["components"][0]["modelCard"] == card


def resolve(whole: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in node and node["$ref"].startswith("#/definitions/"):
        node = whole["definitions"][node["$ref"].removeprefix("#/definitions/")]
    return node


def compare(
    whole: Mapping[str, Any], node: Mapping[str, Any], shape: shapes.Shape, where: str
) -> None:
    """The table has every member of the schema; of the newest, no other."""
    node = resolve(whole, node)
    match shape:
        case shapes.Renamed(_, below):
            compare(whole, node, below, where)
        case shapes.Nested(_, below) | shapes.Flat(below):
            compare(whole, node["items"], below, where)
        case shapes.Either(_, _, below):
            compare(whole, node["items"]["oneOf"][0], below, where)
        case _ if isinstance(shape, Mapping):
            members = set(node["properties"]) - {"signature"}
            assert (
                members <= set(shape)
                if whole["$id"].endswith("1.6.schema.json")
                else members == set(shape)
            ), where
            for member in members:
                compare(whole, node["properties"][member], shape[member], f"{where}/{member}")
        case _:
            assert "properties" not in node, where


@pytest.mark.parametrize(
    ("version", "definition", "shape"),
    [
        ("1.6", "modelCard", shapes.MODEL_CARD),
        ("1.7", "modelCard", shapes.MODEL_CARD),
        ("1.6", "componentData", shapes.DATA),
        ("1.7", "componentData", shapes.DATA),
        ("1.6", "compositions", shapes.COMPOSITION),
        ("1.7", "compositions", shapes.COMPOSITION),
        ("1.7", "citation", shapes.CITATION),
        ("1.6", "standard", shapes.STANDARD),
        ("1.7", "standard", shapes.STANDARD),
    ],
)
def test_the_table_has_every_member_of_the_official_schema(
    version: str, definition: str, shape: shapes.Shape
) -> None:
    whole = schema(version)
    compare(whole, whole["definitions"][definition], shape, definition)


def test_xml_of_each_kind_of_shape() -> None:
    data = {
        "type": "dataset",
        "sensitiveData": ["a", "b"],
        "governance": {"owners": [{"contact": {"name": "n"}}]},
        "contents": {
            "attachment": {"content": "x", "contentType": "text/plain"},
            "properties": [{"name": "k", "value": "v"}],
        },
    }
    element = to_xml("data", data, shapes.DATA, SPACE)
    ElementTree.register_namespace("", SPACE)
    assert (
        ElementTree.tostring(element, "unicode", default_namespace=SPACE)
        == '<data xmlns="urn:space"><type>dataset</type><contents><attachment'
        ' content-type="text/plain">x</attachment>'
        '<properties><property name="k">v</property></properties></contents>'
        "<sensitiveData>a</sensitiveData><sensitiveData>b</sensitiveData>"
        "<governance><owners><owner><individual><name>n</name></individual></owner></owners></governance></data>"
    )


def test_datasets_by_reference_and_in_line() -> None:
    card = {"modelParameters": {"datasets": [{"ref": "d"}, {"type": "dataset", "name": "x"}]}}
    element = to_xml("modelCard", card, shapes.MODEL_CARD, SPACE)
    datasets = element.find(f".//{{{SPACE}}}datasets")
    assert datasets is not None
    assert [child.tag.rpartition("}")[2] for child in datasets] == ["ref", "dataset"]


@pytest.mark.parametrize(("number", "text"), [(1e-7, "0.0000001"), (31, "31"), (0.4, "0.4")])
def test_numbers_are_decimals(number: float, text: str) -> None:
    measure = {"activityEnergyCost": {"value": number, "unit": "kWh"}}
    card = {"considerations": {"environmentalConsiderations": {"energyConsumptions": [measure]}}}
    element = to_xml("modelCard", card, shapes.MODEL_CARD, SPACE)
    assert element.findtext(f".//{{{SPACE}}}value") == text


@pytest.mark.parametrize(
    "card", [{"modelParameter": {}}, {"modelParameters": {"task": "t", "tusk": "t"}}]
)
def test_a_member_that_the_schema_lacks_is_an_error(card: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="has no"):
        to_xml("modelCard", card, shapes.MODEL_CARD, SPACE)
    with pytest.raises(ValueError, match="cannot hold"):
        to_xml("modelCard", {"modelParameters": "text"}, shapes.MODEL_CARD, SPACE)
