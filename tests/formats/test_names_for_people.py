"""A person reads the name of a licence, and never the identifier that tools give it."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import invoke
from hub_folder import HubFolder

CASES = {"llama": "llama3.1", "rail": "openrail++", "gemma": "gemma"}


@pytest.mark.parametrize("form", ("terminal", "markdown", "questions", "github", "csv"))
@pytest.mark.parametrize("lang", ("en", "ko"))
def test_no_format_for_people_shows_a_licenseref(tmp_path: Path, form: str, lang: str) -> None:
    hub = HubFolder(tmp_path)
    for name, licence in CASES.items():
        hub.model(f"base/{name}", f"license: {licence}")
        hub.model(f"blue/{name}", f"license: apache-2.0\nbase_model: base/{name}")
    refs = [f"{owner}/{name}" for owner in ("base", "blue") for name in CASES]

    done = invoke(
        tmp_path, "audit", *refs, "--hub", str(tmp_path), "--no-cache", "-v",
        "--use", "commercial", "-f", form, "--lang", lang,
    )  # fmt: skip

    assert done.stdout
    assert "LicenseRef-" not in done.stdout
