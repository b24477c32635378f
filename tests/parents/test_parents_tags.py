"""Bases, data and licences in the tags of a card, where hubs write them into their answers."""

from __future__ import annotations

from hub_folder import HubFolder

from provenance.model.finding import Outcome
from provenance.parents import DATASET


def test_tags_of_a_card_name_a_base_and_data(hub: HubFolder) -> None:
    tags = 'tags: ["base_model:finetune:acme/base", "dataset:acme/birds", "arxiv:2401.00001"]'
    hub.model("acme/base", "license: cc-by-nc-4.0")
    hub.dataset("acme/birds", "license: mit")
    hub.model("acme/child", f"license: mit\n{tags}")
    lineage = hub.trace("acme/child")
    record = lineage.record(lineage.inputs[0][1])
    assert record is not None
    named = {(parent.ref.name, parent.relation) for parent in record.parents}
    assert named == {("acme/base", "finetune"), ("acme/birds", DATASET)}
    assert hub.check("LIN020", "acme/child").outcome is Outcome.FAILED


def test_a_licence_among_the_tags_is_declared_where_no_field_is(hub: HubFolder) -> None:
    hub.model("acme/only", 'tags: ["license:mit"]')
    hub.model("acme/both", 'license: mit\ntags: ["license:cc-by-nc-4.0"]')
    hub.model("acme/same", 'license: mit\ntags: ["license:mit"]')
    assert hub.check("LIC003", "acme/only").outcome is Outcome.PASSED
    assert hub.check("LIC010", "acme/both").outcome is Outcome.FAILED
    assert hub.check("LIC010", "acme/same").outcome is Outcome.PASSED


def test_a_tag_that_names_no_repository_is_a_word(hub: HubFolder) -> None:
    hub.model("acme/one", 'license: mit\ntags: ["dataset:news", "base_model:"]')
    lineage = hub.trace("acme/one")
    record = lineage.record(lineage.inputs[0][1])
    assert record is not None
    assert record.parents == ()
