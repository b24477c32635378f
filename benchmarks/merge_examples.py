"""The official examples of CycloneDX as applications' SBOMs: does an AIBOM go into each, and is the
rest as it was?

    python -m benchmarks.merge_examples [-v] FOLDER

FOLDER holds `1.2/` to `1.7/` with `valid-*` in JSON and XML: the test resources of the CycloneDX
specification, also in the source archive of cyclonedx-python-lib (tests/_data/schemaTestData). The
AIBOM of a model of the sample hub is put into each, in its own version from 1.6 on, else in 1.6 and
in 1.7. Printed are counts by version; what was refused and why; and with -v every example. Every
value of the SBOM must stand in the result where it stood, but for its version.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import provenance
from provenance.bom.merge import into
from provenance.bom.merge.merging import VERSIONS
from provenance.conformance.reading import read_bom
from provenance.cyclonedx.integrity import members, resolve
from provenance.errors import ProvenanceError
from provenance.lineage.graph import Lineage

_RENEWED = ("/version", "/specVersion", "/$schema")


def outcome(path: Path, lineage: Lineage, target: str | None) -> str:
    """`merged`, or why not; `changed` where something is not as it was."""
    data = path.read_bytes()
    try:
        merged = read_bom(into(data, path.name, lineage, spec_version=target).payload, path.name)
    except ProvenanceError as error:
        return f"refused: {error.message}"
    for pointer, _, value, _ in members(read_bom(data, path.name, VERSIONS).root):
        component = resolve(merged.root, pointer)
        same = component is not None and (isinstance(value, dict | list) or component[0] == value)
        if not same and pointer not in _RENEWED:
            return f"changed: {pointer}"
    return "merged"


def main() -> None:
    """Try every example."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true")
    arguments = parser.parse_args()
    lineage = provenance.trace("northwind/clear-3b", hub="sample")
    for version in VERSIONS:
        targets = (None,) if version in ("1.6", "1.7") else ("1.6", "1.7")
        for target in targets:
            counts = Counter[str]()
            for path in sorted((arguments.folder / version).glob("valid-*.[jx]*")):
                result = outcome(path, lineage, target)
                counts[result.partition(":")[0]] += 1
                if arguments.verbose or result != "merged":
                    print(f"  {version} {path.name} {result}"[:300])
            print(version, f"as {target}" if target else "", dict(counts))


if __name__ == "__main__":
    main()
