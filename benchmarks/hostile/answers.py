"""Answers of a hub in which one field is of another shape, and every output made of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import provenance
from provenance.auditing.judge import judge
from provenance.bom import attest, encode
from provenance.bom.spdx import writer as spdx
from provenance.bom.stamp import Stamp
from provenance.dossier import Review, write
from provenance.evidence import Options, seal, verify
from provenance.formats import FORMATS, render
from provenance.hubs import open_hub

HUGE = "9" * 5_000
TIME = datetime(2026, 1, 2, tzinfo=UTC)
FIELDS = (
    *("id", "sha", "siblings", "tags", "cardData", "gated", "private", "disabled", "safetensors"),
    *("usedStorage", "config", "lastModified", "createdAt", "baseModels", "securityRepoStatus"),
    *(
        "pipeline_tag",
        "library_name",
        "gguf",
        "transformersInfo",
        "widgetData",
        "modelId",
        "author",
    ),
)
INNER = {
    "siblings": ("rfilename", "size", "lfs", "blobId"),
    "cardData": (
        *("license", "license_name", "license_link", "base_model", "base_model_relation"),
        *("datasets", "tags", "language", "metrics", "model-index", "library_name", "thumbnail"),
        *("extra_gated_prompt", "extra_gated_fields", "co2_eq_emissions", "inference"),
    ),
    "safetensors": ("total", "parameters"),
    "config": (
        "model_type",
        "architectures",
        "auto_map",
        "quantization_config",
        "transformers_version",
    ),
    "baseModels": ("models", "relation"),
    "securityRepoStatus": ("filesWithIssues", "scansDone"),
    "gguf": ("total", "architecture", "context_length"),
}
ODD = (
    *("null", "true", "-1", "1e308", "1e999", "NaN", HUGE, f"-{HUGE}", '""', '"x"', "[]", "{}"),
    *('[null, 7, {}, [], "x"]', '{"x": [1]}', "[" * 80 + "]" * 80, '"\\u001b[2J\\u202e"'),
    *('"\\ud800"', f'"{"x" * 20_000}"', '"../../etc/passwd"', '"acme/x"', '"https://a@b@c/"'),
    *('"9999-12-31T23:59:59Z"', '"0001-01-01"', '{"": ""}', '["a", "a", "a"]'),
)
CARD = """\
---
license: mit
---
# Card

Trained on [public text](https://a.b:text/x). [Paper](https://a@b@c/).
"""


def cases() -> Iterator[tuple[str, str]]:
    """A title and the text of an answer for each field and each odd value."""
    for field in FIELDS:
        for odd in ODD:
            yield f"{field} = {odd[:30]}", f'{{"{field}": {odd}}}'
    for outer, names in INNER.items():
        for name in names:
            for odd in ODD:
                inner = f'{{"{name}": {odd}}}'
                holder = f"[{inner}]" if outer == "siblings" else inner
                yield f"{outer}.{name} = {odd[:30]}", f'{{"{outer}": {holder}}}'


def work(text: str, folder: Path) -> Callable[[], object]:
    """Everything that this tool makes of a model with that answer."""
    home = folder / "models" / "acme" / "x"
    home.mkdir(parents=True, exist_ok=True)
    (home / "README.md").write_text(CARD, "utf-8")
    (home / "_meta.json").write_text(text, "utf-8")

    def everything() -> None:
        lineage = provenance.trace("acme/x", hub=str(folder))
        report = judge(lineage)
        for form in FORMATS:
            render(report, form)
        json.loads(render(report, "json"))
        for lang in ("en", "ko"):
            write(Review(report=report, lang=lang), "html")
        write(Review(report=report), "csv")
        for output in ("json", "xml"):
            encode(lineage, output=output)
        attest.encode(lineage)
        spdx.encode(lineage, stamp=Stamp(timestamp=TIME))
        sealed, _ = seal(open_hub(str(folder)), ["acme/x"], options=Options())
        assert verify(sealed).holds

    return everything
