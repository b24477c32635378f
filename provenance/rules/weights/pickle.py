"""WGT001."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.model.artifact import Kind
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import file_evidence
from provenance.weights import executes_code, is_weights

_SHOWN = 5


class WeightsCanExecute(
    Rule, code="WGT001", name="weights-can-execute", family=Family.WEIGHTS, severity=Severity.HIGH
):
    """Loading the weights can execute code.

    ## What it checks
    Weight files in a format that runs code when loaded (pickle and its kin). High where there is no
    other way to load the model; medium where the same weights stand beside it in a format that
    cannot execute.

    ## Why it matters
    Unpickling a file gives whoever wrote it the rights of whoever loads it.

    ## How to fix
    Load the safetensors or GGUF file only; where there is none, ask for one or convert it in a
    sandbox.

    ## Example
    `pytorch_model.bin` beside `model.safetensors`.

    ## References
    - https://docs.python.org/3/library/pickle.html (the warning at its top)
    - https://huggingface.co/docs/hub/security-pickle
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        weights = [entry for entry in subject.snapshot.files if is_weights(entry.path)]
        if subject.ref.kind is not Kind.MODEL or not weights:
            raise NotApplicableError("no weight files are listed")
        executing = [entry for entry in weights if executes_code(entry.path)]
        if not executing:
            return
        alone = len(executing) == len(weights)
        names = ", ".join(entry.path for entry in executing[:_SHOWN])
        more = f" and {len(executing) - _SHOWN} more" if len(executing) > _SHOWN else ""
        yield Finding(
            self.code,
            Severity.HIGH if alone else Severity.MEDIUM,
            subject.purl,
            f"loading {names}{more} can execute code"
            + ("; there is no other format" if alone else "; a safe format stands beside it"),
            "Ask for safetensors, or convert it in a sandbox."
            if alone
            else "Load the safe format only and leave the others out of your copy.",
            (subject.purl,),
            tuple(file_evidence(subject, entry) for entry in executing[:_SHOWN]),
        )
