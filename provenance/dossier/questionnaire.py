"""The same answers as rows of a sheet, with a column for the reviewer's decision, and the way back
from there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from provenance.dossier.mapping import ASKING, mapped
from provenance.dossier.personal_data import stance_words
from provenance.dossier.review import Decision, Review
from provenance.dossier.subject import Subject
from provenance.errors import MissingExtraError, UsageError
from provenance.files.local import read_local
from provenance.hubs import read_id
from provenance.messages import LANGUAGES
from provenance.model.artifact import ArtifactId, Waived
from provenance.model.finding import Outcome, shorten
from provenance.text.printable import printable
from provenance.wording.digest import Digest
from provenance.wording.words import words_of

SHEETS = ("csv", "xlsx")
_COLUMNS = (
    "artifact",
    "check",
    "question",
    "answer",
    "evidence",
    "link",
    *ASKING,
    "decision",
    "note",
)
_LIMIT, _ROWS, _CELL = 64 * 1024 * 1024, 100_000, 2_000
# A workbook of that many rows unpacks to about this much.
_UNPACKED_LIMIT = 256 * 1024 * 1024
# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One question of one artefact."""

    artifact: ArtifactId
    check: str
    question: str
    answer: str
    evidence: str = ""
    link: str = ""
    asked: tuple[str, ...] = ("",) * len(ASKING)


def write_sheet(review: Review, form: str) -> bytes:
    """Fill the questionnaire.

    Args:
        review: The report and what its reader brings along; decisions of before stand in their
            column again.
        form: `csv` (RFC 4180, UTF-8 with a byte order mark, as spreadsheets expect it) or `xlsx`.

    Raises:
        UsageError: The extra that xlsx needs is not installed, or there is no such language.
    """
    words, digest = words_of(review.lang), Digest(review.report)
    cases = [
        Subject(review=review, words=words, digest=digest, purl=purl) for purl in digest.subjects
    ]
    decided = {(one.artifact.identity, one.check): one for one in review.decisions}
    header = [words(f"sheet.{column}") for column in _COLUMNS]
    rows = [
        [inert(cell) for cell in _cells(row, decided)]
        for subject in cases
        for row in _rows(subject)
    ]
    return _csv([header, *rows]) if form == "csv" else _xlsx(header, rows, words("sheet.title"))


def inert(text: str) -> str:
    """One printable line that no spreadsheet takes for a formula."""
    told = shorten(printable(text[: _CELL * 8]), _CELL)
    return (
        f"'{told}" if text.lstrip(" ").startswith(_FORMULA) or told.startswith(_FORMULA) else told
    )


def read_answers(path: Path) -> tuple[Decision, ...]:
    """Read the reviewer's decisions back from a questionnaire.

    Args:
        path: A file that `write_sheet` wrote, in either language, with the column of decisions
            filled in.

    Raises:
        UsageError: It cannot be read, or holds no column of decisions.
    """
    data = read_local(path, _LIMIT, "Give the questionnaire itself.")
    try:
        rows = list(_read_xlsx(data) if path.suffix.lower() == ".xlsx" else _read_csv(data))
    except (OSError, ValueError, KeyError, BadZipFile, csv.Error) as error:
        raise UsageError(
            f"{path} cannot be read as a questionnaire ({error})", "Give an .xlsx or .csv file."
        ) from None
    columns = _places(rows[0] if rows else [])
    if not {"artifact", "check", "decision"} <= columns.keys():
        hint = "Write one with `provenance report -o answers.csv` and keep its first row."
        raise UsageError(f"{path} has no columns of a questionnaire", hint)
    return tuple(decision for row in rows[1:] if (decision := _decision(row, columns)))


def _rows(subject: Subject) -> Iterator[_Row]:
    """The questions of the catalogue, then what the rules say."""
    for said in subject.disclosures:
        proof = said.evidence[0] if said.evidence else None
        answer = ": ".join(
            filter(
                None, (subject.words.term("grade", said.grade.value), stance_words(subject, said))
            )
        )
        place = subject.place(proof) if proof else None
        quoted = f"{place.text}: {proof.quote}" if proof and place else ""
        link = place.link if place else ""
        yield _Row(
            artifact=subject.purl,
            check=said.check,
            question=subject.question(said.check),
            answer=answer,
            evidence=quoted,
            link=link,
            asked=mapped(subject, said.check),
        )
    rules = {rule.code: rule.summary for rule in subject.review.report.rules}
    for check in subject.digest.checks[subject.purl]:
        finding = check.findings[0] if check.findings else None
        outcome = subject.words.term("outcome", check.outcome.value)
        told = subject.message(finding.message if finding else check.reason).text
        link = subject.place(finding.evidence[0]).link if finding and finding.evidence else ""
        evidence = (
            subject.digest.place(finding.evidence[0], subject.purl)
            if finding and finding.evidence
            else ""
        )
        answer = (
            f"{outcome}: {told}"
            if told and check.outcome is not Outcome.NOT_APPLICABLE
            else outcome
        )
        if finding and finding.waived:
            answer += f" ({subject.words('sheet.accepted')}: {_accepted(finding.waived)})"
        summary = subject.message(rules.get(check.rule, "")).text
        yield _Row(
            artifact=subject.purl,
            check=check.rule,
            question=summary,
            answer=answer,
            evidence=evidence,
            link=link,
            asked=mapped(subject, check.rule),
        )


def _accepted(waived: Waived) -> str:
    return ", ".join(filter(None, (waived.owner, waived.until, waived.reason)))


def _cells(row: _Row, decided: dict[tuple[ArtifactId, str], Decision]) -> list[str]:
    before = decided.get((row.artifact.identity, row.check))
    told = (before.decision, before.note) if before else ("", "")
    return [
        row.artifact,
        row.check,
        row.question,
        row.answer,
        row.evidence,
        row.link,
        *row.asked,
        *told,
    ]


def _csv(rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _xlsx(header: list[str], rows: list[list[str]], title: str) -> bytes:
    openpyxl = _openpyxl()
    from openpyxl.styles import Alignment, Font

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip(
        "ABCDEFGHIJKLM", (28, 12, 48, 28, 48, 28, 18, 18, 24, 18, 18, 24, 32), strict=True
    ):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes, sheet.auto_filter.ref = "C2", sheet.dimensions
    payload = io.BytesIO()
    book.save(payload)
    return payload.getvalue()


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError:
        raise MissingExtraError("A spreadsheet", "xlsx", "write .csv") from None
    return openpyxl


def _read_csv(data: bytes) -> Iterator[list[str]]:
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    for number, row in enumerate(csv.reader(text)):
        if number > _ROWS:
            return
        yield row


def _read_xlsx(data: bytes) -> Iterator[list[str]]:
    openpyxl = _openpyxl()
    with io.BytesIO(data) as file:
        size = sum(entry.file_size for entry in ZipFile(file).infolist())
        if size > _UNPACKED_LIMIT:
            raise ValueError(f"it unpacks to {size:,} bytes")
        try:
            sheet = openpyxl.load_workbook(file, read_only=True, data_only=True).active
            last = len(_COLUMNS) + 10
            for row in sheet.iter_rows(max_row=_ROWS, max_col=last, values_only=True):
                yield ["" if value is None else str(value) for value in row]
        except Exception as error:  # openpyxl raises whatever the parts of a workbook come to
            raise ValueError(f"it is no whole workbook: {type(error).__name__}") from None


def _places(header: list[str]) -> dict[str, int]:
    """Where each column stands, whatever the language of the headings."""
    named = {words_of(lang)(f"sheet.{column}"): column for lang in LANGUAGES for column in _COLUMNS}
    return {
        named[title.strip()]: place for place, title in enumerate(header) if title.strip() in named
    }


def _decision(row: list[str], columns: dict[str, int]) -> Decision | None:
    told = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
    if not told["decision"] and not told.get("note"):
        return None
    artifact = read_id(told["artifact"])
    return Decision(
        artifact=artifact, check=told["check"], decision=told["decision"], note=told.get("note", "")
    )
