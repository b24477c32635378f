"""Sections, blocks, lists, tables and links of a card's body, with their lines."""

from __future__ import annotations

import pytest

from provenance.cards import parse_card
from provenance.model.card import BlockKind, Card, CardBlock, CardSection, Link
from provenance.text.lines import LineSpan


def blocks(text: str) -> list[CardBlock]:
    return [block for section in parse_card(text).walk() for block in section.blocks]


def only(text: str) -> CardBlock:
    (block,) = (block for block in blocks(text) if block.kind is not BlockKind.MARKUP)
    return block


def outline(card: Card) -> list[tuple[int, str, int, int]]:
    return [
        (section.level, section.title, section.span.start, section.span.end)
        for section in card.walk()
    ]


def test_the_tree_of_sections() -> None:
    card = parse_card(
        "---\nlicense: mit\n---\n"  # lines 1 to 3
        "Before.\n\n"  # 4
        "# One\n\ntext\n\n"  # 6
        "### Deep *down*\n\n"  # 10
        "## Two `x` [link](u)\n\n"  # 12
        "Setext\ntitle\n======\n\n"  # 14
        "Second\n------\n"  # 18
        "end\n"
    )
    assert outline(card) == [
        (0, "", 4, 5),
        (1, "One", 6, 13),
        (3, "Deep down", 10, 11),
        (2, "Two x link", 12, 13),
        (1, "Setext title", 14, 20),
        (2, "Second", 18, 20),
    ]
    assert [section.title for section in card.sections] == ["", "One", "Setext title"]
    assert [child.title for child in card.sections[1].children] == ["Deep down", "Two x link"]


def test_no_section_stands_before_a_first_heading_without_text_above() -> None:
    assert outline(parse_card("\n\n# One\n")) == [(1, "One", 3, 3)]


def test_an_empty_heading_is_a_section() -> None:
    assert outline(parse_card("#\ntext")) == [(1, "", 1, 2)]


def test_headings_within_quotes_and_lists_are_no_sections() -> None:
    card = parse_card("# One\n> # Quoted\n\n- # Listed\n")
    assert [section.title for section in card.walk()] == ["One"]
    assert [block.text for block in card.sections[0].blocks] == ["Quoted", "Listed"]


def test_every_kind_of_block_with_its_lines() -> None:
    text = (
        "A *plain*\n**paragraph**.\n\n"
        "- item\n\n"
        "| a |\n|---|\n| 1 |\n\n"
        "```py\ncode()\n```\n\n"
        "    indented()\n\n"
        "> quoted\n> text\n\n"
        '<img src="logo.png">\n\n'
        "<!-- note\n\nmore -->\n"
    )
    assert [(block.kind, block.text, block.span) for block in blocks(text)] == [
        (BlockKind.PARAGRAPH, "A plain paragraph.", LineSpan(1, 2)),
        (BlockKind.LIST, "item", LineSpan(4, 4)),
        (BlockKind.TABLE, "a\n1", LineSpan(6, 8)),
        (BlockKind.CODE, "code()\n", LineSpan(10, 12)),
        (BlockKind.CODE, "indented()\n", LineSpan(14, 14)),
        (BlockKind.QUOTE, "quoted text", LineSpan(16, 17)),
        (BlockKind.HTML, '<img src="logo.png">\n', LineSpan(19, 19)),
        (BlockKind.COMMENT, "<!-- note\n\nmore -->", LineSpan(21, 23)),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("**bold** _it_ `code` ~~x~~", "bold it code ~~x~~"),
        ("a &amp; b &#169; \\* c", "a & b © * c"),
        ("line\nline", "line line"),
        ("line  \nline", "line\nline"),
        ("line<br>line<br/>line", "line\nline\nline"),
        ("a <b>b</b><sup>2</sup> <span title='x > y'>c</span>", "a b2 c"),
        ("`<b>` stays, <kbd>this</kbd> goes", "<b> stays, this goes"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("see ![alt](i.png) here", "see here"),
        ("[text](url 'title') [ref][r] [r]\n\n[r]: https://x.org", "text ref r"),
        ("[More Information Needed]", "[More Information Needed]"),
        ("a   b\tc", "a b c"),
        ("null\0byte", "null\ufffdbyte"),
    ],
)
def test_prose_is_plain_text(source: str, text: str) -> None:
    assert only(source).text == text


def test_comments_are_no_prose() -> None:
    text = (
        "# T <!-- zero -->\nBefore <!-- one\ntwo --> after.\n\n- item <!-- three -->\n\n| a <!--"
        " four --> |\n|---|\n"
    )
    assert [(block.kind, block.text, block.span) for block in blocks(text)] == [
        (BlockKind.COMMENT, "<!-- zero -->", LineSpan(1, 1)),
        (BlockKind.PARAGRAPH, "Before after.", LineSpan(2, 3)),
        (BlockKind.COMMENT, "<!-- one\ntwo -->", LineSpan(2, 3)),
        (BlockKind.LIST, "item", LineSpan(5, 5)),
        (BlockKind.COMMENT, "<!-- three -->", LineSpan(5, 5)),
        (BlockKind.TABLE, "a", LineSpan(7, 8)),
        (BlockKind.COMMENT, "<!-- four -->", LineSpan(7, 7)),
    ]
    assert parse_card(text).sections[0].title == "T"


def test_a_paragraph_of_comments_is_no_paragraph() -> None:
    assert [block.kind for block in blocks(" <!-- a --> <!-- b -->")] == [
        BlockKind.COMMENT,
        BlockKind.COMMENT,
    ]


def test_a_comment_in_code_is_code() -> None:
    assert only("Write `<!-- this -->`.").text == "Write <!-- this -->."


def test_lists_are_flattened_in_order() -> None:
    block = only("1. **one**\n   goes on\n   - nested\n     1. deeper\n\n   and on\n2. two\n\n3.\n")
    assert block.kind is BlockKind.LIST
    assert block.items == (
        ("one goes on and on", LineSpan(1, 6)),
        ("nested", LineSpan(3, 3)),
        ("deeper", LineSpan(4, 4)),
        ("two", LineSpan(7, 7)),
    )
    assert block.text == "one goes on and on\nnested\ndeeper\ntwo"
    assert block.span == LineSpan(1, 9)


def test_code_and_tables_within_a_list_are_blocks_of_their_own() -> None:
    text = "- one\n  ```\n  code\n  ```\n- two\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n"
    listed, code, table = blocks(text)
    assert listed.items == (("one", LineSpan(1, 1)), ("two", LineSpan(5, 5)))
    assert (code.kind, code.text, code.span) == (BlockKind.CODE, "code\n", LineSpan(2, 4))
    assert (table.rows, table.span) == ((("a", "b"), ("1", "2")), LineSpan(7, 9))


def test_a_quote_keeps_the_order_of_its_text() -> None:
    block = only("> first\n> - item\n>   - nested\n>\n> last")
    assert (block.kind, block.text, block.items) == (
        BlockKind.QUOTE,
        "first\nitem\nnested\nlast",
        (),
    )


def test_tables() -> None:
    block = only("| Key | **Value** |\n|:---|---:|\n| `a` | [b](u) |\n| c | d \\| e | f |\n| g |\n")
    assert block.rows == (("Key", "Value"), ("a", "b"), ("c", "d | e"), ("g", ""))
    assert block.text == "Key | Value\na | b\nc | d | e\ng | "
    assert block.span == LineSpan(1, 5)


def test_links_in_document_order() -> None:
    card = parse_card(
        "---\na: https://not.a/link\n---\n#"
        " [Title](t.html)\n\n[![badge](b.svg)](https://x.org/?a=1&b=ü) and"
        " <https://auto.org>\nhttps://bare.org/a_(b). `https://code.org`\n\n- [item][ref]"
        " (https://in.brackets.org)\n- <a href='raw.html'>raw <b>text</b></a> <img alt=pic"
        " src=p.png>\n\n| [cell](c) |\n|---|\n| https://row.org |\n\n<!-- [no](no) -->"
        " \n\n```\n[no](no)\n```\n\n<div><a href='https://h.org?a=1&amp;b=2'>h</a>"
        " https://html.org</div>\n\n[ref]: ref.html 'title'\n"
    )
    assert card.links == (
        Link("Title", "t.html", 4),
        Link("badge", "https://x.org/?a=1&b=ü", 6),
        Link("badge", "b.svg", 6),
        Link("https://auto.org", "https://auto.org", 6),
        Link("https://bare.org/a_(b)", "https://bare.org/a_(b)", 6),
        Link("item", "ref.html", 9),
        Link("https://in.brackets.org", "https://in.brackets.org", 9),
        Link("raw text", "raw.html", 10),
        Link("pic", "p.png", 10),
        Link("cell", "c", 12),
        Link("https://row.org", "https://row.org", 14),
        Link("h", "https://h.org?a=1&b=2", 22),
        Link("https://html.org", "https://html.org", 22),
    )


def test_an_anchor_that_is_never_closed() -> None:
    assert parse_card("see <a href='x'>this <a href='y'>and that").links == (
        Link("this", "x", 1),
        Link("and that", "y", 1),
    )


def test_hangul_stays_as_it_is() -> None:
    card = parse_card("## 개인정보\n\n본 데이터는 **가명처리**되었습니다.\n")
    assert outline(card) == [(2, "개인정보", 1, 3)]
    assert card.sections[0].blocks[0].text == "본 데이터는 가명처리되었습니다."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    card = parse_card(
        end.join(["---", "a: 1", "---", "", "# One", "", "text \x0b\x0c\u2028 text", "", "# Two"])
    )
    assert outline(card) == [(1, "One", 5, 8), (1, "Two", 9, 9)]
    assert card.sections[0].blocks[0].span == LineSpan(7, 7)


def test_a_body_beyond_the_limit_is_cut_and_told() -> None:
    card = parse_card(
        "# One\n" + "a line of forty characters, more or less\n" * 30_000 + "# Never read\n"
    )
    long, cut = card.problems
    assert "longer than 20,000 characters" in long.message
    assert "body is longer than 1,000,000 characters" in cut.message
    assert [section.title for section in card.walk()] == ["One"]
    assert cut.line == card.sections[0].span.end < 30_000


def test_a_line_beyond_the_limit_is_cut_and_told() -> None:
    card = parse_card("# One\n\n" + "word " * 10_000)
    assert [(problem.line, problem.fatal) for problem in card.problems] == [(3, False)]
    assert len(card.sections[0].blocks[0].text) < 20_000


@pytest.mark.parametrize(("marker", "levels"), [("> ", 20), ("- ", 10)])
def test_nesting_beyond_the_limit_is_told(marker: str, levels: int) -> None:
    assert parse_card(marker * (levels - 1) + "text").problems == ()
    (problem,) = parse_card(marker * levels + "text").problems
    assert "nested deeper" in problem.message and not problem.fatal


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "![",
        "<",
        "<!--",
        "<a href='",
        "*",
        "_*",
        "`",
        "|",
        "&#",
        "> ",
        "- ",
        "\\",
        "<table>",
        "<td>",
        "<h1>x",
    ],
)
def test_hostile_markdown_is_read(unit: str) -> None:
    assert parse_card(unit * (60_000 // len(unit))).fields == {}


def test_many_headings() -> None:
    assert sum(1 for _ in parse_card("# a\n" * 5_000).walk()) == 5_000


def test_sections_are_plain_nouns() -> None:
    (section,) = parse_card("# One").sections
    assert section == CardSection(title="One", level=1, span=LineSpan(1, 1))
