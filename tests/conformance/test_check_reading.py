"""Anybody's file: what is read, and one clear sentence for everything that is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from check_documents import CYCLONEDX, DATA, SPDX, XML, read, vendor, written

from provenance.conformance import reading
from provenance.conformance.document import DocumentNode
from provenance.conformance.examination import examine
from provenance.conformance.paths import Elsewhere, select
from provenance.conformance.xml_reading import pointer_of
from provenance.errors import EXIT_USAGE, UnreadableBomError

NAMESPACE = b'xmlns="http://cyclonedx.org/schema/bom/1.6"'
REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "neither"),
    "white space": (b" \n\t ", "neither"),
    "an array": (b"[1, 2]", "neither"),
    "an archive": (b"PK\x03\x04" + bytes(40), "neither"),
    "other JSON": (b'{"name": "left-pad"}', "not a known kind of bill of materials"),
    "half a file": (b'{"bomFormat": "CycloneDX", "spec', "line 1, column"),
    "a member twice": (b'{"bomFormat": "CycloneDX", "a": 1, "a": 2}', "'a' occurs twice"),
    "NaN": (b'{"bomFormat": "CycloneDX", "version": NaN}', "NaN is not a JSON number"),
    "a huge number": (b'{"version": 1e999}', "1e999 is too large"),
    "a long number": (b'{"version": ' + b"9" * 5000 + b"}", "a number has 5,000 digits"),
    "half a character": (
        b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "a": "\\uD800"}',
        "surrogate pair",
    ),
    "deep objects": (b'{"a":' * 200_000, "nested more than 100 deep"),
    "deep arrays": (b'{"a":' + b"[" * 300 + b"]" * 300 + b"}", "nested more than 100 deep"),
    "Latin letters": ('{"name": "Jürgen"}'.encode("latin-1"), "is not UTF-8 at byte 11"),
    "JSON in UTF-16": ('{"bomFormat": "CycloneDX"}'.encode("utf-16"), "written in UTF-16"),
    "half of UTF-16": (b"\xff\xfe{", "is not UTF-16"),
    "CycloneDX 1.3": (b'{"bomFormat": "CycloneDX", "specVersion": "1.3"}', "says CycloneDX 1.3"),
    "no version": (b'{"bomFormat": "CycloneDX"}', "does not say which version"),
    "a version that is none": (
        b'{"bomFormat": "CycloneDX", "specVersion": ["1.6"]}',
        "says CycloneDX ['1.6']",
    ),
    "SPDX 2.1": (b'{"spdxVersion": "SPDX-2.1"}', "says SPDX SPDX-2.1"),
    "SPDX in tag-value form": (b"SPDXVersion: SPDX-2.3", "tag-value"),
    "SPDX 3.1": (
        (
            b'{"@context": "https://spdx.org/rdf/3.1/x", "@graph": [{"type": "CreationInfo",'
            b' "specVersion": "3.1"}]}'
        ),
        "says SPDX 3.1",
    ),
    "SPDX without a version": (
        b'{"@context": "https://spdx.org/rdf/3.0.1/x", "@graph": 5}',
        "does not say which",
    ),
    "other XML": (b"<html></html>", "not a CycloneDX"),
    "XML of another namespace": (
        b'<bom xmlns="http://cyclonedx.org/schema/ext"/>',
        "not a CycloneDX",
    ),
    "XML of 1.3": (b'<bom xmlns="http://cyclonedx.org/schema/bom/1.3"/>', "says CycloneDX 1.3"),
    "half of XML": (b"<bom " + NAMESPACE + b"><components>", "is not XML"),
    "XML with a NUL": (b"<bom " + NAMESPACE + b">\x00</bom>", "is not XML"),
    "an entity bomb": (
        b'<!DOCTYPE bom [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><bom ' + NAMESPACE + b">&b;</bom>",
        "document type",
    ),
    "an entity from a file": (
        b'<!DOCTYPE bom [<!ENTITY x SYSTEM "file:///etc/passwd">]><bom '
        + NAMESPACE
        + b">&x;</bom>",
        "document type",
    ),
    "deep XML": (b"<bom " + NAMESPACE + b">" + b"<a>" * 50_000, "nested more than 100 deep"),
    "an encoding nobody reads": (b'<?xml version="1.0" encoding="big5"?><bom/>', "written in big5"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(case: str) -> None:
    data, expected = REFUSED[case]
    with pytest.raises(UnreadableBomError) as caught:
        read(data)
    assert expected in caught.value.message
    assert caught.value.hint
    assert caught.value.exit_status == EXIT_USAGE


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "VALUE_LIMIT", 20)
    for name in (CYCLONEDX, XML):
        with pytest.raises(UnreadableBomError, match="values"):
            read((DATA / name).read_bytes())
    monkeypatch.setattr(reading, "SIZE_LIMIT", 1024)
    with pytest.raises(UnreadableBomError, match="is larger than"):
        read((DATA / CYCLONEDX).read_bytes())


@pytest.mark.parametrize("version", ["1.5", "1.6", "1.7"])
def test_versions(version: str) -> None:
    assert read({"bomFormat": "CycloneDX", "specVersion": version}).version == version
    document = read(f'<bom xmlns="http://cyclonedx.org/schema/bom/{version}"/>'.encode())
    assert (document.version, document.syntax) == (version, "xml")


def test_xml_is_read_as_its_json_twin() -> None:
    twin = {member: value for member, value in vendor().items() if member != "$schema"} | {
        "version": "3"
    }
    assert read((DATA / XML).read_bytes()).root == twin


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_of_xml(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = (
        f'<?xml version="1.0" encoding="{declared}"?>\n<bom'
        ' xmlns="http://cyclonedx.org/schema/bom/1.6">\n'
    )
    text += (
        "<components><component type='library'><name>Größe</name></component></components></bom>"
    )
    document = read(text.encode(encoding))
    root: Any = document.root
    assert root["components"][0]["name"] == "Größe"
    assert document.line("/components/0/name") == 3


def test_a_whole_surrogate_pair() -> None:
    document = read(b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "a": "\\ud83d\\ude00"}')
    assert document.root["a"] == "\N{GRINNING FACE}"


def test_json_with_a_mark() -> None:
    assert read(b"\xef\xbb\xbf" + written(vendor())).root == vendor()


def test_lines_of_xml() -> None:
    document = read((DATA / XML).read_bytes())
    lines = (DATA / XML).read_text("utf-8").splitlines()
    for pointer, expected in (
        ("/components/0/hashes/0/content", "<hash "),
        ("/components/0/modelCard/modelParameters/datasets/1/name", "<name>Public Manuals"),
        ("/dependencies/1", '<dependency ref="model">'),
        ("", "<bom "),
    ):
        line = document.line(pointer)
        assert line
        assert expected in lines[line - 1]
    assert read(vendor()).line("/components/0") is None


def test_a_path_of_positions_leads_to_the_member() -> None:
    tree = read((DATA / XML).read_bytes()).tree
    assert tree
    assert pointer_of(tree, "/*/*[2]/*[1]/*[6]/*") == "/components/0/hashes/0"
    assert pointer_of(tree, "/c:bom/c:components/c:component[3]/c:purl") == "/components/2/purl"
    assert pointer_of(tree, "/*") == ""
    assert pointer_of(tree, "/*/*[2]/*[99]") == "/components"


def test_what_no_table_knows_is_kept() -> None:
    text = b"<bom " + NAMESPACE + b'><strange a="1"><x>1</x><x>2</x><x><y/></x>text</strange></bom>'
    assert read(text).root["strange"] == {"a": "1", "x": ["1", "2", {"y": ""}], "value": "text"}


def test_components_of_every_kind() -> None:
    for name in (CYCLONEDX, XML):
        kinds = [
            (kind, node.pointer) for kind, node in read((DATA / name).read_bytes()).components()
        ]
        assert kinds == [
            ("software", "/metadata/component"),
            ("model", "/components/0"),
            ("file", "/components/0/components/0"),
            ("dataset", "/components/0/modelCard/modelParameters/datasets/1"),
            ("dataset", "/components/1"),
            ("software", "/components/2"),
        ]
    spdx = read(vendor(SPDX))
    assert [kind for kind, _ in spdx.components()] == ["model", "dataset"]
    assert [node.value["name"] for node in spdx.subjects()] == ["answers-3b"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("name", ["answers-3b"]),
        ("hashes/alg=SHA-256/content", [vendor()["components"][0]["hashes"][0]["content"]]),
        ("hashes/alg=SHA-512/content", []),
        (
            "modelCard/modelParameters/datasets/ref/description",
            ["Tickets of the vendor's own help desk."],
        ),
        (">dependsOn/name", ["tickets"]),
        ("$/metadata/tools/components/name", ["bill-maker"]),
        ("externalReferences/type^=model/url", ["https://vendor.example/answers-3b"]),
        ("externalReferences/url*=answers/type", ["model-card"]),
        ("type=file/name", []),
        ("name/nothing/below", ["answers-3b"]),
    ],
)
def test_paths(path: str, expected: list[str]) -> None:
    document = read(vendor())
    root: Any = document.root
    nodes = select(document, DocumentNode("/components/0", root["components"][0]), path)
    assert [node.value for node in nodes] == expected
    assert all(isinstance(node.value, Elsewhere) for node in nodes) == (
        path.startswith("name/") or not expected
    )


@pytest.mark.parametrize(
    "member",
    ["metadata", "components", "dependencies", "compositions", "citations", "services", "@graph"],
)
@pytest.mark.parametrize("value", [5, "x", None, [], {}, [5, None, "x", [], {}], {"component": 7}])
def test_members_of_any_type(member: str, value: Any) -> None:
    for document in (
        {"bomFormat": "CycloneDX", "specVersion": "1.6", member: value},
        json.loads(
            json.dumps(vendor(SPDX)).replace(
                '"externalIdentifier": [', f'"{member}": {json.dumps(value)}, "x": ['
            )
        ),
    ):
        read(document)


def test_more_components_than_are_judged_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.conformance.examination.MOST_COMPONENTS", 2)
    parts = [{"type": "library", "name": f"part {number}"} for number in range(3)]
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": parts}
    with pytest.raises(UnreadableBomError, match="lists 3 components, and at most 2 are judged"):
        examine(json.dumps(document).encode(), "sbom.json")
    document["components"] = parts[:2]
    assert examine(json.dumps(document).encode(), "sbom.json").kinds == {"software": 2}
