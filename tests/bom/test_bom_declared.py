"""What a dataset declares reaches the bills of materials of the models trained on it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hub_folder import HubFolder

from provenance.bom.personal_data import Presence, presence, presence_along
from provenance.bom.spdx import writer
from provenance.bom.stamp import Stamp

NAMES_PEOPLE = "# D\n\nThe dataset contains the names and e-mail addresses of customers.\n"
DENIED = "# D\n\nThe dataset contains no personal data, since all texts are generated.\n"


@pytest.mark.parametrize(
    ("card", "along"), [(NAMES_PEOPLE, Presence.YES), (DENIED, Presence.NO_ASSERTION)]
)
def test_a_model_holds_what_its_training_data_is_said_to_hold(
    hub: HubFolder, card: str, along: Presence
) -> None:
    hub.dataset("acme/d", "", card)
    hub.model("acme/m", "datasets: [acme/d]")
    lineage = hub.trace("acme/m")
    record = lineage.record(lineage.inputs[0][1])
    assert record is not None
    assert presence(record) is Presence.NO_ASSERTION
    assert presence_along(lineage, record) is along


def test_spdx_says_so_of_the_model(hub: HubFolder) -> None:
    hub.dataset("acme/d", "", NAMES_PEOPLE)
    hub.model("acme/m", "datasets: [acme/d]")
    stamp = Stamp(timestamp=datetime(2026, 1, 2, tzinfo=UTC))
    document = json.loads(writer.encode(hub.trace("acme/m"), stamp=stamp))
    [model] = [element for element in document["@graph"] if element["type"] == "ai_AIPackage"]
    assert model["ai_useSensitivePersonalInformation"] == "yes"
