"""Run by `.ci/run` with the Python of a wheel installation, away from the source tree: what is
packaged is whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import provenance
from provenance.files.resources import SAMPLES, SCHEMAS, resource_folder


def main() -> None:
    home = Path(provenance.__file__).parent
    assert "site-packages" in home.parts, home
    assert (resource_folder(SCHEMAS) / "report-1.schema.json").is_file()
    assert resource_folder(SAMPLES).is_relative_to(home)
    report = provenance.audit("acme/support-gemstone-7b", hub="sample")
    assert report.findings
    assert not report.gaps
    command = [
        str(Path(sys.executable).with_name("provenance")),
        "aibom",
        "--hub",
        "sample",
        "northwind/clear-3b",
    ]
    bom = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert bom["specVersion"] == "1.7"
    judged = subprocess.run(
        [command[0], "check", "-"], check=True, capture_output=True, input=json.dumps(bom).encode()
    )
    assert b"no problems found" in judged.stdout
    sys.stdout.write(
        f"wheel: {len(report.findings)} findings, AIBOM with {len(bom['components'])} components\n"
    )


if __name__ == "__main__":
    main()
