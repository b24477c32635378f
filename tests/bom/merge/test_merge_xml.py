"""The same for XML: text is put in between, and every other character stays."""

from __future__ import annotations

import json
import re
from typing import Any

import bom_lineages as lineages
import pytest

from provenance.bom import merge
from provenance.bom.writer import plain
from provenance.conformance import form
from provenance.conformance.reading import read_bom
from provenance.cyclonedx.reader import read
from provenance.cyclonedx.validate import xml_errors
from provenance.errors import UnreadableBomError, UsageError

pytest.importorskip("lxml", reason="the extra `xml` is not installed")

MODEL = lineages.SUBJECT.purl
HEAD = '<?xml version="1.0"?>\n'
APP = """<!-- built by hand -->
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" xmlns:x="urn:x" x:version="9"
     serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79" version='4'>
  <metadata>
    <component type="application" bom-ref="app">
      <name>help &amp; &#x64;esk</name>
    </component>
  </metadata>
  <components>
    <?keep this?>
    <component type="library" bom-ref="flask" x:note="a&#10;b">
      <name><![CDATA[flask]]></name>
      <x:extra><x:deep/></x:extra>
    </component>
  </components>
  <dependencies>
    <dependency ref="app"/>
    <dependency ref="flask"></dependency>
  </dependencies>
  <x:last/>
</bom>
"""


def merged(text: str, **more: Any) -> str:
    payload = merge.into(text.encode(), "app.xml", lineages.fine_tune(), **more).payload.decode()
    version = re.search(r"schema/bom/(\d\.\d)", payload)
    assert version and xml_errors(payload.partition("?>")[2], version[1]) == []
    return payload


def is_within(text: str, result: str) -> bool:
    """Whether a text is the result with something taken out."""
    place = 0
    for piece in re.split(r"(?<=>)|(?=<)", text):
        place = result.find(piece, place) + len(piece)
        if place < len(piece):
            return False
    return True


def test_every_character_stays_but_the_version() -> None:
    result = merged(HEAD + APP)
    opened = APP.replace("version='4'>", 'version="5">').replace(
        '<dependency ref="app"/>', '<dependency ref="app">'
    )
    assert is_within(opened, result)
    assert 'x:version="9"' in result
    bom: Any = read_bom(result.encode(), "result").root
    (entry,) = [entry for entry in bom["dependencies"] if entry["ref"] == "app"]
    assert entry["dependsOn"] == [MODEL]
    assert [entry["name"] for entry in bom["components"]][:2] == ["flask", "support-7b"]
    assert bom["components"][1]["modelCard"]["modelParameters"]["task"] == "text-generation"
    assert [entry["name"] for entry in bom["metadata"]["tools"]["components"]] == ["provenance"]


def test_twice_is_once() -> None:
    first = merged(APP)
    assert merged(first) == first.replace('version="5"', 'version="6"')


@pytest.mark.parametrize("version", ["1.6", "1.7"])
def test_it_says_what_the_json_form_says(version: str) -> None:
    text = APP.replace("/1.6", f"/{version}")
    sbom = {
        "bomFormat": "CycloneDX",
        "specVersion": version,
        "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "version": 4,
        "metadata": {"component": {"type": "application", "bom-ref": "app", "name": "help & desk"}},
        "components": [{"type": "library", "bom-ref": "flask", "name": "flask"}],
        "dependencies": [{"ref": "app"}, {"ref": "flask"}],
    }
    other = json.loads(
        merge.into(json.dumps(sbom).encode(), "app.json", lineages.fine_tune()).payload
    )
    assert plain(read(merged(text).partition("?>")[2]), version) == plain(read(other), version)


@pytest.mark.parametrize(
    "text",
    [
        '<bom xmlns="http://cyclonedx.org/schema/bom/1.7"/>',
        '<bom xmlns="http://cyclonedx.org/schema/bom/1.7" version="1"></bom>',
        (
            '<b:bom xmlns:b="http://cyclonedx.org/schema/bom/1.7"><b:metadata>'
            "<b:component"
            ' type="application"><b:name>a</b:name></b:component></b:metadata><b:components/></b:bom>'  # noqa: E501
        ),
        (
            '<bom xmlns="http://cyclonedx.org/schema/bom/1.7"><metadata><tools><tool><name>t</name></tool></tools></metadata>'
            "<components></components><dependencies/></bom>"
        ),
        '<bom\n\txmlns="http://cyclonedx.org/schema/bom/1.6">\r\n\t<metadata/>\r\n\t<services/>\r\n</bom>',
    ],
)
def test_whatever_its_form(text: str) -> None:
    result = merged(text)
    assert MODEL in result
    assert "provenance" in result
    bom: Any = read_bom(result.encode(), "result").root
    assert [entry for entry in bom["components"] if entry["bom-ref"] == MODEL]


def test_what_is_there_already_gets_what_it_lacks() -> None:
    stated = f"<name>ours</name><purl>{MODEL}</purl><tags><tag>t</tag></tags>"
    mine = f'<component type="machine-learning-model">{stated}</component>'
    result = merged(APP.replace("<?keep this?>", mine))
    assert result.count(f"<purl>{MODEL}</purl>") == 1
    bom: Any = read_bom(result.encode(), "result").root
    there = bom["components"][0]
    assert (there["name"], there["bom-ref"], there["tags"]) == ("ours", MODEL, ["t"])
    assert there["modelCard"] and there["version"] == "1" * 40


def test_an_older_version_is_raised_where_asked() -> None:
    old = APP.replace("/1.6", "/1.4")
    with pytest.raises(UsageError, match=r"CycloneDX 1\.4"):
        merged(old)
    assert 'xmlns="http://cyclonedx.org/schema/bom/1.7"' in merged(old, spec_version="1.7")


def test_what_cannot_be_added_to_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableBomError, match="not valid CycloneDX"):
        merged(APP.replace("version='4'", "version='four'"))
    signed = APP.replace("<x:last/>", '<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"/>')
    with pytest.raises(UsageError, match="is signed"):
        merged(signed)
    monkeypatch.setattr(form, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match="extra xml"):
        merged(APP)
