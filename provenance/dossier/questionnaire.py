"""The questionnaire: answers as spreadsheet rows with a column for decisions, which can be read
back."""

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
from provenance.errors import UsageError
from provenance.files.local import read_local
from provenance.hubs import read_id
from provenance.messages import LANGUAGES, in_language
from provenance.model.artifact import ArtifactId, Waived
from provenance.model.finding import Check, Finding, Outcome, shorten
from provenance.privacy.disclosure import Disclosure
from provenance.text.printable import printable
from provenance.wording.digest import Digest
from provenance.wording.names import grade_name
from provenance.wording.phrases import phrases_of

_COLUMNS = (
    "name",
    "check",
    "question",
    "answer",
    "evidence",
    "link",
    "decision",
    "note",
    *ASKING,
    "artifact",
)
# The columns that are printed: who else asks the same is for the screen.
PRINTED = _COLUMNS.index("note") + 1
DECISION = _COLUMNS.index("decision") + 1
# A sheet without these columns is not a questionnaire.
_REQUIRED = frozenset(("artifact", "check", "decision"))
_LIMIT, _ROWS, _CELL = 64 * 1024 * 1024, 100_000, 2_000
# Unpacked size of a workbook with the maximum number of rows.
_UNPACKED_LIMIT = 256 * 1024 * 1024
# Characters that start a formula in a spreadsheet (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A question about one artefact."""

    artifact: ArtifactId
    name: str
    check: str
    question: str
    answer: str
    evidence: str = ""
    link: str = ""
    requirements: tuple[str, ...] = ("",) * len(ASKING)


def write_sheet(review: Review, form: str) -> bytes:
    """Write the questionnaire.

    Args:
        review: The report with the reader's additions; earlier decisions reappear in their column.
        form: `csv` (RFC 4180, UTF-8 with a byte order mark, as spreadsheets expect it) or `xlsx`.

    Raises:
        UsageError: The extra `xlsx` is not installed, or the language is unknown.
    """
    header, rows = answer_rows(review)
    if form == "csv":
        return _csv([header, *rows])
    from provenance.dossier.workbook import write_workbook

    return write_workbook(review, header, rows)


def answer_rows(review: Review) -> tuple[list[str], list[list[str]]]:
    """The header and rows of the questionnaire, as printable text that no spreadsheet interprets as
    a formula."""
    phrases, digest = phrases_of(review.lang), Digest(review.report)
    decided = {(entry.artifact.identity, entry.check): entry for entry in review.decisions}
    rows = []
    for purl in digest.subjects:
        subject = Subject(review=review, phrases=phrases, digest=digest, purl=purl)
        rows += [[inert(cell) for cell in _cells(row, decided)] for row in _rows(subject)]
    return [phrases(f"sheet.{column}") for column in _COLUMNS], rows


def inert(text: str) -> str:
    """One printable line that no spreadsheet interprets as a formula."""
    shown = shorten(printable(text[: _CELL * 8]), _CELL)
    if text.lstrip(" ").startswith(_FORMULA) or shown.startswith(_FORMULA):
        return f"'{shown}"
    return shown


def read_answers(path: Path) -> tuple[Decision, ...]:
    """Read the reviewer's decisions back from a questionnaire.

    Args:
        path: A file that `write_sheet` wrote, in either language, with the column of decisions
            filled in.

    Raises:
        UsageError: It is unreadable or has no column of decisions.
    """
    data = read_local(path, _LIMIT, "Give the questionnaire itself.")
    try:
        rows = list(_read_xlsx(data) if path.suffix.lower() == ".xlsx" else _read_csv(data))
    except (OSError, ValueError, KeyError, BadZipFile, csv.Error) as error:
        raise UsageError(
            f"{path} cannot be read as a questionnaire ({error})", "Give an .xlsx or .csv file."
        ) from None
    columns = _places(rows[0] if rows else [])
    if not columns.keys() >= _REQUIRED:
        hint = "Write one with `provenance report -o answers.csv` and keep its first row."
        raise UsageError(f"{path} has no columns of a questionnaire", hint)
    return tuple(decision for row in rows[1:] if (decision := _decision(row, columns)))


def _rows(subject: Subject) -> Iterator[_Row]:
    """The questions of the catalogue, then the results of rules."""
    for disclosure in subject.disclosures:
        yield _question_row(subject, disclosure)
    for check in subject.digest.checks[subject.purl]:
        yield _check_row(subject, check)


def _question_row(subject: Subject, disclosure: Disclosure) -> _Row:
    grade = in_language(grade_name(disclosure.grade.value), subject.phrases.lang)
    answer = ": ".join(filter(None, (grade, stance_words(subject, disclosure))))
    evidence, link = "", ""
    if disclosure.evidence:
        proof = disclosure.evidence[0]
        place = subject.place(proof)
        evidence, link = f"{place.text}: {proof.quote}", place.link
    return _Row(
        artifact=subject.purl,
        name=subject.digest.pinned(subject.purl),
        check=disclosure.check,
        question=subject.question(disclosure.check),
        answer=answer,
        evidence=evidence,
        link=link,
        requirements=mapped(subject, disclosure.check),
    )


def _check_row(subject: Subject, check: Check) -> _Row:
    rules = {rule.code: rule.summary for rule in subject.review.report.rules}
    finding = check.findings[0] if check.findings else None
    evidence, link = "", ""
    if finding and finding.evidence:
        evidence = subject.digest.place(finding.evidence[0], subject.purl)
        link = subject.place(finding.evidence[0]).link
    return _Row(
        artifact=subject.purl,
        name=subject.digest.pinned(subject.purl),
        check=check.rule,
        question=subject.message(rules.get(check.rule, "")).text,
        answer=_outcome(subject, check, finding),
        evidence=evidence,
        link=link,
        requirements=mapped(subject, check.rule),
    )


def _outcome(subject: Subject, check: Check, finding: Finding | None) -> str:
    """The result of a rule, in a word and a sentence, and who accepted it."""
    answer = subject.phrases.term("outcome", check.outcome.value)
    sentence = subject.message(finding.message if finding else check.reason).text
    if sentence and check.outcome is not Outcome.NOT_APPLICABLE:
        answer = f"{answer}: {sentence}"
    if finding and finding.waived:
        accepted = subject.phrases("sheet.accepted")
        answer = f"{answer} ({accepted}: {_accepted(finding.waived)})"
    return answer


def _accepted(waived: Waived) -> str:
    return ", ".join(filter(None, (waived.owner, waived.until, waived.reason)))


def _cells(row: _Row, decided: dict[tuple[ArtifactId, str], Decision]) -> list[str]:
    before = decided.get((row.artifact.identity, row.check))
    decision, note = (before.decision, before.note) if before else ("", "")
    return [
        row.name,
        row.check,
        row.question,
        row.answer,
        row.evidence,
        row.link,
        decision,
        note,
        *row.requirements,
        row.artifact,
    ]


def _csv(rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _read_csv(data: bytes) -> Iterator[list[str]]:
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    for number, row in enumerate(csv.reader(text)):
        if number > _ROWS:
            return
        yield row


def _read_xlsx(data: bytes) -> Iterator[list[str]]:
    """The rows of the questionnaire sheet, wherever it is in the workbook."""
    from provenance.dossier.workbook import load_workbook

    with io.BytesIO(data) as file:
        size = sum(entry.file_size for entry in ZipFile(file).infolist())
        if size > _UNPACKED_LIMIT:
            raise ValueError(f"it unpacks to {size:,} bytes")
        try:
            book = load_workbook(file)
            for sheet in book.worksheets:
                rows = list(_sheet_rows(sheet))
                if _places(rows[0] if rows else []).keys() >= _REQUIRED:
                    yield from rows
                    return
        except Exception as error:  # openpyxl raises whatever the parts of a workbook come to
            raise ValueError(f"it is not a complete workbook: {type(error).__name__}") from None


def _sheet_rows(sheet: Any) -> Iterator[list[str]]:
    last = len(_COLUMNS) + 10
    for row in sheet.iter_rows(max_row=_ROWS, max_col=last, values_only=True):
        yield ["" if value is None else str(value) for value in row]


def _places(header: list[str]) -> dict[str, int]:
    """The position of each column, in any language of the headings."""
    columns: dict[str, str] = {}
    for lang in LANGUAGES:
        phrases = phrases_of(lang)
        columns |= {phrases(f"sheet.{column}"): column for column in _COLUMNS}
    places: dict[str, int] = {}
    for place, title in enumerate(header):
        column = columns.get(title.strip())
        if column:
            places[column] = place
    return places


def _decision(row: list[str], columns: dict[str, int]) -> Decision | None:
    cells = {
        name: row[place].strip() if place < len(row) else "" for name, place in columns.items()
    }
    if not cells["decision"] and not cells.get("note"):
        return None
    return Decision(
        artifact=read_id(cells["artifact"]),
        check=cells["check"],
        decision=cells["decision"],
        note=cells.get("note", ""),
    )
