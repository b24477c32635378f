"""Write a document as Word, through python-docx, with Word's own styles."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from provenance.errors import MissingExtraError
from provenance.render.document import (
    AnswerBlock,
    Bars,
    Block,
    Cover,
    DiagramNode,
    Document,
    FactList,
    Figure,
    Item,
    Items,
    Letter,
    Line,
    Panel,
    Paragraph,
    Quote,
    Section,
    Span,
    Table,
    Tone,
    Trail,
    label,
    muted,
    plain,
    strong,
)

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.section import Section as WordSection
    from docx.shared import Length, RGBColor
    from docx.table import Table as Grid
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run

_COLOURS = {Tone.GOOD: "0D6B38", Tone.OPEN: "7A4A00", Tone.BAD: "A31621"}
_SHADES = {Tone.GOOD: "E3F4EA", Tone.OPEN: "FDF0D8", Tone.BAD: "FDE8E8", Tone.PLAIN: "F2F5F8"}
_PARTS = {"full": "0D6B38", "good": "0D6B38", "part": "D99A2B", "open": "D99A2B", "bad": "A31621"}
_REST = "C5CED8"
_HEAD_SHADE = "EEF1F4"
# Length of a drawn bar in characters, because Word has no portable chart.
_BAR_CELLS, _BLOCK = 16, "█"
# Room above and below the text of a cell of the answer, in points.
_PADDING = 3
_MILLIMETRE, _MARGIN = 36_000, 684_000  # in English Metric Units
# Indentation per lineage step in points, and the deepest step that is indented.
_STEP, _DEEPEST = 18, 8
# Label, bar and words of a chart's row, in percent of the page.
_BAR_WIDTHS = (34, 38, 28)
_BODY, _CELL, _SMALL = 10, 8.5, 8
_COVER_GAP = 110  # points above the title on the cover
_DEEPEST_LISTED = 3  # level of the sections in the table of contents
# Space above and below a cell's text, in twentieths of a point; without it some programs clip the
# last row.
_CELL_SPACE = 40
_DENSE_SPACE = 15
_GAP = 5  # points between two tables
_FORM_ROW = 20  # points: room to write in by hand
_FONTS = {"en": "Calibri", "ko": "Malgun Gothic"}
# Word dates every file; a fixed date makes the same dossier give the same bytes.
_DAY = datetime(2020, 1, 1, tzinfo=UTC)


def write_docx(document: Document, paper: tuple[float, float]) -> bytes:
    """Write a document as Office Open XML (ECMA-376).

    Args:
        document: The document to write.
        paper: Width and height in millimetres.

    Raises:
        MissingExtraError: The extra `docx` is not installed.
    """
    try:
        import docx
    except ImportError:
        raise MissingExtraError("Word", "docx") from None
    file = docx.Document()
    file.core_properties.title, file.core_properties.author = document.title, "provenance"
    file.core_properties.created = file.core_properties.modified = _DAY
    file.core_properties.language = document.lang
    _set_font(file, _FONTS.get(document.lang, _FONTS["en"]))
    _set_paper(file.sections[0], paper)
    _set_running(file.sections[0], document.running or document.title)
    if document.cover:
        _cover(file, document.cover, document.sections)
    else:
        file.add_heading(document.title, 0)
        _line(file.add_paragraph(), document.subtitle)
    for section in document.sections:
        _section(file, section)
    file.add_paragraph(document.foot)
    payload = io.BytesIO()
    file.save(payload)
    return payload.getvalue()


def _set_font(file: WordFile, name: str) -> None:
    """Set one font for all scripts; Word has a separate setting for East Asian text."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style = file.styles["Normal"]
    style.font.name, style.font.size = name, Pt(_BODY)
    style.paragraph_format.space_after = Pt(4)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), name)


def _set_paper(section: WordSection, paper: tuple[float, float]) -> None:
    from docx.shared import Emu

    width, height = paper
    section.page_width = Emu(round(width * _MILLIMETRE))
    section.page_height = Emu(round(height * _MILLIMETRE))
    margin = Emu(_MARGIN)
    section.left_margin = section.right_margin = margin
    section.top_margin = section.bottom_margin = margin


def _set_running(section: WordSection, running: str) -> None:
    """The title in the header of each page but the first, and the page number in the footer."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    head.add_run(running).font.size = Pt(_SMALL)
    for footer in (section.footer, section.first_page_footer):
        foot = footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _field(foot, "PAGE", "1")
        foot.add_run(" / ")
        _field(foot, "NUMPAGES", "1")


def _field(paragraph: WordParagraph, instruction: str, shown: str) -> None:
    """A field (ECMA-376 part 1, 17.16.5) that Word fills in; until then it shows `shown`."""
    _field_mark(paragraph, "begin")
    _field_instruction(paragraph, instruction)
    _field_mark(paragraph, "separate")
    paragraph.add_run(shown)
    _field_mark(paragraph, "end")


def _field_mark(paragraph: WordParagraph, kind: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _field_instruction(paragraph: WordParagraph, instruction: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:instrText")
    element.set(qn("xml:space"), "preserve")
    element.text = f" {instruction} "
    paragraph.add_run()._r.append(element)


def _cover(file: WordFile, cover: Cover, sections: Sequence[Section]) -> None:
    """The cover page: organisation, subject, answer, table of contents."""
    from docx.enum.text import WD_BREAK
    from docx.shared import Pt

    if cover.organisation:
        file.add_paragraph().add_run(cover.organisation).bold = True
    if cover.classification:
        file.add_paragraph().add_run(cover.classification).bold = True
    kind = file.add_paragraph(cover.kind)
    kind.paragraph_format.space_before = Pt(_COVER_GAP)
    file.add_heading(cover.title, 0)
    file.add_paragraph(cover.sentence, style="Intense Quote")
    _grid(file, [((muted(name),), line) for name, line in cover.rows], (30, 70))
    contents = file.add_paragraph()
    contents.add_run(cover.contents).bold = True
    _contents(file, sections)
    file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _contents(file: WordFile, sections: Sequence[Section]) -> None:
    """A table of contents; Word fills in page numbers when it updates fields, until then the titles
    show."""
    titles = [section.title for section in sections if section.level <= _DEEPEST_LISTED]
    first = file.add_paragraph()
    _field_mark(first, "begin")
    _field_instruction(first, 'TOC \\o "1-2" \\h \\z \\u')
    _field_mark(first, "separate")
    last = first
    for number, title in enumerate(titles):
        last = file.add_paragraph() if number else first
        last.add_run(title)
    _field_mark(last, "end")


def _section(file: WordFile, section: Section) -> None:
    from docx.shared import Pt

    heading = file.add_heading(section.title, min(section.level - 1, 9))
    heading.paragraph_format.page_break_before = section.new_page
    before = len(file.tables)
    for block in section.blocks:
        _WRITERS[type(block)](file, block)
    if section.dense:
        heading.paragraph_format.space_before = Pt(0)
        for grid in file.tables[before:]:
            _tighten(grid)


def _tighten(grid: Grid) -> None:
    """Give the rows of a table no more room than their words need."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for margin in grid._tbl.tblPr.iter(qn("w:top"), qn("w:bottom")):
        if margin.getparent().tag == qn("w:tblCellMar"):
            margin.set(qn("w:w"), str(_DENSE_SPACE))
    for cell in grid._cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_after = Pt(0)


def _gap(file: WordFile) -> None:
    """The paragraph that has to stand between two tables, no higher than it must be."""
    from docx.shared import Pt

    gap = file.add_paragraph().paragraph_format
    gap.space_after = Pt(0)
    gap.line_spacing = Pt(_GAP)


def _paragraph(file: WordFile, block: Paragraph) -> None:
    from docx.shared import Pt

    paragraph = file.add_paragraph()
    _line(paragraph, block.line, Pt(_CELL) if block.style == "note" else None)
    if block.style == "lead":
        paragraph.paragraph_format.keep_with_next = True
        for run in paragraph.runs:
            run.bold = True


def _answer(file: WordFile, block: AnswerBlock) -> None:
    paragraph = file.add_paragraph()
    paragraph.add_run(block.question).bold = True
    paragraph.paragraph_format.keep_with_next = True
    _line(file.add_paragraph(), (label(block.word, block.tone), plain(" "), *block.line))
    for point in block.points:
        _line(file.add_paragraph(style="List Bullet"), point)


def _panel(file: WordFile, block: Panel) -> None:
    """The answer in a shaded cell above one cell per light."""
    from docx.shared import Pt

    grid = file.add_table(2, len(block.lamps), style="Table Grid")
    first_row, second_row = grid.rows
    answer = first_row.cells[0].merge(first_row.cells[-1])
    _shade(answer, _SHADES[block.tone])
    _line(answer.paragraphs[0], (label(block.word, block.tone), strong(f" {block.sentence}")))
    size, padding = Pt(_CELL), Pt(_PADDING)
    for cell, lamp in zip(second_row.cells, block.lamps, strict=True):
        _shade(cell, _SHADES[lamp.tone])
        _line(cell.paragraphs[0], (strong(lamp.name),), size)
        _line(cell.add_paragraph(), (label(lamp.word, lamp.tone),), size)
        _line(cell.add_paragraph(), (plain(lamp.fact),), size)
    for cell in (answer, *second_row.cells):
        cell.paragraphs[0].paragraph_format.space_before = padding
        cell.paragraphs[-1].paragraph_format.space_after = padding
    _gap(file)


def _bars(file: WordFile, block: Bars) -> None:
    """A chart as a table: a bar is a row of block characters next to its numbers."""
    _caption(file, block.caption)
    header = tuple((strong(title),) for title in block.header)
    empty: Line = (plain(""),)
    rows = [(bar.label, empty, (plain(bar.words),)) for bar in block.bars]
    grid = _grid(file, [header, *rows], _BAR_WIDTHS)
    _mark_header(grid)
    kinds = [kind for kind, _ in block.legend]
    for bar, row in zip(block.bars, grid.rows[1:], strict=True):
        cell = row.cells[1]
        _draw_bar(cell.paragraphs[0], bar.counts, kinds)


def _draw_bar(paragraph: WordParagraph, counts: Sequence[int], kinds: Sequence[str]) -> None:
    total = sum(counts) or 1
    drawn, counted = 0, 0
    for count, kind in zip(counts, kinds, strict=True):
        counted += count
        end = round(_BAR_CELLS * counted / total)
        if end > drawn:
            run = paragraph.add_run(_BLOCK * (end - drawn))
            run.font.color.rgb = _colour(_PARTS.get(kind, _REST))
            drawn = end


def _trail(file: WordFile, block: Trail) -> None:
    _caption(file, block.caption)
    for step in block.steps:
        relation = (muted(f"{step.relation} → "),) if step.relation else ()
        line = (*relation, strong(step.name), plain(f" {step.fact}"))
        _line(file.add_paragraph(style="List Continue"), line)


def _items(file: WordFile, block: Items) -> None:
    style = "List Number" if block.numbered else "List Bullet"
    for item in block.items:
        _item(file, item, block.boxes, style)


def _item(file: WordFile, item: Item, box: bool, style: str) -> None:
    lead = (plain("☐ "),) if box else ()
    _line(file.add_paragraph(style=None if box else style), (*lead, *item.line))
    for quote in item.quotes:
        _quote(file, quote)
    for note in item.notes:
        _line(file.add_paragraph(style="List Continue"), note)


def _quote(file: WordFile, block: Quote) -> None:
    line = block.place
    if block.text:
        line = (*block.place, plain(" "), Span(text=block.text, style="quote"))
    _line(file.add_paragraph(style="List Continue"), line)


def _facts(file: WordFile, block: FactList) -> None:
    _grid(file, [((muted(name),), line) for name, line in block.rows], (30, 70))


def _caption(file: WordFile, text: str) -> None:
    caption = file.add_paragraph()
    caption.add_run(text).bold = True
    caption.paragraph_format.keep_with_next = True


def _table(file: WordFile, block: Table) -> None:
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Pt

    _caption(file, block.caption)
    header = tuple((strong(title),) for title in block.header)
    grid = _grid(file, [header, *block.rows], block.widths)
    _mark_header(grid)
    if block.style == "form":
        for row in grid.rows:
            row.height, row.height_rule = Pt(_FORM_ROW), WD_ROW_HEIGHT_RULE.AT_LEAST


def _mark_header(grid: Grid) -> None:
    """Shade the header row and repeat it on each page."""
    from docx.oxml import OxmlElement

    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in grid.rows[0].cells:
        _shade(cell, _HEAD_SHADE)


def _shade(cell: Any, colour: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{colour}"/>')
    cell._tc.get_or_add_tcPr().append(shade)


def _grid(file: WordFile, rows: Sequence[tuple[Line, ...]], widths: tuple[int, ...] = ()) -> Grid:
    """A table whose rows do not break across pages."""
    from docx.oxml import OxmlElement
    from docx.shared import Emu, Pt

    grid: Grid = file.add_table(len(rows), len(rows[0]), style="Table Grid")
    page_width = file.sections[0].page_width
    assert page_width is not None  # set for every document
    room = page_width - 2 * _MARGIN
    for column, share in zip(grid.columns, widths, strict=False):
        column.width = room * share // 100
    cells = iter(grid._cells)  # asking for each cell by its place takes the square of the time
    for row in rows:
        for number, line in enumerate(row):
            cell = next(cells)
            if widths:
                cell.width = Emu(room * widths[number] // 100)
            _line(cell.paragraphs[0], line, Pt(_CELL))
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
    for line in grid._tbl.tr_lst:
        line.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    _pad(grid)
    _gap(file)
    return grid


def _pad(grid: Grid) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    sides = "".join(f'<w:{side} w:w="{_CELL_SPACE}" w:type="dxa"/>' for side in ("top", "bottom"))
    grid._tbl.tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>"))


def _figure(file: WordFile, block: Figure) -> None:
    """The diagram as a list, indented by layer, because Word has no portable drawing."""
    _caption(file, block.caption)
    for node in block.nodes:
        if node.layer == 0:
            _node(file, (), node)
    for child, parent, relation in block.arrows:
        made_from = plain(f"{block.nodes[child].name} → {relation} → ")
        _node(file, (made_from,), block.nodes[parent])


def _node(file: WordFile, lead: Line, node: DiagramNode) -> None:
    from docx.shared import Pt

    facts = ", ".join(filter(None, (node.licence, node.terms, node.note, node.members)))
    paragraph = file.add_paragraph()
    paragraph.paragraph_format.left_indent = Pt(_STEP * min(node.layer, _DEEPEST))
    _line(paragraph, (*lead, strong(node.name), plain(f": {facts}")))


def _letter(file: WordFile, block: Letter) -> None:
    for text in block.paragraphs:
        file.add_paragraph(text)
    for question in block.questions:
        _line(file.add_paragraph(style="List Number"), question)


def _line(paragraph: WordParagraph, line: Line, size: Length | None = None) -> None:
    """Runs of text, in the paragraph's size or another."""
    for span in line:
        text = {"quote": f"“{span.text}”", "label": f"{span.text} "}.get(span.style, span.text)
        run = paragraph.add_run(text)
        run.font.size = size
        if span.link.startswith("http"):
            _link(paragraph, run, span.link)
        if span.style == "label" and span.tone in _COLOURS:
            run.font.color.rgb = _colour(_COLOURS[span.tone])
        run.bold = span.style in ("strong", "label")
        run.italic = span.style == "quote"
        if span.style in ("code", "hash"):
            run.font.name = "Consolas"


def _link(paragraph: WordParagraph, run: Run, address: str) -> None:
    """Wrap a run in a link (ECMA-376 part 1, 17.16.22)."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(
        qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    )
    run._r.addprevious(link)
    link.append(run._r)
    run.font.underline, run.font.color.rgb = True, _colour("0B57A4")


def _colour(code: str) -> RGBColor:
    from docx.shared import RGBColor

    return RGBColor.from_string(code)


_WRITERS: dict[type[Block], Callable[[WordFile, Any], None]] = {
    Paragraph: _paragraph,
    AnswerBlock: _answer,
    Panel: _panel,
    Bars: _bars,
    Trail: _trail,
    Items: _items,
    Quote: _quote,
    FactList: _facts,
    Table: _table,
    Figure: _figure,
    Letter: _letter,
}
