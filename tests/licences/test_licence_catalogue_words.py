"""Licences in the words of catalogues: each is mapped or told as unknown, and none is another's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import provenance

MAPPED = {
    "MIT License (Expat)": "MIT",
    "Apache-2": "Apache-2.0",
    "Apache Licence 2.0": "Apache-2.0",
    "APACHE 2": "Apache-2.0",
    "BSD-3": "BSD-3-Clause",
    "New BSD": "BSD-3-Clause",
    "CC-BY-NC 4": "CC-BY-NC-4.0",
    "CC BY-NC-SA 3.0 IGO": "CC-BY-NC-SA-3.0-IGO",
    "cc0": "CC0-1.0",
    "GPL v3 or later": "GPL-3.0-or-later",
    "AGPLv3": "AGPL-3.0-only",
    "gemma-terms-of-use": "LicenseRef-gemma",
    "Qwen Research License": "LicenseRef-qwen-research",
    "MRL-0.1": "LicenseRef-mistral-mrl-0.1",
    "Microsoft Research License": "LicenseRef-msr",
    "https://opensource.org/licenses/MIT": "MIT",
}
UNKNOWN = (
    "custom",
    "proprietary",
    "EULA",
    "N/A",
    "TBD",
    "Other (see model card)",
    "xAI community",
    "Mistral AI Non-Production License",
    "NVIDIA AI Foundation Models Community License",
    "MIT with attribution",
    "Apache 2.0 with LLVM exception",
    "Dual: MIT or Apache 2.0",
    "CC-BY-4.0 AND Apache-2.0",
    "Sarvam non-commercial",
)


def claimed(words: str, folder: Path) -> set[str | None]:
    """What a specification in the layout of azureml-assets with these words claims."""
    (folder / "asset.yaml").write_text("type: model\nspec: spec.yaml\n")
    (folder / "spec.yaml").write_text(f"name: bear\ntags:\n  license: {json.dumps(words)}\n")
    lineage = provenance.trace(str(folder), kind="model")
    [record] = lineage.records.values()
    assert {claim.value for claim in record.licence.claims} == {words}
    return {claim.spdx for claim in record.licence.claims}


@pytest.mark.parametrize("words", MAPPED)
def test_words_that_are_mapped(words: str, tmp_path: Path) -> None:
    assert claimed(words, tmp_path) == {MAPPED[words]}


@pytest.mark.parametrize("words", UNKNOWN)
def test_words_that_are_told_as_unknown(words: str, tmp_path: Path) -> None:
    assert claimed(words, tmp_path) == {None}
