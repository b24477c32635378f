"""`provenance verify`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli import notices, options, output, stamps
from provenance.errors import EXIT_CLEAN, EXIT_FINDINGS, TamperedError
from provenance.formats import printable
from provenance.model.finding import Outcome

if TYPE_CHECKING:
    from provenance.evidence.verifying import Trust

_SIGNATURE_LIMIT = 64 * 1024

WORDS = {
    Outcome.PASSED: "ok",
    Outcome.FAILED: "FAILED",
    Outcome.UNKNOWN: "not checked",
    Outcome.NOT_APPLICABLE: "none",
}


@click.command("verify")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--key", type=options.PEM, help="The signer's public key.")
@click.option(
    "--signature",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Detached signature of a document (default: FILE.sig).",
)
@click.option(
    "--certificate",
    type=options.PEM,
    help="Root certificate of the signer's certificate.",
)
@click.option(
    "--time",
    metavar="TIME",
    help="With --certificate: time at which it must be valid (default: now).",
)
@click.option(
    "--identity",
    metavar="NAME",
    help="Sigstore identity of the signer: an e-mail address or a workflow's URL.",
)
@click.option("--issuer", metavar="URL", help="With --identity: the issuer of that identity.")
def command(
    path: Path,
    key: Path | None,
    signature: Path | None,
    certificate: Path | None,
    time: str | None,
    identity: str | None,
    issuer: str | None,
) -> None:
    """Verify an evidence bundle, or the detached signature of a document such as an AIBOM.

    Of a bundle, it checks the signature and the digests, and repeats the audit: report and AIBOM
    must follow from the evidence. It reads only the files you name: no network, no cache. Exit
    status 1 if anything differs from what was sealed, 2 if there is no bundle or signature.

    \b
    provenance verify gpt-oss-20b.zip --key public.pem
    provenance verify models.cdx.json --key public.pem
    """
    if sum(map(bool, (key, certificate, identity))) > 1:
        raise click.UsageError("Give one of --key, --certificate and --identity.")
    if bool(identity) != bool(issuer):
        raise click.UsageError("--identity and --issuer belong together.")
    detached = Path(f"{path}.sig")
    if signature or detached.is_file():
        holds = _check_document(path, signature or detached, key)
    else:
        trust = _trust(key, certificate, time, identity, issuer)
        holds = _check_bundle(path, trust)
    click.get_current_context().exit(EXIT_CLEAN if holds else EXIT_FINDINGS)


def _check_document(path: Path, signature: Path, key: Path | None) -> bool:
    """Print whether a key signed a document, and return it."""
    from provenance.conformance.reading import SIZE_LIMIT
    from provenance.evidence.detached import check_file
    from provenance.files.local import read_local

    if key is None:
        raise click.UsageError("A detached signature is checked with --key, the public key.")
    payload = read_local(path, SIZE_LIMIT, "Name the document that was signed.")
    detached = read_local(signature, _SIGNATURE_LIMIT, "Name its .sig file with --signature.")
    try:
        by = check_file(payload, detached, options.read_pem(key))
    except TamperedError as error:
        _print(
            [f"signature  {WORDS[Outcome.FAILED]:<12} {error.message}", f"{path} IS NOT AS SIGNED"]
        )
        notices.notice(error.hint)
        return False
    _print([f"signature  {WORDS[Outcome.PASSED]:<12} {by}", f"{path} is as signed"])
    return True


def _trust(
    key: Path | None,
    certificate: Path | None,
    time: str | None,
    identity: str | None,
    issuer: str | None,
) -> Trust | None:
    """The trusted signer of a bundle; None if any."""
    from provenance.evidence.verifying import Trust

    if key:
        return Trust(key=options.read_pem(key))
    if certificate:
        valid_at = stamps.timestamp(time, "--time") if time else datetime.now(UTC)
        return Trust(roots=options.read_pem(certificate), time=valid_at)
    if identity and issuer:
        return Trust(identity=identity, issuer=issuer)
    return None


def _check_bundle(path: Path, trust: Trust | None) -> bool:
    """Print the result of each verification step, and return whether the bundle is as sealed."""
    from provenance.cli.progress import progress_line
    from provenance.evidence import verify
    from provenance.hubs.archive import archive_bytes

    data = archive_bytes(path)
    with progress_line() as show:
        verdict = verify(data, trust, show)
    lines = [f"{step.name:<10} {WORDS[step.outcome]:<12} {step.text}" for step in verdict.steps]
    lines.append(f"{path} {'is as sealed' if verdict.holds else 'IS NOT AS SEALED'}")
    _print(lines)
    return verdict.holds


def _print(lines: Sequence[str]) -> None:
    output.write_stdout("".join(f"{printable(line)}\n" for line in lines).encode())
