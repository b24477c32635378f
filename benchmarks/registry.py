"""Registries for real: artefacts of three kinds pushed to Debian's docker-registry, and audited.

    python -m benchmarks.registry

Needs the command docker-registry (Debian package docker-registry). Artefacts are put by the
protocol itself and, where oras (PyPI) is installed, once more by that client. Prints for each what
was read of it, whether its AIBOM is valid, and that a tampered blob is noticed.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import requests

from provenance.bom import encode
from provenance.cyclonedx.validate import problems
from provenance.hubs import open_hub, parse_reference
from provenance.lineage.trace import trace

CONFIG = """version: 0.1
storage: {{filesystem: {{rootdirectory: {folder}}}}}
http: {{addr: "127.0.0.1:{port}"}}
log: {{level: error}}
"""
LICENCE = b"MIT License\n\nCopyright (c) 2026 Acme\n"
CARD = b"---\nlicense: mit\nbase_model: acme/base\n---\n# Bear\n\nTrained on public data.\n"
GGUF = b"GGUF" + (3).to_bytes(4, "little") + bytes(16)
_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
_SECONDS = 20


def digest(body: bytes) -> str:
    """`sha256:` and the digest of some bytes."""
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def artefacts() -> Mapping[str, tuple[dict[str, Any], list[tuple[str, bytes, str]]]]:
    """By name: the configuration with its type, and layers as type, bytes and path."""
    modelpack = {
        "_type": "application/vnd.cncf.model.config.v1+json",
        "descriptor": {"name": "bear", "licenses": ["MIT"], "sourceURL": "hf://acme/base"},
    }
    kitops = {
        "_type": "application/vnd.kitops.modelkit.config.v1+json",
        "package": {"name": "bear", "license": "MIT"},
        "datasets": [{"name": "acme/tickets"}],
    }
    ollama = {"_type": "application/vnd.docker.container.image.v1+json", "model_type": "7B"}
    raw = "application/vnd.cncf.model"
    return {
        "modelpack": (
            modelpack,
            [
                (f"{raw}.doc.v1.raw", CARD, "README.md"),
                (f"{raw}.weight.v1.raw", GGUF, "model.gguf"),
            ],
        ),
        "kitops": (
            kitops,
            [("application/vnd.kitops.modelkit.docs.v1.tar", LICENCE, "LICENSE")],
        ),
        "ollama": (
            ollama,
            [
                ("application/vnd.ollama.image.model", GGUF, ""),
                ("application/vnd.ollama.image.license", LICENCE, ""),
            ],
        ),
    }


def push(url: str, name: str, config: dict[str, Any], layers: list[tuple[str, bytes, str]]) -> None:
    """Put an artefact into the registry (distribution-spec, Push)."""
    kind = config.pop("_type")
    body = json.dumps(config).encode()
    for blob in (body, *(content for _, content, _ in layers)):
        begun = requests.post(f"{url}/v2/{name}/blobs/uploads/", timeout=_SECONDS)
        begun.raise_for_status()
        place = begun.headers["location"]
        joint = "&" if "?" in place else "?"
        requests.put(
            f"{place}{joint}digest={digest(blob)}", data=blob, timeout=_SECONDS
        ).raise_for_status()
    manifest = {
        "schemaVersion": 2,
        "mediaType": _MANIFEST,
        "config": {"mediaType": kind, "digest": digest(body), "size": len(body)},
        "layers": [
            {
                "mediaType": media,
                "digest": digest(content),
                "size": len(content),
                **({"annotations": {"org.cncf.model.filepath": path}} if path else {}),
            }
            for media, content, path in layers
        ],
    }
    requests.put(
        f"{url}/v2/{name}/manifests/latest",
        data=json.dumps(manifest).encode(),
        headers={"content-type": _MANIFEST},
        timeout=_SECONDS,
    ).raise_for_status()


def push_by_oras(
    url: str, name: str, config: dict[str, Any], layers: list[tuple[str, bytes, str]]
) -> None:
    """Put an artefact into the registry with the client that people use."""
    client: Any = importlib.import_module("oras.client").OrasClient(
        hostname=url.removeprefix("http://"), insecure=True
    )
    kind = config.pop("_type")
    with tempfile.TemporaryDirectory() as home, chdir(home):
        files = []
        notes: dict[str, dict[str, str]] = {}
        for number, (media, content, path) in enumerate(layers):
            file = path or f"layer-{number}"
            Path(file).write_bytes(content)
            files.append(f"{file}:{media}")
            notes[file] = {"org.cncf.model.filepath": path} if path else {}
        Path("annotations.json").write_text(json.dumps(notes))
        Path("config.json").write_text(json.dumps(config))
        client.push(
            target=f"{url.removeprefix('http://')}/{name}:latest",
            files=files,
            manifest_config=f"config.json:{kind}",
            annotation_file="annotations.json",
        )


@contextmanager
def registry(folder: Path) -> Iterator[str]:
    """Debian's registry on a port of loopback, its data in a folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = folder / "config.yml"
    config.write_text(CONFIG.format(folder=folder / "data", port=port))
    command = ["docker-registry", "serve", str(config)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                requests.get(f"{url}/v2/", timeout=1)
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def main() -> None:
    """Push, audit, tamper, audit again."""
    if shutil.which("docker-registry") is None:
        sys.exit("docker-registry is not installed (Debian package docker-registry)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "models").mkdir()
        with registry(folder) as url:
            for kind, (config, layers) in artefacts().items():
                push(url, f"acme/{kind}", dict(config), layers)
                print(_audited(url, kind, folder))
            if find_spec("oras"):
                for kind, (config, layers) in artefacts().items():
                    push_by_oras(url, f"acme/oras-{kind}", dict(config), layers)
                    print(_audited(url, f"oras-{kind}", folder))
            else:
                print("oras is not installed: pushed by the protocol alone")
            print(_tampered(url, folder))


def _audited(url: str, kind: str, folder: Path) -> str:
    host = url.removeprefix("http://")
    text = f"oci://{host}/acme/{kind}"
    lineage = trace(open_hub(str(folder)), [(text, parse_reference(text))])
    record = next(iter(lineage.records.values()))
    valid = not problems(json.loads(encode(lineage)))
    licences = sorted({claim.spdx or claim.value for claim in record.licence.claims})
    parents = sorted(parent.ref.name for parent in record.parents)
    files = len(record.snapshot.files)
    return f"{kind:14} files {files}  licences {licences}  parents {parents}  AIBOM valid: {valid}"


def _tampered(url: str, folder: Path) -> str:
    """Change the bytes of a blob where the registry keeps them."""
    kept = digest(LICENCE).removeprefix("sha256:")
    blob = next((folder / "data").rglob(f"{kept}/data"))
    blob.write_bytes(LICENCE.replace(b"Acme", b"Evil"))
    host = url.removeprefix("http://")
    text = f"oci://{host}/acme/ollama"
    lineage = trace(open_hub(str(folder)), [(text, parse_reference(text))])
    record = next(iter(lineage.records.values()))
    noticed = [gap.detail for gap in record.gaps if "digest" in gap.detail]
    return f"tampered       noticed: {bool(noticed)}"


if __name__ == "__main__":
    main()
