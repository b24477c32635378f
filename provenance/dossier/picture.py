"""The lineage as boxes and arrows, in layers: what was asked about on top, what it was made from
below."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.dossier.case import Case
from provenance.licences.claim import AS_LIST, WITH_CHANGES
from provenance.model.artifact import BASES, DATA, ArtifactId
from provenance.model.finding import shorten
from provenance.render.document import Block, DiagramNode, Figure, Items, Paragraph, Section, Span
from provenance.report import ReportEdge
from provenance.wording.facts import LONGEST_WORDS

_MOST = 60


def lineage(case: Case) -> Iterator[Section]:
    """The picture, and what the rules found about the lineage."""
    words = case.words
    blocks: list[Block] = []
    layers = _layers(case)
    if len(layers) > 1:
        blocks.append(_figure(case, dict(list(layers.items())[:_MOST])))
        if len(layers) > _MOST:
            blocks.append(
                Paragraph((Span(text=words("lineage.more", n=len(layers) - _MOST)),), "note")
            )
    else:
        unknown = any(gap.topic in (BASES, DATA) for gap in case.gaps)
        blocks.append(
            Paragraph((Span(text=words("lineage.unknown" if unknown else "lineage.none")),))
        )
    if found := case.found("lineage"):
        blocks.append(Items(found))
    yield Section(id=case.id("lineage"), title=words("lineage.title"), blocks=tuple(blocks))


def _layers(case: Case) -> dict[ArtifactId, int]:
    """Each artefact with its fewest steps from the subject, nearest first, models before
    datasets."""
    found, waiting = {case.subject: 0}, [case.subject]
    for child in waiting:
        for edge in case.digest.parents[child]:
            if edge.parent not in found:
                found[edge.parent] = found[child] + 1
                waiting.append(edge.parent)
    return found


def _figure(case: Case, layers: dict[ArtifactId, int]) -> Figure:
    words, place = case.words, {purl: number for number, purl in enumerate(layers)}
    edges = [
        edge for child in layers for edge in case.digest.parents[child] if edge.parent in layers
    ]
    arrows = tuple((place[edge.child], place[edge.parent], _relation(case, edge)) for edge in edges)
    nodes = tuple(_node(case, purl, layer) for purl, layer in layers.items())
    told = [f"{nodes[child].name} {word} {_told(nodes[parent])}" for child, parent, word in arrows]
    kinds = sorted({node.kind for node in nodes})
    legend = tuple((kind, words(f"legend.{kind}")) for kind in kinds)
    alt = f"{words('lineage.alt', n=len(nodes))} {'; '.join(told)}."
    return Figure(
        caption=words("lineage.caption"), alt=alt, nodes=nodes, arrows=arrows, legend=legend
    )


def _told(node: DiagramNode) -> str:
    return f"{node.name} ({', '.join(filter(None, (node.licence, node.note)))})"


def _relation(case: Case, edge: ReportEdge) -> str:
    told = Span(text=case.words.term("relation", edge.relation)).text
    return (
        told
        if edge.confidence == "stated"
        else f"{told} ({Span(text=case.words.term('confidence', edge.confidence)).text})"
    )


def _node(case: Case, purl: ArtifactId, layer: int) -> DiagramNode:
    words, artifact = case.words, case.digest.artifacts.get(purl)
    licence = case.digest.licences.get(purl)
    if artifact is None:
        reason = words.term(
            "reason-word", shorten(case.digest.states.get(purl, "unknown"), LONGEST_WORDS)
        )
        return DiagramNode(
            name=case.name(purl),
            licence=words("licence.unknown"),
            note=words("node.unread", reason=reason),
            kind="unread",
            layer=layer,
        )
    told = "" if licence is None else licence_name(case, licence.name, licence.verdict)
    gaps = sum(gap.artifact.identity == purl.identity for gap in case.gaps)
    notes = [words("node.gaps", n=gaps) if gaps > 1 else words("node.gap")] if gaps else []
    notes += [words("node.gated")] if artifact.gated else []
    kind = "dataset" if artifact.kind == "dataset" else "model"
    return DiagramNode(
        name=case.name(purl),
        licence=told or words("licence.unknown"),
        note=", ".join(notes),
        kind=kind,
        layer=layer,
    )


def licence_name(case: Case, name: str, verdict: str) -> str:
    """The licence's own name, or our words where none is stated."""
    if verdict in ("none", "as-base"):
        return case.words(f"licence.{verdict}")
    for ending, words in ((WITH_CHANGES, "licence.changed"), (AS_LIST, "licence.list")):
        if name.endswith(ending):
            plain = shorten(name.removesuffix(ending), LONGEST_WORDS)
            return case.words(words, name=plain)
    return shorten(name, LONGEST_WORDS)
