"""Weights and files: formats, hashes, scans, what can execute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from provenance.dossier.case import Case
from provenance.lock.reading import is_executable
from provenance.render.document import (
    Block,
    FactList,
    Items,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    Tone,
)
from provenance.report import ReportArtifact, ReportFile
from provenance.weights import is_weights
from provenance.wording.facts import human_count, human_size

_MOST = 60


def files(case: Case) -> Iterator[Section]:
    """What the repository holds, which of it runs when it is loaded, and the hashes of what was
    judged."""
    words, artifact = case.words, case.artifact
    blocks: list[Block] = []
    if artifact is None or not artifact.files:
        blocks.append(Paragraph((Span(text=words("files.none")),)))
    else:
        blocks.append(FactList(tuple(_facts(case, artifact))))
    if found := case.found("weights"):
        blocks.append(Items(found))
    if artifact and artifact.files:
        blocks.append(_table(case, artifact))
    yield Section(id=case.id("files"), title=words("files.title"), blocks=tuple(blocks))


def _facts(case: Case, artifact: ReportArtifact) -> Iterator[tuple[str, Line]]:
    words = case.words
    groups: dict[str, list[ReportFile]] = defaultdict(list)
    for file in artifact.files:
        groups[file.format or words("files.other")].append(file)
    ranked = sorted(
        groups.items(), key=lambda group: (-sum(file.size or 0 for file in group[1]), group[0])
    )
    yield (
        words("files.formats"),
        (
            Span(
                text="; ".join(f"{len(held)} {name} {_size(held)}".strip() for name, held in ranked)
            ),
        ),
    )
    if artifact.parameters:
        told = f"{human_count(artifact.parameters)} {' '.join(artifact.dtypes)}"
        yield words("files.parameters"), (Span(text=told),)
    hashed = sum(file.sha256 is not None for file in artifact.files)
    yield (
        words("files.hashes"),
        (Span(text=words("files.hashed", n=hashed, of=len(artifact.files))),),
    )
    running = [file.path for file in artifact.files if _runs(file)]
    told = words("files.running", n=len(running)) if running else words("files.none-runs")
    yield (
        words("files.execute"),
        (
            Span(
                text=told,
                style="label" if running else "",
                tone=Tone.OPEN if running else Tone.PLAIN,
            ),
        ),
    )
    flagged = [file for file in artifact.files if file.scan]
    told = words("files.flagged", n=len(flagged)) if flagged else words("files.unflagged")
    yield (
        words("files.scans"),
        (
            Span(
                text=told,
                style="label" if flagged else "",
                tone=Tone.BAD if flagged else Tone.PLAIN,
            ),
        ),
    )
    yield words("files.signatures"), (Span(text=words("files.unsigned")),)


def _runs(file: ReportFile) -> bool:
    """Whether loading the file, or trusting the code beside the weights, runs what it holds."""
    return is_executable(file.path, file.format)


def _size(held: list[ReportFile]) -> str:
    sizes = [file.size for file in held if file.size is not None]
    return f"({human_size(sum(sizes))})" if sizes else ""


def _table(case: Case, artifact: ReportArtifact) -> Table:
    """Weights, code and flagged files first; at most sixty rows."""
    words = case.words
    ranked = sorted(
        artifact.files, key=lambda file: (not file.scan, not _runs(file), not is_weights(file.path))
    )
    header = tuple(words(f"files.{key}") for key in ("path", "format", "size", "sha256", "remarks"))
    rows = tuple(_row(case, file) for file in ranked[:_MOST])
    more = len(ranked) - _MOST
    caption = words("files.caption") + (f" ({words('files.more', n=more)})" if more > 0 else "")
    return Table(caption=caption, header=header, rows=rows, widths=(36, 13, 11, 28, 12))


def _row(case: Case, file: ReportFile) -> tuple[Line, ...]:
    words = case.words
    remarks = [Span(text=words("files.runs"), style="label", tone=Tone.OPEN)] if _runs(file) else []
    if file.scan:
        remarks += [
            Span(text=" "),
            Span(text=words("files.scan", level=file.scan), style="label", tone=Tone.BAD),
        ]
    size = human_size(file.size) if file.size is not None else words("files.untold")
    return (
        (Span(text=file.path, style="code", lang="und"),),
        (Span(text=file.format or "–"),),
        (Span(text=size),),
        (Span(text=file.sha256, style="hash"),)
        if file.sha256
        else (Span(text=words("files.untold"), style="muted"),),
        tuple(remarks) or (Span(text="–"),),
    )
