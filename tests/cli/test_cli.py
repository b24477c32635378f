"""The command line as a user meets it: payload, errors, exit status, files whole or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import Done, invoke
from hub_folder import HubFolder
from hub_server import HubServer

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "provenance"]


def run(*args: str, **env: str) -> Done:
    """Run the command with no terminal, and the environment of the tests."""
    return invoke(Path.cwd(), *args, env=env)


def execute(command: list[str], **env: str) -> subprocess.CompletedProcess[str]:
    """Run any command in the environment of the tests."""
    environment = {**os.environ, **env}
    return subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        timeout=60,
    )


@pytest.fixture
def filled(hub: HubFolder) -> HubFolder:
    hub.model("acme/clean", "license: mit", files={"model.onnx": b"x"})
    hub.model("acme/bare")
    hub.model("acme/orphan", "license: mit\nbase_model: acme/gone")
    hub.model("acme/broken", "license: [mit")
    return hub


@pytest.mark.parametrize(
    ("ref", "options", "status"),
    [
        ("acme/clean", [], 0),
        ("acme/bare", [], 1),
        ("acme/bare", ["--exit-zero"], 0),
        ("acme/bare", ["--fail-on", "critical"], 0),
        ("acme/bare", ["--fail-on", "never"], 0),
        ("acme/orphan", [], 3),
        ("acme/orphan", ["--exit-zero"], 3),
        ("acme/broken", [], 3),
        ("acme/nothing", [], 3),
        ("not a name", [], 2),
        ("acme/clean", ["--format", "nonsense"], 2),
        ("acme/clean", ["-o", "json"], 2),
        ("acme/clean", ["-o", "nonsense=x"], 2),
    ],
)
def test_exit_status(filled: HubFolder, ref: str, options: list[str], status: int) -> None:
    done = run("audit", ref, "--hub", str(filled.root), *options)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr


def test_errors_say_what_and_what_next(filled: HubFolder) -> None:
    done = run("audit", "acme/nothing", "--hub", str(filled.root))
    assert done.stdout == ""
    first, second = done.stderr.splitlines()
    assert first.startswith("provenance: acme/nothing is not in this hub folder")
    assert second.startswith("  ")


def test_a_missing_model_leaves_no_document_of_it(filled: HubFolder, tmp_path: Path) -> None:
    for command in (
        ["aibom", "-o", str(tmp_path / "b.json")],
        ["lock", "--lock-file", str(tmp_path / "l.json")],
        ["report", "-o", str(tmp_path / "d.html")],
    ):
        done = run(*command, "acme/nothing", "--hub", str(filled.root))
        assert done.returncode == 3
        assert "acme/nothing is not in this hub folder" in done.stderr
    assert not list(tmp_path.glob("?.*"))


@pytest.mark.alone
def test_a_hub_that_is_down_is_told_in_seconds(tmp_path: Path) -> None:
    start = time.monotonic()
    done = run("aibom", "acme/x", "--hub", "http://127.0.0.1:9", "-o", str(tmp_path / "b.json"))
    assert done.returncode == 3
    assert time.monotonic() - start < 10
    assert not list(tmp_path.iterdir())


def test_several_outputs_at_once(filled: HubFolder, tmp_path: Path) -> None:
    report, sarif = tmp_path / "r.json", tmp_path / "r.sarif"
    done = run(
        "audit",
        "acme/bare",
        "--hub",
        str(filled.root),
        "-q",
        "-o",
        f"json={report}",
        "-o",
        f"sarif={sarif}",
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert json.loads(report.read_text("utf-8"))["findings"][0]["rule"] == "LIC001"
    assert json.loads(sarif.read_text("utf-8"))["version"] == "2.1.0"


def test_outputs_are_written_whole_or_not_at_all(filled: HubFolder, tmp_path: Path) -> None:
    report = tmp_path / "r.json"
    report.write_text("before", "utf-8")
    nowhere = tmp_path / "no" / "r.sarif"
    done = run(
        "audit",
        "acme/bare",
        "--hub",
        str(filled.root),
        "-o",
        f"json={report}",
        "-o",
        f"sarif={nowhere}",
    )
    assert done.returncode == 2
    assert report.read_text("utf-8") == "before"
    assert list(tmp_path.iterdir()) == [report] or set(tmp_path.iterdir()) == {report, filled.root}


def test_the_same_from_python(filled: HubFolder) -> None:
    import provenance

    report = provenance.audit("acme/bare", hub=str(filled.root))
    done = run("audit", "acme/bare", "--hub", str(filled.root), "-f", "json")
    assert [finding["rule"] for finding in json.loads(done.stdout)["findings"]] == [
        f.rule for f in report.findings
    ]


def test_the_same_revision_gives_the_same_bytes(filled: HubFolder) -> None:
    for args in (["audit", "-f", "json"], ["audit", "-f", "sarif"], ["audit"], ["aibom"]):
        outputs = {
            run(*args, "acme/bare", "--hub", str(filled.root), PYTHONHASHSEED=seed).stdout
            for seed in "123"
        }
        assert len(outputs) == 1


def test_no_colour_when_piped_and_when_asked(filled: HubFolder) -> None:
    plain = run("audit", "acme/bare", "--hub", str(filled.root)).stdout
    assert "\x1b" not in plain
    forced = run("audit", "acme/bare", "--hub", str(filled.root), FORCE_COLOR="1").stdout
    assert "\x1b[" in forced


def test_a_token_is_never_told(filled: HubFolder) -> None:
    secret = "hf_secretsecretsecretsecretsecret1234"
    with HubServer(filled.root) as server:
        for ref in ("acme/clean", "acme/nothing"):
            for args in (["audit", "-f", "json"], ["audit", "-v"], ["aibom"]):
                done = run(*args, ref, "--hub", server.url, HF_TOKEN=secret, PROVENANCE_DEBUG="1")
                assert secret not in done.stdout + done.stderr


@pytest.fixture
def heeded_interrupts() -> Iterator[None]:
    """Let child processes heed Ctrl-C: a shell lets what it runs in the background ignore it, and
    children inherit that. A handler of the parent's becomes the default action in its children.
    """
    inherited = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, inherited)


@pytest.mark.usefixtures("heeded_interrupts")
def test_interrupt(filled: HubFolder, tmp_path: Path) -> None:
    with HubServer(filled.root) as server:
        server.fault("stall", "*/README.md")
        target = tmp_path / "r.json"
        command = [*COMMAND, "audit", "acme/clean", "--hub", server.url, "-o", f"json={target}"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            while not any("README.md" in record.path for record in server.requests):
                time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "interrupted" in errors
    assert "Traceback" not in errors
    assert not target.exists()


def test_a_reader_that_leaves_early(filled: HubFolder) -> None:
    command = " ".join([*COMMAND, "explain", "--all", "|", "head", "-1"])
    done = execute(["bash", "-c", command])
    assert "Traceback" not in done.stderr


def test_explain_and_rules() -> None:
    page = run("explain", "LIN020").stdout
    assert "Why it matters" in page
    table = run("rules").stdout
    assert "licence-drift" in table
    everything = json.loads(run("explain", "--all", "--format", "json").stdout)
    assert all(code["code"] in table for code in everything)
    assert run("explain", "NOPE").returncode == 2
    assert run("explain").returncode == 2


def test_lineage(filled: HubFolder) -> None:
    done = run("lineage", "acme/orphan", "--hub", str(filled.root))
    assert done.returncode == 3
    assert "acme/gone  not read: not-found" in done.stdout
    assert run(
        "lineage", "acme/clean", "--hub", str(filled.root), "-f", "mermaid"
    ).stdout.startswith("flowchart")


def test_licences(tmp_path: Path) -> None:
    gemma = run("licences", "gemma").stdout
    assert "use restrictions" in gemma and "allowed, with duties" in gemma
    assert "words of the notice" in gemma and "notice_words" not in gemma
    document = json.loads(
        run("licences", "--text", str(ROOT / "LICENSE"), "--format", "json").stdout
    )
    assert (document["verdict"], document["licence"], document["spdx"]) == (
        "exact",
        "apache-2.0",
        "Apache-2.0",
    )
    assert document["candidates"]
    assert "unknown" in run("licences", "--text", str(ROOT / "setup.cfg")).stdout
    assert run("licences", "no such licence").returncode == 2
    assert "apache-2.0" in run("licences").stdout
    assert run("licences", "mit", "--second-opinion").returncode == 2


def test_privacy_questions() -> None:
    page = run("privacy", "priv-030").stdout
    assert "Asked for by" in page
    assert "PIPC" in page
    everything = json.loads(run("privacy", "--format", "json").stdout)
    pipc = json.loads(run("privacy", "--asked-by", "pipc", "--format", "json").stdout)
    assert len(everything) > len(pipc) > 5
    assert run("privacy", "PRIV-999").returncode == 2


def test_sources_with_their_age() -> None:
    listed = run("privacy", "--sources", "--today", "2026-12-01").stdout
    assert "KR-INSPECT" in listed and "only described by others" in listed
    page = run("privacy", "--sources", "it-openai").stdout
    assert "annulled" in page and "garanteprivacy.it" in page and "sources.json" in page
    everything = json.loads(run("privacy", "--sources", "-f", "json").stdout)
    assert {"key", "status", "standing", "seen", "checked", "file", "days"} <= set(everything[0])
    assert {"KR-GENAI", "g7"} <= {entry["key"] for entry in everything}
    late = run("privacy", "--sources", "--older-than", "--today", "2027-11-28", "-f", "json")
    keys = {entry["key"] for entry in json.loads(late.stdout)}
    assert "KR-PIPA" in keys and "KR-GENAI" not in keys
    assert "BSI" in run("privacy", "--sources", "G7").stdout
    none = run("privacy", "--sources", "--older-than", "30", "--today", "2026-12-01").stdout
    assert none == "Every source was checked in the 30 days before 2026-12-01.\n"
    assert run("privacy", "--sources", "NOWHERE").returncode == 2
    assert run("privacy", "--older-than", "3").returncode == 2


def test_the_stored_token_is_used(filled: HubFolder, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("hf_valid", "utf-8")
    with HubServer(filled.root) as server:
        # The client reads its home when it is imported, so this takes a process of its own.
        command = [*COMMAND, "audit", "acme/clean", "--hub", server.url]
        execute(command, HF_HOME=str(tmp_path))
        assert all(record.authorized for record in server.requests)


def test_offline_by_option_or_by_the_clients_own_switch(filled: HubFolder, tmp_path: Path) -> None:
    cache = {"PROVENANCE_CACHE": str(tmp_path / "cache")}
    with HubServer(filled.root) as server:
        command = ["audit", "acme/clean", "--hub", server.url]
        assert run(*command, "--offline", **cache).returncode == 3
        assert run(*command, **cache).returncode == 0
        server.requests.clear()
        assert run(*command, "--offline", **cache).returncode == 0
        # The client reads its switch when it is imported, so this takes a process of its own.
        assert execute([*COMMAND, *command], HF_HUB_OFFLINE="1", **cache).returncode == 0
        assert not server.requests
    assert " entries, " in run("cache", "info", **cache).stdout
    assert " bytes removed" in run("cache", "clear", **cache).stdout
    assert run("cache", "info", **cache).stdout.splitlines()[1].startswith("0 entries")


def modules(*args: str) -> set[str]:
    """The modules that a command imports."""
    done = execute([sys.executable, "-X", "importtime", "-m", "provenance", *args])
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}


HEAVY = {
    "huggingface_hub",
    "httpx2",
    "requests",
    "cyclonedx",
    "jsonschema",
    "yaml",
    "rich",
    "license_expression",
}


@pytest.mark.parametrize(
    "args", [["--version"], ["--help"], ["audit", "--help"], ["aibom", "--help"]]
)
def test_help_imports_nothing_heavy(args: list[str]) -> None:
    assert not {name.split(".")[0] for name in modules(*args)} & HEAVY


def test_commands_are_listed_in_help() -> None:
    text = run("--help").stdout
    assert all(command in text for command in ("audit", "aibom", "explain", "rules"))
    assert "Exit status" in text


def test_an_intended_use(hub: HubFolder) -> None:
    hub.model("acme/nc", "license: cc-by-nc-4.0")
    denied = run(
        "audit",
        "acme/nc",
        "--hub",
        str(hub.root),
        "--use",
        "Commercial",
        "--users",
        "2M",
        "--region",
        "kr",
    )
    assert denied.returncode == 1
    assert "Do not use acme/nc for this purpose" in denied.stdout
    assert "TERMS DENY" in denied.stdout
    assert "product · commercial · 2,000,000 users · KR" in denied.stdout
    allowed = run(
        "audit", "acme/nc", "--hub", str(hub.root), "--use", "internal", "--use", "non-commercial"
    )
    assert allowed.returncode == 0
    assert "TERMS ALLOW" in allowed.stdout
    assert "Do not approve acme/nc yet; still open: lineage, personal data" in allowed.stdout
    assert "DENY" not in run("audit", "acme/nc", "--hub", str(hub.root)).stdout


def test_an_intended_use_that_nobody_knows(hub: HubFolder) -> None:
    hub.model("acme/nc", "license: cc-by-nc-4.0")
    typo = run("audit", "acme/nc", "--hub", str(hub.root), "--use", "redistribut")
    assert (typo.returncode, typo.stdout) == (2, "")
    assert "Did you mean redistribute?" in typo.stderr
    both = run(
        "audit", "acme/nc", "--hub", str(hub.root), "--use", "commercial", "--use", "non-commercial"
    )
    assert (both.returncode, "one at a time" in both.stderr) == (2, True)


def test_a_manifest_beside_references(filled: HubFolder, tmp_path: Path) -> None:
    manifest = tmp_path / "models.yaml"
    manifest.write_text("version: 1\nmodels:\n  - ref: acme/bare\n", "utf-8")
    done = run(
        "audit", "acme/clean", "-m", str(manifest), "--hub", str(filled.root), "-f", "github"
    )
    assert done.returncode == 1, done.stderr
    assert f"file={manifest},line=3,title=" in done.stdout
    assert run("aibom", "-m", str(manifest), "--hub", str(filled.root)).returncode == 0
    assert run("audit", "--hub", str(filled.root)).returncode == 2


def test_an_aibom_is_written_of_what_could_be_read(filled: HubFolder, tmp_path: Path) -> None:
    manifest, bom = tmp_path / "models.yaml", tmp_path / "bom.json"
    manifest.write_text("version: 1\nmodels:\n  - ref: acme/bare\n  - ref: acme/gone\n", "utf-8")
    done = run("aibom", "-m", str(manifest), "--hub", str(filled.root), "-o", str(bom))
    assert done.returncode == 3
    assert "acme/gone" in done.stderr
    assert [component["name"] for component in json.loads(bom.read_bytes())["components"]] == [
        "bare",
        "gone",
    ]
    manifest.write_text("version: 1\nmodels:\n  - ref: acme/lost\n  - ref: acme/gone\n", "utf-8")
    bom.unlink()
    assert (
        run("aibom", "-m", str(manifest), "--hub", str(filled.root), "-o", str(bom)).returncode == 3
    )
    assert not bom.exists()


def test_sarif_names_the_manifest_from_the_repository(
    filled: HubFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ml").mkdir()
    manifest = tmp_path / "ml" / "models.yaml"
    manifest.write_text("version: 1\nmodels:\n  - ref: acme/bare\n", "utf-8")
    done = run("audit", "-m", str(manifest), "--hub", str(filled.root), "-f", "sarif")
    physical = json.loads(done.stdout)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert physical == {"artifactLocation": {"uri": "ml/models.yaml"}, "region": {"startLine": 3}}


def test_packaged_schemas_are_printed() -> None:
    assert "manifest-1" in run("schema").stdout.split()
    assert json.loads(run("schema", "manifest-1").stdout)["properties"]["version"]["const"] == 1
    assert run("schema", "../setup").returncode == 2


def test_scan_then_audit(filled: HubFolder, tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "models" / "own").mkdir(parents=True)
    (project / "models" / "own" / "model.gguf").write_bytes(b"GGUF")
    (project / "app.py").write_text(
        'AutoModel.from_pretrained("acme/clean",'
        ' revision="main")\nAutoModel.from_pretrained(name)\n'
    )
    manifest = project / "models.yaml"
    done = run("scan", str(project), "-o", str(manifest))
    assert (done.returncode, done.stdout) == (0, "")
    assert (
        "provenance: 2 models and 0 datasets in 1 file; 1 not pinned to a commit;"
        " listed separately: 1" in done.stderr
    )
    assert "#   app.py:2  AutoModel.from_pretrained  name" in manifest.read_text()
    report = json.loads(
        run("audit", "-m", str(manifest), "--hub", str(filled.root), "-f", "json").stdout
    )
    assert [(subject["ref"], subject["state"]) for subject in report["inputs"]] == [
        ("./models/own", "read"),
        ("acme/clean", "read"),
    ]
    again = run("scan", str(project), "-o", str(manifest))
    assert again.returncode == 0
    assert manifest.read_text().count("acme/clean") == 1
    assert run("scan", str(project), "-f", "terminal").stdout.startswith("kind")
    assert run("scan", str(project / "gone")).returncode == 2
