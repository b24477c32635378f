"""Bad weather of every hub: the same exit status and words, with the hub's own next step."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from command import invoke
from json_server import json_server

from provenance.hubs import http, hub_type, parse_reference
from provenance.hubs.registry import HUBS

# What a user types on each hub that a server can stand for; a registry is the host in the name.
REFERENCES = {
    "hf": "acme/bear",
    "kaggle": "kaggle:acme/bear/pyTorch/2b",
    "modelscope": "modelscope:acme/bear",
    "ngc": "ngc:nvidia/tao/bear",
    "github": "github:acme/bear",
    "azureml": "azureml:azureml/bear",
    "mlflow": "models:/bear/4",
    "unity": "unity:main.ml.bear@4",
    "vertex": "vertex:google/bear",
    "oci": "oci://HOST/acme/bear",
}
NO_SERVER = {"folder", "remote"}
SLOW = 1.0


def late() -> int:
    time.sleep(SLOW)
    return 404


WEATHER: dict[str, tuple[Any, str, str]] = {
    "missing": (404, "SUBJECT was not found, or ", "Check the spelling"),
    "forbidden": (403, "this token has no permission to read SUBJECT.", "read access"),
    "quota": (
        (429, {"retry-after": "120"}, b"{}"),
        "SUBJECT was not read: the hub's request quota is used up for another 120 s.",
        "Wait and run again",
    ),
    "no JSON": (b"<html>", "SUBJECT: the hub's answer is not usable JSON: ", "Check the endpoint"),
    "half": (b'{"a": ', "SUBJECT: the hub's answer is not usable JSON: ", "Check the endpoint"),
    "no object": (b"[1]", "SUBJECT: the hub's answer is not a JSON object.", "Check the endpoint"),
    "down": (503, "SUBJECT could not be read: the hub answered 503.", "run again"),
    "slow": (late, "SUBJECT could not be read: the hub did not answer in time.", "network"),
}


class Always(dict[str, Any]):
    """The same answer to everything."""

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.answer = answer

    def get(self, _key: str, _default: Any = None) -> Any:
        return self.answer


def refused(name: str, answer: Any, folder: Path) -> tuple[int, str]:
    """Exit status and words of an audit, with SUBJECT in place of what was asked for."""
    kind = hub_type(name)
    assert kind is not None
    with json_server(Always(answer)) as server:
        host = server.url.removeprefix("http://")
        env = dict.fromkeys(kind.place_variables[:1], server.url)
        env |= dict.fromkeys(kind.token_variables[:1], "secret-token")
        endpoint = ("--hub", server.url) if name == "hf" else ()
        text = REFERENCES[name].replace("HOST", host)
        done = invoke(folder, "audit", text, *endpoint, "--no-cache", "-q", env=env)
    return done.returncode, done.stderr.replace(str(parse_reference(text)), "SUBJECT")


def test_every_hub_has_its_weather() -> None:
    assert {hub.name for hub in HUBS} == {*REFERENCES, *NO_SERVER}


@pytest.mark.parametrize("weather", WEATHER)
@pytest.mark.parametrize("name", REFERENCES)
def test_bad_weather(
    name: str, weather: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "SILENCE_SECONDS", SLOW / 4)
    monkeypatch.setattr(http, "ATTEMPTS", 1)
    answer, words, hint = WEATHER[weather]
    status, shown = refused(name, answer, tmp_path)
    assert status == 3
    assert words in shown
    assert hint in shown
    assert "secret-token" not in shown


@pytest.mark.parametrize("name", REFERENCES)
def test_the_next_step_names_the_hubs_own_token(name: str, tmp_path: Path) -> None:
    _, shown = refused(name, 404, tmp_path)
    kind = hub_type(name)
    assert kind is not None
    wanted = kind.token_variables[0] if kind.token_variables else ""
    if name == "hf":
        wanted = "HF_TOKEN"
    assert wanted in shown
    assert name == "hf" or "hf auth login" not in shown


@pytest.mark.parametrize(
    "headers", [{"x-ratelimit-remaining": "0"}, {"retry-after": "120"}], ids=str
)
def test_github_says_403_for_a_quota(headers: dict[str, str], tmp_path: Path) -> None:
    status, shown = refused("github", (403, headers, b"{}"), tmp_path)
    assert status == 3
    assert "quota is used up" in shown


def test_no_entitlement_on_ngc(tmp_path: Path) -> None:
    status, shown = refused("ngc", 402, tmp_path)
    assert status == 3
    assert "no permission" in shown


def test_a_quota_of_modelscope_comes_in_a_good_answer(tmp_path: Path) -> None:
    status, shown = refused("modelscope", {"Code": "QuotaLimitExceed"}, tmp_path)
    assert status == 3
    assert "quota is used up" in shown
    assert "MODELSCOPE_API_TOKEN" in shown
