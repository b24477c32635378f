"""Any text is a card: nothing raises, and every line that is reported lies where it must."""

from __future__ import annotations

from cards_sanity import assert_sane
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.cards import parse_card

CARD = """---
license: other
license_name: &name sample-terms
language: [no, ko]
base_model:
- org/base
model-index:
- name: *name
  results:
  - task: {type: text-generation}
---
<div align="center"><h1>Sample <b>model</b></h1>

Intro with *marks*, `code`, [a link](https://x.org "t"), <!-- a comment --> https://y.org and <br> a break.

Setext heading
--------------

- **License:** [More Information Needed]
  1. nested &amp; more

     ```
     code
     ```
- [ref]

| a | b |
|---|---|
| `1` | ![i](i.png) |

> quote
> - item

<table><tr><td>cell</td></tr></table>

[ref]: <https://z.org>
"""  # noqa: E501
ANY = st.text(st.characters(exclude_categories=()))
MARKS = (
    "\n|\n\n|\r\n|---\n|...\n|- |1. |> |# |## |===|```|~~~|    |\t|a|b: c|:"
    " |*|**|_|`|[|]|(|)|](|![|<|>|<!--|-->|<a href=x>|</a>|<img"
    " src=y>|<table>|<tr>|<td>|</table>|<h1>|</h1>|<p>|<pre>|<br>|&amp;|&#|\\|\0|\ufeff|\ud800|https://x.y/)|:"
    " &a |*a|<<: |!!x |{|}|, |'|\"|? |%|@|: >-\n|[More Information Needed]|추후 공개"
)
PIECES = st.lists(st.sampled_from([*MARKS.split("|"), "|"]), max_size=40).map("".join)


@settings(max_examples=200, deadline=None)
@given(ANY)
def test_arbitrary_text(text: str) -> None:
    assert_sane(parse_card(text), text)


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_marks_in_any_order(text: str) -> None:
    assert_sane(parse_card(text), text)


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_front_matter_of_marks_in_any_order(text: str) -> None:
    card = f"---\n{text}\n---\n# Title\n"
    assert_sane(parse_card(card), card)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(CARD)), st.integers(0, 40), st.one_of(PIECES, ANY))
def test_mutated_cards(start: int, removed: int, inserted: str) -> None:
    text = CARD[:start] + inserted + CARD[start + removed :]
    assert_sane(parse_card(text), text)


@settings(max_examples=50, deadline=None)
@given(st.one_of(ANY, PIECES))
def test_the_same_text_gives_the_same_card(text: str) -> None:
    assert repr(parse_card(text)) == repr(parse_card(text))
