"""Weights and files: formats, hashes, scans, what can execute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from provenance.dossier.subject import Subject
from provenance.messages import in_language
from provenance.render.document import (
    Block,
    FactList,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    Tone,
    label,
    muted,
    plain,
)
from provenance.report import ReportArtifact, ReportFile
from provenance.signatures import SignatureState
from provenance.weights import is_weights, runs_code
from provenance.wording.facts import human_count, human_size, signature_facts

_MOST = 60
_MOST_NAMES = 5
# The only hub whose listings include the results of its scanners.
_SCANNING_HUB = "huggingface"
_DANGEROUS = "dangerous"


def files(subject: Subject) -> Iterator[Section]:
    """The repository's files, those that run on loading, and the hashes of what was judged."""
    phrases, artifact = subject.phrases, subject.artifact
    blocks: list[Block] = []
    if artifact is None or not artifact.files:
        blocks.append(Paragraph((plain(phrases("files.none")),)))
    else:
        blocks.append(FactList(tuple(_facts(subject, artifact))))
    if artifact and artifact.files:
        blocks.append(_table(subject, artifact))
    yield Section(id=subject.id("files"), title=phrases("files.title"), blocks=tuple(blocks))


def _facts(subject: Subject, artifact: ReportArtifact) -> Iterator[tuple[str, Line]]:
    phrases = subject.phrases
    yield phrases("files.formats"), (plain(_formats(subject, artifact)),)
    if artifact.parameters:
        number = in_language(human_count(artifact.parameters), phrases.lang)
        parameters = f"{number} {' '.join(artifact.dtypes)}"
        yield phrases("files.parameters"), (plain(parameters),)
    hashed = sum(file.sha256 is not None for file in artifact.files)
    hashes = phrases("files.hashed", n=hashed, of=len(artifact.files))
    yield phrases("files.hashes"), (plain(hashes),)
    yield phrases("files.execute"), (_executing(subject, artifact),)
    yield phrases("files.scans"), (_scanned(subject, artifact),)
    yield phrases("files.signatures"), (_signed(subject, artifact),)
    yield from _weight_facts(subject, artifact)


def _formats(subject: Subject, artifact: ReportArtifact) -> str:
    """How many files there are of each format, the largest formats first."""
    groups: dict[str, list[ReportFile]] = defaultdict(list)
    for file in artifact.files:
        groups[file.format or subject.phrases("files.other")].append(file)

    def rank(name: str) -> tuple[int, str]:
        return -sum(file.size or 0 for file in groups[name]), name

    return "; ".join(_group(subject, name, groups[name]) for name in sorted(groups, key=rank))


def _executing(subject: Subject, artifact: ReportArtifact) -> Span:
    """How many files run code when they are loaded."""
    running = sum(_runs(file) for file in artifact.files)
    if running:
        return label(subject.phrases("files.running", n=running), Tone.OPEN)
    return plain(subject.phrases("files.none-runs"))


def _scanned(subject: Subject, artifact: ReportArtifact) -> Span:
    """What the hub's own scanners say."""
    flagged = sum(bool(file.scan) for file in artifact.files)
    if flagged:
        return label(subject.phrases("files.flagged", n=flagged), Tone.BAD)
    if artifact.purl.hub.purl_type != _SCANNING_HUB:
        return plain(subject.phrases("files.unscanned"))
    return plain(subject.phrases("files.unflagged"))


def _weight_facts(subject: Subject, artifact: ReportArtifact) -> Iterator[tuple[str, Line]]:
    """What the weights use when they are loaded, and the chat templates they carry."""
    phrases = subject.phrases
    uses = [use for weights in artifact.weights for use in weights.uses]
    if uses:
        names = tuple(dict.fromkeys(use.name for use in uses))
        shown = phrases("files.used", n=len(names), names=", ".join(names[:_MOST_NAMES]))
        is_harmful = any(use.verdict == _DANGEROUS for use in uses)
        yield phrases("files.uses"), (label(shown, Tone.BAD if is_harmful else Tone.OPEN),)
    for template in artifact.templates[:_MOST_NAMES]:
        digest = Span(text=template.sha256, style="hash")
        yield phrases("files.template", place=template.place), (digest,)


def _signed(subject: Subject, artifact: ReportArtifact) -> Span:
    """The signer of the files, as far as it was verified."""
    phrases, signature = subject.phrases, artifact.signature
    if signature is None:
        return plain(phrases("files.unsigned"))
    stated = in_language(signature_facts(artifact)[0], phrases.lang)
    is_whole = not (signature.differing or signature.missing)
    if signature.state == SignatureState.VERIFIED and is_whole:
        return label(stated, Tone.GOOD)
    is_unchecked = signature.state == SignatureState.UNCHECKED and is_whole
    return label(stated, Tone.OPEN if is_unchecked else Tone.BAD)


def _runs(file: ReportFile) -> bool:
    """Whether loading the file, or trusting code next to the weights, executes it."""
    return runs_code(file.path)


def _group(subject: Subject, name: str, members: list[ReportFile]) -> str:
    """The number and total size of the files of a format."""
    sizes = [file.size for file in members if file.size is not None]
    form = subject.phrases.term("format", name)
    counted = subject.phrases("files.group", count=len(members), format=form)
    return f"{counted} ({human_size(sum(sizes))})" if sizes else counted


def _table(subject: Subject, artifact: ReportArtifact) -> Table:
    """Weights, code and flagged files first; at most sixty rows."""
    phrases = subject.phrases
    ranked = sorted(
        artifact.files, key=lambda file: (not file.scan, not _runs(file), not is_weights(file.path))
    )
    header = tuple(
        phrases(f"files.{key}") for key in ("path", "format", "size", "sha256", "remarks")
    )
    rows = tuple(_row(subject, file) for file in ranked[:_MOST])
    more = len(ranked) - _MOST
    caption = phrases("files.caption") + (f" ({phrases('files.more', n=more)})" if more > 0 else "")
    return Table(caption=caption, header=header, rows=rows, widths=(36, 13, 11, 28, 12))


def _row(subject: Subject, file: ReportFile) -> tuple[Line, ...]:
    phrases = subject.phrases
    remarks = [label(phrases("files.runs"), Tone.OPEN)] if _runs(file) else []
    if file.scan:
        remarks += [
            plain(" "),
            label(phrases("files.scan", level=file.scan), Tone.BAD),
        ]
    size = human_size(file.size) if file.size is not None else phrases("files.untold")
    digest = muted(phrases("files.untold"))
    if file.sha256:
        digest = Span(text=file.sha256, style="hash")
    return (
        (Span(text=file.path, style="code", lang="und"),),
        (plain(phrases.term("format", file.format) if file.format else "–"),),
        (plain(size),),
        (digest,),
        tuple(remarks) or (plain("–"),),
    )
