"""Compare two locks and describe the changes for whoever approved the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from provenance.licences import is_licence_file, readable
from provenance.lineage.config_files import SERVED
from provenance.lock.locked import Lock, Locked
from provenance.lock.reading import FLAGS
from provenance.messages import Message, message
from provenance.model.artifact import CARD, ArtifactId
from provenance.model.change import Change
from provenance.model.finding import Severity
from provenance.privacy import catalogue
from provenance.weights import is_weights, runs_code
from provenance.wording.names import grade_name, state_name, verdict_name

_RANKS = ("absent", "placeholder", "partial", "disclosed")
_MOST = 8
# The possible roles of a parent, and the severity of a changed parent.
_PARENTAGE = {"base": Severity.HIGH, "dataset": Severity.MEDIUM, "code": Severity.HIGH}
_FLAGGED = {
    "unsafe": Severity.CRITICAL,
    "suspicious": Severity.HIGH,
    "caution": Severity.MEDIUM,
}


def compare(before: Lock, after: Lock) -> tuple[Change, ...]:
    """The changes from one lock to another.

    Args:
        before: The approved state.
        after: The current state.

    Returns:
        Changes, worst first, then by artefact. The artefact that names a new or removed one reports
        it.
    """
    changes: list[Change] = []
    for key in sorted(before.artifacts.keys() & after.artifacts.keys()):
        changes += _compare(before.artifacts[key], after.artifacts[key])
    changes += _changed_subjects(before, after)
    return tuple(
        sorted(
            changes,
            key=lambda change: (change.severity.rank, change.artifact, change.kind, change.text),
        )
    )


def _changed_subjects(before: Lock, after: Lock) -> Iterator[Change]:
    """What is audited under another name, no longer, or for the first time."""
    dropped = _only_subjects(before, after)
    new = _only_subjects(after, before)
    renamed = _renamed(dropped, new)
    for old in dropped:
        now = renamed.get(old.purl)
        if now is None:
            text = message("lock.change.dropped", name=old.purl.name)
            yield Change(kind="asked", severity=Severity.LOW, artifact=old.purl, text=text)
            continue
        is_handed_over = old.purl.name.partition("/")[0] != now.purl.name.partition("/")[0]
        yield Change(
            kind="asked",
            severity=Severity.HIGH if is_handed_over else Severity.MEDIUM,
            artifact=now.purl,
            text=message("lock.change.renamed", name=old.purl.name, now=now.purl.name),
        )
        yield from _compare(old, now)
    known = {now.purl for now in renamed.values()}
    for now in new:
        if now.purl not in known:
            text = message("lock.change.new", name=now.purl.name)
            yield Change(kind="asked", severity=Severity.MEDIUM, artifact=now.purl, text=text)


def _only_subjects(these: Lock, others: Lock) -> list[Locked]:
    """The subjects of one lock that the other does not hold."""
    keys = sorted(these.artifacts.keys() - others.artifacts.keys())
    return [these.artifacts[key] for key in keys if these.artifacts[key].role == "subject"]


def _renamed(dropped: list[Locked], new: list[Locked]) -> dict[ArtifactId, Locked]:
    """The same commit under another name, by the old name: a hub answers for a repository that was
    renamed, or handed to another owner, under its new name."""
    renamed: dict[ArtifactId, Locked] = {}
    for old in dropped:
        same = [
            now
            for now in new
            if old.revision and now.revision == old.revision and now.purl.kind == old.purl.kind
        ]
        if len(same) == 1:
            renamed[old.purl] = same[0]
    return renamed


def _compare(old: Locked, new: Locked) -> Iterator[Change]:
    name = old.purl.name
    if old.state != new.state:
        yield _other_state(name, old, new)
        return
    if old.gated != new.gated:
        key = "lock.change.gated" if new.gated else "lock.change.not-gated"
        severity = Severity.HIGH if new.gated else Severity.INFO
        yield Change(
            kind="gating",
            severity=severity,
            artifact=old.purl,
            text=message(key, name=name),
            keys=("gated",),
        )
    if old.private != new.private:
        key = "lock.change.private" if new.private else "lock.change.public"
        severity = Severity.HIGH if new.private else Severity.INFO
        yield Change(
            kind="gating",
            severity=severity,
            artifact=old.purl,
            text=message(key, name=name),
            keys=("private",),
        )
    yield from _flagged(name, old, new)
    yield from _unread(name, old, new)
    yield from _licences(name, old, new)
    yield from _files(name, old, new)
    yield from _lineage(name, old, new)
    yield from _disclosures(name, old, new)
    if old.revision != new.revision:
        yield _moved(name, old, new)


def _other_state(name: str, old: Locked, new: Locked) -> Change:
    if new.state == "read":
        text = message("lock.change.readable", name=name, state=state_name(old.state))
        return Change(kind="unreadable", severity=Severity.MEDIUM, artifact=old.purl, text=text)
    key = "lock.change.unreadable" if old.state == "read" else "lock.change.state"
    text = message(key, name=name, state=state_name(new.state))
    return Change(kind="unreadable", severity=Severity.HIGH, artifact=old.purl, text=text)


def _moved(name: str, old: Locked, new: Locked) -> Change:
    """Report a new commit. For a repository whose code is run this means other code: loaders use
    its main branch, whatever revision the model pins."""
    way = {"old": _short(old.revision), "new": _short(new.revision)}
    if "code" in (old.role, new.role):
        text = message("lock.change.code-moved", name=name, **way)
        return Change(
            kind="executable",
            severity=Severity.HIGH,
            artifact=old.purl,
            text=text,
            keys=("revision",),
        )
    text = message("lock.change.moved", name=name, **way)
    return Change(
        kind="revision", severity=Severity.INFO, artifact=old.purl, text=text, keys=("revision",)
    )


def _unread(name: str, old: Locked, new: Locked) -> Iterator[Change]:
    """Report what can no longer be compared, so that no change is claimed because of it."""
    lost = [path for path in new.unread if path not in old.unread]
    if lost:
        text = message("lock.change.files-unread", name=name)
        yield _path_change("unreadable", Severity.HIGH, old.purl, text=text, paths=lost)
    blind = [path for path, digest in old.files.items() if digest and new.files.get(path) == ""]
    blind = [path for path in blind if path not in new.unread]
    if blind:
        text = message("lock.change.files-without-hash", name=name)
        yield _path_change("unreadable", Severity.HIGH, old.purl, text=text, paths=blind)


def _path_change(
    kind: str, severity: Severity, purl: ArtifactId, *, text: Message, paths: list[str]
) -> Change:
    """A change in some files that shows nothing but their paths."""
    return Change(
        kind=kind,
        severity=severity,
        artifact=purl,
        text=text,
        details=_first(paths),
        keys=tuple(paths),
    )


def _flagged(name: str, old: Locked, new: Locked) -> Iterator[Change]:
    """Report files whose scanner level changed; a lock without levels reports nothing."""
    if old.flagged is None or new.flagged is None:
        return
    graver: dict[str, str] = {}
    for path, level in new.flagged.items():
        before = old.flagged.get(path)
        if before is None or FLAGS.index(level) < FLAGS.index(before):
            graver[path] = level
    if graver:
        worst = min(graver.values(), key=FLAGS.index)
        text = message("lock.change.flagged", name=name)
        levels = [f"{path}: {level}" for path, level in graver.items()]
        yield Change(
            kind="flagged",
            severity=_FLAGGED[worst],
            artifact=old.purl,
            text=text,
            details=_first(levels),
            keys=tuple(graver),
        )
    cleared = [path for path in old.flagged if path not in new.flagged]
    if cleared:
        text = message("lock.change.cleared", name=name)
        yield _path_change("flagged", Severity.INFO, old.purl, text=text, paths=cleared)


def _licences(name: str, old: Locked, new: Locked) -> Iterator[Change]:
    unread = (*old.unread, *new.unread)
    if not any(path == CARD or is_licence_file(path) for path in unread):
        yield from _terms(name, old, new)
    elif old.declared and new.declared and old.declared != new.declared:
        yield _declared(name, old, new, details=())
    differing = _differing(old.files, new.files)
    texts = [path for path in differing if is_licence_file(path)]
    if texts:
        yield _file_change("licence-text", "lock.change.licence-text", name, (old, new), texts)


def _terms(name: str, old: Locked, new: Locked) -> Iterator[Change]:
    """The weightiest change of the licence, where all places that state one were read."""
    # A duty that both sides impose stays, even if another clause imposes it now.
    duties = (
        *_duties("lock.detail.requires", _only_in(new.duties, old.duties)),
        *_duties("lock.detail.drops", _only_in(old.duties, new.duties)),
    )
    if old.concluded != new.concluded:
        licences = {"old": _licence(old.concluded), "new": _licence(new.concluded)}
        yield Change(
            kind="licence",
            severity=Severity.HIGH,
            artifact=old.purl,
            text=message("lock.change.licence", name=name, **licences),
            details=duties,
            keys=("concluded",),
        )
    elif old.declared != new.declared:
        yield _declared(name, old, new, details=duties)
    elif old.duties != new.duties:
        reworded = _duties("lock.detail.rewords", _reworded(old.duties, new.duties))
        yield Change(
            kind="terms",
            severity=Severity.MEDIUM,
            artifact=old.purl,
            text=message("lock.change.terms", name=name),
            details=(*duties, *reworded),
            keys=("duties",),
        )
    elif old.verdict != new.verdict:
        verdicts = {"old": verdict_name(old.verdict), "new": verdict_name(new.verdict)}
        text = message("lock.change.verdict", name=name, **verdicts)
        yield Change(
            kind="terms", severity=Severity.MEDIUM, artifact=old.purl, text=text, keys=("verdict",)
        )


def _declared(name: str, old: Locked, new: Locked, *, details: tuple[str, ...]) -> Change:
    licences = {"old": _licence(old.declared), "new": _licence(new.declared)}
    return Change(
        kind="licence",
        severity=Severity.HIGH,
        artifact=old.purl,
        text=message("lock.change.declared", name=name, **licences),
        details=details,
        keys=("declared",),
    )


def _files(name: str, old: Locked, new: Locked) -> Iterator[Change]:
    sides = (old, new)
    differing = _differing(old.files, new.files)
    executable = [path for path in differing if runs_code(path) or path in SERVED]
    added = [path for path in executable if path not in old.files]
    if added:
        yield _file_change("executable", "lock.change.new-executable", name, sides, added)
    weights = [path for path in differing if is_weights(path) and path not in added]
    if weights:
        yield _weight_change(name, sides, weights)
    code = [path for path in executable if path not in (*added, *weights)]
    if code:
        yield _file_change("executable", "lock.change.code", name, sides, code)
    yield from _runs(name, old, new)
    if CARD in differing:
        text = message("lock.change.card", name=name)
        yield Change(kind="card", severity=Severity.LOW, artifact=old.purl, text=text, keys=(CARD,))


def _weight_change(name: str, sides: tuple[Locked, Locked], paths: list[str]) -> Change:
    """Weights that were replaced, or that came or went."""
    old, new = sides
    replaced = any(old.files.get(path) and new.files.get(path) for path in paths)
    key = "lock.change.weights" if replaced else "lock.change.weight-files"
    return _file_change("weights", key, name, sides, paths)


def _file_change(
    kind: str, key: str, name: str, sides: tuple[Locked, Locked], paths: list[str]
) -> Change:
    """A change of high severity in some files, with both hashes of each."""
    old, new = sides
    return Change(
        kind=kind,
        severity=Severity.HIGH,
        artifact=old.purl,
        text=message(key, name=name),
        details=_file_lines(paths, old.files, new.files),
        keys=tuple(paths),
    )


def _runs(name: str, old: Locked, new: Locked) -> Iterator[Change]:
    """Report chat templates and code inside weight files; unread files report nothing."""
    if old.runs is None or new.runs is None:
        return
    unread = (*old.unread, *new.unread)
    differing = [
        place
        for place in _differing(old.runs, new.runs)
        if not any(place.startswith(path) for path in unread)
    ]
    if differing:
        yield Change(
            kind="executable",
            severity=Severity.HIGH,
            artifact=old.purl,
            text=message("lock.change.runs", name=name),
            details=_file_lines(differing, old.runs, new.runs),
            keys=tuple(differing),
        )


def _lineage(name: str, old: Locked, new: Locked) -> Iterator[Change]:
    # Parents named in a file that cannot be read now are neither gone nor new.
    gone = {} if _names_parents(new.unread) else _gone(old.parents, new.parents)
    come = {} if _names_parents(old.unread) else _gone(new.parents, old.parents)
    for role, severity in _PARENTAGE.items():
        lost, gained = _in_role(role, gone), _in_role(role, come)
        if lost or gained:
            yield Change(
                kind="lineage",
                severity=severity,
                artifact=old.purl,
                text=message(f"lock.change.parents-{role}", name=name),
                details=(
                    *_names("lock.detail.no-longer", _with_relation(lost)),
                    *_names("lock.detail.now", _with_relation(gained)),
                ),
                keys=tuple(_in_role(role, gone | come)),
            )


def _in_role(role: str, parents: Mapping[ArtifactId, str]) -> dict[ArtifactId, str]:
    return {purl: how for purl, how in parents.items() if _parentage(how) == role}


def _with_relation(parents: Mapping[ArtifactId, str]) -> list[str]:
    return [f"{purl.name} ({relation})" for purl, relation in parents.items()]


def _parentage(relation: str) -> str:
    """The role of a parent: `base`, `dataset` or `code`."""
    return relation if relation in _PARENTAGE else "base"


def _disclosures(name: str, old: Locked, new: Locked) -> Iterator[Change]:
    if CARD in (*old.unread, *new.unread):
        return
    questions = {check.id: check for check in catalogue()}
    checks = sorted(old.disclosures.keys() & new.disclosures.keys())
    steps = {
        check: _rank(new.disclosures[check]) - _rank(old.disclosures[check]) for check in checks
    }
    for sign, key, severity in (
        (-1, "lock.change.withdrawn", Severity.MEDIUM),
        (1, "lock.change.added", Severity.INFO),
    ):
        moved = tuple(check for check, step in steps.items() if step * sign > 0)
        if moved:
            details = tuple(
                message(
                    "lock.detail.grade",
                    question=check,
                    title=questions[check].heading if check in questions else "",
                    old=grade_name(old.disclosures[check]),
                    new=grade_name(new.disclosures[check]),
                )
                for check in moved
            )
            text = message(key, name=name)
            yield Change(
                kind="disclosure",
                severity=severity,
                artifact=old.purl,
                text=text,
                details=details,
                keys=moved,
            )


def _names_parents(paths: tuple[str, ...]) -> bool:
    return any(path.endswith((".md", ".json", ".yml", ".yaml")) for path in paths)


def _rank(grade: str) -> int:
    return _RANKS.index(grade) if grade in _RANKS else 0


def _short(revision: str) -> str:
    return revision.removeprefix("sha256:")[:7]


def _licence(expression: str | None) -> str:
    return readable(expression) if expression else message("lock.change.no-licence")


_Key = TypeVar("_Key")


def _gone(before: Mapping[_Key, str], after: Mapping[_Key, str]) -> dict[_Key, str]:
    return {key: value for key, value in before.items() if after.get(key) != value}


def _only_in(these: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in these.items() if key not in others}


def _reworded(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Duties that are unchanged, in their current words and clause."""
    return {key: value for key, value in after.items() if key in before and before[key] != value}


def _duties(key: str, duties: Mapping[str, str]) -> tuple[str, ...]:
    return (message(key, duties=tuple(duties.values())),) if duties else ()


def _names(key: str, names: list[str]) -> tuple[str, ...]:
    return (message(key, names=tuple(names)),) if names else ()


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Paths that were added, removed or have another hash; a file without a hash is not known to
    differ."""
    differing = old.keys() ^ new.keys()
    for path in old.keys() & new.keys():
        before, after = old[path], new[path]
        if before and after and before != after:
            differing.add(path)
    return sorted(differing)


def _file_lines(
    paths: list[str], old: Mapping[str, str], new: Mapping[str, str]
) -> tuple[str, ...]:
    """A line for each of the first few files: added, removed, or both hashes."""
    lines: list[str] = []
    for path in paths:
        if path not in old:
            lines.append(message("lock.detail.file-added", path=path))
        elif path not in new:
            lines.append(message("lock.detail.file-removed", path=path))
        else:
            digests = {"old": old[path][:12], "new": new[path][:12]}
            lines.append(message("lock.detail.file-changed", path=path, **digests))
    return _first(lines)


def _first(lines: list[str]) -> tuple[str, ...]:
    more = len(lines) - _MOST
    return (*lines[:_MOST], message("lock.detail.more", count=more)) if more > 0 else tuple(lines)
