"""The recipe of a merge as a workflow, and what a card's own examples and links tell."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bom_lineages import SUBJECT, file, lineage, of_card, snapshot
from hub_folder import HubFolder

from provenance.bom import encode
from provenance.bom.spdx import writer as spdx
from provenance.facts.links import card_links
from provenance.facts.usage import example_library, example_task, pinned_version
from provenance.lineage.graph import Lineage
from provenance.lineage.record import ArtifactRecord

RECIPE = """models:
  - model: acme/one
    parameters:
      weight: 0.6
  - model: acme/two
merge_method: ties
base_model: acme/one
parameters:
  int8_mask: true
"""


def merged(hub: HubFolder, in_card: bool) -> Lineage:
    hub.model("acme/one", "license: mit")
    hub.model("acme/two", "license: mit")
    body = f"# mix\n\n```yaml\n{RECIPE}```\n" if in_card else "# mix\n"
    files: dict[str, str | bytes] = {} if in_card else {"mergekit_config.yml": RECIPE}
    meta: dict[str, object] = {"sha": "1" * 40, "lastModified": "2026-03-04T05:06:07.000Z"}
    hub.model("acme/mix", "license: mit", body, files=files, meta=meta)
    return hub.trace("acme/mix")


@pytest.mark.parametrize("in_card", [True, False])
def test_a_recipe_is_a_workflow_with_its_inputs(hub: HubFolder, in_card: bool) -> None:
    bom = json.loads(encode(merged(hub, in_card)))
    (formula,) = bom["formulation"]
    (workflow,) = formula["workflows"]
    refs = {component["name"]: component["bom-ref"] for component in bom["components"]}
    mix = bom["metadata"]["component"]["bom-ref"]
    *resources, parameters = workflow["inputs"]
    assert workflow["taskTypes"] == ["merge"]
    assert [entry["resource"]["ref"] for entry in resources] == [refs["one"], refs["two"]]
    assert workflow["outputs"] == [{"type": "artifact", "resource": {"ref": mix}}]
    assert [(entry["name"], entry["value"]) for entry in parameters["parameters"]] == [
        ("models[0].model", "acme/one"),
        ("models[0].parameters.weight", "0.6"),
        ("models[1].model", "acme/two"),
        ("merge_method", "ties"),
        ("base_model", "acme/one"),
        ("parameters.int8_mask", "true"),
    ]
    (note,) = {e["note"] for e in bom["citations"] if "/formulation/0/workflows/0" in e["pointers"]}
    assert note.startswith("README.md:6-16" if in_card else "mergekit_config.yml:1-")


@pytest.mark.parametrize("version", ["1.7", "1.6"])
def test_a_recipe_is_valid_xml(hub: HubFolder, version: str) -> None:
    text = encode(merged(hub, in_card=True), spec_version=version, output="xml").decode()
    assert "<taskType>merge</taskType>" in text
    assert "<value>ties</value>" in text


def test_a_recipe_is_told_in_spdx(hub: HubFolder) -> None:
    graph = json.loads(spdx.encode(merged(hub, in_card=True)))["@graph"]
    (note,) = [e["statement"] for e in graph if "Parameters of the merge" in e.get("statement", "")]
    assert "merge_method=ties" in note


@pytest.mark.parametrize("text", ["merge_method: [", "- merge_method: ties", "merge_method:\n"])
def test_what_is_no_recipe_is_none(hub: HubFolder, text: str) -> None:
    hub.model("acme/mix", "license: mit", files={"mergekit_config.yml": text})
    assert "formulation" not in json.loads(encode(hub.trace("acme/mix")))


def test_a_model_card_beside_a_stub_is_fetched_and_read(hub: HubFolder) -> None:
    files: dict[str, str | bytes] = {
        "MODEL_CARD.md": "# m\n\n## Limitations\n\nIt errs.\n",
        "docs/MODEL_CARD.md": "# m\n\n## Limitations\n\nIt hides.\n",
    }
    hub.model("acme/m", "license: mit", "# m\n\nSee MODEL_CARD.md.\n", files=files)
    card = json.loads(encode(hub.trace("acme/m")))["metadata"]["component"]["modelCard"]
    assert card["considerations"]["technicalLimitations"] == ["It errs."]


def record(text: str) -> ArtifactRecord:
    return next(iter(of_card(text).records.values()))


EXAMPLE = """# support-7b

```bash
pip install transformers==4.50.1 torch
```

```python
from transformers import pipeline

answer = pipeline("text-generation", model="acme/support-7b")
```
"""


def test_the_cards_example_names_task_and_library() -> None:
    example = record(EXAMPLE)
    task, library, version = (
        example_task(example),
        example_library(example),
        pinned_version(example, "transformers"),
    )
    assert (task and task.value, library and library.value, version and version.value) == (
        "text-generation",
        "transformers",
        "4.50.1",
    )
    assert task
    assert task.evidence.start_line == 10
    bom = json.loads(encode(of_card(EXAMPLE)))
    assert bom["metadata"]["component"]["modelCard"]["modelParameters"]["task"] == "text-generation"
    assert [entry["purl"] for entry in bom["components"]] == ["pkg:pypi/transformers@4.50.1"]


def test_an_example_of_another_model_names_nothing() -> None:
    other = record(EXAMPLE.replace("acme/support-7b", "acme/other"))
    assert (example_task(other), example_library(other)) == (None, None)
    both = EXAMPLE + EXAMPLE.replace("text-generation", "summarization")
    assert example_task(record(both)) is None


LINKS = """# support-7b

See [our paper](https://arxiv.org/pdf/2401.00001) and the method of [Else et al.](https://arxiv.org/abs/2402.00002).
[![Paper](https://img.shields.io/badge/paper)](https://img.shields.io/badge/paper)

- **Repository:** https://github.com/acme/support
- **Where to send questions or comments about the model:** [form](https://acme.example/form)

## Citation

```bibtex
@misc{support, eprint={2403.00003}, archivePrefix={arXiv}}
```

## Citations

Cite the trainer as: https://arxiv.org/abs/2404.00004
"""


def test_links_count_where_the_card_calls_them_its_own() -> None:
    assert [
        (kind, address, place.start_line) for kind, address, place in card_links(record(LINKS))
    ] == [
        ("paper", "https://arxiv.org/abs/2401.00001", 3),
        ("repository", "https://github.com/acme/support", 6),
        ("contact", "https://acme.example/form", 7),
        ("paper", "https://arxiv.org/abs/2403.00003", 12),
    ]


def test_links_are_external_references_with_their_line() -> None:
    bom = json.loads(encode(of_card(LINKS)))
    references: list[dict[str, Any]] = bom["metadata"]["component"]["externalReferences"]
    addresses = {(entry["type"], entry["url"]) for entry in references}
    assert ("documentation", "https://arxiv.org/abs/2401.00001") in addresses
    assert ("support", "https://acme.example/form") in addresses
    notes = [
        entry["note"]
        for entry in bom["citations"]
        if any("externalReferences" in p for p in entry["pointers"])
    ]
    assert any(note.startswith("README.md:3 @") for note in notes)


def test_the_paper_of_the_template_is_no_paper_of_the_model() -> None:
    bom = json.loads(encode(of_card("# m\n", tags=["arxiv:1910.09700", "arxiv:2401.00001"])))
    text = json.dumps(bom["metadata"]["component"]["externalReferences"])
    assert "2401.00001" in text
    assert "1910.09700" not in text
    assert SUBJECT.name in json.dumps(bom)


def test_a_security_policy_is_where_vulnerabilities_are_reported() -> None:
    made = ArtifactRecord(snapshot=snapshot(SUBJECT, {}, file("README.md"), file("SECURITY.md")))
    bom = json.loads(encode(lineage((made,))))
    (match,) = [
        e
        for e in bom["metadata"]["component"]["externalReferences"]
        if e["type"] == "security-contact"
    ]
    assert match["url"].endswith("/SECURITY.md")
    assert "securityPolicy" in spdx.encode(lineage((made,))).decode()
