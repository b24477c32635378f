"""The rule code-in-graph (WGT008)."""

from __future__ import annotations

from provenance.model.finding import Severity
from provenance.rules.base import Family
from provenance.rules.weights.code_rule import CodeRule
from provenance.weights import IN_GRAPHS, Examined, LoadVerdict

_GRAPHS = frozenset({"keras", "hdf5", "onnx", "tensorflow"})

_SEVERITIES = {LoadVerdict.DANGEROUS: Severity.HIGH, LoadVerdict.UNKNOWN: Severity.MEDIUM}


class CodeInGraph(
    CodeRule,
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

    actions = IN_GRAPHS
    severities = _SEVERITIES

    def is_concerned(self, look: Examined) -> bool:
        """See `CodeRule.is_concerned`."""
        return look.named in _GRAPHS or look.content in _GRAPHS

    def is_read(self, look: Examined) -> bool:
        """See `CodeRule.is_read`; a graph without a reader of its own holds nothing to judge."""
        return not look.problem and (look.facts is None or look.facts.complete)
