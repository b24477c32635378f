"""`provenance verify`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from provenance.cli import options, output, stamps
from provenance.errors import EXIT_CLEAN, EXIT_FINDINGS
from provenance.formats import printable
from provenance.model.finding import Outcome

WORDS = {
    Outcome.PASSED: "ok",
    Outcome.FAILED: "FAILED",
    Outcome.UNKNOWN: "not checked",
    Outcome.NOT_APPLICABLE: "none",
}


@click.command("verify")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option("--key", type=options.PEM, help="The signer's public key.")
@click.option(
    "--certificate",
    type=options.PEM,
    help="The root to which the signer's certificate has to lead.",
)
@click.option(
    "--time", metavar="TIME", help="With --certificate: when it had to be valid; default: now."
)
@click.option(
    "--identity",
    metavar="NAME",
    help="Who signed with sigstore: an e-mail address or a workflow's address.",
)
@click.option("--issuer", metavar="URL", help="With --identity: who knows them by that name.")
def command(
    bundle: Path,
    key: Path | None,
    certificate: Path | None,
    time: str | None,
    identity: str | None,
    issuer: str | None,
) -> None:
    """Check an evidence bundle: signature, digests, and that its report and AIBOM follow from its
    evidence.

    Nothing but the bundle is read: no network, no cache. Exit status 1 where something is not as
    sealed, 2 where there is no bundle.

    \b
    provenance verify gpt-oss-20b.zip --key public.pem
    """
    if sum(map(bool, (key, certificate, identity))) > 1:
        raise click.UsageError("Give one of --key, --certificate and --identity.")
    if bool(identity) != bool(issuer):
        raise click.UsageError("--identity and --issuer belong together.")
    from provenance.cli.progress import progress_line
    from provenance.evidence import verify
    from provenance.evidence.verifying import Trust
    from provenance.hubs.archive import archive_bytes

    data, trust = archive_bytes(bundle), None
    if key:
        trust = Trust(key=options.read_pem(key))
    elif certificate:
        trust = Trust(
            roots=options.read_pem(certificate),
            time=stamps.timestamp(time, "--time") if time else datetime.now(UTC),
        )
    elif identity and issuer:
        trust = Trust(identity=identity, issuer=issuer)
    with progress_line() as show:
        verdict = verify(data, trust, show)
    lines = [f"{step.name:<10} {WORDS[step.outcome]:<12} {step.text}" for step in verdict.steps]
    lines.append(f"{bundle} {'is as sealed' if verdict.holds else 'IS NOT AS SEALED'}")
    output.write_stdout("".join(f"{printable(line)}\n" for line in lines).encode())
    click.get_current_context().exit(EXIT_CLEAN if verdict.holds else EXIT_FINDINGS)
