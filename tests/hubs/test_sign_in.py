"""A user name with a key signs in as a token does: only at its own host, and in no output."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path

import pytest
from command import invoke
from json_server import JsonServer, json_server
from other_hub_answers import HUBS

from provenance.hubs import open_hub, parse_reference
from provenance.hubs.endpoint import basic
from provenance.hubs.sign_in import SignIn

KAGGLE = "kaggle:acme/bear/pyTorch/2b"
KEY = "0123-secret-key"
PAIR = {"KAGGLE_USERNAME": "bear", "KAGGLE_KEY": KEY}
SIGNED = "Basic " + b64encode(f"bear:{KEY}".encode()).decode()


def audited(
    server: JsonServer, folder: Path, env: dict[str, str], ref: str = KAGGLE
) -> tuple[int, str]:
    """Exit status and everything that an audit shows."""
    places = {"KAGGLE_API_ENDPOINT": server.url, "MLFLOW_TRACKING_URI": server.url}
    env = {"HOME": str(folder), **places, **env}
    done = invoke(folder, "audit", ref, "--hub", "sample", "-f", "json", "--no-cache", env=env)
    return done.returncode, done.stdout + done.stderr


def test_a_user_name_and_a_key(tmp_path: Path) -> None:
    with json_server(HUBS["kaggle"][1]()) as server:
        _, shown = audited(server, tmp_path, PAIR)
    assert set(server.signed) == {SIGNED}
    assert KEY not in shown
    assert SIGNED.removeprefix("Basic ") not in shown


def test_a_token_goes_before_a_key_and_half_a_pair_is_none(tmp_path: Path) -> None:
    with json_server(HUBS["kaggle"][1]()) as server:
        audited(server, tmp_path, {**PAIR, "KAGGLE_API_TOKEN": "secret-token"})
        assert set(server.signed) == {"Bearer secret-token"}
        server.signed.clear()
        audited(server, tmp_path, {"KAGGLE_KEY": KEY})
        assert set(server.signed) == {""}


@pytest.mark.parametrize("variable", [False, True], ids=["home", "KAGGLE_CONFIG_DIR"])
def test_the_file_of_the_client(tmp_path: Path, variable: bool) -> None:
    folder = tmp_path / ("elsewhere" if variable else ".kaggle")
    folder.mkdir()
    (folder / "kaggle.json").write_text(json.dumps({"username": "bear", "key": KEY}))
    env = {"KAGGLE_CONFIG_DIR": str(folder)} if variable else {}
    with json_server(HUBS["kaggle"][1]()) as server:
        _, shown = audited(server, tmp_path, env)
    assert set(server.signed) == {SIGNED}
    assert KEY not in shown


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b'{"username": "bear"}', b'{"username": 1, "key": 2}', b"\xff" + KEY.encode()],
)
def test_a_file_without_credentials_matters_only_to_its_hub(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".kaggle").mkdir()
    (tmp_path / ".kaggle" / "kaggle.json").write_bytes(content)
    with json_server(HUBS["kaggle"][1]()) as server:
        status, shown = audited(server, tmp_path, {})
        assert status == 2
        assert "contains no user name with a key" in shown
        assert KEY not in shown
        assert not server.requested
        status, _ = audited(server, tmp_path, {}, "sample/assistant-7b")
        assert status != 2


def test_mlflow_takes_a_password(tmp_path: Path) -> None:
    env = {"MLFLOW_TRACKING_USERNAME": "bear", "MLFLOW_TRACKING_PASSWORD": KEY}
    with json_server(HUBS["mlflow"][1]()) as server:
        _, shown = audited(server, tmp_path, env, "models:/bear/4")
    assert set(server.signed) == {SIGNED}
    assert KEY not in shown


def test_a_password_in_the_address_of_a_hub_signs_in_and_is_not_shown(tmp_path: Path) -> None:
    with json_server(HUBS["kaggle"][1]()) as server:
        address = server.url.replace("//", "//bear:pass-word@")
        _, shown = audited(server, tmp_path, {"KAGGLE_API_ENDPOINT": address})
    assert set(server.signed) == {basic("bear", "pass-word")}
    assert "pass-word" not in shown


def test_a_key_does_not_go_to_another_scheme_or_host() -> None:
    sign_in = SignIn(user="bear", key=KEY)
    hub = open_hub(
        "sample", places={"kaggle": "https://kaggle.example"}, tokens={"kaggle": sign_in}
    )
    kaggle = hub._of(parse_reference(KAGGLE))  # type: ignore[attr-defined]
    assert kaggle._authorization("https://kaggle.example/api") == SIGNED
    for url in (
        "http://kaggle.example/api",
        "https://kaggle.example:8443/",
        "https://other.example",
    ):
        assert kaggle._authorization(url) == ""
    assert KEY not in repr(sign_in)
