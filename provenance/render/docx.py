"""Document → Word, through python-docx, with the styles that Word itself has."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from provenance.errors import MissingExtraError
from provenance.render.document import (
    AnswerBlock,
    Block,
    DiagramNode,
    Document,
    FactList,
    Figure,
    Item,
    Items,
    Letter,
    Line,
    Paragraph,
    Quote,
    Section,
    Span,
    Table,
    Tone,
)

_COLOURS = {Tone.GOOD: "0D6B38", Tone.OPEN: "7A4A00", Tone.BAD: "A31621"}
_MILLIMETRE, _MARGIN = 36_000, 684_000  # in English Metric Units
# How far each step of a lineage is indented, in points, and after how many steps no further.
_STEP, _DEEPEST = 18, 8
_BODY, _CELL = 10, 8.5
_FONTS = {"en": "Calibri", "ko": "Malgun Gothic"}
# Word dates every file; one day for all, so that the same dossier gives the same bytes.
_DAY = datetime(2020, 1, 1, tzinfo=UTC)


def write_docx(document: Document, paper: tuple[float, float]) -> bytes:
    """Write a document as Office Open XML (ECMA-376).

    Args:
        document: What to show.
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
    file.add_heading(document.title, 0)
    _line(file.add_paragraph(), document.subtitle)
    for section in document.sections:
        _section(file, section)
    file.add_paragraph(document.foot)
    payload = io.BytesIO()
    file.save(payload)
    return payload.getvalue()


def _set_font(file: Any, name: str) -> None:
    """One font for all scripts: what Word calls East Asian has a setting of its own."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style = file.styles["Normal"]
    style.font.name, style.font.size = name, Pt(_BODY)
    style.paragraph_format.space_after = Pt(4)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), name)


def _set_paper(section: Any, paper: tuple[float, float]) -> None:
    section.page_width, section.page_height = (round(side * _MILLIMETRE) for side in paper)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = (
        _MARGIN
    )


def _section(file: Any, section: Section) -> None:
    file.add_heading(section.title, min(section.level - 1, 9))
    for block in section.blocks:
        _WRITERS[type(block)](file, block)


def _paragraph(file: Any, block: Paragraph) -> None:
    _line(file.add_paragraph(), block.line)


def _answer(file: Any, block: AnswerBlock) -> None:
    asked = file.add_paragraph()
    asked.add_run(block.question).bold = True
    asked.paragraph_format.keep_with_next = True
    _line(
        file.add_paragraph(),
        (Span(text=block.word, style="label", tone=block.tone), Span(text=" "), *block.line),
    )
    for point in block.points:
        _line(file.add_paragraph(style="List Bullet"), point)


def _items(file: Any, block: Items) -> None:
    for item in block.items:
        _item(file, item, block.boxes)


def _item(file: Any, item: Item, box: bool) -> None:
    _line(
        file.add_paragraph(style=None if box else "List Bullet"),
        (*((Span(text="☐ "),) if box else ()), *item.line),
    )
    for quote in item.quotes:
        _quote(file, quote)
    for note in item.notes:
        _line(file.add_paragraph(style="List Continue"), note)


def _quote(file: Any, block: Quote) -> None:
    line = (
        (*block.place, Span(text=" "), Span(text=block.text, style="quote"))
        if block.text
        else block.place
    )
    _line(file.add_paragraph(style="List Continue"), line)


def _facts(file: Any, block: FactList) -> None:
    _grid(file, [((Span(text=name, style="muted"),), line) for name, line in block.rows], (30, 70))


def _table(file: Any, block: Table) -> None:
    caption = file.add_paragraph()
    caption.add_run(block.caption).bold = True
    caption.paragraph_format.keep_with_next = True
    header = tuple((Span(text=title, style="strong"),) for title in block.header)
    grid = _grid(file, [header, *block.rows], block.widths)
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import nsdecls

    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in grid.rows[0].cells:
        cell._tc.get_or_add_tcPr().append(
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="EEF1F4"/>')
        )


def _grid(file: Any, rows: list[tuple[Line, ...]], widths: tuple[int, ...] = ()) -> Any:
    grid = file.add_table(len(rows), len(rows[0]), style="Table Grid")
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    room = file.sections[0].page_width - 2 * _MARGIN
    for column, share in zip(grid.columns, widths, strict=False):
        column.width = room * share // 100
    cells = iter(grid._cells)  # asking for each cell by its place takes the square of the time
    for row in rows:
        for number, line in enumerate(row):
            cell = next(cells)
            if widths:
                cell.width = room * widths[number] // 100
            _line(cell.paragraphs[0], line, Pt(_CELL))
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
    for line in grid._tbl.tr_lst:
        line.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    file.add_paragraph().paragraph_format.space_after = Pt(0)
    return grid


def _figure(file: Any, block: Figure) -> None:
    """What the picture shows as a list, indented by layer: Word has no portable way to draw it."""
    caption = file.add_paragraph()
    caption.add_run(block.caption).bold = True
    caption.paragraph_format.keep_with_next = True
    for node in block.nodes:
        if node.layer == 0:
            _node(file, (), node)
    for child, parent, relation in block.arrows:
        made_from = Span(text=f"{block.nodes[child].name} → {relation} → ")
        _node(file, (made_from,), block.nodes[parent])


def _node(file: Any, lead: Line, node: DiagramNode) -> None:
    from docx.shared import Pt

    facts = ", ".join(filter(None, (node.licence, node.note)))
    paragraph = file.add_paragraph()
    paragraph.paragraph_format.left_indent = Pt(_STEP * min(node.layer, _DEEPEST))
    _line(paragraph, (*lead, Span(text=node.name, style="strong"), Span(text=f": {facts}")))


def _letter(file: Any, block: Letter) -> None:
    for text in block.paragraphs:
        file.add_paragraph(text)
    for question in block.questions:
        _line(file.add_paragraph(style="List Number"), question)


def _line(paragraph: Any, line: Line, size: Any = None) -> None:
    """Runs of text, of the paragraph's own size or another one."""
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


def _link(paragraph: Any, run: Any, address: str) -> None:
    """Put a run into a link (ECMA-376 part 1, 17.16.22)."""
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


def _colour(code: str) -> Any:
    from docx.shared import RGBColor

    return RGBColor.from_string(code)


_WRITERS: dict[type[Block], Callable[[Any, Any], None]] = {
    Paragraph: _paragraph,
    AnswerBlock: _answer,
    Items: _items,
    Quote: _quote,
    FactList: _facts,
    Table: _table,
    Figure: _figure,
    Letter: _letter,
}
