"""How well unknown licence texts are read: the locked texts, their deciding clauses, and the time.

    python -m benchmarks.licence_reading --texts DIR --licensedb WHEEL [--scancode]

`data_sources/licence_reading/locked.txt` names texts that nobody opened while the reader and the
catalogue were built; `labels.json` beside it holds the deciding clauses of those that were
labelled by hand when they were opened. `DIR` holds the texts as `OWNER+REPOSITORY__PATH`; `WHEEL`
is scancode-toolkit-mini from PyPI. With `--scancode` what ScanCode finds stands beside each text.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
import time
from collections import Counter
from pathlib import Path

from data_sources.licence_sources import licensedb
from provenance.licences import identify_text
from provenance.licences.clauses import ClauseReading, read_clauses

HERE = Path(__file__).parent.parent / "data_sources" / "licence_reading"
RUNS = 3
AIM, MEDIAN, LONGEST = 0.8, 5.0, 50.0
Label = tuple[str, str, str]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--licensedb", type=Path, required=True)
    parser.add_argument("--scancode", action="store_true")
    arguments = parser.parse_args()
    identify_text("the references are loaded before the clock starts " * 3)
    read_clauses("the patterns are compiled before the clock starts")
    labels = json.loads((HERE / "labels.json").read_text("utf-8"))
    verdicts: Counter[str] = Counter()
    found = wanted = 0
    naming: list[float] = []
    reading: list[float] = []
    for place, text in locked(arguments.texts, arguments.licensedb):
        match = identify_text(text)
        verdicts[match.verdict] += 1
        naming.append(milliseconds(identify_text, text))
        reading.append(milliseconds(read_clauses.__wrapped__, text))
        nearest = match.candidates[0].licence if match.candidates else "-"
        other = scancode(text) if arguments.scancode else ""
        print(f"{place:70} {match.verdict:9} {match.licence or '-':28} nearest {nearest} {other}")
        rows = [tuple(row) for row in labels.get(place, ())]
        missed = [row for row in rows if not holds(read_clauses(text), row)]
        wanted += len(rows)
        found += len(rows) - len(missed)
        for topic, says, snippet in missed:
            print(f"    not found: {topic} {says} “{snippet}”")
    share = found / wanted if wanted else 0.0
    print(f"{sum(verdicts.values())} locked texts: {dict(sorted(verdicts.items()))}")
    print(f"deciding clauses: {found} of {wanted} with the right quote, {share:.0%}; aim {AIM:.0%}")
    for name, values in (("name", naming), ("clauses", reading)):
        median, longest = statistics.median(values), max(values)
        print(f"{name}: median {median:.1f} ms, longest {longest:.1f} ms; aim {MEDIAN}, {LONGEST}")


def locked(folder: Path, wheel: Path) -> list[tuple[str, str]]:
    """The locked texts by their place; a text whose bytes are others is left out, and named."""
    db = licensedb(wheel)
    texts = []
    for line in (HERE / "locked.txt").read_text("utf-8").splitlines():
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


def scancode(text: str) -> str:
    """What ScanCode names, or why it names nothing."""
    from provenance.licences.second_opinion import second_opinion

    found = second_opinion(text)
    return "ScanCode: " + (", ".join(f"{one.spdx} {one.coverage:.0%}" for one in found) or "none")


if __name__ == "__main__":
    main()
