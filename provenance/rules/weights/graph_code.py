"""WGT008."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import FileEntry
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import file_evidence
from provenance.rules.weights.read import require_examined
from provenance.weights import IN_GRAPHS, Examined, Use, Verdict

_SHOWN = 5
_GRAPHS = frozenset({"keras", "hdf5", "onnx", "tensorflow"})


class CodeInGraph(
    Rule,
    code="WGT008",
    name="code-in-graph",
    family=Family.WEIGHTS,
    severity=Severity.HIGH,
):
    """A model graph brings code of its own or reaches for other files.

    ## What it checks
    Keras configurations for Lambda layers and classes of other modules, ONNX models for operators
    outside the known domains and for data that lies outside the folder of the model, TensorFlow
    graphs for operators that call Python or read and write files. High for what runs code or
    reaches for files, medium for what needs code that was not read.

    ## Why it matters
    Such a model runs more than its weights once it is loaded or used.

    ## How to fix
    Read the code of the layer or operator, ask for a model without it, or load it in a sandbox.

    ## Example
    A `Lambda` layer in `model.keras`.

    ## References
    - https://keras.io/api/layers/core_layers/lambda/
    - https://onnx.ai/onnx/repo-docs/ExternalData.html
    - https://www.tensorflow.org/security
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
        severities = {Verdict.DANGEROUS: Severity.HIGH, Verdict.UNKNOWN: Severity.MEDIUM}
        for verdict, severity in severities.items():
            chosen = [use for use in uses if use.verdict is verdict and use.action in IN_GRAPHS]
            if chosen:
                yield self._finding(subject, look.path, chosen, severity)

    def _finding(
        self, subject: ArtifactRecord, path: str, uses: list[Use], severity: Severity
    ) -> Finding:
        entry = subject.snapshot.file(path) or FileEntry(path=path)
        names = tuple(use.name for use in uses[:_SHOWN])
        kind = "dangerous" if severity is Severity.HIGH else "unknown"
        return self.finding(
            subject,
            severity=severity,
            message=message(
                f"weights.code-in-graph.message-{kind}", file=path, names=names, count=len(uses)
            ),
            remedy=message("weights.code-in-graph.remedy"),
            evidence=[file_evidence(subject, entry)],
            details=[
                message(f"weights.use.{use.action}", name=use.name, place=use.place)
                for use in uses[:_SHOWN]
            ],
            key=f"{path}:{kind}",
        )


def _require_read(subject: ArtifactRecord) -> None:
    """See that every graph was read to its end.

    Raises:
        NotApplicableError: There is none.
        CannotTellError: One was not read, or not to its end.
    """
    require_examined(subject)
    graphs = [
        look
        for look in subject.examined.values()
        if look.named in _GRAPHS or look.content in _GRAPHS
    ]
    if not graphs:
        raise NotApplicableError(message("weights.code-in-graph.not-applicable"))
    unread = tuple(
        look.path for look in graphs if look.problem or (look.facts and not look.facts.complete)
    )
    if unread:
        files, count = unread[:_SHOWN], len(unread)
        raise CannotTellError(message("weights.reason.bytes-unread", files=files, count=count))
