"""The command where little is permitted: nothing to write to, a cache to read only, a mirror, no
token."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_folder import HubFolder
from hub_server import HubServer

# Root may write wherever it likes, unless this was taken from it and the files are somebody else's.
BOUND = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search,-fowner")
NOBODY = 65534


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder in which the command runs."""
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


def run(folder: Path, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command where nothing below `folder` can be written; an empty variable is left
    out."""
    bound = BOUND if os.geteuid() == 0 else ()
    if bound and not shutil.which(bound[0]):
        pytest.skip("root may write everywhere, and there is no setpriv to take that from it")
    kept = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}
    environment = {
        **kept,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        **env,
    }
    paths = (folder, *folder.rglob("*"))
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
        if bound:
            os.chown(path, NOBODY, NOBODY)
    try:
        return subprocess.run(
            [*bound, sys.executable, "-m", "provenance", *args],
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={key: value for key, value in environment.items() if value},
            cwd=folder,
            timeout=60,
        )
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.fixture
def server(hub: HubFolder) -> Iterator[HubServer]:
    hub.model("acme/x", "license: mit\nbase_model: acme/base", files={"config.json": "{}"})
    hub.model("acme/base", "license: mit")
    with HubServer(hub.root) as server:
        yield server


def test_nothing_can_be_written(server: HubServer, place: Path) -> None:
    done = run(
        place, "audit", "acme/x", "--hub", server.url, "-f", "json", PROVENANCE_CACHE="", HF_HOME=""
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == (
        f"provenance: nothing could be kept in {place}/.cache/provenance (Permission denied);"
        " PROVENANCE_CACHE names another folder, --no-cache wants none\n"
    )
    assert json.loads(done.stdout)["summary"]["complete"]
    refused = run(place, "audit", "acme/x", "--hub", server.url, "-o", "json=report.json")
    assert refused.returncode == 2
    assert "report.json cannot be written" in refused.stderr


def test_a_cache_that_can_only_be_read_is_read(server: HubServer, place: Path) -> None:
    cache = place / "cache"
    command = [
        sys.executable,
        "-m",
        "provenance",
        "audit",
        "acme/x",
        "--hub",
        server.url,
        "-f",
        "json",
    ]
    filled = subprocess.run(
        command,
        check=True,
        capture_output=True,
        env={**os.environ, "PROVENANCE_CACHE": str(cache)},
        timeout=60,
    )
    kept = {path: path.read_bytes() for path in cache.rglob("*") if path.is_file()}
    assert kept
    requests = len(server.requests)
    warm = run(
        place, "audit", "acme/x", "--hub", server.url, "-f", "json", PROVENANCE_CACHE=str(cache)
    )
    assert warm.returncode == 0, warm.stderr
    assert len(server.requests) - requests == 2, (
        "it asks for each artefact whether its revision has moved, no more"
    )
    offline = run(
        place,
        "audit",
        "acme/x",
        "--hub",
        server.url,
        "-f",
        "json",
        "--offline",
        PROVENANCE_CACHE=str(cache),
    )
    assert offline.returncode == 0, offline.stderr
    assert warm.stdout.encode() == filled.stdout
    document = json.loads(offline.stdout)
    for artifact in document["artifacts"]:
        assert f"state of 2 artefacts as of {artifact['as_of'][:10]}" in offline.stderr
        artifact["as_of"] = None
    assert document == json.loads(filled.stdout)
    assert {path: path.read_bytes() for path in cache.rglob("*") if path.is_file()} == kept


def test_a_mirror_is_asked_for_everything(server: HubServer, place: Path) -> None:
    host = server.url.partition("//")[2]
    (place / "provenance.toml").write_text(f'[hubs]\nallowed = ["{host}"]\n', "utf-8")
    done = run(
        place,
        "audit",
        "acme/x",
        "--no-cache",
        "-f",
        "json",
        HF_ENDPOINT=server.url,
        HTTPS_PROXY="http://127.0.0.1:9",
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert all(artifact["url"].startswith(f"{server.url}/") for artifact in report["artifacts"])
    assert {check["outcome"] for check in report["checks"] if check["rule"] == "POL003"} == {
        "passed"
    }
    (place / "provenance.toml").write_text('[hubs]\nallowed = ["models.intra.example"]\n', "utf-8")
    other = run(place, "audit", "acme/x", "--no-cache", "-f", "json", HF_ENDPOINT=server.url)
    assert other.returncode == 1
    assert f"the policy does not allow the hub {host}" in other.stdout


def test_without_a_token(hub: HubFolder, place: Path) -> None:
    hub.model("acme/open", "license: mit")
    hub.model("acme/gated", "license: mit", files={"config.json": "{}"}, meta={"gated": "auto"})
    with HubServer(hub.root) as server:
        done = run(place, "audit", "acme/open", "--hub", server.url, "--no-cache", "-f", "json")
        assert done.returncode == 0, done.stderr
        gated = run(place, "audit", "acme/gated", "--hub", server.url, "--no-cache", "-f", "github")
        assert not any(record.authorized for record in server.requests)
    assert gated.returncode == 3
    assert "gated" in gated.stdout
    assert "HF_TOKEN" in gated.stdout + gated.stderr
