"""The rule code-in-graph (WGT008)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.weights.read import require_examined
from provenance.rules.weights.uses import (
    code_finding,
    judged_uses,
    refuse_unread,
)
from provenance.weights import IN_GRAPHS, Verdict

_SEVERITIES = {Verdict.DANGEROUS: Severity.HIGH, Verdict.UNKNOWN: Severity.MEDIUM}
_GRAPHS = frozenset({"keras", "hdf5", "onnx", "tensorflow"})


class CodeInGraph(
    Rule,
    code="WGT008",
    name="code-in-graph",
    family=Family.WEIGHTS,
    severity=Severity.HIGH,
):
    """A model graph contains its own code or refers to other files.

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
        is_used = False
        for judged in judged_uses(subject, IN_GRAPHS):
            is_used = True
            _, verdict, _ = judged
            yield code_finding(self, subject, judged, severity=_SEVERITIES[verdict])
        if not is_used:
            _require_read(subject)


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
    unread = [look for look in graphs if look.problem or (look.facts and not look.facts.complete)]
    refuse_unread(unread)
