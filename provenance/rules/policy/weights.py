"""The rule weights-not-permitted (POL004)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from provenance.messages import message
from provenance.model.artifact import ArtifactId
from provenance.model.finding import Evidence, Severity
from provenance.policy import Limits
from provenance.report import Report, ReportArtifact, ReportFile
from provenance.rules.base import CannotTellError
from provenance.rules.policy.limit import LimitRule, Refusal
from provenance.signatures import SignatureState
from provenance.weights import is_weights, runs_code

EXECUTABLE, UNSIGNED = "executable", "unsigned"
WORDS = (EXECUTABLE, UNSIGNED)
_SHOWN = 3
_SUBJECT = "subject"


class WeightsNotPermitted(
    LimitRule, code="POL004", name="weights-not-permitted", severity=Severity.HIGH
):
    """Weights are used in a form that the policy does not permit.

    ## What it checks
    The formats of weight files of the model and its bases, by their bytes where these were read,
    else by name, against `weights.denied` and `weights.allowed`. `executable` in `weights.denied`
    means every file that runs code when it is loaded or trusted. `unsigned` means a model that was
    asked about and has no signature by the expected signer (`[signer]`) that covers its weights.

    ## Why it matters
    A format decides what loading a model can do to the machine.

    ## How to fix
    Use the same weights as safetensors or GGUF, or ask the publisher to sign them.

    ## Example
    `weights.denied = ["pickle", "executable", "unsigned"]`

    ## References
    - https://huggingface.co/docs/safetensors
    - https://github.com/ossf/model-signing-spec
    """

    @property
    def limits(self) -> Limits:
        return self.policy.weights

    def refusal(self, purl: ArtifactId, report: Report, is_data: bool) -> Refusal | None:
        artifact = next((node for node in report.artifacts if node.purl == purl), None)
        if artifact is None and not is_data:
            raise CannotTellError(message("policy.weights-not-permitted.unread", name=purl.name))
        if artifact is None or is_data:
            return None
        return next(self._refusals(artifact), None)

    def _refusals(self, artifact: ReportArtifact) -> Iterator[Refusal]:
        """What is refused, the worst first."""
        runs = [file for file in artifact.files if runs_code(file.path)]
        denied = tuple(setting for setting in self.limits.denied if setting.value == EXECUTABLE)
        if runs and denied:
            names = _names(runs)
            subject = message(
                "policy.weights-not-permitted.executable", names=names, count=len(runs)
            )
            yield Refusal(EXECUTABLE, subject, denied)
        yield from self._formats(artifact)
        denied = tuple(setting for setting in self.limits.denied if setting.value == UNSIGNED)
        if denied and artifact.role == _SUBJECT and not _is_signed(artifact):
            yield Refusal(UNSIGNED, message("policy.weights-not-permitted.unsigned"), denied)

    def _formats(self, artifact: ReportArtifact) -> Iterator[Refusal]:
        by_bytes = {facts.path: facts.format for facts in artifact.weights}
        by_format: dict[str, list[ReportFile]] = {}
        for file in artifact.files:
            if is_weights(file.path):
                for name in {file.format, by_bytes.get(file.path, file.format)}:
                    by_format.setdefault(name, []).append(file)
        for name, files in sorted(by_format.items()):
            settings = self.limits.refusal(partial(_means, name))
            if settings:
                thing = message(
                    "policy.weights-not-permitted.format",
                    format=name,
                    names=_names(files),
                    count=len(files),
                )
                yield Refusal(name, thing, settings)

    def proof(self, purl: ArtifactId, report: Report) -> tuple[Evidence, ...]:
        """None: the listing says it."""
        return ()


def _means(name: str, word: str) -> bool:
    return word.lower() == name


def _names(files: list[ReportFile]) -> tuple[str, ...]:
    return tuple(file.path for file in files[:_SHOWN])


def _is_signed(artifact: ReportArtifact) -> bool:
    """Whether the expected signer signed all weights as they are listed."""
    signature = artifact.signature
    if signature is None or signature.state != SignatureState.VERIFIED:
        return False
    outside = (*signature.unsigned, *signature.ignored, *signature.differing, *signature.uncompared)
    return not signature.missing and not any(map(is_weights, outside))
