# No `from __future__ import annotations` here: py-serializable reads the return annotations of
# properties as types.
"""CycloneDX blocks that cyclonedx-python-lib 11.12 lacks, added by subclassing: modelCard, data,
compositions, formulation, declarations, citations.

The attributes are named `ai_...` so that they do not collide if a later version of the library adds
`Component.model_card` or `Component.data`. Whichever is filled is written, under the schema's name.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

# py-serializable recognises an array only as `typing.List`.
from typing import Any, ClassVar, List, Self, TypeVar  # noqa: UP035
from uuid import UUID
from xml.etree.ElementTree import Element

import py_serializable as serializable
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, Pedigree
from cyclonedx.schema.schema import SchemaVersion1Dot6, SchemaVersion1Dot7

from provenance.cyclonedx import shapes
from provenance.cyclonedx.documents import (
    CitationJson,
    CompositionJson,
    DataJson,
    DeclarationsJson,
    FormulaJson,
    ModelCardJson,
)
from provenance.cyclonedx.shaping import from_xml, to_xml

T = TypeVar("T", bound=type)


def _extends(cls: T) -> T:
    """Register a subclass of a serialisable class together with its inherited metadata.

    py-serializable keys the metadata of a property by the qualified name of its defining class.
    Without this, a subclass silently loses the names, types, order and read exclusions of all
    inherited properties.
    """
    library = serializable.ObjectMetadataLibrary
    parent = cls.__mro__[1]
    mapping = library.klass_mappings[f"{parent.__module__}.{parent.__qualname__}"]
    serializable.serializable_class(
        cls,
        ignore_during_deserialization=mapping.ignore_during_deserialization,
        ignore_unknown_during_deserialization=mapping.ignore_unknown_during_deserialization,
    )
    own = library.klass_property_mappings[f"{cls.__module__}.{cls.__qualname__}"]
    for base in cls.__mro__[1:]:
        inherited = library.klass_property_mappings.get(
            f"{base.__module__}.{base.__qualname__}", {}
        )
        own.update((name, inherited[name]) for name in inherited if name not in vars(cls))
    return cls


class ExtensionBlock(dict[str, object]):
    """A block of the schema as plain JSON, with its shape in XML."""

    shape: ClassVar[shapes.Shape] = {}

    def as_xml(self, view_: object, as_string: bool, element_name: str, xmlns: str) -> Element:
        """Hook through which py-serializable writes the entries of an array; `element_name` is
        qualified."""
        return to_xml(element_name.rpartition("}")[2], self, self.shape, xmlns)

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Self:
        """Hook through which py-serializable reads the entries of an array."""
        return cls(data)

    @classmethod
    def from_xml(cls, data: Element, default_namespace: str | None = None) -> Self:
        """Hook through which py-serializable reads the entries of an array in XML."""
        block = from_xml(data, cls.shape)
        assert isinstance(block, dict)
        return cls(block)


class ModelCard(ExtensionBlock):
    """`modelCard` of a component."""

    shape = shapes.MODEL_CARD


class DataEntry(ExtensionBlock):
    """One entry of a component's `data`."""

    shape = shapes.DATA


class Composition(ExtensionBlock):
    """One entry of `compositions`."""

    shape = shapes.COMPOSITION


class Formula(ExtensionBlock):
    """One entry of `formulation`."""

    shape = shapes.FORMULA


class Citation(ExtensionBlock):
    """One entry of `citations` (since 1.7)."""

    shape = shapes.CITATION


class Declarations(ExtensionBlock):
    """`declarations`."""

    shape = shapes.DECLARATIONS


class _BlockHelper(serializable.helpers.BaseHelper):
    """Writes and reads a single block: unchanged in JSON, by its shape in XML."""

    @classmethod
    def json_normalize(cls, o: ExtensionBlock, **_: Any) -> dict[str, object]:
        return o

    @classmethod
    def xml_normalize(
        cls, o: ExtensionBlock, *, element_name: str, xmlns: str | None, **_: Any
    ) -> Element:
        return o.as_xml(None, False, element_name, xmlns or "")

    @classmethod
    def json_denormalize(
        cls, o: Mapping[str, object], *, prop_info: Any, **_: Any
    ) -> ExtensionBlock:
        block: ExtensionBlock = prop_info.concrete_type.from_json(o)
        return block

    @classmethod
    def xml_denormalize(cls, o: Element, *, prop_info: Any, **_: Any) -> ExtensionBlock:
        block: ExtensionBlock = prop_info.concrete_type.from_xml(o)
        return block


@_extends
class AiPedigree(Pedigree):
    """A pedigree that reads its components as `AiComponent`."""


@_extends
class AiComponent(Component):
    """A component with a model card or data entries.

    Components compare by their names, which are combined once; the library would build a tuple of
    every field, files included, for each comparison. Do not change names after creation.

    Args:
        ai_model_card: For a model: `modelCard` as JSON.
        ai_data: For data: entries of `data` as JSON.
        **kwargs: All arguments of `Component`.
    """

    def __init__(
        self,
        *,
        ai_model_card: ModelCardJson | None = None,
        ai_data: tuple[DataJson, ...] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._ai_model_card = ModelCard(ai_model_card) if ai_model_card else None
        self._ai_data = [DataEntry(entry) for entry in ai_data]
        names = (self.group, self.name, self.version, self.bom_ref.value or str(self.purl))
        self._names = (self.type.value, *(name or "" for name in names))

    def __eq__(self, other: object) -> bool:
        return self._names == other._names if isinstance(other, AiComponent) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return self._names < other._names if isinstance(other, AiComponent) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._names)

    @property
    @serializable.json_name("modelCard")
    @serializable.xml_name("modelCard")
    @serializable.type_mapping(_BlockHelper)
    @serializable.view(SchemaVersion1Dot6)
    @serializable.view(SchemaVersion1Dot7)
    @serializable.xml_sequence(26)
    def ai_model_card(self) -> ModelCard | None:
        """`modelCard`, or None."""
        return self._ai_model_card

    @property
    @serializable.json_name("data")
    @serializable.xml_name("data")
    @serializable.xml_array(serializable.XmlArraySerializationType.FLAT, "data")
    @serializable.view(SchemaVersion1Dot6)
    @serializable.view(SchemaVersion1Dot7)
    @serializable.xml_sequence(27)
    def ai_data(self) -> List[DataEntry]:  # noqa: UP006
        """Entries of `data`."""
        return self._ai_data


@_extends
class AiMetaData(BomMetaData):
    """Metadata with a time only if one is given, and a subject that is read as `AiComponent`."""

    def __init__(self, *, timestamp: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(timestamp=timestamp, **kwargs)
        self._timestamp = timestamp  # type: ignore[assignment]  # the library would take the clock


@_extends
class AiBom(Bom):
    """A BOM with the blocks that the library lacks, and with a serial number only if one is given.

    Args:
        serial_number: Serial number or None; a random default would make two runs differ.
        metadata: Metadata or None.
        ai_compositions: Entries of `compositions` as JSON.
        ai_formulation: Entries of `formulation` as JSON.
        ai_declarations: `declarations` as JSON.
        ai_citations: Entries of `citations` as JSON.
        **kwargs: All other arguments of `Bom`.
    """

    def __init__(
        self,
        *,
        serial_number: UUID | None = None,
        metadata: AiMetaData | None = None,
        ai_compositions: Iterable[CompositionJson] = (),
        ai_formulation: Iterable[FormulaJson] = (),
        ai_declarations: DeclarationsJson | None = None,
        ai_citations: Iterable[CitationJson] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        # Otherwise the library reads the clock and draws a random serial number.
        self._metadata = metadata  # type: ignore[assignment]
        self._serial_number = serial_number  # type: ignore[assignment]
        self._ai_compositions = [Composition(entry) for entry in ai_compositions]
        self._ai_formulation = [Formula(entry) for entry in ai_formulation]
        self._ai_declarations = Declarations(ai_declarations) if ai_declarations else None
        self._ai_citations = [Citation(entry) for entry in ai_citations]

    @property
    @serializable.json_name("compositions")
    @serializable.xml_name("compositions")
    @serializable.xml_array(serializable.XmlArraySerializationType.NESTED, "composition")
    @serializable.view(SchemaVersion1Dot6)
    @serializable.view(SchemaVersion1Dot7)
    @serializable.xml_sequence(60)
    def ai_compositions(self) -> List[Composition]:  # noqa: UP006
        """Entries of `compositions`."""
        return self._ai_compositions

    @property
    @serializable.json_name("formulation")
    @serializable.xml_name("formulation")
    @serializable.xml_array(serializable.XmlArraySerializationType.NESTED, "formula")
    @serializable.view(SchemaVersion1Dot6)
    @serializable.view(SchemaVersion1Dot7)
    @serializable.xml_sequence(100)
    def ai_formulation(self) -> List[Formula]:  # noqa: UP006
        """Entries of `formulation`."""
        return self._ai_formulation

    @property
    @serializable.json_name("declarations")
    @serializable.xml_name("declarations")
    @serializable.type_mapping(_BlockHelper)
    @serializable.view(SchemaVersion1Dot6)
    @serializable.view(SchemaVersion1Dot7)
    @serializable.xml_sequence(105)
    def ai_declarations(self) -> Declarations | None:
        """`declarations`, or None."""
        return self._ai_declarations

    @property
    @serializable.json_name("citations")
    @serializable.xml_name("citations")
    @serializable.xml_array(serializable.XmlArraySerializationType.NESTED, "citation")
    @serializable.view(SchemaVersion1Dot7)
    @serializable.xml_sequence(120)
    def ai_citations(self) -> List[Citation]:  # noqa: UP006
        """Entries of `citations`."""
        return self._ai_citations

    @ai_citations.setter
    def ai_citations(self, entries: Iterable[CitationJson]) -> None:
        self._ai_citations = [Citation(entry) for entry in entries]


def _retyped(cls: type, name: str, type_: object) -> None:
    """Make a library property read its value as a class of this module."""
    library = serializable.ObjectMetadataLibrary
    own = library.klass_property_mappings[f"{cls.__module__}.{cls.__qualname__}"]
    own[name] = library.SerializableProperty(
        prop_name=name,
        prop_type=type_,
        custom_names=own[name].custom_names,
        include_none_config=own[name].include_none_views or None,
        views=own[name].views,
        xml_array_config=own[name].xml_array_config,
        xml_sequence_=own[name].xml_sequence,
    )


for _relation in ("ancestors", "descendants", "variants"):
    _retyped(AiPedigree, _relation, List[AiComponent])  # noqa: UP006
_retyped(AiComponent, "components", List[AiComponent])  # noqa: UP006
_retyped(AiComponent, "pedigree", AiPedigree | None)
_retyped(AiMetaData, "component", AiComponent | None)
_retyped(AiBom, "metadata", AiMetaData | None)
_retyped(AiBom, "components", List[AiComponent])  # noqa: UP006
