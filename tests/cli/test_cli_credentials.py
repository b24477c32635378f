"""A password in the address of a hub signs in to it, and reaches nothing that is written or
shown."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from command import Done, invoke
from hub_folder import HubFolder
from hub_server import HubServer
from huggingface_hub import constants
from hypothesis import given
from hypothesis import strategies as st
from network_fronts import password_front

from provenance.errors import UsageError
from provenance.formats import FORMATS
from provenance.hubs import open_hub, parse_reference
from provenance.hubs.endpoint import has_sign_in, read_endpoint, without_credentials

USER, PASSWORD = "mirror-user-7f3", "pa@ss:w/rd%"
QUOTED = "pa%40ss%3Aw%2Frd%25"
SECRETS = (PASSWORD, QUOTED, base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode(), USER)


@pytest.fixture
def address(hub: HubFolder) -> Iterator[str]:
    """Where a mirror is that wants a password, with the password in the address."""
    hub.dataset("acme/d", "license: mit")
    hub.model(
        "acme/x", "license: mit\nbase_model: acme/gone\ndatasets: [acme/d]", files={"LICENSE": "x"}
    )
    with HubServer(hub.root) as server, password_front(server.url, USER, PASSWORD) as url:
        yield url.replace("//", f"//{USER}:{QUOTED}@")


def run(folder: Path, *args: str, **env: str) -> Done:
    """The command in this process, where huggingface_hub has read HF_ENDPOINT already."""
    endpoint = env.get("HF_ENDPOINT", constants.ENDPOINT)
    with patch.object(constants, "ENDPOINT", endpoint):
        return invoke(folder, *args, env={"PROVENANCE_CACHE": str(folder / "cache"), **env})


def start(folder: Path, *args: str, **env: str) -> Done:
    """The command in a process of its own, which reads the whole environment."""
    done = subprocess.run(
        [sys.executable, "-m", "provenance", *args],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PROVENANCE_CACHE": str(folder / "cache"), **env},
        timeout=60,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def written(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, and every file of its archives."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield path.name, path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}/{name}", archive.read(name)


def assert_clean(folder: Path, *done: Done) -> None:
    texts = [text for result in done for text in (result.stdout, result.stderr)]
    for secret in SECRETS:
        assert not [text for text in texts if secret in text]
        assert not [name for name, content in written(folder) if secret.encode() in content]


def test_it_signs_in_and_reaches_no_output(address: str, tmp_path: Path) -> None:
    files = [word for form in FORMATS for word in ("-o", f"{form}=report.{form}")]
    commands = (
        ("report", "acme/x", "-o", "d.html", "-o", "d.docx", "-o", "d.csv"),
        ("aibom", "acme/x", "-o", "x.cdx.json"),
        ("aibom", "acme/x", "-f", "cyclonedx-xml", "-o", "x.cdx.xml"),
        ("aibom", "acme/x", "-f", "spdx-json", "-o", "x.spdx.json"),
        ("bundle", "acme/x"),
        ("lock", "acme/x"),
        ("lineage", "acme/x", "-f", "json"),
    )
    done = [start(tmp_path, "audit", "acme/x", "-v", *files, HF_ENDPOINT=address)]
    done += [run(tmp_path, *command, HF_ENDPOINT=address) for command in commands]
    assert [result.returncode for result in done] == [3] * len(done), done[0].stderr
    assert "acme/gone" in done[0].stdout
    assert len(list(tmp_path.iterdir())) >= len(FORMATS) + 8
    assert_clean(tmp_path, *done)


def test_errors_do_not_repeat_it(address: str, tmp_path: Path) -> None:
    nobody = f"http://{USER}:{QUOTED}@127.0.0.1:9"
    wrong = address.replace(QUOTED, "other")
    done = [
        run(tmp_path, "audit", "acme/gone", "--hub", address),
        run(tmp_path, "audit", "acme/x", "--hub", nobody),
        start(tmp_path, "audit", "acme/x", HF_ENDPOINT=nobody, PROVENANCE_DEBUG="1"),
        run(tmp_path, "audit", "acme/x", "--hub", f"ftp://{USER}:{QUOTED}@host/x"),
        run(tmp_path, "audit", "acme/x", "--hub", f"http://{USER}:{QUOTED}@[bad"),
        run(tmp_path, "audit", "acme/x", "--hub", f"http://{USER}:{QUOTED}@host:port"),
        run(tmp_path, "audit", "acme/x", HF_ENDPOINT=f"{USER}:{QUOTED}@host"),
    ]
    assert all(result.returncode in (2, 3) for result in done)
    assert all(result.stderr.startswith("provenance: ") for result in done)
    assert_clean(tmp_path, *done)
    refused = run(tmp_path, "audit", "acme/x", "--hub", wrong)
    assert refused.returncode == 3
    assert "other" not in refused.stderr


@pytest.mark.parametrize(
    ("address", "url", "sign_in"),
    [
        ("https://hub.example/", "https://hub.example", ""),
        ("https://u:p@hub.example:8/x/", "https://hub.example:8/x", "u:p"),
        ("http://u@h", "http://h", "u:"),
        ("http://u:a@b@h", "http://h", "u:a@b"),
        ("http://%40:%3A@h", "http://h", "@::"),
    ],
)
def test_an_address_is_taken_apart(address: str, url: str, sign_in: str) -> None:
    place = read_endpoint(address)
    assert place.url == url
    assert "Basic" not in repr(place)
    wanted = f"Basic {base64.b64encode(sign_in.encode()).decode()}" if sign_in else ""
    assert place.authorization == wanted


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_part_of_a_password_is_left_in_an_address(user: str, password: str) -> None:
    from urllib.parse import quote

    address = f"https://{quote(user, safe='')}:{quote(password, safe='')}@hub.example"
    assert read_endpoint(address).url == "https://hub.example"
    assert without_credentials(address) == "hub.example"


def test_a_location_that_is_none_is_told_without_it() -> None:
    with pytest.raises(UsageError) as caught:
        open_hub("HTTPX://me:secret@host")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("address", ["http://me:secret@[::1", "http://me:secret@127.0.0.1:99999/"])
def test_an_endpoint_that_no_client_can_use_is_refused_without_its_password(
    tmp_path: Path, address: str
) -> None:
    done = run(tmp_path, "audit", "acme/x", HF_ENDPOINT=address)
    assert done.returncode == 2
    assert "not a URL" in done.stderr
    assert "secret" not in done.stderr
    assert "fault of provenance" not in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "https://me:secret@huggingface.co/acme/x",
        "git+https://me:secret@huggingface.co/acme/x",
        "oci://me:secret@registry.example/a/b:1",
        "mlflow:http://me:sec@ret@h/m",
    ],
)
def test_a_password_in_a_reference_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_reference(text)
    assert "sec" not in refused.value.message + refused.value.hint


def test_a_name_with_an_at_sign_behind_the_host_holds_no_password() -> None:
    assert not has_sign_in("https://huggingface.co/acme/x@main")
    assert not has_sign_in("oci://registry.example/a/b@sha256:00")


def test_a_password_in_a_manifest_reaches_no_output(hub: HubFolder) -> None:
    hub.model("acme/x", "license: mit")
    manifest = hub.root / "models.yaml"
    manifest.write_text(
        "version: 1\nmodels: [acme/x, 'https://me:secret@huggingface.co/acme/y']\n", "utf-8"
    )
    for form in FORMATS:
        done = invoke(
            hub.root, "audit", "-m", "models.yaml", "--hub", ".", "--no-cache", "-f", form
        )
        assert done.returncode == 3
        assert "secret" not in done.stdout + done.stderr


def test_a_long_reference_does_not_fill_the_terminal(tmp_path: Path) -> None:
    done = invoke(tmp_path, "audit", "x" * 100_000, "--hub", "sample")
    assert done.returncode == 2
    assert len(done.stderr) < 5_000
