"""Bases and data in a training configuration that a card quotes."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

AXOLOTL = """# Tune

<details><summary>See the configuration</summary>

```yaml
base_model: {base}
datasets:
  - path: acme/talks
    type: alpaca
  - path: rows.jsonl
micro_batch_size: 2
```

</details>
"""


def named(hub: HubFolder, ref: str) -> list[tuple[str, str, int | None]]:
    lineage = hub.trace(ref)
    record = lineage.record(lineage.inputs[0][1])
    assert record is not None
    return [
        (parent.ref.name, parent.relation, parent.evidence.start_line) for parent in record.parents
    ]


def test_a_configuration_names_base_and_data(hub: HubFolder) -> None:
    hub.model("acme/base", "license: cc-by-nc-4.0")
    hub.dataset("acme/talks", "license: mit")
    hub.model("acme/tune", "license: mit", AXOLOTL.format(base="acme/base"))
    assert named(hub, "acme/tune") == [("acme/base", "base", 9), ("acme/talks", "dataset", 11)]
    assert hub.check("LIN020", "acme/tune").findings


def test_the_front_matter_outranks_it(hub: HubFolder) -> None:
    hub.model("acme/base", "license: cc-by-nc-4.0")
    hub.model("acme/real", "license: mit")
    hub.dataset("acme/talks", "license: mit")
    body = AXOLOTL.format(base="acme/base")
    hub.model("acme/tune", "license: mit\nbase_model: acme/real", body)
    assert not hub.check("LIN020", "acme/tune").findings
    assert hub.check("LIN001", "acme/tune").findings


@pytest.mark.parametrize(
    "code",
    [
        "base_model: acme/base",
        "base_model: ./local\nlearning_rate: 0.1",
        "base_model: [acme/base\nlearning_rate: 0.1",
        "- base_model: acme/base\n- learning_rate: 0.1",
        "datasets: [acme/talks]\nlearning_rate: 0.1",
    ],
)
def test_what_is_no_configuration_names_nothing(hub: HubFolder, code: str) -> None:
    hub.model("acme/tune", "license: mit", f"# Tune\n\n```yaml\n{code}\n```\n")
    assert named(hub, "acme/tune") == []
