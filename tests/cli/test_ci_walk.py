"""The walk of a new user: an application, `scan`, `lock`, a policy, `audit --locked`; then upstream
changes."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import click
import pytest
from hub_folder import HubFolder
from hub_server import HubServer
from weight_files import safetensors

from provenance.cli.root import cli

APPLICATION = {
    "src/serve.py": (
        """
from transformers import AutoModelForCausalLM, pipeline

MODEL = "acme/chat"


def load(revision="main"):
    return AutoModelForCausalLM.from_pretrained(MODEL, revision=revision)


def classify(text, name):
    return pipeline("text-classification", model=name)(text)
"""
    ),
    "notebooks/try.ipynb": json.dumps(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "source": ["from datasets import load_dataset\n", "load_dataset('acme/data')"],
                }
            ]
        }
    ),
    "deploy/compose.yaml": (
        "services:\n  llm:\n    image: vllm/vllm-openai\n    command: [--model, acme/small]\n"
    ),
    "deploy/Dockerfile": "FROM python:3.11-slim\nRUN hf download acme/embedder\n",
    "pyproject.toml": (
        '[project]\nname = "app"\n\n[tool.provenance]\nfail-on = { default = "never" }\n'
    ),
}
DATA_CARD = """# Data

## Personal and Sensitive Information

The data holds names and e-mail addresses of customers; they were replaced by placeholders with Presidio.
"""  # noqa: E501
FORMATS = ("json", "sarif", "github", "gitlab", "junit", "markdown", "csv", "terminal")


@pytest.fixture
def project(
    hub: HubFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apache_text: str
) -> Iterator[Path]:
    """A repository with an application, its manifest and lock, and a hub that serves what it
    uses."""
    hub.model("base/one", "license: apache-2.0", files={"LICENSE": apache_text})
    hub.model("base/two", "license: apache-2.0", files={"LICENSE": apache_text})
    weights = {"model.safetensors": safetensors({"w": ("F32", [2, 2])})}
    hub.model(
        "acme/chat",
        "license: apache-2.0\nbase_model: base/one\ndatasets: [acme/data]",
        files=dict(weights),
    )
    hub.model("acme/small", "license: apache-2.0", files=dict(weights))
    hub.model("acme/embedder", "license: apache-2.0", files=dict(weights))
    hub.dataset("acme/data", "license: mit", DATA_CARD)
    folder = tmp_path / "project"
    for name, text in APPLICATION.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder)
    with HubServer(hub.root) as server:
        monkeypatch.setenv("PROVENANCE_HUB", server.url)
        assert run("scan", ".", "-o", "models.yaml") == 0
        assert run("lock", "-m", "models.yaml") == 0
        yield folder


def run(*args: str) -> int:
    """Exit status of a command, as `provenance.cli.main.main` takes it from click."""
    try:
        status = cli.main(list(args), standalone_mode=False)
    except click.exceptions.Exit as done:
        status = done.exit_code
    return int(status or 0)


def audit(*args: str) -> int:
    files = [f"--output={name}=out.{name}" for name in FORMATS]
    return run("audit", "-m", "models.yaml", "--locked", "--quiet", "--no-cache", *files, *args)


def line_of(text: str, file: str = "models.yaml") -> int:
    lines = Path(file).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_the_manifest_says_where_everything_is_used(project: Path) -> None:
    text = (project / "models.yaml").read_text("utf-8")
    named = ("acme/chat", "acme/small", "acme/embedder", "acme/data")
    assert all(f"- ref: {name}" in text for name in named)
    assert all(
        place in text
        for place in ("src/serve.py:8", "notebooks/try.ipynb:", "compose.yaml:4", "Dockerfile:2")
    )
    assert "src/serve.py:12  transformers.pipeline  name" in text


def test_while_nothing_changes_the_job_passes(project: Path) -> None:
    assert audit() == 0
    checks = {
        row["rule"]: row["outcome"]
        for row in json.loads(Path("out.json").read_text("utf-8"))["checks"]
    }
    assert {outcome for rule, outcome in checks.items() if rule.startswith("LCK")} == {"passed"}
    assert run("diff", "provenance.lock", "--no-cache") == 0


def rewrite(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(hub: Path) -> None:
        text = (hub / path).read_text("utf-8")
        assert old in text
        (hub / path).write_text(text.replace(old, new), "utf-8")

    return change


def write(path: str, content: str | bytes) -> Callable[[Path], None]:
    def change(hub: Path) -> None:
        (hub / path).write_bytes(content if isinstance(content, bytes) else content.encode())

    return change


CHANGES: dict[str, tuple[Callable[[Path], None], int, int, str, dict[str, str]]] = {
    "licence switched in the card": (
        rewrite("models/acme/small/README.md", "apache-2.0", "cc-by-nc-4.0"),
        *(1, 1, "acme/small"),
        {"LCK002": "licence of acme/small: was Apache license 2.0, is Creative Commons"},
    ),
    "licence text of a base": (
        rewrite("models/base/one/LICENSE", "Apache License", "Another License"),
        *(1, 1, "acme/chat"),
        {"LCK002": "licence text of base/one has changed"},
    ),
    "weights under the same branch": (
        write("models/acme/small/model.safetensors", safetensors({"v": ("F32", [2, 3])})),
        *(1, 1, "acme/small"),
        {"LCK003": "weights of acme/small were replaced"},
    ),
    "gated": (
        write("models/acme/small/_meta.json", '{"gated": "manual"}'),
        *(3, 3, "acme/small"),
        {
            "LCK001": "files of acme/small can no longer be read",
            "LCK006": "acme/small is gated now",
        },
    ),
    "deleted": (
        lambda hub: shutil.rmtree(hub / "models/acme/small"),
        *(3, 3, "acme/small"),
        {"LCK001": "acme/small can no longer be read (not-found)"},
    ),
    "base deleted": (
        lambda hub: shutil.rmtree(hub / "models/base/one"),
        *(3, 3, "acme/chat"),
        {"LCK001": "base/one can no longer be read (not-found)"},
    ),
    "a pickle": (
        write("models/acme/small/pytorch_model.bin", b"\x80\x02cbuiltins\neval\nq\x00."),
        *(1, 1, "acme/small"),
        {"LCK004": "acme/small"},
    ),
    "code": (
        write("models/acme/small/modeling_small.py", "print()\n"),
        *(1, 1, "acme/small"),
        {"LCK004": "acme/small has a new file that can execute code"},
    ),
    "another base": (
        rewrite("models/acme/chat/README.md", "base/one", "base/two"),
        *(1, 1, "acme/chat"),
        {"LCK005": "the stated base of acme/chat has changed"},
    ),
    "a disclosure withdrawn": (
        rewrite("datasets/acme/data/README.md", DATA_CARD, "# Data\n"),
        *(1, 0, "acme/data"),
        {"LCK007": "disclosures of acme/data were withdrawn"},
    ),
    "a sentence in a card": (
        rewrite("models/acme/small/README.md", "Words.", "Other words."),
        *(1, 0, "acme/small"),
        {"LCK008": "card of acme/small has changed"},
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_told_in_every_format(hub: HubFolder, project: Path, name: str) -> None:
    change, status, differs, subject, expected = CHANGES[name]
    change(hub.root)
    assert audit() == status
    assert run("diff", "provenance.lock", "--no-cache") == differs
    at = line_of(f"ref: {subject}")
    readers = {
        "json": of_json,
        "sarif": of_sarif,
        "github": of_github,
        "gitlab": of_gitlab,
        "csv": of_csv,
    }
    for form, reader in readers.items():
        places = {
            rule: (message, place) for rule, message, place in reader() if rule.startswith("LCK")
        }
        assert places.keys() == expected.keys(), form
        for rule, message in expected.items():
            sentence, place = places[rule]
            assert message in sentence
            assert place == f"models.yaml:{at}" or (
                form in ("json", "csv") and place.startswith("provenance.lock:")
            )
    failed = {
        test_case.get("name", "")[:6]
        for test_case in ElementTree.parse("out.junit").iterfind(".//failure/..")
    }
    assert {rule for rule in failed if rule.startswith("LCK")} == expected.keys()
    for page in ("markdown", "terminal"):
        text = " ".join(Path(f"out.{page}").read_text("utf-8").replace("`", "").split())
        assert all(
            rule in text and message.split()[-1] in text for rule, message in expected.items()
        )


FindingLines = Iterator[tuple[str, str, str]]


def of_json() -> FindingLines:
    for finding in json.loads(Path("out.json").read_text("utf-8"))["findings"]:
        proof = finding["evidence"][0] if finding["evidence"] else {}
        yield finding["rule"], finding["message"], f"{proof.get('file')}:{proof.get('start_line')}"


def of_sarif() -> FindingLines:
    for result in json.loads(Path("out.sarif").read_text("utf-8"))["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        line = place.get("region", {}).get("startLine")
        yield (
            result["ruleId"],
            result["message"]["text"],
            f"{place['artifactLocation']['uri']}:{line}",
        )


def of_github() -> FindingLines:
    for line in Path("out.github").read_text("utf-8").splitlines():
        match = re.fullmatch(r"::\w+ file=([^,]+),line=(\d+),title=(\w+) [^:]*::(.+)", line)
        if match:
            yield match[3], match[4], f"{match[1]}:{match[2]}"


def of_gitlab() -> FindingLines:
    for entry in json.loads(Path("out.gitlab").read_text("utf-8")):
        place = entry["location"]
        yield (
            entry["check_name"],
            entry["description"],
            f"{place['path']}:{place['lines']['begin']}",
        )


def of_csv() -> FindingLines:
    with Path("out.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield row["rule"], row["message"], f"{row['file']}:{row['start_line']}"


def test_all_that_a_manifest_lists_is_gone(hub: HubFolder, project: Path) -> None:
    Path("models.yaml").write_text("version: 1\nmodels:\n  - ref: acme/small\n", "utf-8")
    shutil.rmtree(hub.root / "models/acme/small")
    assert audit() == 3
    assert {(rule, place) for rule, _, place in of_gitlab()} == {
        (rule, "models.yaml:3") for rule in ("not-read", "LCK001")
    }
    assert (
        json.loads(Path("out.sarif").read_text("utf-8"))["runs"][0]["invocations"][0][
            "executionSuccessful"
        ]
        is False
    )


def test_a_model_that_nobody_locked(hub: HubFolder, project: Path) -> None:
    hub.model(
        "acme/new",
        "license: apache-2.0",
        files={"model.safetensors": safetensors({"w": ("F32", [1])})},
    )
    text = (
        Path("models.yaml").read_text("utf-8").replace("datasets:", "  - ref: acme/new\ndatasets:")
    )
    Path("models.yaml").write_text(text, "utf-8")
    assert audit() == 1
    [finding] = [(rule, place) for rule, _, place in of_github() if rule.startswith("LCK")]
    assert finding == ("LCK009", f"models.yaml:{line_of('acme/new')}")
    assert run("lock", "-m", "models.yaml") == 0
    assert audit() == 0


def test_what_the_policy_makes_of_it(hub: HubFolder, project: Path) -> None:
    write("models/acme/small/model.safetensors", safetensors({"v": ("F32", [2, 3])}))(hub.root)
    head = '[tool.provenance]\nfail-on = { default = "never"'
    waiver = (
        '\n[[tool.provenance.waivers]]\nrule = "LCK003"\nartifact = "acme/small"\nreason = "tested'
        ' on Monday"\nowner = "ml@acme.example"\nuntil = 2027-03-31\n'
    )
    for text, status in (
        (head + " }", 1),
        (head + ', lock = "critical" }', 0),
        (head + ', lock = "never" }', 0),
        (head + " }" + waiver, 0),
        ('[tool.provenance]\nselect = ["licence"]\nfail-on = "critical"', 1),
        ('[tool.provenance]\nignore = ["LCK"]\n', 0),
    ):
        Path("pyproject.toml").write_text(text, "utf-8")
        assert audit("--today", "2027-01-31") == status, text
    assert audit("--exit-zero", "--no-config") == 0
    assert audit("--fail-on", "never", "--no-config") == 1


def test_a_waiver_of_a_lock_is_judged_where_there_is_one(project: Path) -> None:
    waiver = (
        '[[waivers]]\nrule = "LCK003"\nartifact = "acme/small"\nreason = "r"\nowner ='
        ' "o@acme.example"\nuntil = 2027-03-31\n'
    )
    Path("provenance.toml").write_text(waiver, "utf-8")
    assert audit("--today", "2027-01-31", "--fail-on", "critical") == 0
    assert "POL011" in Path("out.github").read_text("utf-8")
    day = ("--today", "2027-01-31", "--output", "github=out.github")
    assert run("audit", "-m", "models.yaml", "--quiet", "--no-cache", *day) == 0
    assert "POL011" not in Path("out.github").read_text("utf-8")
