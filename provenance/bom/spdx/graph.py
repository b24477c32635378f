"""The elements of one SPDX document: numbered identifiers, one creation record, relationships,
annotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from spdx_python_model import v3_0_1 as spdx

from provenance.bom.stamp import Author


class Graph:
    """Elements in insertion order, so that the same input gives the same document.

    Args:
        serial: Prefix of every identifier.
        created: Time of creation, with time zone.
        version: Version of this tool.
        author: Author of the document; None if only the tool is named.
    """

    def __init__(
        self, serial: UUID, created: datetime, version: str, author: Author | None = None
    ) -> None:
        self._base = f"urn:uuid:{serial}#"
        self._elements: dict[str, spdx.Element] = {}
        self._counts: dict[str, int] = {}
        self._agents: dict[tuple[str, str], str] = {}
        self._creation = spdx.CreationInfo(
            specVersion="3.0.1",
            created=created.astimezone(UTC).replace(microsecond=0),
            createdBy=[],
            createdUsing=[],
        )
        if author:
            self._creation.createdBy.append(self._author(author))
        self._creation.createdBy.append(self.add(spdx.SoftwareAgent, name="provenance"))
        self._creation.createdUsing.append(self.add(spdx.Tool, name=f"provenance-{version}"))

    @property
    def everything(self) -> list[str]:
        """Identifiers of all elements so far."""
        return list(self._elements)

    def add(self, kind: type[spdx.Element], **fields: object) -> str:
        """Add an element and return its identifier: the class name and a number, such as
        `…#AIPackage-1`."""
        word = kind.__name__.rpartition("_")[2]
        number = self._counts[word] = self._counts.get(word, 0) + 1
        name = f"{self._base}{word}-{number}"
        stated: dict[str, Any] = {
            field: value for field, value in fields.items() if value not in (None, "", [])
        }
        self._elements[name] = kind(_id=name, creationInfo=self._creation, **stated)
        return name

    def _author(self, author: Author) -> str:
        addresses = []
        if author.email:
            kind = spdx.ExternalIdentifierType.email
            addresses = [
                spdx.ExternalIdentifier(externalIdentifierType=kind, identifier=author.email)
            ]
        return self.add(spdx.Agent, name=author.name, externalIdentifier=addresses)

    def agent(self, name: str, comment: str) -> str:
        """The agent of that name; whether it is a person or an organisation is unknown."""
        if (name, comment) not in self._agents:
            self._agents[name, comment] = self.add(spdx.Agent, name=name, comment=comment)
        return self._agents[name, comment]

    def relate(
        self,
        subject: str,
        kind: str,
        objects: Sequence[str],
        completeness: str | None = None,
        comment: str = "",
    ) -> None:
        """Add a relationship from one element to others; does nothing if there are none."""
        if objects:
            fields = {
                "from_": subject,
                "relationshipType": getattr(spdx.RelationshipType, kind),
                "to": list(objects),
            }
            self.add(spdx.Relationship, **fields, completeness=completeness, comment=comment)

    def annotate(self, subject: str, statement: str) -> None:
        """Add a remark for which SPDX has no member; does nothing if it is empty."""
        if statement:
            other = spdx.AnnotationType.other
            self.add(spdx.Annotation, annotationType=other, subject=subject, statement=statement)

    def close(self, root: str, profiles: list[str]) -> None:
        """Add the document element, which contains everything else."""
        self.add(
            spdx.SpdxDocument,
            rootElement=[root],
            element=self.everything,
            profileConformance=profiles,
        )

    def written(self) -> tuple[Mapping[str, object], list[str]]:
        """The document as plain JSON-LD, and the identifiers that it references but does not
        contain.

        Raises:
            ValueError: An element lacks a member that SPDX requires.
        """
        objects = spdx.SHACLObjectSet(self._elements.values(), link=True)
        document = spdx.JSONLDSerializer().serialize_data(objects, force_at_graph=True)
        order = {name: place for place, name in enumerate(self._elements)}
        document["@graph"].sort(key=lambda element: order.get(element.get("spdxId", ""), -1))
        return document, sorted(objects.missing_ids)


def entry(key: str, value: str) -> spdx.DictionaryEntry:
    """A dictionary entry."""
    return spdx.DictionaryEntry(key=key, value=value)
