"""`provenance aibom`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.bom.stamp import Stamp
from provenance.cli import notices, options, outputs, stamps
from provenance.errors import EXIT_CLEAN, EXIT_INCOMPLETE, UsageError
from provenance.report import open_gaps

if TYPE_CHECKING:
    from provenance.lineage.graph import Lineage
    from provenance.policy import Policy

FORMATS = ("cyclonedx-json", "cyclonedx-xml", "spdx-json")
# A file of any other ending, such as .json, is CycloneDX JSON.
ENDINGS = {
    ".spdx.json": "spdx-json",
    ".spdx3.json": "spdx-json",
    ".jsonld": "spdx-json",
    ".xml": "cyclonedx-xml",
    ".cdx.json": "cyclonedx-json",
}


@click.command("aibom")
@options.subjects
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help=f"Default: by the file's extension, otherwise {FORMATS[0]}.",
)
@click.option(
    "--spec-version",
    type=click.Choice(["1.7", "1.6"]),
    help="CycloneDX version (default: 1.7, or that of the --into file). SPDX is always 3.0.1.",
)
@click.option(
    "--into",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=("Add it to an application's CycloneDX document (JSON or XML), which keeps its form."),
)
@click.option(
    "--attest",
    is_flag=True,
    help=(
        "Add CycloneDX attestations: which G7 elements the document states, and which questions"
        " about personal data are answered."
    ),
)
@click.option(
    "--timestamp",
    metavar="TIME|now",
    help="Timestamp of the document (default: SOURCE_DATE_EPOCH, otherwise none).",
)
@click.option(
    "--serial", metavar="UUID|random", help="Serial number of the document (default: none)."
)
@click.option(
    "--author",
    metavar="NAME",
    help="Author of the document, as `Acme GmbH` or `Acme GmbH <sbom@acme.example>`.",
)
@click.option(
    "--bom-version",
    type=click.IntRange(min=1),
    metavar="N",
    help="Version of the document; increase it with each correction (default: 1).",
)
@outputs.option(
    ENDINGS,
    "Write to a file instead of stdout; repeatable. Its ending selects the format: .cdx.json,"
    " .cdx.xml, .spdx.json.",
)
@click.option(
    "--key",
    type=options.PEM,
    help=(
        "Sign each file with this private key: a detached signature in FILE.sig, which"
        " `provenance verify` and openssl check. PROVENANCE_KEY_PASSPHRASE opens the key."
    ),
)
@options.policy
def command(
    subjects: options.SubjectOptions,
    form: str | None,
    spec_version: str | None,
    into: Path | None,
    attest: bool,
    timestamp: str | None,
    serial: str | None,
    author: str | None,
    bom_version: int | None,
    targets: tuple[outputs.OutputTarget, ...],
    key: Path | None,
    policy: Policy | None,
    today: date,
) -> None:
    """Write the AI bill of materials of a model or dataset and all it was made from.

    What could not be read is marked as incomplete, and the exit status is 3 unless the policy
    accepts it.

    \b
    provenance aibom openai/gpt-oss-20b -o gpt-oss-20b.cdx.json
    provenance aibom -m models.yaml --into app.cdx.json -o app-with-models.cdx.json
    provenance aibom -m models.yaml --author Acme --key key.pem -o models.cdx.json
    """
    stamp = Stamp(
        timestamp=stamps.timestamp(timestamp),
        serial=stamps.serial(serial),
        author=stamps.author(author),
        version=bom_version or 1,
    )
    documents = _documents(form, targets, into)
    _refuse_contradictions([name for name, _ in documents], spec_version, attest=attest)
    if into and (author or bom_version):
        option = "--author" if author else "--bom-version"
        raise UsageError(
            f"{option} is for a new document, but --into changes an existing one",
            "Leave it out: the application's document keeps its author and raises its own version.",
        )
    sign = _signer(key, documents) if key else None
    application = _read(into) if into else b""
    lineage = options.accepted(subjects.trace(), policy, today)
    order = _Order(lineage=lineage, stamp=stamp, spec_version=spec_version, attest=attest)
    if into:
        payload, notes = order.merged_into(application, str(into))
        written = [(path, payload) for _, path in documents]
        outputs.hand_out(_with_signatures(written, sign))
        for note in notes:
            notices.notice(note)
    else:
        written = [(path, order.document(name)) for name, path in documents]
        outputs.hand_out(_with_signatures(written, sign))
    notices.tell_unread(lineage.gaps)
    click.get_current_context().exit(EXIT_INCOMPLETE if open_gaps(lineage.gaps) else EXIT_CLEAN)


def _documents(
    form: str | None, targets: tuple[outputs.OutputTarget, ...], into: Path | None
) -> list[tuple[str, Path | None]]:
    """Format and place of each document; a changed document keeps its format."""
    if form and into:
        raise UsageError("--into keeps the format of the file", "Leave --format out.")
    if form:
        targets = tuple(_in_form(target, form) for target in targets)
    if not targets:
        return [(form or FORMATS[0], None)]
    return outputs.forms_of(targets, FORMATS[0], FORMATS)


def _in_form(target: outputs.OutputTarget, form: str) -> outputs.OutputTarget:
    """The target in the format of -f, which takes precedence over its file ending."""
    return target if target.is_explicit else outputs.OutputTarget(form, target.path)


def _refuse_contradictions(forms: Sequence[str], spec_version: str | None, *, attest: bool) -> None:
    if "spdx-json" not in forms or not (spec_version or attest):
        return
    option = "--spec-version" if spec_version else "--attest"
    raise UsageError(
        f"{option} is of CycloneDX",
        "Leave it out: SPDX is written as 3.0.1, without attestations.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """The requested document of a lineage."""

    lineage: Lineage
    stamp: Stamp
    spec_version: str | None
    attest: bool

    @property
    def _encode(self) -> Callable[..., bytes]:
        from provenance import bom
        from provenance.bom import attest

        return attest.encode if self.attest else bom.encode

    def document(self, form: str) -> bytes:
        """A separate document."""
        if form == "spdx-json":
            from provenance.bom.spdx import writer

            return writer.encode(self.lineage, stamp=self.stamp)
        write = partial(self._encode, self.lineage, stamp=self.stamp)
        return write(
            spec_version=self.spec_version or "1.7", output=form.removeprefix("cyclonedx-")
        )

    def merged_into(self, application: bytes, name: str) -> tuple[bytes, tuple[str, ...]]:
        """The merged application document, and notes on the merge."""
        from provenance.bom import merge

        merged = merge.into(
            application,
            name,
            self.lineage,
            encode=self._encode,
            spec_version=self.spec_version,
            stamp=self.stamp,
        )
        return merged.payload, merged.notes


def _signer(key: Path, documents: Sequence[tuple[str, Path | None]]) -> Callable[[bytes], bytes]:
    """The document's signer; the key is read before anything is fetched."""
    from provenance.evidence.detached import sign_file

    if any(path is None for _, path in documents):
        raise UsageError(
            "a detached signature needs a file, not stdout",
            "Name a file: `-o models.cdx.json` also writes models.cdx.json.sig.",
        )
    secret, passphrase = options.read_pem(key), options.key_passphrase()
    sign_file(b"", secret, passphrase)
    return partial(sign_file, key=secret, passphrase=passphrase)


def _with_signatures(
    documents: Sequence[tuple[Path | None, bytes]], sign: Callable[[bytes], bytes] | None
) -> list[tuple[Path | None, bytes]]:
    """The documents, each followed by its signature if there is a signer."""
    if sign is None:
        return list(documents)
    from provenance.evidence.detached import SIGNATURE_SUFFIX

    signed: list[tuple[Path | None, bytes]] = []
    for path, payload in documents:
        signed += [(path, payload), (Path(f"{path}{SIGNATURE_SUFFIX}"), sign(payload))]
    return signed


def _read(path: Path) -> bytes:
    from provenance.conformance.reading import SIZE_LIMIT
    from provenance.files.local import read_local

    return read_local(path, SIZE_LIMIT, "Name the application's SBOM, in CycloneDX.")
