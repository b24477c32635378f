"""The rule outside-signature (WGT012)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.messages import Message, message
from provenance.model.artifact import FileEntry
from provenance.model.finding import Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import file_evidence
from provenance.weights import is_weights, runs_code

_SHOWN = 5


class OutsideSignature(
    Rule,
    code="WGT012",
    name="outside-signature",
    family=Family.WEIGHTS,
    severity=Severity.HIGH,
):
    """Files of a signed model are not covered by its signature.

    ## What it checks
    Listed files that `model.sig` does not name, also those that the signer left out on purpose.
    High if one of them holds weights or code, else low.

    ## Why it matters
    A loader may take the file that nobody signed.

    ## How to fix
    Load signed files only, or ask the signer to sign these too.

    ## Example
    `pytorch_model.bin` next to a signed `model.safetensors`.

    ## References
    - https://github.com/ossf/model-signing-spec
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        facts = subject.signature
        if facts is None or facts.statement is None:
            raise NotApplicableError(message("weights.outside-signature.not-applicable"))
        outside = (*facts.coverage.unsigned, *facts.coverage.ignored)
        grave = tuple(path for path in outside if _is_grave(path))
        shown = grave or facts.coverage.unsigned
        if not shown:
            return
        key = "message-weights" if grave else "message"
        entries = [subject.snapshot.file(path) or FileEntry(path=path) for path in shown]
        yield self.finding(
            subject,
            severity=Severity.HIGH if grave else Severity.LOW,
            message=message(
                f"weights.outside-signature.{key}", names=shown[:_SHOWN], count=len(shown)
            ),
            remedy=message("weights.outside-signature.remedy"),
            evidence=[file_evidence(subject, entry) for entry in entries[:_SHOWN]],
            details=_left_out(facts.coverage.ignored),
        )


def _left_out(ignored: tuple[str, ...]) -> list[Message]:
    """The files that the signer left out, as a line of the finding."""
    names = ignored[:_SHOWN]
    if not names:
        return []
    return [message("weights.outside-signature.detail-ignored", names=names)]


def _is_grave(path: str) -> bool:
    """Whether a file holds weights, or runs when it is loaded or trusted."""
    return is_weights(path) or runs_code(path)
