"""`ci/comment.sh`: one comment on a pull request, which later runs update."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "ci" / "comment.sh"
# Stands for `gh`: lists one comment where EARLIER is set, and keeps what it is asked to write.
GH = """\
#!/usr/bin/env bash
case "$*" in
    *--paginate*) echo "${EARLIER:-}" ;;
    *) echo "$*" >>calls; for word in "$@"; do case $word in body=@*) cat "${word#body=@}" >body ;; esac; done ;;
esac
"""  # noqa: E501


def commented(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script beside a report."""
    gh = folder / "gh"
    gh.write_text(GH, "utf-8")
    gh.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    given = {"PATH": path, "GITHUB_REPOSITORY": "acme/product", **environment}
    return subprocess.run(
        [SCRIPT], check=False, capture_output=True, text=True, cwd=folder, env=given, timeout=60
    )


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        ("", "--method POST repos/acme/product/issues/7/comments"),
        ("42", "--method PATCH repos/acme/product/issues/comments/42"),
    ],
)
def test_one_comment_is_kept(tmp_path: Path, earlier: str, expected: str) -> None:
    (tmp_path / "provenance.md").write_text("## Report\n", "utf-8")
    done = commented(tmp_path, PULL_REQUEST="7", EARLIER=earlier)
    assert done.returncode == 0, done.stderr
    assert expected in (tmp_path / "calls").read_text("utf-8")
    assert (tmp_path / "body").read_text("utf-8") == "<!-- provenance-audit -->\n## Report\n"


def test_a_long_report_is_cut_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "provenance.md").write_text("x" * 100_000, "utf-8")
    assert commented(tmp_path, PULL_REQUEST="7").returncode == 0
    body = (tmp_path / "body").read_text("utf-8")
    assert len(body) < 65_536
    assert "The report is longer" in body


@pytest.mark.parametrize("number", ["", "7"])
def test_where_there_is_nothing_to_say_nothing_is_written(tmp_path: Path, number: str) -> None:
    assert commented(tmp_path, PULL_REQUEST=number).returncode == 0
    assert not (tmp_path / "calls").exists()
