"""The workbook: sheets for overview, findings, duties, questions and sources, and one per
regulator's form."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from rich.cells import cell_len

from provenance.dossier.conclusion import next_step, total_word, use_words
from provenance.dossier.content import subjects_of
from provenance.dossier.forms import rows_of_sheet, sheet_header, short_title
from provenance.dossier.lineage import licence_name
from provenance.dossier.questionnaire import DECISION, PRINTED, inert
from provenance.dossier.requirements import cited
from provenance.dossier.review import Review
from provenance.dossier.subject import Subject, capitalised
from provenance.errors import FaultError, MissingExtraError
from provenance.messages import message
from provenance.model.fault import in_full, shielded
from provenance.report import counts_by_severity
from provenance.wording.lights import AREAS

OVERVIEW, FINDINGS, DUTIES, QUESTIONS, SOURCES = (
    "overview",
    "findings",
    "duties",
    "questions",
    "sources",
)
_SHEETS = (OVERVIEW, FINDINGS, DUTIES, QUESTIONS, SOURCES)
_Maker = Callable[[Sequence[Subject]], Iterator[list[str]]]
# Page and number of pages, in Excel's notation.
_PAGES = "&P / &N"
_WIDEST, _NARROWEST = 60, 10
# What the columns of a printed sheet may measure together, in characters: then A4 across shows the
# text at three quarters of its size, which is still read with ease.
_ACROSS = 190
# The column for notes starts empty, and needs room to write.
_NOTE_WIDTH = 28
# Colour of the lines between cells.
_EDGE = "C5CED8"
# Margins on paper, in inches.
_MARGIN = 0.4
# Rows whose texts decide the width of a column.
_MEASURED = 200
# Height of a line of a cell, and of the tallest row that Excel allows, in points.
_LINE_POINTS, _TALLEST = 15.0, 409.0
# Maximum length of a sheet title.
_LONGEST_TITLE = 31
# Choices in the column of decisions; other text is also accepted.
_CHOICES = ("accept", "ask", "reject", "open")


def write_workbook(review: Review, header: list[str], rows: list[list[str]]) -> bytes:
    """Write the sheets.

    Args:
        review: The report with the reader's additions.
        header: Header of the questionnaire.
        rows: Rows of the questionnaire, as text that no spreadsheet interprets as a formula.

    Raises:
        UsageError: The extra `xlsx` is not installed.
    """
    openpyxl = _openpyxl()
    book = openpyxl.Workbook()
    book.remove(book.active)
    subjects = subjects_of(review)
    phrases = subjects[0].phrases
    tables = {
        OVERVIEW: _made_by(_overview, subjects),
        FINDINGS: _made_by(_findings, subjects),
        DUTIES: _made_by(_duties, subjects),
        QUESTIONS: [header, *rows],
        SOURCES: _made_by(_sources, subjects),
    }
    for name in _SHEETS:
        sheet = book.create_sheet(phrases(f"workbook.{name}"))
        _fill(sheet, tables[name], printed=PRINTED if name == QUESTIONS else None)
        if name == QUESTIONS:
            _offer_choices(sheet, len(header), phrases)
    for title, table in _forms(subjects).items():
        _fill(book.create_sheet(title), table)
    payload = io.BytesIO()
    book.save(payload)
    return payload.getvalue()


def _made_by(maker: _Maker, subjects: Sequence[Subject]) -> list[list[str]]:
    """The rows of a sheet; if creating them fails internally, a note, so that the other sheets are
    written."""
    name = maker.__name__.removeprefix("_")
    work = message("gap.fault.writing-file", file=name)
    try:
        return shielded(partial(_rows_of, maker, subjects), work)
    except FaultError as fault:
        return [[subjects[0].message(in_full(fault)).text]]


def _rows_of(maker: _Maker, subjects: Sequence[Subject]) -> list[list[str]]:
    return list(maker(subjects))


def load_workbook(file: Any) -> Any:
    """Open a workbook for reading, with the results of its formulas.

    Raises:
        UsageError: The extra `xlsx` is not installed.
    """
    return _openpyxl().load_workbook(file, read_only=True, data_only=True)


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError:
        raise MissingExtraError("A spreadsheet", "xlsx", "write .csv") from None
    return openpyxl


def _overview(subjects: Sequence[Subject]) -> Iterator[list[str]]:
    """One row per artefact: total, lights, licence, counts, next step."""
    phrases = subjects[0].phrases
    yield [
        phrases("heat.name"),
        phrases("heat.total"),
        *(capitalised(phrases(f"area.{area}")) for area in AREAS),
        phrases("heat.terms"),
        phrases("heat.findings"),
        phrases("heat.next"),
        phrases("asked.use"),
        phrases("cover.commit"),
    ]
    for subject in subjects:
        yield [
            subject.name(subject.purl),
            total_word(subject),
            *(_light(subject, area) for area in AREAS),
            _licence(subject),
            _counts(subject),
            "".join(span.text for span in next_step(subject)),
            use_words(subject),
            subject.artifact.revision if subject.artifact else "",
        ]


def _light(subject: Subject, area: str) -> str:
    light = subject.lights.light(area)
    return f"{subject.phrases(f'state.{light.state}')}: {light.fact.text(subject.phrases.lang)}"


def _licence(subject: Subject) -> str:
    licence = subject.licence
    if licence is None:
        return subject.phrases("licence.unknown")
    return licence_name(subject, licence.name, licence.verdict)


def _counts(subject: Subject) -> str:
    findings = subject.review.report.findings
    own = (finding for finding in findings if finding.artifact == subject.purl)
    counts = counts_by_severity(own)
    numbers = {severity.value: number for severity, number in counts.items()}
    return subject.phrases(
        "overview.counts",
        critical=numbers["critical"],
        high=numbers["high"],
        medium=numbers["medium"],
    )


def _findings(subjects: Sequence[Subject]) -> Iterator[list[str]]:
    phrases = subjects[0].phrases
    yield [
        phrases(f"workbook.{key}")
        for key in ("name", "severity", "rule", "finding", "next", "place")
    ]
    for subject in subjects:
        for finding in subject.review.report.findings:
            if finding.artifact == subject.purl:
                places = finding.evidence[:1]
                yield [
                    subject.name(subject.purl),
                    phrases.term("severity", finding.severity.value),
                    finding.rule,
                    subject.message(finding.message).text,
                    subject.message(finding.remedy).text,
                    "".join(subject.digest.place(proof, subject.purl) for proof in places),
                ]


def _duties(subjects: Sequence[Subject]) -> Iterator[list[str]]:
    phrases = subjects[0].phrases
    yield [
        phrases(f"workbook.{key}") for key in ("name", "duty", "licence", "clause", "owner", "due")
    ]
    for subject in subjects:
        for task in subject.duties:
            text = subject.message(task.text).text
            yield [subject.name(subject.purl), text, task.name, task.clause, "", ""]


def _sources(subjects: Sequence[Subject]) -> Iterator[list[str]]:
    """Each document that asks a question, once."""
    first = subjects[0]
    phrases = first.phrases
    yield [phrases(f"sources.{key}") for key in ("document", "issued", "force", "read")] + [
        phrases("sheet.link")
    ]
    seen: set[str] = set()
    for check in first.questions.values():
        for requirement in check.requirements:
            if requirement.source not in seen:
                seen.add(requirement.source)
                source = requirement.origin
                publisher = source.publisher_ko if first.is_korean else source.publisher
                yield [
                    cited(first, requirement)[0],
                    ", ".join(filter(None, (publisher, source.date))),
                    first.message(source.force).text,
                    first.message(source.reading).text,
                    source.url,
                ]


def _forms(subjects: Sequence[Subject]) -> dict[str, list[list[str]]]:
    """One sheet per form that was filled for any subject, by title."""
    first = subjects[0]
    tables: dict[str, list[list[str]]] = {}
    for subject in subjects:
        for form in subject.review.forms.get(subject.purl, ()):
            title = short_title(first, form.framework)[:_LONGEST_TITLE]
            table = tables.setdefault(title, [sheet_header(first)])
            table += rows_of_sheet(subject, form)
    return tables


def _fill(sheet: Any, table: list[list[str]], printed: int | None = None) -> None:
    """Write rows below a bold header: wrapped text, with column widths that fit content and paper.

    Args:
        sheet: The empty sheet.
        table: Header and rows.
        printed: How many columns are printed, from the first; None for all.
    """
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    alignment = Alignment(wrap_text=True, vertical="top")
    edge = Side("thin", _EDGE)
    frame = Border(left=edge, right=edge, bottom=edge)
    for row in table:
        sheet.append([inert(cell) for cell in row])
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.data_type = "s"
            cell.alignment, cell.border = alignment, frame
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="EEF1F4")
        cell.alignment, cell.border = alignment, frame
    # A row beyond the last one would be created by looking at it, and printed.
    measured = min(sheet.max_row, _MEASURED)
    wanted = [_width(column) for column in sheet.iter_cols(max_row=measured)]
    widths = [*_across_paper(wanted[:printed]), *(wanted[printed:] if printed else ())]
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[sheet.cell(1, number).column_letter].width = width
    for number, line in enumerate(sheet.iter_rows(values_only=True), 1):
        sheet.row_dimensions[number].height = _height(line, widths)
    sheet.freeze_panes, sheet.auto_filter.ref = "C2", sheet.dimensions
    _set_paper(sheet, printed or len(widths))


def _width(column: Sequence[Any]) -> int:
    """The width at which the longest text of a column fits one line, within limits."""
    longest = max((cell_len(str(cell.value or "")) for cell in column), default=_NARROWEST)
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _across_paper(widths: Sequence[int]) -> list[int]:
    """Widths that fit the paper together: the widest columns are narrowed, to one width."""
    widest = _WIDEST
    while widest > _NARROWEST and sum(min(width, widest) for width in widths) > _ACROSS:
        widest -= 1
    return [min(width, widest) for width in widths]


def _height(values: Sequence[object], widths: Sequence[int]) -> float:
    """The height of a row in which every text fits, in points: LibreOffice measures no row."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        of_text = str(value or "").split("\n")
        lines = max(lines, sum(1 + cell_len(line) // (width - 1) for line in of_text))
    return min(lines * _LINE_POINTS, _TALLEST)


def _set_paper(sheet: Any, printed: int) -> None:
    """Print the first columns of a sheet across A4, side by side, its header on every page."""
    from openpyxl.worksheet.page import PageMargins

    last = sheet.cell(1, printed).column_letter
    sheet.print_area = f"A1:{last}{sheet.max_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0  # as many pages as the rows need
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(
        left=_MARGIN, right=_MARGIN, top=_MARGIN, bottom=2 * _MARGIN, footer=_MARGIN
    )
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.left.text = sheet.title
    sheet.oddFooter.center.text = _PAGES


def _offer_choices(sheet: Any, columns: int, phrases: Any) -> None:
    """Add a choice list to the column of decisions, room for notes next to it, and hide the column
    of identities."""
    from openpyxl.worksheet.datavalidation import DataValidation

    decision = sheet.cell(1, DECISION).column_letter
    sheet.column_dimensions[sheet.cell(1, DECISION + 1).column_letter].width = _NOTE_WIDTH
    choices = ",".join(phrases(f"workbook.choice.{choice}") for choice in _CHOICES)
    offered = DataValidation(
        type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=False
    )
    sheet.add_data_validation(offered)
    if sheet.max_row > 1:
        offered.add(f"{decision}2:{decision}{sheet.max_row}")
    sheet.column_dimensions[sheet.cell(1, columns).column_letter].hidden = True
