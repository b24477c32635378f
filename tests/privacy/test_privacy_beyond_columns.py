"""A description of a column shows whose data it holds, and does not say what was done with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hub_folder import HubFolder

from provenance.lineage.record import ArtifactRecord
from provenance.privacy import is_answered_beyond, personal_columns

FEATURES = "dataset_info:\n  features:\n  - name: customer_email\n    dtype: string"
STATEMENT = """## Personal and Sensitive Information

The data contains e-mail addresses of customers."""
TABLE = "| Column | Type | Meaning |\n|---|---|---|\n| customer_email | string | the sender |\n"


def answered(record: ArtifactRecord) -> bool:
    columns = personal_columns(record.card, record.snapshot.metadata, record.documents)
    return is_answered_beyond(columns, record.disclosures, "PRIV-001")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"## Data Fields\n\n{TABLE}", False),
        (f"## Data Fields\n\n{TABLE}\n{STATEMENT}", True),
        ("Tickets of a shop.", False),
    ],
)
def test_a_column_does_not_answer_for_the_card(hub: HubFolder, text: str, expected: bool) -> None:
    hub.dataset("acme/tickets", FEATURES, text)
    [record] = hub.trace("datasets/acme/tickets").records.values()
    assert answered(record) is expected


def test_an_answer_without_a_place_counts(hub: HubFolder) -> None:
    hub.dataset("acme/t", FEATURES, STATEMENT)
    [record] = hub.trace("datasets/acme/t").records.values()
    bare = [replace(answer, evidence=()) for answer in record.disclosures]
    assert is_answered_beyond((), bare, "PRIV-001")
