"""Audit and AIBOM of every artefact of the corpus: counts per rule, seconds per model, peak memory.

    python benchmarks/corpus.py [GROUP...]

Every artefact goes the whole way from a folder hub to a Report rendered as JSON and a validated
AIBOM. The corpus is found through PROVENANCE_CORPUS, default ../shared/corpus; it holds cards of
people, so only counts are printed.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jsonschema import Draft202012Validator

import provenance
from provenance.auditing.judge import judge
from provenance.bom import encode
from provenance.files.resources import SCHEMAS, resource_folder
from provenance.formats import FORMATS, render
from provenance.model.finding import Severity

CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))
OFTEN = 0.6


@dataclass
class Tally:
    """What happened in one group."""

    seconds: list[float] = field(default_factory=list)
    fired: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    status: Counter[int] = field(default_factory=Counter)
    findings: list[int] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)


def family(work: Path) -> Iterator[tuple[Path, str]]:
    """The gemma family, read from where it is."""
    for meta in sorted((CORPUS / "hub" / "models").glob("*/*/_meta.json")):
        yield CORPUS / "hub", meta.parent.relative_to(CORPUS / "hub" / "models").as_posix()


def api_bodies(work: Path) -> Iterator[tuple[Path, str]]:
    """Raw API answers, each a folder that holds nothing but the answer."""
    for body in sorted((CORPUS / "api" / "models").glob("*.json")):
        name = json.loads(body.read_text("utf-8"))["id"]
        target = work / "models" / name / "_meta.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(body, target)
        yield work, name


def model_cards(work: Path) -> Iterator[tuple[Path, str]]:
    """Model cards of 2020, numbered: some of their names no hub would take today."""
    root = CORPUS / "model_cards_2020"
    for number, card in enumerate(sorted(root.rglob("*.md"))):
        target = work / "models" / "cards" / f"of-2020-{number}" / "README.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(card, target)
        yield work, f"cards/{target.parent.name}"


def dataset_cards(work: Path) -> Iterator[tuple[Path, str]]:
    """Dataset cards of 2022 with what stands beside them."""
    for card in sorted((CORPUS / "dataset_cards_2022").glob("*/README.md")):
        shutil.copytree(
            card.parent, work / "datasets" / card.parent.name, copy_function=shutil.copyfile
        )
        yield work, f"datasets/{card.parent.name}"


def vendors(work: Path) -> Iterator[tuple[Path, str]]:
    """Vendors' repositories, each as one folder."""
    for folder in sorted((CORPUS / "vendor").iterdir()):
        yield folder, str(folder)


GROUPS: dict[str, Callable[[Path], Iterator[tuple[Path, str]]]] = {
    "hub": family,
    "api": api_bodies,
    "model_cards_2020": model_cards,
    "dataset_cards_2022": dataset_cards,
    "vendor": vendors,
}


def run(hub: Path, ref: str, tally: Tally, schema: Draft202012Validator) -> None:
    """Audit one artefact into every format and write its AIBOM."""
    start = time.perf_counter()
    lineage = provenance.trace(ref, hub=str(hub), kind="model" if ref.startswith("/") else None)
    report = judge(lineage)
    document = json.loads(render(report, "json"))
    encode(lineage)
    tally.seconds.append(time.perf_counter() - start)
    schema.validate(document)
    for name in FORMATS:
        render(report, name)
    tally.fired.update({finding.rule for finding in report.findings})
    tally.severities.update(finding.severity.value for finding in report.findings)
    tally.findings.append(len(report.findings))
    tally.status[report.exit_status(Severity.HIGH)] += 1


def show(group: str, tally: Tally) -> None:
    """Print one group."""
    count = len(tally.seconds)
    median, worst = statistics.median(tally.seconds), max(tally.seconds)
    print(f"\n{group}: {count} artefacts, {len(tally.crashes)} crashes")
    print(f"  seconds each: median {median:.3f}, worst {worst:.3f}, total {sum(tally.seconds):.1f}")
    print(
        f"  findings each: median {statistics.median(tally.findings):g}, most {max(tally.findings)}"
    )
    print(
        f"  exit status: {dict(sorted(tally.status.items()))}; severities:"
        f" {dict(sorted(tally.severities.items()))}"
    )
    for rule, fired in sorted(tally.fired.items(), key=lambda item: -item[1]):
        flag = "  <- more than 60%: an alarm or a table?" if fired > OFTEN * count else ""
        print(f"  {rule:8} {fired:5} {fired / count:6.1%}{flag}")
    for crash in tally.crashes[:10]:
        print(f"  CRASH {crash}")


def main(groups: list[str]) -> int:
    """Run the named groups, or all."""
    schema = Draft202012Validator(
        json.loads((resource_folder(SCHEMAS) / "report-1.schema.json").read_text("utf-8"))
    )
    crashed = 0
    for group in groups or GROUPS:
        tally = Tally()
        with tempfile.TemporaryDirectory() as work:
            for hub, ref in GROUPS[group](Path(work)):
                try:
                    run(hub, ref, tally, schema)
                except Exception as error:  # a crash is what this looks for
                    tally.crashes.append(f"{ref}: {type(error).__name__}: {error}"[:300])
        show(group, tally)
        crashed += len(tally.crashes)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of this process over all artefacts: {peak:.0f} MB")
    return 1 if crashed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
