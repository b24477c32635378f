"""HTML inside a card: headings, tables, running text, comments, and what nobody sees."""

from __future__ import annotations

import pytest

from provenance.cards import parse_card
from provenance.cards.html_block import Tag, read_html, read_tag
from provenance.model.card import BlockKind, CardBlock, Link
from provenance.text.lines import LineSpan


def blocks(html: str) -> list[CardBlock]:
    return [piece for piece in read_html(html, 1)[0] if isinstance(piece, CardBlock)]


def test_html_headings_are_sections() -> None:
    card = parse_card(
        '<h1 align="center">\n  My <b>Model</b>\n</h1>\n\ntext\n\n<div><H2>Inner</H2>'
        " <p>below</p></div>\n\n## Next\n"
    )
    assert [(section.level, section.title, section.span) for section in card.walk()] == [
        (1, "My Model", LineSpan(2, 9)),
        (2, "Inner", LineSpan(7, 8)),
        (2, "Next", LineSpan(9, 9)),
    ]
    assert [block.text for section in card.walk() for block in section.blocks] == ["text", "below"]


def test_running_text_becomes_a_paragraph() -> None:
    html = (
        "<details>\n<summary>More</summary>\n<p>Terms &amp;"
        " <i>conditions</i>\napply.<br>Second.</p>\n</details>"
    )
    assert blocks(html) == [
        CardBlock(
            kind=BlockKind.PARAGRAPH,
            text="More\nTerms & conditions apply.\nSecond.",
            span=LineSpan(2, 4),
        )
    ]


def test_comments_split_off() -> None:
    assert blocks("<p>one <!-- two\n--> three</p>") == [
        CardBlock(kind=BlockKind.PARAGRAPH, text="one three", span=LineSpan(1, 2)),
        CardBlock(kind=BlockKind.COMMENT, text="<!-- two\n-->", span=LineSpan(1, 2)),
    ]
    assert blocks("<!-- never closed\n<p>text</p>") == [
        CardBlock(
            kind=BlockKind.COMMENT, text="<!-- never closed\n<p>text</p>", span=LineSpan(1, 2)
        )
    ]


def test_tables() -> None:
    (table,) = blocks(
        "<table>\n<thead><tr><th>Name</th><th>Licence</th></tr></thead>\n<tr><td>one<br>two</td><td><a"
        " href='x'>MIT</a></td></tr>\n<tr><td></td><td></td></tr>\n<tr><td>three\n</table>"
    )
    assert table.kind is BlockKind.TABLE
    assert table.rows == (("Name", "Licence"), ("one two", "MIT"), ("three",))
    assert table.text == "Name | Licence\none two | MIT\nthree"
    assert table.span == LineSpan(1, 6)


def test_text_around_a_table_is_kept() -> None:
    texts = blocks(
        "<div>before\n<table><caption>about</caption><tr><td>cell</td></tr></table>\nafter</div>"
    )
    assert [(block.kind, block.text) for block in texts] == [
        (BlockKind.PARAGRAPH, "before"),
        (BlockKind.TABLE, "cell"),
        (BlockKind.PARAGRAPH, "about"),
        (BlockKind.PARAGRAPH, "after"),
    ]


def test_a_table_within_a_cell_is_text_of_that_cell() -> None:
    (table,) = blocks(
        "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table>d</td><td>e</td></tr></table>"
    )
    assert table.rows == (("a b c d", "e"),)


def test_rows_go_on_behind_a_blank_line() -> None:
    card = parse_card("<table>\n<tr><td>a</td></tr>\n\n<tr><td>b</td></tr>\n</table>\n")
    assert [(block.rows, block.span) for block in card.sections[0].blocks] == [
        ((("a",),), LineSpan(1, 2)),
        ((("b",),), LineSpan(4, 5)),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "</details>",
        '<p align="center"><img src="a.png" alt="logo"></p>',
        "<style>p { color: red }</style>",
        "<script>var text = '<p>no</p>'</script>",
        "<pre>code</pre>",
        "<table><tr><td><img src='x.png'></td></tr></table>",
        "<h1></h1>",
        "",
    ],
)
def test_html_without_text_stays_html_and_states_nothing(html: str) -> None:
    block, *hidden = blocks(html)
    assert (block.kind, block.text) == (BlockKind.HTML, html)
    assert {other.kind for other in hidden} <= {BlockKind.MARKUP}
    assert not block.stated


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('<meta name="license" content="Kite terms">', "license: Kite terms"),
        ("<p title='of boats'>seen</p>", "of boats"),
        ("seen <span aria-label='of boats'>too</span>", "of boats"),
        ('<div data-weights-licence="Kite &amp; Co">seen</div>', "weights licence: Kite & Co"),
        ("<details summary='of boats'>\n<p>seen</p>\n</details>", "of boats"),
        ("<pre>of <b>boats</b></pre>", "of boats"),
        ("<div><template>of boats</template></div>", "of boats"),
        ("<div><svg width='9'><text>of boats</text></svg></div>", "of boats"),
        (
            '<script type="application/ld+json">{"license": "Kite"}</script>',
            "license : Kite",
        ),
        ("[seen](there 'of boats')", "of boats"),
        ("![seen](there 'of boats')", "of boats"),
        ("[//]: # (of boats)", "of boats"),
        ("[one]: there 'a title'\n\n[one]: there 'of boats'", "of boats"),
    ],
)
def test_words_that_the_page_does_not_show(source: str, words: str) -> None:
    card = parse_card(f"# Card\n\n{source}\n")
    found = [
        (" ".join(block.text.split()), block.span.start)
        for section in card.walk()
        for block in section.blocks
        if block.kind is BlockKind.MARKUP
    ]
    assert words in {text for text, _ in found}
    assert {line for _, line in found} <= {3, 5}


@pytest.mark.parametrize(
    "source",
    [
        "<p align='center' style='color: red' class='big red' id='my-own'>seen</p>",
        "<script>var text = 'of boats'</script>",
        "<img src='boats.png' alt='of boats' width='90%'>",
        "<a href='of boats' target='_blank' rel='no opener'>seen</a>",
        "<td colspan='2' title=''>seen</td>",
        "<meta charset='utf-8'>",
        "[seen](there) and [too][two]\n\n[two]: there",
    ],
)
def test_markup_without_words(source: str) -> None:
    card = parse_card(f"# Card\n\n{source}\n")
    kinds = {block.kind for section in card.walk() for block in section.blocks}
    assert BlockKind.MARKUP not in kinds


def test_what_follows_unseen_text_is_read() -> None:
    assert [block.text for block in blocks("<STYLE>x</Style><p>seen</p>")] == ["seen"]


def test_links_have_text_target_and_line() -> None:
    html = (
        "<p>\n<a href='one.html'><img src=badge.svg alt='a  badge'></a>\n"
        "<A HREF=two.html>text</A> <a>none</a> <a name='x'>y</a>\nhttps://bare.org/x&amp;y</p>"
    )
    assert read_html(html, 10)[1] == [
        Link("a badge", "one.html", 11),
        Link("a badge", "badge.svg", 11),
        Link("text", "two.html", 12),
        Link("https://bare.org/x&y", "https://bare.org/x&y", 13),
    ]


def test_html_in_a_list_is_text_of_its_item() -> None:
    card = parse_card("- item\n  <p>more</p>\n  <h3>title</h3>\n  <!-- note -->\n")
    listed, comment = card.sections[0].blocks
    assert listed.items == (("item more title", LineSpan(1, 3)),)
    assert (comment.kind, comment.span) == (BlockKind.COMMENT, LineSpan(4, 4))


def test_tags() -> None:
    assert read_tag("<a href=\"x>y\" title='z'>") == Tag(
        name="a", closing=False, breaks=False, url="x>y"
    )
    assert read_tag("<IMG data-src=no SRC = yes alt=''>") == Tag(
        name="img", closing=False, breaks=False, url="yes"
    )
    assert read_tag("</Li >") == Tag(name="li", closing=True, breaks=True)
    assert read_tag("<br/>") == Tag(name="br", closing=False, breaks=True)
    for no_tag in ("<!-- x -->", "< a>", "<a", "text", '<a href="x>', ""):
        assert read_tag(no_tag) is None


def test_character_references_of_any_size() -> None:
    assert blocks(f"<p>&#{'9' * 5000}; &lt;</p>")[0].text.startswith("&#999")
    assert blocks("<p>&#x110000; &#0; &nope;</p>")[0].text == "\ufffd \ufffd &nope;"


def test_text_and_heading_on_one_line() -> None:
    card = parse_card("<p>before<h2>Title</h2>below<h1>Next</h1>\n")
    assert [
        (section.title, section.span, [block.text for block in section.blocks])
        for section in card.walk()
    ] == [
        ("", LineSpan(1, 1), ["before"]),
        ("Title", LineSpan(1, 1), ["below"]),
        ("Next", LineSpan(1, 1), []),
    ]
