"""`provenance bundle`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli import notices, options, outputs
from provenance.errors import EXIT_CLEAN, EXIT_INCOMPLETE
from provenance.messages import LANGUAGES
from provenance.report import open_gaps

if TYPE_CHECKING:
    from provenance.evidence.statement import Signer
    from provenance.licences.use import IntendedUse
    from provenance.policy import Policy


@click.command("bundle")
@options.subjects
@options.intended_use
@options.profiles(
    "Ask the questions of a regulator or form, such as kr-pipc; `provenance privacy --profiles`"
    " lists them. Repeatable."
)
@options.policy
@click.option(
    "--viewer", is_flag=True, help="Also ask the hub's dataset viewer for its scan of each dataset."
)
@click.option(
    "-o",
    "--output",
    "target",
    type=outputs.OutputTargets({}),
    metavar="FILE",
    default=outputs.OutputTarget("", Path("bundle.zip")),
    show_default="bundle.zip",
    help="The archive; `-` for stdout.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="en",
    help="Language of the dossier in the bundle.",
)
@click.option(
    "--key",
    type=options.PEM,
    help="Sign with this private key; PROVENANCE_KEY_PASSPHRASE opens it.",
)
@click.option(
    "--certificate",
    type=options.PEM,
    help="The key's certificate and its intermediate certificates.",
)
@click.option(
    "--sigstore", is_flag=True, help="Sign without a key, with the identity of this CI job."
)
def command(
    subjects: options.SubjectOptions,
    use: IntendedUse | None,
    profiles: tuple[str, ...],
    policy: Policy | None,
    today: date,
    viewer: bool,
    target: outputs.OutputTarget,
    lang: str,
    key: Path | None,
    certificate: Path | None,
    sigstore: bool,
) -> None:
    """Pack the evidence of an audit into one archive: hub answers, cards, licence texts, headers,
    policy, report, dossier, AIBOM.

    `provenance verify` checks the archive on any machine, without network. `--hub bundle.zip` runs
    an audit on its contents.

    \b
    provenance bundle openai/gpt-oss-20b -o gpt-oss-20b.zip --key key.pem
    """
    if certificate and not key:
        raise click.UsageError("--certificate belongs to a key: give --key as well.")
    if sigstore and key:
        raise click.UsageError("Give --key or --sigstore, not both.")
    from provenance.cli.progress import progress_line
    from provenance.evidence import Options, seal

    settings = options.settings(subjects, policy=policy, today=today, use=use, profiles=profiles)
    signer = _signer(key, certificate, sigstore)
    with progress_line() as show:
        archive, gaps = seal(
            subjects.open(viewer),
            subjects.refs,
            subjects.kind,
            subjects.manifest,
            options=Options(
                use=settings.use,
                profiles=settings.profiles,
                policy=policy,
                today=today,
                lang=lang,
                signer=settings.signer,
            ),
            signer=signer,
            progress=show,
        )
    outputs.hand_out([(target.path, archive)])
    signed = "signed" if signer else "not signed: give --key or --sigstore to sign it"
    notices.notice(f"{target.path or 'stdout'} holds {len(archive):,} bytes, {signed}")
    notices.tell_unread(gaps)
    click.get_current_context().exit(EXIT_INCOMPLETE if open_gaps(gaps) else EXIT_CLEAN)


def _signer(key: Path | None, certificate: Path | None, sigstore: bool) -> Signer | None:
    if sigstore:
        from provenance.evidence.keyless import keyless_signer

        return keyless_signer()
    if key is None:
        return None
    from provenance.evidence.signing import signer

    chain = options.read_pem(certificate) if certificate else b""
    return signer(options.read_pem(key), options.key_passphrase(), chain)
