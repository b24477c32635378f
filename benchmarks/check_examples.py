"""The official examples of CycloneDX, judged by `provenance check`: the invalid ones found, the
valid ones left alone?

    python -m benchmarks.check_examples FOLDER

FOLDER holds `1.5/`, `1.6/` and `1.7/` with `valid-*` and `invalid-*` in JSON and XML: the test
resources of the CycloneDX specification, also in the source archive of cyclonedx-python-lib
(tests/_data/schemaTestData). Printed are counts, each example that is judged otherwise, and with -v
the first place in each invalid one. What is found in a valid example beyond its schema (references
that lead nowhere, digests of the wrong length) is named: some do have such.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from provenance.conformance.form import problems
from provenance.conformance.reading import CYCLONEDX_VERSIONS, read_bom
from provenance.cyclonedx.integrity import IntegrityProblem
from provenance.errors import UnreadableBomError


def judged(path: Path) -> tuple[IntegrityProblem, ...]:
    """What is wrong with an example; a refusal counts as one thing."""
    try:
        return problems(read_bom(path.read_bytes(), path.name))
    except UnreadableBomError as error:
        return (IntegrityProblem(code="refused", pointer="/", message=error.message),)


def main() -> None:
    """Judge every example."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true")
    arguments = parser.parse_args()
    for version in CYCLONEDX_VERSIONS:
        counts: Counter[str] = Counter()
        for path in sorted((arguments.folder / version).iterdir()):
            kind = path.name.partition("-")[0]
            if kind not in ("valid", "invalid") or path.suffix not in (".json", ".xml"):
                continue
            errors = judged(path)
            by_schema = any(problem.code in ("schema", "refused") for problem in errors)
            outcome = (
                ("found" if errors else "missed")
                if kind == "invalid"
                else ("wronged" if by_schema else "passed")
            )
            counts[f"{kind} {outcome}"] += 1
            if (
                outcome in ("missed", "wronged")
                or (kind == "valid" and errors)
                or arguments.verbose
            ):
                print(f"  {version} {path.name} {outcome}: {'; '.join(map(str, errors[:2]))[:300]}")
        print(version, dict(sorted(counts.items())))


if __name__ == "__main__":
    main()
