"""The rule signature-contradicted (WGT011)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.record import ArtifactRecord
from provenance.messages import Message, message
from provenance.model.artifact import FileEntry
from provenance.model.finding import Evidence, Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import file_evidence
from provenance.signatures import SIGNATURE, SignatureFacts, SignatureState

_SHOWN = 5
_FAULTS = (SignatureState.ABSENT, SignatureState.BROKEN, SignatureState.REFUSED)


class SignatureContradicted(
    Rule,
    code="WGT011",
    name="signature-contradicted",
    family=Family.WEIGHTS,
    severity=Severity.CRITICAL,
):
    """The signature of a model is not that of its files or of the expected signer.

    ## What it checks
    `model.sig` of OpenSSF Model Signing. The digests that were signed are compared with those that
    the hub lists or that were computed here. If a signer is expected (`--signer`, `[signer]` of the
    policy), the signature has to be theirs; a model without one is then a finding of high severity.
    Nothing is downloaded for it.

    ## Why it matters
    A signature shows that the files are those that the signer released. If they are others,
    somebody has changed them since.

    ## How to fix
    Do not use the files. Ask the signer which files they signed and with which key.

    ## Example
    `model.safetensors` was uploaded again after `model.sig` was made.

    ## References
    - https://github.com/ossf/model-signing-spec
    - https://github.com/sigstore/model-transparency
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        facts = subject.signature
        if facts is None:
            _require_listing(subject)
            raise NotApplicableError(message("weights.signature-contradicted.not-applicable"))
        if facts.state in _FAULTS:
            yield self._fault(subject, facts)
        coverage = facts.coverage
        if coverage.differing:
            yield self._files(subject, "differing", coverage.differing)
        if coverage.missing:
            yield self._files(subject, "missing", coverage.missing)
        is_sound = facts.state not in _FAULTS and not coverage.differing and not coverage.missing
        if is_sound and coverage.uncompared:
            names, count = coverage.uncompared[:_SHOWN], len(coverage.uncompared)
            raise CannotTellError(
                message("weights.signature-contradicted.uncompared", names=names, count=count)
            )

    def _fault(self, subject: ArtifactRecord, facts: SignatureFacts) -> Finding:
        """The signature itself is not what is expected."""
        arguments = {"why": facts.reason}
        if facts.state is not SignatureState.ABSENT:
            arguments["file"] = SIGNATURE
        key = f"weights.signature-contradicted.message-{facts.state}"
        is_refused = facts.state is SignatureState.REFUSED
        return self._finding(
            subject,
            message(key, **arguments),
            key=facts.state,
            severity=Severity.CRITICAL if is_refused else Severity.HIGH,
        )

    def _files(self, subject: ArtifactRecord, kind: str, paths: tuple[str, ...]) -> Finding:
        """Files are not those that were signed."""
        sentence = message(
            f"weights.signature-contradicted.message-{kind}",
            names=paths[:_SHOWN],
            count=len(paths),
        )
        is_changed = kind == "differing"
        return self._finding(
            subject,
            sentence,
            key=kind,
            severity=Severity.CRITICAL if is_changed else Severity.HIGH,
            paths=paths,
        )

    def _finding(
        self,
        subject: ArtifactRecord,
        sentence: Message,
        *,
        key: str,
        severity: Severity,
        paths: tuple[str, ...] = (),
    ) -> Finding:
        return self.finding(
            subject,
            severity=severity,
            message=sentence,
            remedy=message("weights.signature-contradicted.remedy"),
            evidence=[_evidence(subject, path) for path in (SIGNATURE, *paths[:_SHOWN])],
            key=key,
        )


def _evidence(subject: ArtifactRecord, path: str) -> Evidence:
    return file_evidence(subject, subject.snapshot.file(path) or FileEntry(path=path))


def _require_listing(subject: ArtifactRecord) -> None:
    """See that a listed signature was read.

    Raises:
        CannotTellError: It is listed and was not read.
    """
    if subject.snapshot.file(SIGNATURE):
        raise CannotTellError(message("weights.reason.unread", files=(SIGNATURE,)))
