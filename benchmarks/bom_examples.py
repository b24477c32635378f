"""The official examples of models and data, written again by the typed extension: unchanged in JSON and in XML?

    python -m benchmarks.bom_examples FOLDER

FOLDER holds `1.6/valid-machine-learning-1.6.json` and so on, with the XML twin of each beside it: the test resources of
the CycloneDX specification, also in the source distribution of cyclonedx-python-lib (tests/_data/schemaTestData). Every
modelCard and every data block is read from the JSON, put into an `AiComponent`, and written as JSON, compared with what
was read, and as XML, compared with the official XML twin, white space and order of attributes apart.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, canonicalize, fromstring, parse, tostring

from cyclonedx.model.bom import BomMetaData
from cyclonedx.model.component import ComponentType

from provenance.bom.extension import AiBom, AiComponent
from provenance.bom.validate import problems
from provenance.bom.writer import plain, xml

NAMES = ("valid-machine-learning", "valid-machine-learning-considerations-env", "valid-component-data")


def rewritten(component: Mapping[str, Any]) -> AiBom:
    """A BOM with the blocks of one component."""
    made = AiComponent(
        type=ComponentType(component["type"]),
        name=component["name"],
        bom_ref="subject",
        ai_model_card=component.get("modelCard"),
        ai_data=tuple(component.get("data", ())),
    )
    return AiBom(serial=None, components=(made,), metadata=BomMetaData(), ai_compositions=())


def blocks(component: Element) -> list[str]:
    """The blocks of a component's element in canonical form."""
    wanted = [child for child in component if child.tag.rpartition("}")[2] in ("modelCard", "data")]
    return [canonicalize(tostring(block, encoding="unicode"), strip_text=True) for block in wanted]


def differences(folder: Path, version: str, name: str) -> Iterator[str]:
    """What did not survive of one example."""
    path = folder / version / f"{name}-{version}.json"
    components = json.loads(path.read_text("utf-8"))["components"]
    namespace = f"{{http://cyclonedx.org/schema/bom/{version}}}"
    twins = parse(path.with_suffix(".xml")).getroot().findall(f"{namespace}components/{namespace}component")
    for component, twin in zip(components, twins, strict=True):
        bom = rewritten(component)
        document = plain(bom, version)
        (written,) = document["components"]
        for member in ("modelCard", "data"):
            if written.get(member) != component.get(member):
                yield f"{component['name']}: {member} differs in JSON"
        yield from problems(document)
        text = tostring(xml(bom, version), encoding="unicode", default_namespace=namespace.strip("{}"))
        (element,) = fromstring(text).findall(f"{namespace}components/{namespace}component")
        if blocks(element) != blocks(twin):
            yield f"{component['name']}: differs in XML"


def main() -> int:
    """Compare every example."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    failed = False
    for version in ("1.6", "1.7"):
        for name in NAMES:
            found = list(differences(Path(sys.argv[1]), version, name))
            failed |= bool(found)
            print(f"{name}-{version}: {'; '.join(found) or 'unchanged in JSON and XML'}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
