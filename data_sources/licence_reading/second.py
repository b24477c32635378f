"""The second reading of the clauses: what a reader of each quote agreed with.

`second.json` names a clause by its topic, by what it says, and by the hash of its words. A clause
that the reader found misread is left out of the records; one that neither list has was read once.

    python -m data_sources.licence_reading.second

applies the file to `clauses.json` without the texts; `read.py` does the same when it has read them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CLAUSES = HERE.parent.parent / "provenance" / "licences" / "data" / "clauses.json"


def main() -> None:
    content = json.loads(CLAUSES.read_text("utf-8"))
    apply_second_reading(content["licences"])
    CLAUSES.write_text(packed(content), "utf-8")


def apply_second_reading(licences: dict[str, dict[str, Any]]) -> None:
    """Mark in place the clauses that were read twice, and leave out the misread ones."""
    second = json.loads((HERE / "second.json").read_text("utf-8"))
    agreed, disagreed = set(second["agreed"]), set(second["disagreed"])
    for row in licences.values():
        row["clauses"] = [
            clause for clause in row["clauses"] if second_name(clause) not in disagreed
        ]
        for clause in row["clauses"]:
            if second_name(clause) in agreed:
                clause["readings"] = 2


def misread_twice() -> frozenset[str]:
    """The names of the clauses that the second reader found misread."""
    second = json.loads((HERE / "second.json").read_text("utf-8"))
    return frozenset(second["disagreed"])


def packed(content: dict[str, Any]) -> str:
    """The content of `clauses.json`, with a line for each clause."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    written = written.replace('{"topic"', '\n{"topic"').replace('"clauses":[', '\n"clauses":[')
    return written + "\n"


def second_name(clause: dict[str, Any]) -> str:
    """The name of a clause in `second.json`."""
    says = f"={clause['says']}" if clause.get("says") else ""
    return f"{clause['topic']}{says} {clause['sha256']}"


if __name__ == "__main__":
    main()
