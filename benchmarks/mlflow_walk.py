"""Logs a model with a dataset in MLflow 3, registers it, and audits it by name, version and alias.

    python -m benchmarks.mlflow_walk --mlflow PYTHON [--record FILE]

PYTHON is the interpreter of an environment with mlflow 3 (`python -m venv E; E/bin/pip install
mlflow`), which has 300 MB and is therefore no dependency of the tests. The answers of the server
can be recorded; `tests/hubs/test_mlflow_recorded.py` reads them.
"""

from __future__ import annotations

import argparse
import json
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import unquote
from urllib.request import Request, urlopen

from provenance.hubs import open_hub, parse_reference
from provenance.lineage.record import ArtifactRecord
from provenance.lineage.trace import trace

HELPER = Path(__file__).with_name("mlflow_logging.py")
REFERENCES = ("models:/bear", "models:/bear/2", "models:/bear@champion")


@dataclass
class Proxy:
    """Passes requests on and keeps the answers.

    Attributes:
        url: Its address.
        answers: Status and text of each answer, by path.
    """

    url: str
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)


@contextmanager
def recording(target: str) -> Iterator[Proxy]:
    """A server that passes GET requests on to another."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            status, body = passed_on(target + self.path, dict(self.headers))
            text = body.decode("utf-8", "replace")
            proxy.answers[unquote(self.path)] = (200 if status == 206 else status, text)
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy = Proxy(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()


def passed_on(url: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Status and body of the answer to a request."""
    kept = {name: value for name, value in headers.items() if name.lower() == "range"}
    try:
        with urlopen(Request(url, headers=kept)) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def audited(text: str, url: str) -> ArtifactRecord:
    """The record of a reference on a server."""
    with tempfile.TemporaryDirectory() as empty:
        hub = open_hub(empty, places={"mlflow": url})
        lineage = trace(hub, [(text, parse_reference(text))])
    return next(iter(lineage.records.values()))


def show(text: str, record: ArtifactRecord) -> None:
    """Print what an audit knows of a reference."""
    parents = sorted(f"{parent.ref.kind} {parent.ref}" for parent in record.parents)
    licences = sorted({claim.value for claim in record.licence.claims})
    files = ", ".join(entry.path for entry in record.snapshot.files)
    print(f"{text}: version {record.ref.revision}; licences {licences}; made from {parents}")
    print(f"  files {files}; card {record.card is not None}; gaps {len(record.gaps)}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def main() -> int:
    """Serve, log, audit; the exit status is 1 if the references disagree."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mlflow", required=True, help="interpreter with mlflow 3")
    parser.add_argument("--record", type=Path, help="file for the answers, as JSON")
    arguments = parser.parse_args()
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [arguments.mlflow, str(HELPER), folder, str(port)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as helper:
            assert helper.stdin
            assert helper.stdout
            # The client prints lines of its own before ours.
            logged = next(line for line in helper.stdout if line.startswith(b"{"))
            print(logged.decode().strip())
            with recording(f"http://127.0.0.1:{port}") as proxy:
                records = {text: audited(text, proxy.url) for text in REFERENCES}
            helper.stdin.close()
    for text, record in records.items():
        show(text, record)
    if arguments.record:
        written = json.dumps(proxy.answers, indent=1, sort_keys=True, ensure_ascii=False)
        arguments.record.write_text(written + "\n", "utf-8")
    return 0 if len({record.ref for record in records.values()}) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
