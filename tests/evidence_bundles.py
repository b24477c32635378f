"""Bundles for tests: made in memory, changed, written again."""

from __future__ import annotations

import json
from base64 import b64decode
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hub_folder import HubFolder

from provenance.evidence import Options, seal
from provenance.evidence.statement import CERTIFICATE, STATEMENT, Signer, envelope, state
from provenance.hubs import open_hub
from provenance.hubs.archive import read_archive, write_archive


def bundle(
    hub: str,
    *refs: str,
    manifest: Path | None = None,
    options: Options | None = None,
    by: Signer | None = None,
) -> bytes:
    """A bundle of what a hub holds."""
    return seal(open_hub(hub), refs, manifest=manifest, options=options, signer=by)[0]


SMALL = "acme/tuned"


@cache
def small_hub() -> str:
    """A hub folder of three short cards: `SMALL`, its base and its dataset.

    A bundle of it is sealed and verified five times as fast as one of the sample hub. The folder
    stays until the machine clears its temporary files.
    """
    hub = HubFolder(Path(mkdtemp(prefix="provenance-small-hub-")))
    hub.model(SMALL, "license: mit\nbase_model: acme/base\ndatasets: [acme/words]")
    hub.model("acme/base", "license: apache-2.0")
    hub.dataset("acme/words", "license: cc-by-4.0")
    return str(hub.root)


@cache
def small_bundle(by: Signer | None = None) -> bytes:
    """A bundle of `SMALL`, signed where a signer is given."""
    return bundle(small_hub(), SMALL, by=by)


def statement(files: dict[str, bytes]) -> dict[str, Any]:
    """The in-toto Statement of a bundle's files."""
    document: dict[str, Any] = json.loads(b64decode(json.loads(files[STATEMENT])["payload"]))
    return document


def restated(files: dict[str, bytes]) -> bytes:
    """The archive of changed files, with a statement that fits them: what an unsigned bundle cannot
    prevent."""
    rest = {name: body for name, body in files.items() if name not in (STATEMENT, CERTIFICATE)}
    index = json.loads(rest["bundle.json"])
    try:
        payload = state(rest, index)
    except (KeyError, TypeError):  # an index that is none: nobody gets as far as its statement
        payload = b"{}"
    return write_archive({**rest, STATEMENT: envelope(payload, [])})


def changed(data: bytes, name: str, body: bytes | None) -> dict[str, bytes]:
    """The files of a bundle with one of them replaced, added or (None) left out."""
    files = read_archive(data)
    files.pop(name, None)
    return files if body is None else {**files, name: body}
