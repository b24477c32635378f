"""Every lineage edge of the corpus: what child and parent claim, what was concluded, which duties
are lost on the way.

    python benchmarks/drift.py [--json] [--sample N] [--findings]

All stored models are traced as one lineage. `--sample` keeps N edges spread over relation, verdict
and the two licences, for a person to read. `--findings` audits every model and counts the edges on
which a permissive licence is declared above a base that is under another kind of licence, under
none or unknown or changed terms, or was not read: how many there are, with and without a finding.
The catalogue's categories alone decide what counts as such an edge, so that the comparison of
duties is not measured against itself. The corpus is found through PROVENANCE_CORPUS, default
../shared/corpus.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from provenance.auditing.judge import judge
from provenance.hubs import parse_reference
from provenance.hubs.folder import FolderHub
from provenance.licences import lost_duties, still_names_licences
from provenance.licences.claim import Duty
from provenance.lineage.graph import Edge, Lineage
from provenance.lineage.ledger import Bounds
from provenance.lineage.record import ArtifactRecord
from provenance.lineage.trace import trace
from provenance.model.finding import Finding
from provenance.parents import DATASET

# Rules that tell of the terms above a model.
TERMS_ABOVE = ("LIC001", "LIC010", "LIN020", "LIN030")
PERMISSIVE = frozenset({"permissive"})
# Verdicts of a conclusion that leave nothing open.
SETTLED = ("agreed", "declared-only", "text-only", "as-base")
CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))


def edges(lineage: Lineage) -> Iterator[dict[str, Any]]:
    """A row for each step from a child to what it was made from."""
    for edge in lineage.edges:
        yield _row(edge, lineage.records[edge.child.unpinned], lineage.record(edge.parent))


def _row(edge: Edge, child: ArtifactRecord, parent: ArtifactRecord | None) -> dict[str, Any]:
    verdict, lost = "parent not read", tuple[Duty, ...]()
    if parent is not None:
        duties = lost_duties(child.licence, parent.licence, multimodal=parent.is_multimodal)
        lost = duties or ()
        verdict = "cannot tell" if duties is None else "drift" if duties else "kept"
        if duties is None and not child.licence.claims:
            verdict = "no licence of its own"
        if duties and still_names_licences(child.licence, parent.licence):
            verdict = "drift, told beside"
    return {
        "child": edge.child.name,
        "parent": edge.parent.name,
        "relation": edge.relation,
        "verdict": verdict,
        "child_licence": _licence_text(child),
        "parent_licence": _licence_text(parent) if parent else None,
        "child_claims": _claims(child),
        "parent_claims": _claims(parent) if parent else [],
        "lost": [str(duty) for duty in lost],
        "child_categories": _categories(child),
        "parent_categories": _categories(parent) if parent else [],
        "parent_verdict": parent.licence.verdict if parent else "unread",
    }


def _categories(record: ArtifactRecord) -> list[str]:
    return sorted({licence.category for licence in record.licence.licences})


def _licence_text(record: ArtifactRecord) -> str:
    return (
        f"{record.licence.concluded or record.licence.declared or '-'} [{record.licence.verdict}]"
    )


def _claims(record: ArtifactRecord) -> list[str]:
    return [f"{claim.source.value}: {claim.name or claim.value}" for claim in record.licence.claims]


def is_loose(row: dict[str, Any]) -> bool:
    """Whether a permissive licence is declared above terms that may be stricter."""
    child, parent = row["child_categories"], row["parent_categories"]
    if row["relation"] == DATASET or not child or not set(child) <= PERMISSIVE:
        return False
    open_terms = row["parent_verdict"] not in SETTLED
    return open_terms or not parent or not set(parent) <= PERMISSIVE


def has_finding(row: dict[str, Any], findings: Iterable[Finding]) -> bool:
    """Whether a finding about the terms above tells of the edge: it leads to the parent or names
    it."""
    about = (finding for finding in findings if finding.rule in TERMS_ABOVE)
    for finding in about:
        text = " ".join((finding.message, *finding.details))
        if row["parent"] in text or any(row["parent"] == purl.name for purl in finding.path):
            return True
    return False


def check_findings(lineage: Lineage, rows: list[dict[str, Any]]) -> None:
    """Count the loose edges with and without a finding, and name those without."""
    by_model: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in judge(lineage).findings:
        by_model[finding.artifact.name].append(finding)
    loose = [row for row in rows if is_loose(row)]
    silent = [row for row in loose if not has_finding(row, by_model[row["child"]])]
    for row in silent:
        show(row)
    print(f"{len(loose)} edges with a loose claim over stricter, changed or unknown terms")
    print(f"{len(loose) - len(silent):5}  with finding")
    print(f"{len(silent):5}  without")


def spread(rows: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """At most `count` rows with both ends read, in turn from each group of relation, verdict and
    licences."""
    groups: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in (row for row in rows if row["parent_licence"]):
        groups[
            row["relation"], row["verdict"], row["child_licence"], row["parent_licence"] or ""
        ].append(row)
    turns = zip_longest(*(groups[key] for key in sorted(groups)))
    return [row for row in chain.from_iterable(turns) if row][:count]


def show(row: dict[str, Any]) -> None:
    """Print one edge."""
    print(f"{row['verdict'].upper()}  {row['child']} --{row['relation']}--> {row['parent']}")
    for side in ("child", "parent"):
        print(
            f"    {side:6} {row[f'{side}_licence']}  claims:"
            f" {'; '.join(row[f'{side}_claims']) or '-'}"
        )
    if row["lost"]:
        print(f"    lost   {', '.join(row['lost'])}")


def main() -> None:
    """Trace the corpus and print its edges, then the counts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one JSON object per edge")
    parser.add_argument("--findings", action="store_true", help="loose edges without a finding")
    parser.add_argument("--sample", type=int, default=0, help="only so many, spread over all kinds")
    arguments = parser.parse_args()
    models = CORPUS / "hub" / "models"
    names = sorted(
        meta.parent.relative_to(models).as_posix() for meta in models.glob("*/*/_meta.json")
    )
    if not names:
        raise SystemExit(f"no models in {models}; name the corpus with PROVENANCE_CORPUS")
    inputs = [(name, parse_reference(name)) for name in names]
    lineage = trace(FolderHub(CORPUS / "hub"), inputs, Bounds(artifacts=10_000, seconds=600))
    rows = list(edges(lineage))
    if arguments.findings:
        check_findings(lineage, rows)
        return
    for row in spread(rows, arguments.sample) if arguments.sample else rows:
        print(json.dumps(row, ensure_ascii=False)) if arguments.json else show(row)
    if not arguments.json:
        counts = Counter((row["relation"], row["verdict"]) for row in rows)
        print(f"{len(rows)} edges of {len(names)} models")
        for (relation, verdict), count in sorted(counts.items()):
            print(f"  {count:5}  {relation:10} {verdict}")


if __name__ == "__main__":
    main()
