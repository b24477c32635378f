"""What an AIBOM holds of licences that nobody may take for settled."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hub_folder import HubFolder

from provenance.bom import encode

OWN = "LANTERN NON-COMMERCIAL LICENSE\n\nKeep it lit, and keep it away from any shop.\n"


def component_of(hub: HubFolder, name: str) -> dict[str, Any]:
    document = json.loads(encode(hub.trace(name)))
    component = document["metadata"]["component"]
    assert isinstance(component, dict)
    return component


def words(component: dict[str, Any], kind: str) -> list[str]:
    name = f"provenance:licence:{kind}"
    return [entry["value"] for entry in component["properties"] if entry["name"] == name]


def test_a_tag_and_a_text_that_restricts_are_both_there(hub: HubFolder) -> None:
    hub.model("acme/lantern", "license: apache-2.0", files={"LICENSE": OWN})
    component = component_of(hub, "acme/lantern")
    declared, own = (entry["license"] for entry in component["licenses"])
    if "acknowledgement" not in declared:
        declared, own = own, declared
    assert (declared["id"], declared["acknowledgement"]) == ("Apache-2.0", "declared")
    assert own["name"] == "LANTERN NON-COMMERCIAL LICENSE"
    assert own["text"]["content"] == OWN
    assert own["properties"] == [{"name": "provenance:licence:file", "value": "LICENSE"}]
    assert any("(README.md:2)" in claim for claim in words(component, "claim"))
    assert any("(LICENSE:1)" in claim for claim in words(component, "claim"))
    assert words(component, "restriction")[0].startswith("non-commercial: LANTERN")


def test_a_list_is_no_expression(hub: HubFolder) -> None:
    hub.model("acme/lantern", "license:\n- mit\n- agpl-3.0")
    component = component_of(hub, "acme/lantern")
    entries = [entry["license"] for entry in component["licenses"]]
    assert {entry["id"] for entry in entries} == {"MIT", "AGPL-3.0-only"}
    assert {entry["acknowledgement"] for entry in entries} == {"declared"}
    assert words(component, "declared") == []


@pytest.mark.parametrize("front", ["license: MIT AND Apache-2.0", "license: MIT OR Apache-2.0"])
def test_an_expression_stays_one(hub: HubFolder, front: str) -> None:
    hub.model("acme/lantern", front)
    (entry,) = component_of(hub, "acme/lantern")["licenses"]
    assert entry["expression"] == front.removeprefix("license: ")


def test_changes_of_a_known_text_are_named(hub: HubFolder, apache_text: str) -> None:
    end = "END OF TERMS AND CONDITIONS"
    changed = apache_text.replace(end, f"10. Lanterns are lent on dry days alone.\n\n   {end}")
    hub.model("acme/lantern", "license: apache-2.0", files={"LICENSE": changed})
    component = component_of(hub, "acme/lantern")
    names = [entry["license"].get("name") for entry in component["licenses"]]
    assert "Apache license 2.0, with changes" in names
    assert any("dry days" in change for change in words(component, "change"))


def test_what_was_not_understood_is_told(hub: HubFolder) -> None:
    hub.model("acme/lantern", "license: 3")
    sentences = words(component_of(hub, "acme/lantern"), "not-understood")
    assert sentences == ["license: 3: a number, not a name (README.md:2)"]
