"""How well unknown licence texts are named and read: locked texts, their deciding clauses, the
time.

    python -m benchmarks.licence_reading --texts DIR --licensedb WHEEL [--draw N]
                                         [--scancode PYTHON]

`data_sources/licence_reading/locked-N.txt` names texts that nobody opened while the reader and the
catalogue were built. When they were opened, a person wrote down beside it which catalogued licence
each of them is (`names-N.json`: several where either is right, none where the catalogue has none)
and the clauses that decide in those that are not named (`labels-N.json`). `DIR` holds the texts as
`OWNER+REPOSITORY__PATH`, those of PDF files as `pdftotext -layout` reads them; `WHEEL` is
scancode-toolkit-mini from PyPI. With `--scancode` what ScanCode finds stands beside each text:
`PYTHON` is an interpreter that has it installed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data_sources.licence_reading.read import listed
from data_sources.licence_sources import licensedb
from provenance.licences import identify_text
from provenance.licences.claim import TextMatch
from provenance.licences.clauses import ClauseReading, read_clauses

HERE = Path(__file__).parent.parent / "data_sources" / "licence_reading"
LAST_DRAW = 12
RUNS = 3
AIM, MEDIAN, LONGEST = 0.8, 5.0, 50.0
Label = tuple[str, str, str]
_VERDICTS = {"modified": "changed", "notice": "notice of it"}
_SCANCODE = """
import json, sys, tempfile
from pathlib import Path
from scancode.api import get_licenses
found = []
with tempfile.TemporaryDirectory() as folder:
    for text in json.load(sys.stdin):
        file = Path(folder) / "LICENSE"
        file.write_text(text, "utf-8")
        found.append(get_licenses(str(file)).get("detected_license_expression") or "")
print(json.dumps(found))
"""


@dataclass
class Tally:
    """What was counted over all texts."""

    names: Counter[str] = field(default_factory=Counter)
    clauses: int = 0
    matched: int = 0
    naming: list[float] = field(default_factory=list)
    reading: list[float] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--licensedb", type=Path, required=True)
    parser.add_argument("--draw", type=int, default=LAST_DRAW)
    parser.add_argument("--scancode", type=Path)
    arguments = parser.parse_args()
    identify_text("the references are loaded before the clock starts " * 3)
    read_clauses("the patterns are compiled before the clock starts")
    texts = locked(arguments.texts, arguments.licensedb, arguments.draw)
    names: dict[str, list[str]] = _written_down("names", arguments.draw)
    labels: dict[str, list[Label]] = _written_down("labels", arguments.draw)
    others = scancode(arguments.scancode, [text for _, text in texts])
    catalogued = {(row["key"], row["text"]) for row in listed()}
    tally = Tally()
    for (place, text), other in zip(texts, others, strict=True):
        match = identify_text(text)
        rated = rate(match, names.get(place))
        # The labels are older than the catalogue, which has since got some of these very texts.
        if not names.get(place) and (match.licence, place) in catalogued:
            rated = "catalogued since"
        tally.names[rated] += 1
        tally.naming.append(milliseconds(identify_text, text))
        tally.reading.append(milliseconds(read_clauses.__wrapped__, text))
        nearest = match.candidates[0].licence if match.candidates else "-"
        print(f"{rated:22} {place:64} {match.licence or f'nearest {nearest}':34} {other}")
        # Of a text that is named the clauses are known; those of the others have to be read.
        if match.licence is None:
            count_clauses(text, labels.get(place, ()), tally)
    show(tally)


def rate(match: TextMatch, right: Sequence[str] | None) -> str:
    """How a text was named, beside what it is where that was written down."""
    if right is None:
        return match.verdict
    if match.verdict == "several" and right:
        parts = {candidate.licence for candidate in match.candidates}
        return "right, several" if parts.intersection(right) else "WRONG, several"
    if match.licence is None:
        return "not named" if right else "not catalogued"
    verdict = _VERDICTS.get(match.verdict, match.verdict)
    return f"right, {verdict}" if match.licence in right else f"WRONG, {verdict}"


def count_clauses(text: str, rows: Sequence[Label], tally: Tally) -> None:
    """Count the labelled clauses that the reading has, and print the others."""
    reading = read_clauses(text)
    for topic, says, snippet in rows:
        tally.clauses += 1
        if holds(reading, (topic, says, snippet)):
            tally.matched += 1
        else:
            print(f"    not found: {topic} {says} “{snippet}”")


def show(tally: Tally) -> None:
    """Print the counts."""
    print(f"{tally.names.total()} locked texts: {dict(sorted(tally.names.items()))}")
    share = tally.matched / tally.clauses if tally.clauses else 0.0
    print(
        f"deciding clauses of those not named: {tally.matched} of {tally.clauses} with the right"
        f" quote, {share:.0%}; aim {AIM:.0%}"
    )
    for name, values in (("name", tally.naming), ("clauses", tally.reading)):
        median, longest = statistics.median(values), max(values)
        print(f"{name}: median {median:.1f} ms, longest {longest:.1f} ms; aim {MEDIAN}, {LONGEST}")


def locked(folder: Path, wheel: Path, draw: int) -> list[tuple[str, str]]:
    """The locked texts by their place; a text whose bytes are others is left out, and named."""
    db = licensedb(wheel)
    texts = []
    for line in (HERE / f"locked-{draw}.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        digest, _, place = line.partition("  ")
        where, _, path = place.partition(":")
        if where == "licensedb":
            texts.append((place, db[path].text))
            continue
        data = (folder / f"{where.replace('/', '+', 1)}__{path}").read_bytes()
        if hashlib.sha256(data).hexdigest() != digest:
            print(f"another text: {place}")
            continue
        texts.append((place, data.decode("utf-8", "replace")))
    return texts


def _written_down(kind: str, draw: int) -> dict[str, Any]:
    """What a person read in the texts of a draw; empty where nobody wrote it down."""
    file = HERE / f"{kind}-{draw}.json"
    rows: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return rows


def holds(reading: ClauseReading, label: Label) -> bool:
    """Whether a reading has a clause of the label's topic whose quote has the label's words."""
    topic, says, snippet = label
    return any(
        snippet.lower() in clause.quote.lower()
        for clause in reading.clauses
        if clause.topic == topic and says in ("", clause.says)
    )


def milliseconds(read: object, text: str) -> float:
    """The shortest processor time of three runs."""
    assert callable(read)
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        read(text)
        times.append(time.process_time() - start)
    return min(times) * 1000


def scancode(python: Path | None, texts: Sequence[str]) -> list[str]:
    """What ScanCode names in each text; nothing where it was not asked."""
    if python is None:
        return [""] * len(texts)
    run = subprocess.run(
        [python, "-c", _SCANCODE],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    return [f"ScanCode: {expression or 'none'}" for expression in json.loads(run.stdout)]


if __name__ == "__main__":
    main()
