"""What the rules about code in weight files share: the uses of each file by how they were judged,
and their sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from provenance.lineage.record import ArtifactRecord
from provenance.messages import Message, message
from provenance.model.artifact import FileEntry
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Rule
from provenance.rules.evidence import file_evidence
from provenance.weights import Examined, LoadVerdict, Use

MOST_SHOWN = 5
# How the sentences of a rule are called for each judgement that is a finding, the worst first.
KINDS = {LoadVerdict.DANGEROUS: "dangerous", LoadVerdict.UNKNOWN: "unknown"}


def judged_uses(
    subject: ArtifactRecord, actions: AbstractSet[str]
) -> Iterator[tuple[str, LoadVerdict, list[Use]]]:
    """The uses of each weight file that are dangerous or unknown.

    Args:
        subject: The artefact.
        actions: Which actions count.

    Yields:
        Path of the file, the judgement, and the uses that were judged so.
    """
    for look in subject.examined.values():
        uses = look.facts.uses if look.facts else ()
        for verdict in KINDS:
            chosen = [use for use in uses if use.verdict is verdict and use.action in actions]
            if chosen:
                yield look.path, verdict, chosen


def code_finding(
    rule: Rule,
    subject: ArtifactRecord,
    judged: tuple[str, LoadVerdict, list[Use]],
    *,
    severity: Severity,
) -> Finding:
    """The finding on the uses of one file that were judged alike.

    Args:
        rule: The rule, whose sentences are `weights.NAME.message-KIND` and `weights.NAME.remedy`.
        subject: The artefact.
        judged: Path, judgement and uses, from `judged_uses`.
        severity: How grave the judgement is for this rule.
    """
    path, verdict, uses = judged
    entry = subject.snapshot.file(path) or FileEntry(path=path)
    names = tuple(use.name for use in uses[:MOST_SHOWN])
    kind = KINDS[verdict]
    return rule.finding(
        subject,
        severity=severity,
        message=message(
            f"weights.{rule.name}.message-{kind}", file=path, names=names, count=len(uses)
        ),
        remedy=message(f"weights.{rule.name}.remedy"),
        evidence=[file_evidence(subject, entry)],
        details=use_details(uses),
        key=f"{path}:{kind}",
    )


def use_details(uses: Sequence[Use]) -> list[Message]:
    """One sentence for each of the first uses: what it does, and where."""
    return [
        message(f"weights.use.{use.action}", name=use.name, place=use.place)
        for use in uses[:MOST_SHOWN]
    ]


def refuse_unread(unread: Sequence[Examined]) -> None:
    """Raise if a file was not read, or not to its end: the rule cannot tell then.

    Raises:
        CannotTellError: There is such a file.
    """
    if unread:
        files, count = tuple(look.path for look in unread[:MOST_SHOWN]), len(unread)
        raise CannotTellError(message("weights.reason.bytes-unread", files=files, count=count))
