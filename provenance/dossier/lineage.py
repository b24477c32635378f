"""The lineage: a diagram that groups similar artefacts, the deciding path, and a table of all
artefacts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from provenance.dossier.subject import Subject
from provenance.licences.claim import AS_LIST, WITH_CHANGES
from provenance.licences.use import UseVerdict
from provenance.model.artifact import BASES, DATA, ArtifactId, Kind
from provenance.model.finding import Severity, shorten
from provenance.render.document import (
    Block,
    DiagramNode,
    Figure,
    Line,
    Paragraph,
    Section,
    Span,
    Step,
    Table,
    Tone,
    Trail,
    label,
    muted,
    plain,
    strong,
)
from provenance.report import ReportEdge
from provenance.wording.facts import LONGEST_WORDS

MOST_BOXES = 15
"""More boxes than these are folded: those of one level that are alike become one."""
_WIDEST_LEVEL = 4
_MOST_ROWS = 200
_NAMED = 2
_STATED = "stated"
# What cards state where no entry of the hub's list of licences fits.
_UNNAMED = "other"


@dataclass(frozen=True, slots=True)
class _Node:
    """An artefact of the lineage with its distance from the subject."""

    purl: ArtifactId
    layer: int


def lineage(subject: Subject) -> Iterator[Section]:
    """The lineage diagram."""
    phrases = subject.phrases
    nodes = _nodes(subject)
    blocks: list[Block] = []
    if len(nodes) > 1:
        blocks.append(_figure(subject, nodes))
    else:
        blocks.append(Paragraph((plain(phrases(lineage_sentence(subject))),)))
    yield Section(id=subject.id("lineage"), title=phrases("lineage.title"), blocks=tuple(blocks))


def names_no_source(subject: Subject) -> bool:
    """Whether an artefact was read and its documents name nothing that it was made from."""
    is_alone = len(subject.digest.reach(subject.purl)) == 1
    return subject.artifact is not None and is_alone and not _has_unclear_sources(subject)


def lineage_sentence(subject: Subject) -> str:
    """The id of the sentence about an artefact whose lineage is empty."""
    if _has_unclear_sources(subject):
        return "lineage.unknown"
    is_dataset = subject.purl.kind is Kind.DATASET
    return "lineage.none-dataset" if is_dataset else "lineage.none"


def _has_unclear_sources(subject: Subject) -> bool:
    return any(gap.topic in (BASES, DATA) for gap in subject.gaps)


def lineage_table(subject: Subject) -> Iterator[Section]:
    """Every artefact of the lineage, one per row; empty if there is only the subject."""
    phrases = subject.phrases
    nodes = _nodes(subject)[1:]
    if not nodes:
        return
    children: dict[ArtifactId, list[ReportEdge]] = {}
    for edge in _edges(subject):
        children.setdefault(edge.parent, []).append(edge)
    header = tuple(phrases(f"nodes.{key}") for key in ("name", "relation", "licence", "state"))
    rows = tuple(_row(subject, node, children.get(node.purl, [])) for node in nodes[:_MOST_ROWS])
    blocks: list[Block] = [
        Table(caption=phrases("nodes.caption"), header=header, rows=rows, widths=(34, 22, 26, 18))
    ]
    if len(nodes) > _MOST_ROWS:
        more = phrases("lineage.more", n=len(nodes) - _MOST_ROWS)
        blocks.append(Paragraph((plain(more),), "note"))
    yield Section(id=subject.id("nodes"), title=phrases("nodes.title"), blocks=tuple(blocks))


def deciding_path(subject: Subject) -> tuple[ArtifactId, ...]:
    """The path to the artefact that decides the verdict: that of the weightiest reason or finding
    from further up, or only the subject."""
    reasons = subject.judgement.reasons if subject.judgement else ()
    weighed = [(0 if reason.verdict is UseVerdict.DENY else 2, reason.path) for reason in reasons]
    weighed += [
        (1 if finding.severity.reaches(Severity.HIGH) else 3, finding.path)
        for finding in subject.findings
        if finding.severity.reaches(Severity.MEDIUM)
    ]
    longer = [(weight, path) for weight, path in weighed if len(path) > 1]
    if not longer:
        return (subject.purl,)
    return min(longer, key=lambda entry: entry[0])[1]


def deciding_trail(subject: Subject) -> Trail | None:
    """The deciding path as a strip; None if it is only the subject."""
    path = deciding_path(subject)
    if len(path) < 2:
        return None
    relations = {(edge.child, edge.parent): edge for edge in _edges(subject)}
    steps = []
    for number, purl in enumerate(path):
        edge = relations.get((path[number - 1], purl)) if number else None
        word, tone = _terms(subject, purl)
        fact = ", ".join(filter(None, (_licence_words(subject, purl), word)))
        relation = _relation(subject, edge) if edge else ""
        steps.append(Step(name=subject.name(purl), fact=fact, tone=tone, relation=relation))
    return Trail(subject.phrases("lineage.deciding"), tuple(steps))


def licence_name(subject: Subject, name: str, verdict: str) -> str:
    """The licence's own name, or our wording if none is stated."""
    if verdict in ("none", "as-base"):
        return subject.phrases(f"licence.{verdict}")
    if name == _UNNAMED:
        return subject.phrases("licence.unnamed")
    for suffix, key in ((WITH_CHANGES, "licence.changed"), (AS_LIST, "licence.list")):
        if name.endswith(suffix):
            plain = shorten(name.removesuffix(suffix), LONGEST_WORDS)
            return subject.phrases(key, name=plain)
    return shorten(name, LONGEST_WORDS)


def _nodes(subject: Subject) -> list[_Node]:
    """Each artefact with its distance from the subject, nearest first."""
    layers = {subject.purl: 0}
    waiting = [subject.purl]
    for child in waiting:
        for edge in subject.digest.parents[child]:
            if edge.parent not in layers:
                layers[edge.parent] = layers[child] + 1
                waiting.append(edge.parent)
    return [_Node(purl, layer) for purl, layer in layers.items()]


def _edges(subject: Subject) -> list[ReportEdge]:
    return [edge for node in _nodes(subject) for edge in subject.digest.parents[node.purl]]


def _figure(subject: Subject, nodes: list[_Node]) -> Figure:
    phrases = subject.phrases
    groups = _folded(subject, nodes)
    place = {node.purl: number for number, group in enumerate(groups) for node in group}
    boxes = tuple(_box(subject, group) for group in groups)
    arrows: dict[tuple[int, int], str] = {}
    for edge in _edges(subject):
        ends = (place[edge.child], place[edge.parent])
        arrows.setdefault(ends, _relation(subject, edge))
    drawn = tuple((child, parent, word) for (child, parent), word in arrows.items())
    sentences = [
        f"{boxes[child].name} {word} {_described(boxes[parent])}" for child, parent, word in drawn
    ]
    alt = f"{phrases('lineage.alt', n=len(nodes))} {'; '.join(sentences)}."
    return Figure(
        caption=phrases("lineage.caption"),
        alt=alt,
        nodes=boxes,
        arrows=drawn,
        legend=_legend(subject, boxes),
    )


def _legend(subject: Subject, boxes: tuple[DiagramNode, ...]) -> tuple[tuple[str, str], ...]:
    phrases = subject.phrases
    kinds = sorted({box.kind for box in boxes})
    entries = [(kind, phrases(f"legend.{kind}")) for kind in kinds]
    tones = sorted({box.tone for box in boxes if box.tone is not Tone.PLAIN})
    entries += [(tone.value, phrases(f"legend.{tone.value}")) for tone in tones]
    if any(box.decides for box in boxes):
        entries.append(("decides", phrases("legend.decides")))
    return tuple(entries)


def _folded(subject: Subject, nodes: list[_Node]) -> list[list[_Node]]:
    """The nodes in groups of one; if there are too many, those of one level with equal terms are
    grouped, and if there are still too many, those with the same answer to the use. Nodes on the
    deciding path stay single."""
    groups = [[node] for node in nodes]
    for likeness in (_terms_of, _answer_of):
        if len(groups) <= MOST_BOXES and _widest(groups) <= _WIDEST_LEVEL:
            break
        groups = _grouped(subject, nodes, likeness)
    return groups


def _widest(groups: list[list[_Node]]) -> int:
    """The number of groups in the widest level."""
    levels = Counter(group[0].layer for group in groups)
    return max(levels.values())


def _grouped(
    subject: Subject, nodes: list[_Node], likeness: Callable[[Subject, _Node], object]
) -> list[list[_Node]]:
    """Nodes grouped by similarity."""
    decisive = set(deciding_path(subject))
    groups: dict[object, list[_Node]] = {}
    for node in nodes:
        alone = node.layer == 0 or node.purl in decisive
        key = node.purl if alone else likeness(subject, node)
        groups.setdefault(key, []).append(node)
    return list(groups.values())


def _terms_of(subject: Subject, node: _Node) -> object:
    return (*_kind_and_answer(subject, node), _licence_words(subject, node.purl))


def _answer_of(subject: Subject, node: _Node) -> object:
    return _kind_and_answer(subject, node)


def _kind_and_answer(subject: Subject, node: _Node) -> tuple[object, ...]:
    _, tone = _terms(subject, node.purl)
    return node.layer, _kind(subject, node.purl), tone


def _described(box: DiagramNode) -> str:
    facts = ", ".join(filter(None, (box.licence, box.terms, box.note, box.members)))
    return f"{box.name} ({facts})"


def _relation(subject: Subject, edge: ReportEdge) -> str:
    relation = plain(subject.phrases.term("relation", edge.relation)).text
    if edge.confidence == _STATED:
        return relation
    confidence = plain(subject.phrases.term("confidence", edge.confidence)).text
    return f"{relation} ({confidence})"


def _box(subject: Subject, group: list[_Node]) -> DiagramNode:
    """The box of a node or a group."""
    node = group[0]
    word, tone = _terms(subject, node.purl)
    licences = list(dict.fromkeys(_licence_words(subject, member.purl) for member in group))
    notes = {_note(subject, member.purl) for member in group}
    name, members = subject.name(node.purl), ""
    if len(group) > 1:
        key = "node.group" if len(licences) == 1 else "node.group-of-answer"
        name = subject.phrases(key, count=len(group))
        member_names = ", ".join(subject.name(member.purl) for member in group[:_NAMED])
        members = subject.phrases("node.such-as", names=member_names)
    path = deciding_path(subject)
    return DiagramNode(
        name=name,
        licence=_listed(subject, licences),
        note=notes.pop() if len(notes) == 1 else "",
        kind=_kind(subject, node.purl),
        layer=node.layer,
        terms=word,
        tone=tone,
        decides=node.purl in path and len(path) > 1,
        members=members,
    )


def _listed(subject: Subject, licences: list[str]) -> str:
    """The first licences of a group, and the number of others."""
    shown = ", ".join(licences[:_NAMED])
    more = len(licences) - _NAMED
    if more > 0:
        return f"{shown} {subject.phrases('node.more-licences', count=more)}"
    return shown


def _kind(subject: Subject, purl: ArtifactId) -> str:
    if purl not in subject.digest.artifacts:
        return "unread"
    return "dataset" if purl.kind is Kind.DATASET else "model"


def _licence_words(subject: Subject, purl: ArtifactId) -> str:
    licence = subject.digest.licences.get(purl)
    if licence is None:
        return subject.phrases("licence.unknown")
    return licence_name(subject, licence.name, licence.verdict)


def _terms(subject: Subject, purl: ArtifactId) -> tuple[str, Tone]:
    """What an artefact's terms mean for the use, in one word; empty if no use was given."""
    phrases = subject.phrases
    if subject.judgement is None:
        return "", Tone.PLAIN
    reasons = [
        reason
        for reason in subject.judgement.reasons
        if purl in (*reason.path[-1:], *reason.others)
    ]
    if any(reason.verdict is UseVerdict.DENY for reason in reasons):
        return phrases("node.denied"), Tone.BAD
    if reasons:
        return phrases("node.open"), Tone.OPEN
    if purl not in subject.digest.artifacts:
        return phrases("node.unknown"), Tone.OPEN
    if any(purl in (*task.path[-1:], *task.others) for task in subject.judgement.duties):
        return phrases("node.conditions"), Tone.GOOD
    return phrases("node.permitted"), Tone.GOOD


def _note(subject: Subject, purl: ArtifactId) -> str:
    """What could not be read of an artefact, and whether it is gated."""
    phrases = subject.phrases
    artifact = subject.digest.artifacts.get(purl)
    if artifact is None:
        state = shorten(subject.digest.states.get(purl, "unknown"), LONGEST_WORDS)
        return phrases("node.unread", reason=phrases.term("reason-word", state))
    gaps = sum(gap.artifact.identity == purl.identity for gap in subject.gaps)
    notes = []
    if gaps:
        notes.append(phrases("node.gaps", n=gaps) if gaps > 1 else phrases("node.gap"))
    if artifact.gated:
        notes.append(phrases("node.gated"))
    return ", ".join(notes)


def _row(subject: Subject, node: _Node, edges: list[ReportEdge]) -> tuple[Line, ...]:
    artifact = subject.digest.artifacts.get(node.purl)
    children = ", ".join(subject.name(edge.child) for edge in edges[:_NAMED])
    relation = _relation(subject, edges[0]) if edges else ""
    word, tone = _terms(subject, node.purl)
    state = _note(subject, node.purl) or subject.phrases("nodes.read")
    commit = artifact.revision[:12] if artifact else ""
    name = strong(subject.name(node.purl), link=artifact.url if artifact else "", lang="und")
    effect: Line = (label(word, tone),) if word else ()
    return (
        (name, Span(text=f" {commit}", style="hash")),
        (plain(relation), muted(f" ← {children}", lang="und")),
        (plain(f"{_licence_words(subject, node.purl)} "), *effect),
        (plain(state),),
    )
