"""The lineage as a picture: every box inside it, none over another, every name to be found."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.render.document import DiagramNode, Figure
from provenance.render.drawing import draw_shapes
from provenance.render.layout import HEIGHT, WIDTH, cut
from provenance.render.svg import draw


def figure(layers: list[int], arrows: tuple[tuple[int, int, str], ...] = ()) -> Figure:
    nodes = tuple(
        DiagramNode(f"org/model-{n}", "MIT", "", "model", layer) for n, layer in enumerate(layers)
    )
    return Figure("What it was made from", "In words.", nodes, arrows, (("model", "model"),))


@pytest.mark.parametrize(
    "layers", [[0], [0, 1, 1], [0] + [1] * 39, [*range(40)], [0] + [1] * 5 + [2] * 34]
)
def test_boxes_stand_apart_inside_the_picture(layers: list[int]) -> None:
    root = draw(figure(layers))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    spots = [(float(box.attrib["x"]), float(box.attrib["y"])) for box in root.iter("rect")]
    assert len(spots) == len(layers)
    assert all(x >= 0 and x + WIDTH <= width and y >= 0 and y + HEIGHT <= height for x, y in spots)
    assert all(
        abs(ax - bx) >= WIDTH or abs(ay - by) >= HEIGHT
        for (ax, ay), (bx, by) in combinations(spots, 2)
    )
    assert width <= 930  # four columns: a page of A4 at a size that can be read


def test_full_names_and_words_are_there_for_who_cannot_see_it() -> None:
    long = "organisation/" + "a-very-long-name-" * 9
    node = DiagramNode(long, "MIT", "one thing not read", "unread", 1)
    picture = Figure(
        "Caption", "In words.", (figure([0]).nodes[0], node), ((0, 1, "fine-tune of"),), ()
    )
    root = draw(picture)
    titles = [title.text or "" for title in root.iter("title")]
    assert titles[0] == "Caption" and any(title.startswith(long) for title in titles)
    assert [desc.text for desc in root.iter("desc")] == ["In words."]
    assert root.attrib["role"] == "img"


def test_circles_and_loops_are_drawn() -> None:
    root = draw(figure([0, 1, 1], ((0, 1, "a"), (1, 0, "b"), (1, 2, "c"), (0, 0, "d"))))
    assert sum(path.attrib["class"] == "arrow" for path in root.iter("path")) == 4


def test_word_draws_the_same_boxes_on_its_page() -> None:
    pytest.importorskip("docx", reason="needs the extra docx")
    room = (487.0, 650.0)
    picture = figure([0] + [1] * 5 + [2] * 34, tuple((0, n, "merge of") for n in range(1, 40)))
    drawn = draw_shapes(picture, 7, room)
    local = [(element.tag.rpartition("}")[2], dict(element.attrib)) for element in drawn.iter()]
    assert (
        sum(name == "cNvSpPr" for name, _ in local) == 40 + 39
        and sum(name == "cNvCnPr" for name, _ in local) == 39
    )
    (whole,) = [held for name, held in local if name == "extent"]
    assert int(whole["cx"]) <= room[0] * 12_700 and int(whole["cy"]) <= room[1] * 12_700
    assert ("docPr", {"id": "7", "name": "What it was made from", "descr": "In words."}) in local
    assert min(int(next(iter(held.values()))) for name, held in local if name == "sz") >= 11
    identities = [held["id"] for name, held in local if name in ("cNvPr", "docPr")]
    assert len(identities) == len(set(identities))


def test_word_draws_nothing_that_nobody_can_read() -> None:
    pytest.importorskip("docx", reason="needs the extra docx")
    assert draw_shapes(figure([*range(40)]), 1, (487.0, 650.0)) is None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.integers(4, 40))
def test_cut_keeps_the_ends(text: str, cells: int) -> None:
    told = cut(text, cells)
    assert len(told) <= max(cells, len(text)) and (told == text or "…" in told)
