"""What rules say in cases that no other test meets."""

from __future__ import annotations

from hub_folder import HubFolder
from risky_files import keras

from provenance.model.finding import Severity


def test_a_changed_text_without_a_declaration(hub: HubFolder, apache_text: str) -> None:
    changed = apache_text.replace("worldwide,", "worldwide, for research purposes only,")
    hub.model("acme/bare", files={"LICENSE": changed})
    [finding] = hub.check("LIC012", "acme/bare").findings
    assert finding.message == "LICENSE is a modified copy of Apache license 2.0"


def test_an_access_form_that_names_another_licence(hub: HubFolder) -> None:
    prompt = "extra_gated_prompt: The weights are released under the CC BY-NC 4.0 license."
    hub.model("acme/form", f"license: mit\n{prompt}")
    [finding] = hub.check("LIC010", "acme/form").findings
    assert finding.message.startswith("the access form mentions")


def test_a_known_key_where_no_tool_reads_it(hub: HubFolder) -> None:
    hub.model("acme/deep", "license: mit\nextra:\n  base_model: our own model")
    [finding] = hub.check("CARD004", "acme/deep").findings
    place = "no tool reads `extra.base_model` at this place in README.md"
    assert finding.message == f"{place}: our own model"


def test_a_layer_of_a_library_that_nobody_lists(hub: HubFolder) -> None:
    layer = b'{"class_name": "Gate", "module": "acme_layers"}'
    hub.model("acme/gate", files={"model.keras": keras(layer)})
    [finding] = hub.check("WGT008", "acme/gate").findings
    assert finding.severity is Severity.MEDIUM
    assert "needs code that is not part of it" in finding.message
