"""A licence or restriction that a card shows in an unusual place is read, or left to a person."""

from __future__ import annotations

from pathlib import Path

import pytest
from hub_folder import HubFolder

import provenance
from provenance.report import Report

COMMERCIAL = {"activity": ["product"], "commercial": True}
BADGE = "https://img.shields.io/badge/License-CC%20BY--NC--SA%204.0-lightgrey.svg"
DEED = "https://creativecommons.org/licenses/by-nc-sa/4.0/"


def audited(root: Path, body: str) -> tuple[str, Report]:
    """The verdict on a commercial use of a model that declares MIT, and the report."""
    HubFolder(root).model("blue/kite", "license: mit", f"# Kite\n\n{body}\n")
    report = provenance.audit("blue/kite", hub=str(root), use=COMMERCIAL)
    return report.uses[0].verdict.value, report


@pytest.mark.parametrize(
    "body",
    (
        f"![licence]({BADGE})",
        f"[![x]({BADGE})]({DEED})",
        f"<img src='{BADGE}'>",
        f"[Licence]({DEED})",
        f"License: <{DEED}>",
        f"## License\n\n{DEED}",
        f"## License\n\n[Full license text]({DEED})",
        "| Licence |\n|---|\n| CC BY-NC-SA 4.0 |",
        "| Name | Parameters | Licence |\n|---|---|---|\n| Kite | 3 | cc-by-nc-sa-4.0 |",
        "## License\n\n```\nCC BY-NC-SA 4.0\n```",
        "## Licence: CC BY-NC-SA 4.0\n\nWords.",
        "본 모델의 라이선스는 CC BY-NC-SA 4.0입니다.",
    ),
)
def test_another_licence_that_is_shown_contradicts_the_declared_one(
    tmp_path: Path, body: str
) -> None:
    verdict, report = audited(tmp_path, body)

    assert verdict == "review"
    assert "LIC010" in {finding.rule for finding in report.findings}


@pytest.mark.parametrize(
    "body",
    (
        "https://img.shields.io/badge/Code%20License-CC%20BY--NC%204.0-red.svg",
        "https://img.shields.io/badge/License-MIT-red.svg",
        "https://img.shields.io/badge/tests-passing-green.svg",
        f"[our paper]({DEED})",
        "| Model | Licence |\n|---|---|\n| Owl | cc-by-nc-4.0 |\n| Crow | mit |",
    ),
)
def test_what_speaks_of_something_else_contradicts_nothing(tmp_path: Path, body: str) -> None:
    verdict, _ = audited(tmp_path, body)

    assert verdict == "allow-with-duties"


@pytest.mark.parametrize(
    "body",
    (
        "<!-- Not for commercial use. -->\n\nWords.",
        "<!-- Licence: cc-by-nc-4.0 -->\n\nWords.",
        "License: Kite Community EULA",
        "The weights are released under a custom licence.",
        "이 모델은 자체 라이선스를 따릅니다.",
        "## License\n\nKite Proprietary License",
        "## License\n\nSee [the terms](https://kite.example/terms).",
        "## License\n\nSee [the terms](KITE_TERMS).",
        "For ｎｏｎ‑ｃｏｍｍｅｒｃｉａｌ use only.",
        "For non\u2011commercial use only.",
        "word " * 180 + "for non-commercial use only, " + "word " * 40,
    ),
)
def test_terms_that_are_hidden_or_unknown_are_never_allowed(tmp_path: Path, body: str) -> None:
    verdict, _ = audited(tmp_path, body)

    assert verdict == "review"
