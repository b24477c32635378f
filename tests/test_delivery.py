"""What is delivered beside the command: action, templates, hooks, image, completion, manual pages,
copied jobs."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import click
import pytest
import yaml
from hub_folder import HubFolder

from provenance.cli.root import COMMANDS, cli

ROOT = Path(__file__).parents[1]
DOCS = (ROOT / "docs" / "ci.md").read_text("utf-8")
JOBS = re.findall(r"^```yaml\n(.+?)^```", DOCS, re.MULTILINE | re.DOTALL)
WORKFLOW = next(job for job in JOBS if job.startswith("name: models"))
PLACEHOLDER = ("OWNER/provenance@COMMIT", f"owner/provenance@{'0' * 40}")


def tool(name: str) -> str:
    """A checker of the extra `ci`; the test is skipped where it is not installed."""
    path = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if path is None:
        pytest.skip(f'{name} is not installed: pip install ".[ci]"')
    return path


def passes(*command: str | Path) -> None:
    done = subprocess.run(
        list(map(str, command)), check=False, capture_output=True, text=True, cwd=ROOT, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def workflow(tmp_path: Path) -> Path:
    """The job of docs/ci.md, with a commit in its place."""
    path = tmp_path / ".github" / "workflows" / "models.yml"
    path.parent.mkdir(parents=True)
    path.write_text(WORKFLOW.replace(*PLACEHOLDER), "utf-8")
    return path


def test_the_action_keeps_to_its_schema_and_pins(workflow: Path) -> None:
    check = tool("check-jsonschema")
    passes(check, "--builtin-schema", "vendor.github-actions", "action.yml")
    passes(check, "--builtin-schema", "vendor.github-workflows", workflow)
    passes(check, "--builtin-schema", "vendor.github-workflows", ".github/workflows/ci.yml")
    for text in ((ROOT / "action.yml").read_text("utf-8"), workflow.read_text("utf-8")):
        assert all(
            re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", used)
            for used in re.findall(r"uses: (\S+)", text)
        )


def test_the_action_and_the_copied_job_have_no_weakness(workflow: Path) -> None:
    zizmor = tool("zizmor")
    passes(zizmor, "--offline", "--no-config", "--pedantic", "action.yml")
    passes(zizmor, "--offline", "--no-config", "--pedantic", workflow)
    passes(zizmor, "--offline", "--no-config", "--pedantic", ".github/workflows/ci.yml")


def test_the_template_of_gitlab_keeps_to_its_schema(tmp_path: Path) -> None:
    check = tool("check-jsonschema")
    passes(check, "--builtin-schema", "vendor.gitlab-ci", "ci/gitlab.yml")
    copied = [job for job in JOBS if job.startswith(("include:", "comment:"))]
    assert len(copied) == 2
    path = tmp_path / ".gitlab-ci.yml"
    path.write_text("".join(copied), "utf-8")
    passes(check, "--builtin-schema", "vendor.gitlab-ci", path)


def test_the_hooks_and_their_copied_configuration(tmp_path: Path) -> None:
    hooks = {
        hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    }
    (copied,) = (job for job in JOBS if job.startswith("repos:"))
    assert {hook["id"] for hook in yaml.safe_load(copied)["repos"][0]["hooks"]} == hooks
    path = tmp_path / ".pre-commit-config.yaml"
    path.write_text(copied, "utf-8")
    pre_commit = tool("pre-commit")
    passes(pre_commit, "validate-manifest", ".pre-commit-hooks.yaml")
    passes(pre_commit, "validate-config", path)


def test_the_image_is_built_well() -> None:
    passes(tool("hadolint"), "Dockerfile")
    *_, user = re.findall(
        r"^USER (\d+):\d+$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE
    )
    assert int(user) > 0


def test_scripts_are_clean() -> None:
    passes(tool("shellcheck"), "ci/audit.sh", "ci/comment.sh", ".ci/run")


def test_every_dependency_is_pinned() -> None:
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    wanted = {
        re.split(r"[<>=\[]", line)[0].lower()
        for line in config["options"]["install_requires"].split()
    }
    lines = (ROOT / "ci" / "constraints.txt").read_text("utf-8").splitlines()[1:]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines}
    assert wanted <= pinned


def test_commands_of_the_jobs_parse(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    texts = [DOCS, (ROOT / "ci" / "gitlab.yml").read_text("utf-8").replace("\n      --", " --")]
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    lines = [
        line
        for text in texts
        for line in re.findall(r"(?:`|- |/|^)provenance ([a-z]+ [^`\n]+)", text, re.MULTILINE)
    ]
    lines += [" ".join((hook["entry"].partition(" ")[2], *hook.get("args", ()))) for hook in hooks]
    assert len(lines) >= 6
    for line in lines:
        name, *args = line.replace('"', "").split()
        command = cli.get_command(click.Context(cli), name)
        assert command, line
        command.make_context(name, args)


@pytest.mark.parametrize(
    ("env", "status", "expected"),
    [
        ({"PROVENANCE_REFS": "acme/good"}, 0, "::"),
        ({"PROVENANCE_REFS": " acme/good\n acme/bare "}, 1, "::error title=LIC001 acme/bare::"),
        (
            {"PROVENANCE_MANIFEST": "models.yaml"},
            1,
            "::error file=models.yaml,line=3,title=LIC001 acme/bare::",
        ),
        ({"PROVENANCE_REFS": "acme/bare", "PROVENANCE_FAIL_ON": "never"}, 0, "::error"),
        (
            {"PROVENANCE_REFS": "acme/bare", "PROVENANCE_CONFIG": "loose.toml"},
            0,
            "provenance: no findings",
        ),
        ({"PROVENANCE_REFS": "acme/none"}, 3, ""),
        ({"PROVENANCE_REFS": "acme/good acme/none"}, 3, "::error title=not read%3A acme/none"),
        ({"PROVENANCE_REFS": "--help; touch hurt $(touch hurt)"}, 2, ""),
        ({}, 2, ""),
    ],
)
def test_the_audit_of_the_action(
    hub: HubFolder, tmp_path: Path, env: dict[str, str], status: int, expected: str
) -> None:
    hub.model("acme/good", "license: mit", files={"model.onnx": b"x"})
    hub.model("acme/bare")
    (tmp_path / "models.yaml").write_text("version: 1\nmodels:\n  - ref: acme/bare\n", "utf-8")
    (tmp_path / "loose.toml").write_text('ignore = ["LIC"]\n', "utf-8")
    (tmp_path / "provenance.json").write_text("of an earlier run", "utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    files = {
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
    }
    done = subprocess.run(
        [ROOT / "ci" / "audit.sh"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **files, "PATH": path, "PROVENANCE_HUB": str(hub.root), **env},
        cwd=tmp_path,
        timeout=120,
    )
    assert done.returncode == status, done.stderr
    assert expected in done.stdout or (expected == "::" and "::" not in done.stdout)
    assert not (tmp_path / "hurt").exists()
    summary, output = (tmp_path / name for name in ("summary", "output"))
    assert f"status={status}\n" in output.read_text("utf-8")
    written = (tmp_path / "provenance.json").exists()
    assert (
        written
        == ("json=provenance.json" in output.read_text("utf-8"))
        == ("## " in summary.read_text("utf-8"))
    )
    assert not written or json.loads((tmp_path / "provenance.json").read_text("utf-8"))["schema"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    program = shutil.which("provenance", path=str(Path(sys.executable).parent))
    assert program
    script = subprocess.run(
        [program],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "_PROVENANCE_COMPLETE": f"{shell}_source"},
    ).stdout
    assert "_PROVENANCE_COMPLETE" in script
    words = {"COMP_WORDS": "provenance pol", "COMP_CWORD": "1" if shell != "fish" else "pol"}
    done = subprocess.run(
        [program],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **words, "_PROVENANCE_COMPLETE": f"{shell}_complete"},
    ).stdout
    assert "policy" in done


def test_every_command_has_a_manual_page(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("man_pages", ROOT / "ci" / "man_pages.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pages = {path.stem: path for path in module.write_pages(tmp_path)}
    assert pages.keys() >= {
        "provenance",
        "provenance-policy-explain",
        *(f"provenance-{name}" for name in COMMANDS),
    }
    for path in pages.values():
        text = path.read_text("utf-8")
        assert text.startswith(".TH ")
        assert "\b" not in text
        if groff := shutil.which("groff"):
            done = subprocess.run(
                [groff, "-man", "-Tutf8", "-ww", "-z", path],
                check=True,
                capture_output=True,
                text=True,
            )
            assert not done.stderr


def test_the_recording_asks_no_service_and_has_every_picture() -> None:
    page = (ROOT / "docs" / "first-five-minutes.md").read_text("utf-8")
    named = re.findall(r"\(pictures/([\w-]+\.svg)\)", page)
    assert len(named) == 6
    for name in named:
        picture = (ROOT / "docs" / "pictures" / name).read_text("utf-8")
        assert "url(" not in picture.replace("url(#", "")
        assert "font-face" not in picture
    header, *events = (ROOT / "docs/pictures/first-five-minutes.cast").read_text().splitlines()
    assert json.loads(header)["version"] == 2
    times = [json.loads(event)[0] for event in events]
    assert times == sorted(times)
