"""Seconds for an AIBOM of many components: built, validated, serialised; ours, and with the library
alone.

    python -m benchmarks.bom_scale [--plain-up-to N] [COUNT...]

Each count (default 10, 1,000, 10,000) is of components: one in ten a model made from the first, the
others their files. The plain way builds the same components with cyclonedx-python-lib alone,
registers each dependency, lets its outputter write them and its strict validator check them; it
grows with the square, so it is left out above `--plain-up-to` (default 1,000: 10,000 take more than
five minutes). The last column compares the time per component with that of the count before. Both
ways run in this process, one after the other, without concurrency.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections.abc import Callable
from functools import partial

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot7
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from provenance.bom import encode
from provenance.bom.spdx import writer as spdx
from provenance.cyclonedx import validate
from provenance.hubs import HUGGING_FACE
from provenance.lineage.graph import Edge, Lineage
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import ArtifactRef, FileEntry, Kind, Snapshot
from provenance.model.finding import Evidence

FILES = 9


def made(count: int) -> Lineage:
    """A lineage that fills `count` components."""
    numbers = range(count // (FILES + 1))
    refs = [_ref(number) for number in numbers]
    return Lineage(
        inputs=tuple((ref.name, ref) for ref in refs),
        records={ref.unpinned: _record(ref) for ref in refs},
        unread={},
        edges=tuple(_edge(child=ref, parent=refs[0]) for ref in refs[1:]),
        gaps=(),
    )


def _ref(number: int) -> ArtifactRef:
    name, revision = f"acme/model-{number:06}", f"{number:040x}"
    return ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name=name, revision=revision)


def _record(ref: ArtifactRef) -> ArtifactRecord:
    """A model with files of which nothing was read."""
    snapshot = Snapshot(
        ref=ref,
        url=f"https://huggingface.co/{ref.name}",
        source=f"api/models/{ref.name}",
        files=tuple(_file(ref, number) for number in range(FILES)),
        metadata={
            "sha": ref.revision,
            "lastModified": "2026-03-04T05:06:07Z",
            "pipeline_tag": "text-generation",
        },
    )
    return ArtifactRecord(snapshot=snapshot)


def _file(ref: ArtifactRef, number: int) -> FileEntry:
    digest = hashlib.sha256(f"{ref}{number}".encode()).hexdigest()
    return FileEntry(path=f"model-{number}.safetensors", size=number, sha256=digest)


def _edge(*, child: ArtifactRef, parent: ArtifactRef) -> Edge:
    """A fine-tune that names its base in line 2 of its card."""
    evidence = Evidence(
        artifact=child.purl,
        file="README.md",
        revision=child.revision or "",
        start_line=2,
        end_line=2,
        quote="base_model",
        sha256=None,
    )
    return Edge(
        child=child,
        parent=parent,
        relation="finetune",
        known_by=("card",),
        confidence="stated",
        evidence=(evidence,),
    )


def plain(lineage: Lineage) -> Callable[[], None]:
    """The library's own way for as many components."""

    def run() -> None:
        bom, models = Bom(), []
        for record in lineage.records.values():
            files = [
                Component(
                    type=ComponentType.FILE,
                    name=entry.path,
                    bom_ref=f"{record.purl}#{entry.path}",
                    hashes=[HashType(alg=HashAlgorithm.SHA_256, content=str(entry.sha256))],
                )
                for entry in record.snapshot.files
            ]
            model = Component(
                type=ComponentType.MACHINE_LEARNING_MODEL,
                name=record.ref.name,
                version=record.ref.revision,
                bom_ref=record.purl,
                purl=PackageURL.from_string(record.purl),
                components=files,
            )
            models.append(model)
            bom.components.add(model)
        for model in models[1:]:
            bom.register_dependency(model, [models[0]])
        text = JsonV1Dot7(bom).output_as_string()
        if error := JsonStrictValidator(SchemaVersion.V1_7).validate_str(text):
            raise ValueError(error)

    return run


def seconds(run: Callable[[], object], times: int = 1) -> float:
    """The least of several runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plain-up-to", type=int, default=1000, metavar="N")
    parser.add_argument("counts", nargs="*", type=int, default=[10, 1000, 10_000])
    arguments = parser.parse_args()
    encode(made(10))
    print(f"jsonschema-rs {'is' if validate._quick('1.7') else 'is not'} installed")
    heads = ("components", "JSON s", "XML s", "SPDX s", "ms each", "x before", "plain s")
    print(" ".join(f"{head:>10}" for head in heads), f"{'bytes':>12}")
    before = 0.0
    for count in arguments.counts:
        lineage = made(count)
        taken = seconds(partial(encode, lineage), 3)
        as_xml = seconds(partial(encode, lineage, output="xml"))
        as_spdx = seconds(partial(spdx.encode, lineage))
        each = taken / count * 1000
        baseline = f"{seconds(plain(lineage)):.2f}" if count <= arguments.plain_up_to else "-"
        growth = f"{each / before:.2f}x" if before else "-"
        cells = (
            str(count),
            f"{taken:.2f}",
            f"{as_xml:.2f}",
            f"{as_spdx:.2f}",
            f"{each:.3f}",
            growth,
            baseline,
        )
        print(" ".join(f"{cell:>10}" for cell in cells), f"{len(encode(lineage)):>12,}")
        before = each
    return 0


if __name__ == "__main__":
    sys.exit(main())
