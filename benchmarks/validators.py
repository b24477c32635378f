"""AIBOMs judged by validators that nobody here wrote: tool × result.

    python -m benchmarks.validators [--npm FOLDER] [--python BIN] [--limit N] [--attest] [--require
    TOOL] [GROUP...]

Groups are those of `corpus.py`, and `sample`, the sample hub (the default). Every artefact's AIBOM
is written as CycloneDX 1.7 and 1.6, JSON and XML (with attestations where `--attest` says so), and
as SPDX 3.0.1, and handed to each tool that is there:

- cyclonedx-python-lib: in this environment (XML wants lxml).
- `--npm FOLDER`: where `npm install` of benchmarks/npm/package.json was run:
  @cyclonedx/cyclonedx-library, ajv with the
  official schema, and what cdxgen's `cdx-validate` calls; for SPDX the official JSON schema that
  cdxgen brings along.
- `--python BIN`: the python of an environment with cyclonedx-editor-validator and spdx3-validate.
  spdx3-validate loads schema, context and SHACL ontology from spdx.org; SPDX_RDF names a folder
  with local copies (schema.json, spdx-context.jsonld, spdx-model.ttl).

Where a tool is absent, the table says so; `--require` makes that, or an AIBOM that it refuses, exit
status 1.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from cyclonedx.validation.xml import XmlValidator

import provenance
from benchmarks.corpus import GROUPS
from provenance.bom import attest, encode
from provenance.bom.spdx import writer as spdx
from provenance.bom.stamp import Stamp
from provenance.errors import UsageError
from provenance.files.resources import SAMPLES, resource_folder

HERE = Path(__file__).parent
Verdicts = dict[str, str | None]
TIME = datetime(2026, 1, 1, tzinfo=UTC)


def sample_hub(_: Path) -> Iterator[tuple[Path, str]]:
    """Every artefact of the sample hub."""
    hub = resource_folder(SAMPLES) / "hub"
    for kind in ("models", "datasets"):
        for meta in sorted((hub / kind).glob("*/*/_meta.json")):
            name = meta.parent.relative_to(hub / kind).as_posix()
            yield hub, name if kind == "models" else f"datasets/{name}"


def write(
    work: Path, groups: list[str], limit: int, encode: Callable[..., bytes]
) -> dict[str, list[Path]]:
    """Write the AIBOMs of some groups; files by form."""
    files: dict[str, list[Path]] = {"json": [], "xml": [], "spdx": []}
    for group in groups:
        for number, (hub, ref) in enumerate({**GROUPS, "sample": sample_hub}[group](work / "hub")):
            if number == limit:
                break
            lineage = provenance.trace(
                ref, hub=str(hub), kind="model" if ref.startswith("/") else None
            )
            stem = work / f"{group}-{number}"
            for version in ("1.7", "1.6"):
                for form, suffix in (("json", "cdx.json"), ("xml", "cdx.xml")):
                    path = Path(f"{stem}-{version}.{suffix}")
                    path.write_bytes(encode(lineage, spec_version=version, output=form))
                    files[form].append(path)
            path = Path(f"{stem}.spdx.json")
            try:
                path.write_bytes(spdx.encode(lineage))
            except UsageError:  # a folder tells no time
                path.write_bytes(spdx.encode(lineage, stamp=Stamp(timestamp=TIME)))
            files["spdx"].append(path)
    return files


def library_json(files: list[Path]) -> Verdicts:
    """cyclonedx-python-lib's strict JSON validator."""
    return {
        path.name: _text_of(
            JsonStrictValidator(_version(path)).validate_str(path.read_text("utf-8"))
        )
        for path in files
    }


def library_xml(files: list[Path]) -> Verdicts:
    """cyclonedx-python-lib's XML validator."""
    return {
        path.name: _text_of(XmlValidator(_version(path)).validate_str(path.read_text("utf-8")))
        for path in files
    }


def _version(path: Path) -> SchemaVersion:
    return SchemaVersion.V1_6 if "-1.6." in path.name else SchemaVersion.V1_7


def _text_of(error: object) -> str | None:
    return str(error)[:300] if error else None


def outside(command: list[str], files: list[Path]) -> Verdicts:
    """Ask a tool of another environment.

    Raises:
        RuntimeError: It is not there, or could not begin.
    """
    listing = "\n".join(map(str, files))
    try:
        done = subprocess.run(
            command, check=False, input=listing, capture_output=True, text=True, timeout=3600
        )
    except OSError as error:
        raise RuntimeError(str(error)) from None
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["it said nothing"]
        raise RuntimeError(next((line for line in lines if "Error" in line), lines[-1]))
    return {
        Path(line["file"]).name: line["problem"]
        for line in map(json.loads, done.stdout.splitlines())
    }


def tools(
    npm: str | None, python: str | None
) -> list[tuple[str, str, Callable[[list[Path]], Verdicts] | None]]:
    """Every tool: name, the form it reads, how it is asked; None where nobody said where it is."""

    def node(tool: str) -> Callable[[list[Path]], Verdicts] | None:
        return (
            partial(outside, ["node", str(HERE / "npm" / "validate.mjs"), npm, tool])
            if npm
            else None
        )

    def peer(tool: str) -> Callable[[list[Path]], Verdicts] | None:
        return partial(outside, [python, str(HERE / "peers.py"), tool]) if python else None

    return [
        ("cyclonedx-python-lib JSON", "json", library_json),
        ("cyclonedx-python-lib XML", "xml", library_xml),
        ("@cyclonedx/cyclonedx-library", "json", node("library")),
        ("ajv, official schema", "json", node("ajv")),
        ("cdxgen cdx-validate", "json", node("cdxgen")),
        ("cyclonedx-editor-validator", "json", peer("editor")),
        ("ajv, official SPDX schema", "spdx", node("cdxgen-spdx")),
        ("spdx3-validate", "spdx", peer("spdx3")),
    ]


def main() -> int:
    """Write, ask, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--npm")
    parser.add_argument("--python")
    parser.add_argument("--limit", type=int, default=-1, help="Artefacts of each group.")
    parser.add_argument("--attest", action="store_true", help="Write them with attestations.")
    parser.add_argument("--require", action="append", default=[], metavar="TOOL")
    parser.add_argument("groups", nargs="*", default=["sample"])
    arguments = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as work:
        files = write(
            Path(work),
            arguments.groups,
            arguments.limit,
            attest.encode if arguments.attest else encode,
        )
        for name, form, ask in tools(arguments.npm, arguments.python):
            try:
                verdicts = ask(files[form]) if ask else None
                reason = "nobody said where it is"
            except RuntimeError as error:
                verdicts, reason = None, str(error)[:120]
            if verdicts is None:
                print(f"{name:32} not run: {reason}")
                failed |= name in arguments.require
                continue
            refused = {file: problem for file, problem in verdicts.items() if problem}
            print(f"{name:32} {len(verdicts) - len(refused)} of {len(files[form])} valid")
            for file, problem in sorted(refused.items())[:5]:
                print(f"    {file}: {problem}")
            failed |= name in arguments.require and bool(
                refused or len(verdicts) < len(files[form])
            )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
