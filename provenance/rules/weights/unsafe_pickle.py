"""WGT007."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.record import ArtifactRecord
from provenance.messages import Message, message
from provenance.model.artifact import FileEntry
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import file_evidence
from provenance.rules.weights.read import require_examined
from provenance.weights import IN_PICKLES, Examined, Use, Verdict, executes_code

_SHOWN = 5


class UnsafePickle(
    Rule,
    code="WGT007",
    name="unsafe-pickle",
    family=Family.WEIGHTS,
    severity=Severity.CRITICAL,
):
    """Loading a pickle calls functions that weights do not need.

    ## What it checks
    The opcodes of every pickle, also in archives, behind one another, and in the bytes of others.
    Nothing is unpickled. Critical if a pickle uses a function that can run code or commands, read
    or write files, or reach the network; medium if it uses one that no list of a framework knows.

    ## Why it matters
    A pickle is a program. Whoever loads it runs what it calls.

    ## How to fix
    Do not load the file. If you know the function and need it, read its source and accept this
    finding with a waiver.

    ## Example
    `posix.system` in `pytorch_model.bin`.

    ## References
    - https://docs.python.org/3/library/pickle.html#restricting-globals
    - https://huggingface.co/docs/hub/security-pickle
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        findings = [
            finding
            for look in subject.examined.values()
            for finding in self._of_file(subject, look)
        ]
        yield from findings
        if not findings:
            _require_read(subject)

    def _of_file(self, subject: ArtifactRecord, look: Examined) -> Iterator[Finding]:
        uses = look.facts.uses if look.facts else ()
        severities = {Verdict.DANGEROUS: Severity.CRITICAL, Verdict.UNKNOWN: Severity.MEDIUM}
        for verdict, severity in severities.items():
            chosen = [use for use in uses if use.verdict is verdict and use.action in IN_PICKLES]
            if chosen:
                yield self._finding(subject, look.path, chosen, severity)

    def _finding(
        self, subject: ArtifactRecord, path: str, uses: list[Use], severity: Severity
    ) -> Finding:
        entry = subject.snapshot.file(path) or FileEntry(path=path)
        names = tuple(use.name for use in uses[:_SHOWN])
        kind = "dangerous" if severity is Severity.CRITICAL else "unknown"
        return self.finding(
            subject,
            severity=severity,
            message=message(
                f"weights.unsafe-pickle.message-{kind}", file=path, names=names, count=len(uses)
            ),
            remedy=message("weights.unsafe-pickle.remedy"),
            evidence=[file_evidence(subject, entry)],
            details=[_detail(use) for use in uses[:_SHOWN]],
            key=f"{path}:{kind}",
        )


def _detail(use: Use) -> Message:
    return message(f"weights.use.{use.action}", name=use.name, place=use.place)


def _require_read(subject: ArtifactRecord) -> None:
    """See that every pickle was read to its end.

    Raises:
        NotApplicableError: There is none.
        CannotTellError: One was not read, or not to its end.
    """
    require_examined(subject)
    pickles = [look for look in subject.examined.values() if _is_pickle(look)]
    if not pickles:
        raise NotApplicableError(message("weights.unsafe-pickle.not-applicable"))
    unread = tuple(look.path for look in pickles if not look.facts or not look.facts.complete)
    if unread:
        files, count = unread[:_SHOWN], len(unread)
        raise CannotTellError(message("weights.reason.bytes-unread", files=files, count=count))


def _is_pickle(look: Examined) -> bool:
    return executes_code(look.path) or look.content in ("pickle", "torch-zip", "torch-mar")
