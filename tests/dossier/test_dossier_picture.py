"""The lineage as a picture: every box inside it, none over another, every name to be found."""

from __future__ import annotations

import io
from itertools import combinations

import pytest
from hub_folder import HubFolder
from hypothesis import given, settings
from hypothesis import strategies as st

import provenance
from provenance.dossier.content import compose_paper_overview, subjects_of
from provenance.dossier.lineage import lineage
from provenance.dossier.review import Review
from provenance.render.document import DiagramNode, Document, Figure, Paragraph, Section, Table
from provenance.render.docx import write_docx
from provenance.render.layout import WIDTH, cut, text_width, wrapped
from provenance.render.svg import draw


def figure(layers: list[int], arrows: tuple[tuple[int, int, str], ...] = ()) -> Figure:
    nodes = tuple(
        DiagramNode(name=f"org/model-{n}", licence="MIT", note="", kind="model", layer=layer)
        for n, layer in enumerate(layers)
    )
    return Figure(
        caption="What it was made from",
        alt="In words.",
        nodes=nodes,
        arrows=arrows,
        legend=(("model", "model"),),
    )


@pytest.mark.parametrize(
    "layers", [[0], [0, 1, 1], [0] + [1] * 3 + [2] * 4, [*range(15)], [0] + [1] * 14]
)
def test_boxes_stand_apart_inside_the_picture(layers: list[int]) -> None:
    first_of = {layer: layers.index(layer) for layer in set(layers)}
    arrows = tuple(
        (first_of[layer - 1], number, "made from") for number, layer in enumerate(layers) if layer
    )
    root = draw(figure(layers, arrows))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    boxes = [
        (float(box.attrib["x"]), float(box.attrib["y"]), float(box.attrib["height"]))
        for box in root.iter("rect")
    ]
    assert len(boxes) == len(layers)
    for x, y, tall in boxes:
        assert 0 <= x <= width - WIDTH and 0 <= y <= height - tall
    for (ax, ay, tall), (bx, by, other) in combinations(boxes, 2):
        assert abs(ax - bx) >= WIDTH or abs(ay - by) >= min(tall, other)


def test_a_name_is_wrapped_where_its_parts_meet() -> None:
    assert wrapped("meta-llama/Llama-Guard-3-8B", 29, 3) == ("meta-llama/Llama-Guard-3-8B",)
    name = "big-merge-org/Grand-Merge-of-Thirty-Nine-8B-Instruct"
    lines = wrapped(name, 29, 3)
    assert "".join(lines) == name
    assert all(text_width(line) <= 29 for line in lines)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.integers(4, 40), st.integers(1, 3))
def test_wrapped_text_keeps_its_room(text: str, cells: int, most: int) -> None:
    lines = wrapped(text, cells, most)
    assert len(lines) <= most
    assert all(text_width(line) <= cells for line in lines)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 12).flatmap(
        lambda count: st.tuples(
            st.just(count),
            st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=20),
        )
    )
)
def test_any_graph_is_drawn(graph: tuple[int, list[tuple[int, int]]]) -> None:
    count, edges = graph
    arrows = tuple((child, parent, "made from") for child, parent in edges)
    root = draw(figure([0] * count, arrows))
    assert len(list(root.iter("rect"))) == count


def test_full_names_and_words_are_there_for_who_cannot_see_it() -> None:
    long = "organisation/" + "a-very-long-name-" * 9
    node = DiagramNode(name=long, licence="MIT", note="one thing not read", kind="unread", layer=1)
    picture = Figure(
        caption="Caption",
        alt="In words.",
        nodes=(figure([0]).nodes[0], node),
        arrows=((0, 1, "fine-tune of"),),
        legend=(),
    )
    root = draw(picture)
    titles = [title.text or "" for title in root.iter("title")]
    assert titles[0] == "Caption" and any(title.startswith(long) for title in titles)
    assert [desc.text for desc in root.iter("desc")] == ["In words."]
    assert root.attrib["role"] == "img"


def test_circles_and_loops_are_drawn() -> None:
    root = draw(figure([0, 1, 1], ((0, 1, "a"), (1, 0, "b"), (1, 2, "c"), (0, 0, "d"))))
    # What points at itself is a finding of its own, and no arrow.
    assert sum(path.attrib["class"] == "arrow" for path in root.iter("path")) == 3


def test_word_lists_every_box_indented_by_its_layer() -> None:
    docx = pytest.importorskip("docx", reason="needs the extra docx")
    picture = figure([0, 1, 2], ((0, 1, "fine-tune of"), (1, 2, "trained on")))
    document = Document(
        lang="en",
        title="T",
        subtitle=(),
        contents="",
        skip="",
        foot="",
        sections=(Section(id="lineage", title="Lineage", blocks=(picture,)),),
    )
    file = docx.Document(io.BytesIO(write_docx(document, (210.0, 297.0))))
    listed = [paragraph for paragraph in file.paragraphs if "MIT" in paragraph.text]
    assert [paragraph.text for paragraph in listed] == [
        "org/model-0: MIT",
        "org/model-0 → fine-tune of → org/model-1: MIT",
        "org/model-1 → trained on → org/model-2: MIT",
    ]
    indents = [paragraph.paragraph_format.left_indent.pt for paragraph in listed]
    assert indents == sorted(set(indents))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.integers(4, 40))
def test_cut_keeps_the_ends(text: str, cells: int) -> None:
    shortened = cut(text, cells)
    assert len(shortened) <= max(cells, len(text)) and (shortened == text or "…" in shortened)


def test_a_level_of_many_licences_is_folded_by_the_answer_to_the_use(hub: HubFolder) -> None:
    licences = ("apache-2.0", "mit", "bsd-3-clause", "llama3.1", "gemma", "cc-by-nc-4.0")
    bases = [f"org{number}/base-{number}" for number in range(18)]
    for number, name in enumerate(bases):
        hub.model(name, f"license: {licences[number % len(licences)]}")
    hub.model("me/merge", "license: mit\nbase_model:\n" + "\n".join(f"- {name}" for name in bases))
    use = {"activity": ["product"], "commercial": True}
    report = provenance.audit("me/merge", hub=str(hub.root), use=use)
    [subject] = subjects_of(Review(report=report))
    [section] = lineage(subject)
    [figure] = [block for block in section.blocks if isinstance(block, Figure)]
    first = [node for node in figure.nodes if node.layer == 1]
    assert 2 <= len(first) <= 5
    assert len({node.tone for node in first}) >= 2
    groups = [node for node in first if node.members]
    assert groups
    assert all("org" in node.members for node in groups)


def test_many_artefacts_print_an_overview_of_two_sections(hub: HubFolder) -> None:
    names = [f"me/model-{number}" for number in range(32)]
    for name in names:
        hub.model(name, "license: mit")
    report = provenance.audit(*names, hub=str(hub.root))
    document = compose_paper_overview(subjects_of(Review(report=report)))
    assert document.cover is None
    assert [section.id for section in document.sections] == ["overview", "heat"]
    table, rest = document.sections[1].blocks
    assert isinstance(table, Table)
    assert len(table.rows) == 28
    assert isinstance(rest, Paragraph)
    assert "4 more" in rest.line[0].text
