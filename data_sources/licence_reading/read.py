"""Read the texts of AI licences clause by clause into `provenance/licences/data/clauses.json`.

    python -m data_sources.licence_reading.read --texts DIR --licensedb WHEEL

`licences.json` beside this file lists each licence with the repository and path of its text. `DIR`
holds these texts as `OWNER+REPOSITORY__PATH`, with `_` for `/` in the path; `WHEEL` is
scancode-toolkit-mini from PyPI (its LicenseDB is CC-BY-4.0). What is written are facts: topics,
values, clause numbers, and a hash of the words of each clause. No text is copied.

A clause is read twice: by the clause reader here, and before that by whoever wrote down the terms
of the licence with their clauses. Where both name the same clause for the same thing, the record
says so. `second.py` adds what a second reader of the quotes found. A row's `omit` lists what a
person found misread: a topic, `topic=says` or `topic:value`; its `values` say what a clause names
in other words than a quoted value.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data_sources.licence_reading.second import (
    apply_second_reading,
    misread_twice,
    packed,
    second_name,
)
from data_sources.licence_sources import licensedb
from provenance.licences.clause_patterns import field_patterns
from provenance.licences.clauses import OTHER_USE, Clause, clause_hash, read_clauses
from provenance.licences.passages import read_passages

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "provenance" / "licences" / "data"
CLAUSES = DATA / "clauses.json"
_DATE = re.compile(
    r"(?:release date|last (?:updated|modified)|dated)\W{1,8}"
    r"((?:\d{1,2} )?[A-Z][a-z]{2,8} \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4}|\d{4}-\d\d-\d\d)",
    re.IGNORECASE,
)
_MONTHS = "january february march april may june july august september october november december"
# Which term of the catalogue says what a topic says.
TERM_OF = {
    "user-limit": "limit",
    "revenue-limit": "limit",
    "notice": "notice-file",
    "pass-terms": "hand-on",
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--licensedb", type=Path, required=True)
    arguments = parser.parse_args()
    read_before = json.loads(CLAUSES.read_text("utf-8"))["licences"]
    rows: dict[str, dict[str, Any]] = {}
    for licence, text in texts(arguments.texts, arguments.licensedb):
        key = licence["key"]
        if key in rows:
            continue
        if text is None:
            rows[key] = _as_read_before(licence, read_before)
            print(f"no text at hand, the earlier reading stays: {key}")
        else:
            rows[key] = _row(licence, text)
    apply_second_reading(rows)
    content = {"schema": "licence-clauses-1", "licences": dict(sorted(rows.items()))}
    CLAUSES.write_text(packed(content), "utf-8")
    clauses = [clause for row in rows.values() for clause in row["clauses"]]
    twice = sum(clause.get("readings", 1) > 1 for clause in clauses)
    print(f"{len(rows)} licences, {len(clauses)} clauses, {twice} of them named by both readings")


def listed() -> list[dict[str, Any]]:
    """Each licence with name, version, date, family, category and the place of its text."""
    rows: list[dict[str, Any]] = json.loads((HERE / "licences.json").read_text("utf-8"))
    return rows


def texts(folder: Path, wheel: Path) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Each listed licence with its text; with None if the text is not in the folder."""
    db = licensedb(wheel)
    for licence in listed():
        where, _, path = licence["text"].partition(":")
        if where == "licensedb":
            yield licence, db[path].text
        else:
            file = folder / f"{where.replace('/', '+', 1)}__{path}"
            yield licence, file.read_text("utf-8", errors="replace") if file.exists() else None


def _as_read_before(licence: dict[str, Any], read_before: dict[str, Any]) -> dict[str, Any]:
    """The clauses that an earlier run read in the same text."""
    row: dict[str, Any] = read_before.get(licence["key"], {})
    if row.get("text") != licence["text"]:
        raise SystemExit(f"no text and no earlier reading: {licence['text']}")
    return row


def _row(licence: dict[str, Any], text: str) -> dict[str, Any]:
    reading = read_clauses(text)
    known = _written_down(licence["key"])
    first: dict[tuple[str, str, str], dict[str, Any]] = {}
    numbered: dict[tuple[str, str, str], bool] = {}
    disagreed = misread_twice()
    left_out = unrecorded_fields().union(licence.get("omit", ()))
    for clause in reading.clauses:
        kind = (clause.topic, clause.says, clause.value)
        own = second_name(_clause(clause, text, known))
        if own in disagreed or left_out.intersection(_names(clause)):
            continue
        # What a preamble says without a number is said again where people can be pointed to.
        if kind not in first or (clause.number and not numbered[kind]):
            first[kind] = _clause(clause, text, known)
            named = licence.get("values", {}).get(clause.topic)
            if named and not clause.value:
                first[kind]["value"] = named
            numbered[kind] = bool(clause.number)
    row: dict[str, Any] = {
        field: licence[field] for field in ("version", "family", "successor") if field in licence
    }
    row["date"] = _date(text) or licence.get("date", "")
    row["text"] = licence["text"]
    row["sha256"] = clause_hash(text)
    row["passages"] = len(read_passages(text))
    row["clauses"] = list(first.values())
    return {field: value for field, value in row.items() if value != ""}


def unrecorded_fields() -> frozenset[str]:
    """The names of the fields that are read in texts, but not recorded."""
    fields = [row.field for row in field_patterns() if not row.is_recorded]
    return frozenset(f"fields:{field}" for field in (*fields, OTHER_USE))


def _names(clause: Clause) -> tuple[str, str, str]:
    """The names by which a row of `licences.json` can omit a clause."""
    topic = clause.topic
    return topic, f"{topic}={clause.says}", f"{topic}:{clause.value}"


def _written_down(key: str) -> dict[str, str]:
    """The clause of each term that somebody wrote down who read the licence, by its word."""
    content = json.loads((DATA / "terms.json").read_text("utf-8"))
    rows: list[dict[str, Any]] = content["terms"].get(key, [])
    own = [row for row in rows if "sha256" not in row or row.get("readings") == 2]
    return {row["id"]: row.get("clause", "") for row in own if not row.get("secondary")}


def _clause(clause: Clause, text: str, known: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {"topic": clause.topic}
    if clause.says:
        row["says"] = clause.says
    if clause.value:
        row["value"] = clause.value
    row["clause"] = clause.number or clause.heading
    row["sha256"] = clause_hash(text[clause.start : clause.end])
    stated = known.get(TERM_OF.get(clause.topic, clause.topic))
    if stated is not None and same_place(stated, clause.number):
        row["readings"] = 2
    return row


def same_place(stated: str, number: str) -> bool:
    """Whether two readings name the same clause, or one a part of it."""
    places = [_bare(place) for place in stated.split(",")]
    own = _bare(number)
    return any(
        place and own and (place.startswith(own) or own.startswith(place)) for place in places
    )


def _bare(place: str) -> str:
    return re.sub(r"[^a-z0-9]", "", place.lower())


def _date(text: str) -> str:
    match = _DATE.search(text[:3_000])
    if match is None:
        return ""
    words = match[1].replace(",", "").split()
    if len(words) == 1:
        return words[0]
    month = next((word for word in words if word.isalpha()), "")
    names = _MONTHS.split()
    number = next((at for at, name in enumerate(names, 1) if name.startswith(month.lower())), 0)
    digits = [word for word in words if word.isdigit()]
    return f"{digits[-1]}-{number:02}-{int(digits[0]):02}"


if __name__ == "__main__":
    main()
