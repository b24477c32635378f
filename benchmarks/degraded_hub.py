"""The sample hub through olah, a mirror that nobody here wrote and that answers less than the hub
does.

    pip install olah; python benchmarks/degraded_hub.py [PATH/TO/olah-cli]

olah (0.5.4) ignores `blobs`, `securityStatus` and, for its own repositories, Range. Every model of
the sample hub is audited from the folder and through olah; printed is what an audit through olah
says otherwise.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import provenance
from provenance.errors import HubError
from provenance.report import Report

HUB = Path(__file__).parents[1] / "sample_manifests" / "hub"
URL = "http://127.0.0.1:8190"
SETTINGS = """\
[basic]
host = "127.0.0.1"
port = 8190
ssl-key = ""
ssl-cert = ""
repos-path = "{folder}/repos"
hf-scheme = "http"
hf-netloc = "127.0.0.1:9"
hf-lfs-netloc = "127.0.0.1:9"
mirror-scheme = "http"
mirror-netloc = "127.0.0.1:8190"
mirror-lfs-netloc = "127.0.0.1:8190"
mirrors-path = ["{folder}/mirrors"]
[accessibility]
offline = true
[[accessibility.proxy]]
repo = "*"
allow = true
[[accessibility.cache]]
repo = "*"
allow = true
"""


def mirror(folder: Path) -> None:
    """Make a git repository of every artefact of the sample hub."""
    for source in sorted(HUB.glob("*s/*/*")):
        target = folder / "mirrors" / source.relative_to(HUB)
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("_meta.json"))
        git = [
            "git",
            "-c",
            "user.name=olah",
            "-c",
            "user.email=olah@example.org",
            "-C",
            str(target),
        ]
        for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "mirror"]):
            subprocess.run([*git, *command], check=True)


@contextmanager
def olah(executable: str, folder: Path) -> Iterator[None]:
    """Run olah on the mirrored repositories."""
    settings = folder / "olah.toml"
    settings.write_text(SETTINGS.format(folder=folder), "utf-8")
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        [executable, "-c", str(settings)], cwd=folder, stdout=quiet, stderr=quiet
    )
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(URL, timeout=1)
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait()


def statements(report: Report) -> set[str]:
    """What a report says, one line each: findings, what could not be decided, gaps."""
    findings = {f"finding {finding.rule}: {finding.message}" for finding in report.findings}
    unknown = {
        f"could not tell {check.rule}: {check.reason}"
        for check in report.checks
        if check.outcome == "unknown"
    }
    return findings | unknown | {f"gap {gap.what}: {gap.detail}" for gap in report.gaps}


def main() -> None:
    """Compare and print."""
    executable = sys.argv[1] if len(sys.argv) > 1 else shutil.which("olah-cli")
    if not executable:
        sys.exit("olah is not installed: pip install olah, or give the path to olah-cli")
    names = [
        path.relative_to(HUB / "models").as_posix() for path in sorted((HUB / "models").glob("*/*"))
    ]
    with tempfile.TemporaryDirectory() as work:
        mirror(Path(work))
        with olah(executable, Path(work)):
            for name in names:
                folder = statements(provenance.audit(name, hub=str(HUB)))
                try:
                    through = statements(provenance.audit(name, hub=URL))
                except HubError as error:
                    print(f"{name}: {error.message}. {error.hint}")
                    continue
                print(f"{name}: {len(folder & through)} statements alike")
                for line in sorted(through - folder):
                    print(f"  + {line}")
                for line in sorted(folder - through):
                    print(f"  - {line}")


if __name__ == "__main__":
    main()
