"""Pairs of licences that a person compared: which duties of the one above does the child's lose?

    python -m benchmarks.licence_pairs

`licence_pairs.json` beside this holds what was read in the two texts of each pair: the duties that
are lost, each with its clause. The comparison of licences is held against it, and after that
LIN020: every pair becomes a model and its base, two cards in a folder, and the model is audited.

`licence_pairs_blind.json`, `_second`, `_third` and `_fourth` hold pairs whose main duties were
written down, with the beginnings of their clauses, before the comparison was run on any of them;
`kept` are duties that are not lost. The pairs of the fourth file were drawn at random.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import provenance
from provenance.licences import catalogue, identifier, lost_duties
from provenance.licences.claim import Conclusion, Licence

PAIRS = Path(__file__).parent / "licence_pairs.json"
BLIND = Path(__file__).parent / "licence_pairs_blind.json"
SECOND = Path(__file__).parent / "licence_pairs_second.json"
THIRD = Path(__file__).parent / "licence_pairs_third.json"
FOURTH = Path(__file__).parent / "licence_pairs_fourth.json"
Pair = Mapping[str, Any]


def pairs() -> list[Pair]:
    """The pairs, each with `child`, `above`, `lost` and, where it matters, `multimodal`."""
    rows: list[Pair] = json.loads(PAIRS.read_text("utf-8"))
    return rows


def compared(pair: Pair) -> dict[str, str] | None:
    """The duties that the comparison says are lost, with their clauses; None where it cannot
    tell."""
    known = catalogue()
    child, above = _concluded(known[pair["child"]]), _concluded(known[pair["above"]])
    lost = lost_duties(child, above, multimodal=pair.get("multimodal", True))
    return None if lost is None else {duty.id: duty.clause for duty in lost}


def _concluded(licence: Licence) -> Conclusion:
    return Conclusion(concluded=identifier(licence), licences=(licence,))


def agrees(pair: Pair, lost: Mapping[str, str] | None) -> bool:
    """Whether a comparison has the main duties of a blind pair, at their clauses, and none of those
    that are kept; and nothing at all where nothing is lost."""
    if lost is None:
        return False
    if not pair["main"]:
        return not lost
    if any(duty in lost for duty in pair.get("kept", ())):
        return False
    return all(_has(lost, duties, clause) for duties, clause in pair["main"].items())


def _has(lost: Mapping[str, str], duties: str, clause: str) -> bool:
    """Whether one of several duties, `a|b`, is lost, at a clause that begins as written."""
    clauses = [lost[duty] for duty in duties.split("|") if duty in lost]
    return any(place.startswith(clause) for place in clauses)


def audited(pair: Pair) -> bool:
    """Whether LIN020 tells of a model under the child's licence, made from one under the other."""
    with tempfile.TemporaryDirectory() as folder:
        hub = Path(folder)
        _write(hub, "acme/base", pair["above"], is_multimodal=pair.get("multimodal", False))
        _write(hub, "acme/child", pair["child"], base="acme/base")
        report = provenance.audit("acme/child", hub=str(hub))
        return any(finding.rule == "LIN020" for finding in report.findings)


def _write(hub: Path, name: str, key: str, *, base: str = "", is_multimodal: bool = False) -> None:
    """Write the card of a model: by the hub's identifier, or by name where the hub has none."""
    on_hub = catalogue()[key].on_hub
    front = [f"license: {key}"] if on_hub else ["license: other", f"license_name: {key}"]
    if base:
        front.append(f"base_model: {base}")
    if is_multimodal:
        front.append("pipeline_tag: image-text-to-text")
    folder = hub / "models" / name
    folder.mkdir(parents=True)
    card = "\n".join(("---", *front, "---", f"# {name}", ""))
    (folder / "README.md").write_text(card, "utf-8")


def show_blind(rows: list[Pair]) -> None:
    """Print the blind pairs that differ, and how many agree."""
    differing = []
    for pair in rows:
        lost = compared({**pair, "multimodal": False})
        if not agrees(pair, lost):
            differing.append(pair)
            print(f"{pair['child']} over {pair['above']}: expected {pair['main']}, compared {lost}")
    print(f"{len(rows) - len(differing)} of {len(rows)} blind pairs agree")


def main() -> None:
    for file in (BLIND, SECOND, THIRD, FOURTH):
        show_blind(json.loads(file.read_text("utf-8")))
    rows = pairs()
    agreed = right = fired = wanted = 0
    for pair in rows:
        lost = compared(pair)
        agreed += lost == pair["lost"]
        if lost != pair["lost"]:
            print(f"{pair['child']} over {pair['above']}: read {pair['lost']}, compared {lost}")
        has_finding, should_have = audited(pair), bool(pair["lost"])
        fired += has_finding
        wanted += should_have
        right += has_finding and should_have
        if has_finding != should_have:
            print(f"{pair['child']} over {pair['above']}: LIN020 {has_finding}, read {should_have}")
    print(f"{agreed} of {len(rows)} pairs compared as they were read, with every clause")
    print(
        f"LIN020 on {len(rows)} pairs: {right} of {fired} findings right, {right} of {wanted} found"
    )


if __name__ == "__main__":
    main()
