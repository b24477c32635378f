"""The command in a company's network: a private certificate authority, HTTP/2, a forward proxy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from hub_folder import HubFolder
from hub_server import HubServer
from network_fronts import forward_proxy, tls_front


def audit(hub: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "provenance",
        "audit",
        "acme/x",
        "--hub",
        hub,
        "--no-cache",
        "-f",
        "json",
    ]
    environment = {
        key: value for key, value in os.environ.items() if "proxy" not in key.lower()
    } | env
    return subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        timeout=60,
    )


def test_a_private_authority_and_http_2(hub: HubFolder, tmp_path: Path) -> None:
    hub.model("acme/x", "license: mit", files={"config.json": "{}"})
    with (
        HubServer(hub.root) as server,
        tls_front(server.url, tmp_path) as (url, authority, versions),
    ):
        trusted = audit(url, SSL_CERT_FILE=str(authority))
        assert trusted.returncode == 0, trusted.stderr
        assert json.loads(trusted.stdout)["summary"]["complete"]
        assert versions == ["2"] * 3
        stranger = audit(url)
    assert stranger.returncode == 3
    assert "certificate" in stranger.stderr.lower()
    assert "SSL_CERT_FILE" in stranger.stderr
    assert "Traceback" not in stranger.stderr


def test_a_forward_proxy(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit")
    with HubServer(hub.root) as server, forward_proxy() as (proxy, requested):
        done = audit(server.url, HTTP_PROXY=proxy, NO_PROXY="")
        assert done.returncode == 0, done.stderr
        assert len(requested) == 2
        assert all(url.startswith(server.url) for url in requested)
        refused = audit(server.url, HTTP_PROXY="http://127.0.0.1:9", NO_PROXY="")
    assert refused.returncode == 3
    assert "proxy" in refused.stderr
