"""Verify a bundle offline: archive, statement, signature, digests, and that its report follows from
its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from provenance._version import __version__
from provenance.errors import ProvenanceError, TamperedError, UsageError
from provenance.evidence.products import AIBOM, DOSSIER, REPORT, rerun
from provenance.evidence.statement import (
    CERTIFICATE,
    SIGSTORE,
    STATEMENT,
    Signatures,
    differences,
    open_envelope,
)
from provenance.hubs.archive import read_archive
from provenance.hubs.bundle import read_index
from provenance.lineage.progress import Progress
from provenance.messages import message
from provenance.model.fault import fault_of
from provenance.model.finding import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom to trust as signer, in one of three ways.

    Attributes:
        key: A public key as PEM, or empty.
        roots: Certificates as PEM, or empty.
        time: When certificates must be valid; None if `roots` is empty.
        identity: The signer's sigstore identity, or empty.
        issuer: The issuer of that identity; empty if `identity` is empty.
    """

    key: bytes = b""
    roots: bytes = b""
    time: datetime | None = None
    identity: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class VerificationStep:
    """One verification step (archive, signature, digests, report, dossier, aibom) and its result,
    in words.

    `unknown` means undecidable: a signature without a key to check it, a report whose evidence is
    not as sealed.
    """

    name: str
    outcome: Outcome
    text: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The verification steps of a bundle, in order."""

    steps: tuple[VerificationStep, ...]

    @property
    def holds(self) -> bool:
        """Whether everything is as sealed."""
        return all(step.outcome is not Outcome.FAILED for step in self.steps)


def verify(
    data: bytes, trust: Trust | None = None, progress: Callable[[Progress], None] | None = None
) -> Verification:
    """Verify a bundle from its bytes alone: nothing is extracted; no network, cache or folder is
    used.

    Args:
        data: The archive.
        trust: Whom to trust as signer; None leaves signatures unchecked, and the result says so.
        progress: See `provenance.lineage.trace.trace`.

    Raises:
        UsageError: It is not a bundle, or the key, certificate or extra is missing or unusable.
    """
    steps = []
    try:
        for step in _steps(data, trust, progress):
            steps.append(step)
    except TamperedError as error:
        steps.append(VerificationStep("archive", Outcome.FAILED, error.message))
    except UsageError:
        raise
    except Exception as error:
        fault = fault_of(error, message("gap.fault.verifying"))
        steps.append(VerificationStep("archive", Outcome.FAILED, fault.message))
    return Verification(tuple(steps))


def _steps(
    data: bytes, trust: Trust | None, progress: Callable[[Progress], None] | None
) -> Iterator[VerificationStep]:
    files = read_archive(data)
    if STATEMENT not in files:
        raise TamperedError(f"{STATEMENT} is missing", "Fetch the bundle again.")
    payload, signatures = open_envelope(files[STATEMENT])
    yield VerificationStep(
        "archive", Outcome.PASSED, f"as it was written: {len(files)} files, {len(data):,} bytes"
    )
    yield _signed(payload, signatures, files, trust)
    index = read_index(files)
    departures = differences(payload, files, index)
    yield VerificationStep(
        "digests",
        *_outcome(
            departures,
            f"all {len(files.keys() - {STATEMENT, SIGSTORE})} files are as the statement says",
        ),
    )
    if departures:
        yield VerificationStep(
            "report", Outcome.UNKNOWN, "not made again: the evidence is not as sealed"
        )
        return
    sealed = index["tool"]["version"]
    try:
        made = rerun(files, progress)
    except TamperedError:
        raise
    except ProvenanceError as error:
        yield VerificationStep(
            "report", Outcome.FAILED, f"the audit of the evidence fails: {error.message}"
        )
        return
    for step, name in (("report", REPORT), ("dossier", DOSSIER), ("aibom", AIBOM)):
        yield _follows(step, made.get(name), files.get(name), sealed)


def _signed(
    payload: bytes, signatures: Signatures, files: Mapping[str, bytes], trust: Trust | None
) -> VerificationStep:
    kinds = len(signatures) + (SIGSTORE in files)
    if kinds > 1:
        reason = (
            f"{kinds} signatures, where provenance writes one: the others were added, unchecked"
        )
        return VerificationStep("signature", Outcome.FAILED, reason)
    if trust is None:
        if kinds == 0:
            reason = "anybody could have made this bundle"
            return VerificationStep("signature", Outcome.NOT_APPLICABLE, reason)
        options = "--key or --certificate" if signatures else "--identity and --issuer"
        reason = f"give {options} to check who signed it"
        return VerificationStep("signature", Outcome.UNKNOWN, reason)
    from provenance.evidence.keyless import check_by_identity
    from provenance.evidence.signing import check_by_certificate, check_by_key

    try:
        if trust.identity:
            who = check_by_identity(payload, files.get(SIGSTORE, b""), trust.identity, trust.issuer)
        elif trust.time:
            who = check_by_certificate(
                payload, signatures, files.get(CERTIFICATE, b""), trust.roots, trust.time
            )
        else:
            who = check_by_key(payload, signatures, trust.key)
    except TamperedError as error:
        return VerificationStep("signature", Outcome.FAILED, error.message)
    return VerificationStep("signature", Outcome.PASSED, f"by {who}")


def _follows(step: str, made: bytes | None, sealed: bytes | None, version: str) -> VerificationStep:
    if made == sealed:
        text = (
            "follows from the evidence, byte for byte"
            if made
            else "an input could not be read, so none was written"
        )
        return VerificationStep(step, Outcome.PASSED if made else Outcome.NOT_APPLICABLE, text)
    text = "does not follow from the evidence"
    if version != __version__:
        text = (
            f"was made by provenance {version}, this is {__version__}, which makes another one:"
            f" verify with {version}"
        )
    return VerificationStep(step, Outcome.FAILED, text)


def _outcome(departures: list[str], fine: str) -> tuple[Outcome, str]:
    most = 5
    more = f"; and {len(departures) - most} more" if len(departures) > most else ""
    return (
        (Outcome.FAILED, "; ".join(departures[:most]) + more)
        if departures
        else (Outcome.PASSED, fine)
    )
