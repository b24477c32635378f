"""Cells that span rows and columns of an HTML table."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.cards.grid import MOST_ADDED, WIDEST_SPAN, GridCell, lay_out
from provenance.cards.html_block import read_html
from provenance.model.card import CardBlock
from provenance.text.lines import LineSpan


def rows_of(html: str) -> tuple[tuple[str, ...], ...]:
    (table,) = (piece for piece in read_html(html, 1)[0] if isinstance(piece, CardBlock))
    return table.rows


def test_a_cell_stands_in_every_place_that_it_spans() -> None:
    html = (
        "<table><tr><th rowspan=2>Model</th><th colspan='2'>Quiz</th></tr>"
        '<tr><th>dev</th><th>test</th></tr><tr><td>A</td><td ROWSPAN="2">1</td><td>2</td></tr>'
        "<tr><td>B</td><td>3</td></tr></table>"
    )
    assert rows_of(html) == (
        ("Model", "Quiz", "Quiz"),
        ("Model", "dev", "test"),
        ("A", "1", "2"),
        ("B", "1", "3"),
    )


def test_the_text_of_the_block_says_each_cell_once() -> None:
    (table,) = read_html("<table><tr><td colspan=3>x</td></tr><tr><td>y</td></tr></table>", 1)[0]
    assert isinstance(table, CardBlock)
    assert table.text == "x\ny"


def test_each_row_knows_its_line() -> None:
    html = "<table>\n<tr>\n<td>a</td>\n</tr>\n<tr><td></td></tr>\n<tr><td>b</td></tr>\n</table>"
    (table,) = read_html(html, 10)[0]
    assert isinstance(table, CardBlock)
    assert (table.rows, table.row_lines) == ((("a",), ("b",)), (11, 15))
    assert table.span == LineSpan(10, 16)


def test_spans_that_are_no_numbers_count_as_one_and_zero_reaches_to_the_end() -> None:
    html = "<table><tr><td rowspan=0>a</td><td colspan=x>b</td></tr>" + "<tr><td>c</td></tr>" * 3
    assert rows_of(html) == (("a", "b"), ("a", "c"), ("a", "c"), ("a", "c"))


def test_a_hole_above_a_spanned_cell_is_blank() -> None:
    assert lay_out([[GridCell("a"), GridCell("b", rows=2)], []]) == [["a", "b"], ["", "b"]]


def test_hostile_spans_cost_no_more_than_their_own_length() -> None:
    cell = "<td rowspan=999999999 colspan=999999999>x</td>"
    html = f"<table>{('<tr>' + cell * 20 + '</tr>') * 500}</table>"
    rows = rows_of(html)
    assert sum(map(len, rows)) <= 20 * 500 + 2 * MOST_ADDED


CELLS = st.builds(
    GridCell,
    text=st.text("ab", max_size=2),
    columns=st.integers(0, 2 * WIDEST_SPAN),
    rows=st.integers(0, 70_000),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_any_grid_keeps_its_rows_and_its_bounds(rows: list[list[GridCell]]) -> None:
    grid = lay_out(rows)
    assert len(grid) == len(rows)
    places = sum(map(len, grid))
    assert places <= sum(map(len, rows)) + 2 * MOST_ADDED
    texts = {cell.text for row in rows for cell in row} | {""}
    assert {text for row in grid for text in row} <= texts


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "<tr>",
                "<td rowspan=3>",
                "<th colspan=2>",
                "</td>",
                "</tr>",
                "</table>",
                "x",
                "\n",
                "<td>",
            ]
        ),
        max_size=30,
    )
)
def test_any_order_of_tags_is_read(parts: list[str]) -> None:
    for piece in read_html("".join(parts), 1)[0]:
        if isinstance(piece, CardBlock) and piece.rows:
            assert len(piece.row_lines) == len(piece.rows)
            assert all(piece.span.start <= line <= piece.span.end for line in piece.row_lines)
