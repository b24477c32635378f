"""PDF, Word and the questionnaire: what goes out comes back, and nothing in it can act."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document
from format_poison import poisoned
from format_reports import fine_tune

import provenance
from provenance.cli.report import command
from provenance.dossier import Decision, Review, read_answers, write
from provenance.dossier.questionnaire import inert
from provenance.errors import UsageError
from provenance.hubs import read_id

QUESTIONS = 3
USE = {"activity": ["product"], "commercial": True}
FORMULAS = ("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\u200b=1", "\r=1")


def rows_of(payload: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(payload.decode("utf-8-sig"))))


def filled(path: Path, decision: str, note: str) -> Path:
    """The questionnaire with a decision beside one question, as a reviewer would leave it."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[QUESTIONS]
        line = next(row for row in sheet.iter_rows() if row[1].value == "PRIV-070")
        line[6].value, line[7].value = decision, note
        book.save(path)
        return path
    rows = rows_of(path.read_bytes())
    row = next(row for row in rows if row[1] == "PRIV-070")
    row[6:8] = [decision, note]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue(), "utf-8")
    return path


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_decisions_come_back(form: str, lang: str, tmp_path: Path) -> None:
    path = tmp_path / f"answers.{form}"
    path.write_bytes(write(Review(report=fine_tune(), lang=lang), form))
    assert read_answers(path) == ()
    [decision] = read_answers(filled(path, "accept", "until May"))
    assert (decision.check, decision.decision, decision.note) == ("PRIV-070", "accept", "until May")
    again = tmp_path / f"again.{form}"
    again.write_bytes(write(Review(report=fine_tune(), lang=lang, decisions=(decision,)), form))
    assert read_answers(again) == (decision,)


def test_every_question_that_applies_is_a_row() -> None:
    report = fine_tune()
    rows = rows_of(write(Review(report=report), "csv"))
    questions = {row[1] for row in rows[1:]}
    assert {"PRIV-070", "LIN020"} <= questions and "PRIV-062" not in questions
    assert all(len(row) == 14 for row in rows)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    assert not inert(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    rows = rows_of(write(Review(report=poisoned(fine_tune(), text)), "csv"))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    book = openpyxl.load_workbook(
        io.BytesIO(write(Review(report=poisoned(fine_tune(), text)), "xlsx"))
    )
    kinds = {
        cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
    }
    assert kinds <= {"s", "n", "inlineStr"}


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_workbook_has_a_sheet_for_each_task(lang: str) -> None:
    report = provenance.audit("acme/support-gemstone-7b", hub="sample", use=USE)
    book = openpyxl.load_workbook(io.BytesIO(write(Review(report=report, lang=lang), "xlsx")))
    assert len(book.sheetnames) == 5
    overview, findings, duties, questions, sources = book.worksheets
    assert overview.cell(2, 1).value == "acme/support-gemstone-7b"
    assert findings.max_row - 1 == len(report.findings)
    assert duties.max_row - 1 == len(report.uses[0].duties)
    assert questions.data_validations.dataValidation[0].type == "list"
    assert questions.column_dimensions["N"].hidden
    assert sources.max_row > 10
    for sheet in book.worksheets:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.orientation) == (1, "landscape")
        assert sheet.print_title_rows == "$1:$1"
        printed = sheet.print_area.partition("!")[2]
        assert printed.endswith(f"${sheet.max_row}")
        columns = sheet[printed][0]
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in columns]
        # More would be printed too small to read.
        assert sum(widths) <= 220
    # Decision and note are printed beside the answer; who else asks the same is not.
    assert "$A$1:$H$" in questions.print_area
    assert findings.max_row == len(report.findings) + 1
    # A long question takes more than a line, and the row has room for it.
    longest = max(range(2, questions.max_row), key=lambda row: len(questions.cell(row, 3).value))
    assert questions.row_dimensions[longest].height > questions.row_dimensions[1].height


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\xff" * 50, b"PK\x03\x04broken"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_no_questionnaire_is_told(content: bytes, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"answers.{form}"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="questionnaire"):
        read_answers(path)
    with pytest.raises(UsageError, match="cannot be read"):
        read_answers(tmp_path / f"none.{form}")


def test_word_holds_the_same_headings() -> None:
    payload = write(Review(report=fine_tune(), lang="ko", day="2026-03-04"), "docx")
    file = Document(io.BytesIO(payload))
    headings = [
        paragraph.text
        for paragraph in file.paragraphs
        if paragraph.style and paragraph.style.name.startswith("Heading")
    ]
    assert headings[:3] == ["1 결론", "2 판단 근거", "2.1 행위별 허용 여부"]
    assert file.tables


@pytest.mark.parametrize(
    ("form", "module", "extra"),
    [("docx", "docx", "docx"), ("xlsx", "openpyxl", "xlsx"), ("pdf", "weasyprint", "pdf")],
)
def test_a_missing_extra_is_one_sentence(
    form: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError) as caught:
        write(Review(report=fine_tune()), form)
    assert f'pip install ".[{extra}]"' in caught.value.hint


@pytest.mark.parametrize(("paper", "width"), [("a4", 210.0), ("letter", 215.9)])
def test_paper_of_word(paper: str, width: float) -> None:
    file = Document(io.BytesIO(write(Review(report=fine_tune()), "docx", paper)))
    paper_width = file.sections[0].page_width
    assert paper_width and round(paper_width.mm, 1) == width


def test_pdf() -> None:
    pytest.importorskip("weasyprint", reason="needs the extra pdf and Pango", exc_type=ImportError)
    assert write(Review(report=fine_tune(), lang="en"), "pdf").startswith(b"%PDF-")


def test_the_command_writes_files_and_folders(tmp_path: Path) -> None:
    names = [str(tmp_path / name) for name in ("dossier.html", "answers.csv", "pages")]
    args = [
        "acme/support-gemstone-7b",
        "--hub",
        "sample",
        "--day",
        "none",
        *(f"-o{name}" for name in names),
    ]
    done = CliRunner().invoke(command, args)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "pages" / "index.html").is_file()
    again = [*args, "--answers", names[1], "--since", str(tmp_path / "none.json")]
    failed = CliRunner().invoke(command, again)
    assert isinstance(failed.exception, UsageError) and "none.json" in str(failed.exception)


def test_decisions_are_compared_by_artefact_not_by_commit() -> None:
    report = fine_tune()
    moved = Decision(
        artifact=read_id(report.inputs[0].purl.partition("@")[0] + "@" + "9" * 40),
        check="PRIV-070",
        decision="accept",
    )
    rows = rows_of(write(Review(report=report, decisions=(moved,)), "csv"))
    assert next(row for row in rows if row[1] == "PRIV-070")[6] == "accept"
