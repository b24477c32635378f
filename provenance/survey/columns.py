"""The columns of a survey's tables, with the schema version in each file.

docs/survey.md describes every column. Strings are plain, so that every Parquet reader can open the
files; Parquet keeps their dictionaries. "No" and "unknown" are words; null is only for numbers and
times that are not stated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

SCHEMA = "provenance/survey-1"
# The kind of personal data where documents name none.
NO_KIND = "unspecified"
_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())
_TIME = pa.timestamp("s", tz="UTC")
_COUNT = pa.int64()
_SEVERITIES = ("critical", "high", "medium", "low", "info")
_GAP = pa.struct([("what", _TEXT), ("reason", _TEXT)])


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()), metadata={"schema_version": SCHEMA})


_IDENTITY: dict[str, pa.DataType] = {
    "run_id": _TEXT,
    "hub": _TEXT,
    "kind": _TEXT,
    "org": _TEXT,
    "id": _TEXT,
    "revision": _TEXT,
}
ARTEFACT = _schema(
    **_IDENTITY,
    observed_on=pa.date32(),
    role=_TEXT,
    state=_TEXT,
    revision_kind=_TEXT,
    created_at=_TIME,
    last_modified=_TIME,
    downloads=_COUNT,
    likes=_COUNT,
    gated=_TEXT,
    card_state=_TEXT,
    card_sha256=_TEXT,
    lang=_TEXTS,
    licence_declared=_TEXT,
    licence_concluded=_TEXT,
    licence_name=_TEXT,
    licence_verdict=_TEXT,
    licence_refs=_TEXTS,
    text_sha256=_TEXTS,
    params=_COUNT,
    formats=_TEXTS,
    weight_bytes=_COUNT,
    weight_sha256=_TEXTS,
    n_parents=_COUNT,
    n_datasets=_COUNT,
    use_verdict=pa.map_(_TEXT, _TEXT),
    privacy_answered=_COUNT,
    privacy_asked=_COUNT,
    q_filtering=_TEXT,
    q_finetuning=_TEXT,
    q_redteam=_TEXT,
    personal_data=_TEXTS,
    worst=_TEXT,
    n_findings=pa.struct([(severity, _COUNT) for severity in _SEVERITIES]),
    gaps=pa.list_(_GAP),
    tool_version=_TEXT,
)
FINDING = _schema(
    **_IDENTITY,
    rule=_TEXT,
    severity=_TEXT,
    confidence=_TEXT,
    message_key=_TEXT,
    args=_TEXT,
    message=_TEXT,
    file=_TEXT,
    line=_COUNT,
    quote=_TEXT,
    source_id=_TEXT,
    source_revision=_TEXT,
    path=_TEXTS,
    waived=pa.bool_(),
    fingerprint=_TEXT,
)
EDGE = _schema(
    run_id=_TEXT,
    hub=_TEXT,
    kind=_TEXT,
    org=_TEXT,
    child=_TEXT,
    child_revision=_TEXT,
    parent_hub=_TEXT,
    parent_kind=_TEXT,
    parent=_TEXT,
    parent_revision=_TEXT,
    relation=_TEXT,
    known_by=_TEXTS,
    confidence=_TEXT,
    file=_TEXT,
    line=_COUNT,
    read=pa.bool_(),
    terms_compared=pa.bool_(),
    terms_lost=_TEXTS,
)
DISCLOSURE = _schema(
    **_IDENTITY,
    question=_TEXT,
    grade=_TEXT,
    stance=_TEXT,
    quote=_TEXT,
    file=_TEXT,
    line=_COUNT,
    inherited_from=_TEXT,
)
# Not a result table: what each partition read of its models' ancestors.
ANCESTOR = _schema(
    asked_hub=_TEXT,
    asked_kind=_TEXT,
    asked_name=_TEXT,
    asked_revision=_TEXT,
    hub=_TEXT,
    kind=_TEXT,
    name=_TEXT,
    revision=_TEXT,
    read=pa.bool_(),
)
TABLES: Mapping[str, pa.Schema] = {
    "artefact": ARTEFACT,
    "finding": FINDING,
    "edge": EDGE,
    "disclosure": DISCLOSURE,
}
# Rows of one artefact are adjacent and the order is total, so the same input gives the same bytes.
ORDER: Mapping[str, tuple[str, ...]] = {
    "artefact": ("hub", "org", "id", "kind", "revision"),
    "finding": ("hub", "org", "id", "kind", "revision", "rule", "fingerprint", "message"),
    "edge": ("hub", "org", "child", "kind", "child_revision", "parent", "parent_kind",
             "parent_revision", "relation"),
    "disclosure": ("hub", "org", "id", "kind", "revision", "question"),
}  # fmt: skip


def table_of(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """Build a table from rows; a missing column is a bug.

    Args:
        rows: One mapping per row.
        schema: The columns.

    Raises:
        KeyError: A row lacks a column.
    """
    arrays = [pa.array([row[field.name] for row in rows], type=field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)
