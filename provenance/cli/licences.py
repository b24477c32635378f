"""`provenance licences`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from provenance.errors import UsageError

TEXT_LIMIT = 1024 * 1024
_LONGEST_NUMBER = 16
# Kinds of differences between clauses, in order of interest.
_SAME = "same"
_KINDS = ("changed", "added", "missing", "reworded", _SAME)
_LONGEST_SHOWN = 160
# What has a table of its own.
_SHOWN_APART = frozenset({"notice_words"})

# A header, and rows of as many cells.
_Table = tuple[tuple[str, ...], Sequence[tuple[str, ...]]]


@click.command("licences")
@click.argument("licence", required=False)
@click.option(
    "--text",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Identify the licence of a text.",
)
@click.option(
    "--second-opinion",
    is_flag=True,
    help="With --text: also run ScanCode (extra `scancode`).",
)
@click.option(
    "--against",
    metavar="LICENCE",
    help="With --text: compare with a known licence, clause by clause.",
)
@click.option("-f", "--format", "form", type=click.Choice(["terminal", "json"]), default="terminal")
def command(
    licence: str | None, path: Path | None, second_opinion: bool, against: str | None, form: str
) -> None:
    """Show a licence's terms and duties with clause and source, or identify a licence text.

    Without an argument or --text, list the known licences.

    \b
    provenance licences
    provenance licences gemma
    provenance licences --text LICENSE --format json
    provenance licences --text LICENSE --against llama3.1
    """
    if licence and path:
        raise click.UsageError("Name one licence, or give --text FILE.")
    if second_opinion and path is None:
        raise click.UsageError("--second-opinion needs a text: give --text FILE.")
    if licence is None and path is None:
        _list(form)
        return
    if against and path is None:
        raise click.UsageError("--against needs a text: give --text FILE.")
    answer = _text(path, second_opinion) if path else _licence(str(licence))
    if against and path:
        answer["against"] = _against(path, against)
    if form == "json":
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    _show(answer)


def _list(form: str) -> None:
    """Print every licence of the catalogue."""
    from provenance.cli import console
    from provenance.licences.catalogue import catalogue

    rows = [
        (entry.id, entry.spdx or entry.ref or "", entry.category, entry.name)
        for entry in catalogue().values()
    ]
    header = ("licence", "SPDX", "category", "name")
    if form == "json":
        records = [dict(zip(header, row, strict=True)) for row in rows]
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
        return
    console.show_table(header, rows)


def _show(answer: dict[str, Any]) -> None:
    """Print an answer as tables, one after another, those that have rows."""
    from provenance.cli import console

    for header, rows in _tables(answer):
        if rows:
            console.show_table(header, rows)


def _tables(answer: dict[str, Any]) -> Iterator[_Table]:
    yield ("", ""), _facts(answer)
    yield _acts(answer.get("matrix") or ())
    for title in ("duties", "terms"):
        yield (title, "clause"), [(row["text"], row["clause"]) for row in answer.get(title, ())]
    once = answer.get("read_once", ())
    yield ("read only once", "clause"), [(row["text"], _number(row["clause"])) for row in once]
    if answer.get("notice_words"):
        yield ("words of the notice",), [(answer["notice_words"],)]
    for source in dict.fromkeys(row["source"] for row in answer.get("terms", ())):
        yield ("terms read at",), [(source,)]
    yield from _of_a_text(answer)
    if "second_opinion" in answer:
        yield _second_opinion(answer["second_opinion"])


def _acts(cells: Sequence[dict[str, Any]]) -> _Table:
    """What may be done: each act, the answer, and why or with which duties."""
    from provenance.messages import message

    rows = []
    for cell in cells:
        verdict = message(f"licence.matrix.{cell['verdict']}")
        grounds = [*cell["reasons"], *cell["tasks"]]
        rows.append((cell["act"], verdict, "; ".join(map(str, grounds))))
    return ("act", "what the text says", "why, and what comes with it"), rows


def _of_a_text(answer: dict[str, Any]) -> Iterator[_Table]:
    """What a text is like, how it differs, and what its clauses appear to say."""
    candidates = answer.get("candidates") or ()
    yield (
        ("candidates", "similarity"),
        [(row["licence"], f"{row['similarity']:.2f}") for row in candidates],
    )
    title = "words that point to it" if answer.get("verdict") == "notice" else "differs"
    yield (title,), [(passage,) for passage in answer.get("passages") or ()]
    if answer.get("against"):
        yield _comparison(answer["against"])
    clauses = answer.get("clauses") or ()
    yield (
        ("what the words appear to say", "clause"),
        [(row["text"], row["clause"] or f"line {row['line']}") for row in clauses],
    )
    if answer.get("open"):
        yield ("open", ""), [(", ".join(answer["open"]), "")]


def _facts(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """The plain values of an answer that say something."""
    facts = []
    for key, value in answer.items():
        is_plain = isinstance(value, str | float) and key not in _SHOWN_APART
        if is_plain and value and str(value) != "True":
            facts.append((key, str(value)))
    return facts


def _comparison(comparison: dict[str, Any]) -> _Table:
    rows = [
        (_number(row["known_clause"]), _number(row["clause"]), _quoted(row))
        for row in comparison["clauses"]
    ]
    return (comparison["licence"], "text", "what differs first"), rows


def _quoted(row: dict[str, Any]) -> str:
    """What differs, with the words of the text; what is the same needs none."""
    from provenance.model.finding import shorten

    if not row["quote"] or row["kind"] == _SAME:
        return str(row["text"])
    return f"{row['text']}: “{shorten(row['quote'], _LONGEST_SHOWN)}”"


def _second_opinion(opinions: list[dict[str, Any]]) -> _Table:
    rows = []
    for opinion in opinions:
        lines = f"{opinion['start_line']}-{opinion['end_line']}"
        rows.append((opinion["spdx"], f"{opinion['coverage']:.0%}", lines))
    return ("ScanCode found", "of its text", "lines"), rows or [("nothing", "", "")]


def _number(place: str) -> str:
    """The number of a clause; a heading in its place is too long for a column."""
    return place if 0 < len(place) <= _LONGEST_NUMBER else "–"


def _licence(name: str) -> dict[str, Any]:
    from provenance.files.schema_errors import suggestion
    from provenance.licences import lookup, reaches_model, terms
    from provenance.licences.catalogue import catalogue
    from provenance.licences.clause_records import licence_record
    from provenance.licences.matrix import matrix
    from provenance.licences.notices import notice_words

    licence = lookup(name)
    if licence is None:
        raise UsageError(
            f"no licence {name!r} is known here",
            suggestion(name.lower(), catalogue(), "`provenance licences` lists them."),
        )
    answer: dict[str, Any] = asdict(licence)
    answer["reaches_model"] = reaches_model(licence)
    answer["terms"] = [asdict(term) for term in terms(licence)]
    answer["matrix"] = [asdict(cell) for cell in matrix(licence)]
    answer["notice_words"] = notice_words(licence.id)
    record = licence_record(licence.id)
    if record is not None:
        answer.update(
            version=record.version,
            date=record.date,
            family=record.family,
            successor=record.successor,
            read_clauses=[asdict(clause) for clause in record.clauses],
            read_once=[
                {"text": clause.summary, "clause": clause.number}
                for clause in record.clauses
                if clause.readings == 1
            ],
        )
    return answer


def _against(path: Path, name: str) -> dict[str, Any]:
    """The clauses of a text and a known licence, differences first."""
    from provenance.files.local import read_local
    from provenance.licences.clause_records import clauses_against, licence_record

    record = licence_record(name)
    if record is None:
        raise UsageError(
            f"the clauses of {name!r} are not known",
            "Name a licence whose text was read, such as llama3.1.",
        )
    data = read_local(path, TEXT_LIMIT, "Name the file of a licence text.")
    differences = clauses_against(data.decode("utf-8", "replace"), record)
    ordered = sorted(differences, key=lambda difference: _KINDS.index(difference.kind))
    rows = [
        {
            "kind": difference.kind,
            "topic": difference.topic,
            "text": difference.text,
            "clause": difference.clause.place if difference.clause else "",
            "quote": difference.clause.quote if difference.clause else "",
            "known_clause": difference.recorded.number if difference.recorded else "",
        }
        for difference in ordered
    ]
    return {"licence": record.licence, "clauses": rows}


def _clauses(text: str) -> dict[str, Any]:
    """What the clauses of a text appear to say, deciding ones first, and what stays open."""
    from provenance.licences.clauses import by_weight, read_clauses
    from provenance.messages import message

    reading = read_clauses(text)
    clauses = [
        {
            "topic": clause.topic,
            "says": clause.says,
            "value": clause.value,
            "text": clause.summary,
            "clause": clause.number,
            "line": clause.line,
            "quote": clause.quote,
        }
        for clause in by_weight(reading.clauses)
    ]
    return {"clauses": clauses, "open": [message(f"clause.open.{topic}") for topic in reading.open]}


def _text(path: Path, ask_scancode: bool) -> dict[str, Any]:
    from provenance.files.local import read_local
    from provenance.licences import identify_text
    from provenance.licences.second_opinion import second_opinion
    from provenance.messages import message

    data = read_local(path, TEXT_LIMIT, "Name the file of a licence text.")
    text = data.decode("utf-8", "replace")
    match = identify_text(text)
    answer: dict[str, Any] = {**asdict(match), "similarity": round(match.similarity, 4)}
    if match.verdict == "notice":
        answer["what it is"] = message("licence.notice-of", licence=match.licence or "")
    if match.verdict not in ("exact", "several"):
        answer.update(_clauses(text))
    if ask_scancode:
        answer["second_opinion"] = [asdict(opinion) for opinion in second_opinion(text)]
    return answer
