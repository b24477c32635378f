"""Parquet of metadata and cards: judged without a request, and whatever a stranger put into it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from survey_runs import rows, survey

from provenance.errors import UsageError
from provenance.model.artifact import Kind
from provenance.survey.dumps import StoredRows, store_dump
from provenance.survey.folder import RunFolder

CARD = "---\nlicense: mit\nbase_model: lab/base\n---\n# Leaf\n\nTrained on our data.\n"
MODELS: list[dict[str, Any]] = [
    {
        "id": "acme/leaf",
        "likes": 9,
        "downloads": 100,
        "lastModified": "2026-01-02T03:04:05.000Z",
        "tags": ["gguf", "base_model:lab/base", "base_model:finetune:lab/base", "license:mit"],
        "cardData": json.dumps({"license": "mit", "base_model": "lab/base"}),
        "siblings": [{"rfilename": "README.md"}, {"rfilename": "config.json"}],
    },
    {
        "id": "lab/base",
        "likes": 900,
        "downloads": 5,
        "lastModified": "2025-01-02T03:04:05.000Z",
        "tags": ["license:llama3"],
        "cardData": json.dumps({"license": "llama3"}),
        "siblings": [{"rfilename": "README.md"}],
    },
    {"id": "lab/quiet", "likes": 1, "downloads": None, "tags": [], "siblings": []},
]
CARDS = [{"modelId": "acme/leaf", "card": CARD}]


def dump(folder: Path, name: str, content: Any) -> Path:
    path = folder / f"{name}.parquet"
    table = content if isinstance(content, pa.Table) else pa.Table.from_pylist(content)
    pq.write_table(table, path)
    return path


def taken(tmp_path: Path, models: Any = MODELS, cards: Any = CARDS, **more: Any) -> Path:
    """Survey dumps into a folder; a hub that could be asked is not there."""
    survey(
        tmp_path / "run",
        "http://127.0.0.1:9",
        models=(dump(tmp_path, "models", models),),
        cards=(dump(tmp_path, "cards", cards),) if cards else (),
        **more,
    )
    return tmp_path / "run"


def test_judges_without_a_request(tmp_path: Path) -> None:
    run = taken(tmp_path)
    [leaf] = [row for row in rows(run, "artefact") if row["id"] == "acme/leaf"]
    assert (leaf["card_state"], leaf["licence_declared"], leaf["likes"]) == ("read", "MIT", 9)
    assert (leaf["revision_kind"], leaf["gated"]) == ("digest", "unknown")
    drift = [row for row in rows(run, "finding") if row["rule"] == "LIN020"]
    assert [row["path"] for row in drift] == [["acme/leaf", "lab/base"]]


def test_what_it_does_not_hold_is_unread(tmp_path: Path) -> None:
    run = taken(tmp_path)
    by_name = {row["id"]: row for row in rows(run, "artefact")}
    gaps = {(gap["what"], gap["reason"]) for gap in by_name["acme/leaf"]["gaps"]}
    assert {("config.json", "unread"), ("sha", "unread"), ("gated", "unread")} <= gaps
    assert by_name["lab/base"]["card_state"] == "unread"
    assert by_name["lab/quiet"]["card_state"] == "none"
    assert by_name["lab/quiet"]["downloads"] is None


def test_a_condition_selects_and_bases_come_along(tmp_path: Path) -> None:
    run = taken(tmp_path, where='likes >= 5 and "gguf" in tags')
    roles = {row["id"]: row["role"] for row in rows(run, "artefact")}
    assert roles == {"acme/leaf": "subject", "lab/base": "base"}


def test_a_list_is_looked_up_in_it(tmp_path: Path) -> None:
    (tmp_path / "models.txt").write_text("lab/quiet\nlab/nowhere\n")
    run = taken(tmp_path, lists=(tmp_path / "models.txt",))
    states = {row["id"]: row["state"] for row in rows(run, "artefact")}
    assert states == {"lab/quiet": "read", "lab/nowhere": "unread"}


def test_a_dataset_that_a_model_names(tmp_path: Path) -> None:
    models = [{"id": "acme/leaf", "tags": ["dataset:lab/rows"]}]
    datasets = dump(tmp_path, "datasets", [{"id": "lab/rows", "tags": ["license:mit"]}])
    run = taken(tmp_path, models, None, datasets=(datasets,))
    roles = {row["id"]: (row["role"], row["state"]) for row in rows(run, "artefact")}
    assert roles == {"acme/leaf": ("subject", "read"), "lab/rows": ("dataset", "read")}


def test_other_types_and_spellings(tmp_path: Path) -> None:
    odd = pa.table(
        {
            "model_id": ["acme/odd", "acme/odd", "../etc/passwd", None],
            "Likes": ["7", "8", "9", "1"],
            "downloads": [1.5, float("nan"), -3.0, 2.0],
            "tags": ['["license:mit"]', None, "", "license:mit"],
            "cardData": [{"license": "mit"}, None, None, None],
            "siblings": [["README.md", "model.gguf"], None, None, None],
            "gated": [True, None, None, None],
        }
    )
    run = taken(tmp_path, odd, None)
    [row] = rows(run, "artefact")
    assert (row["id"], row["likes"], row["downloads"]) == ("acme/odd", 7, 1)
    assert (row["gated"], row["licence_declared"]) == ("gated", "MIT")
    assert row["formats"] == ["gguf"]


def test_broken_text_and_cells_of_megabytes(tmp_path: Path) -> None:
    broken = pa.array([b"--\xff\xfe card", b"x" * 5_000_000, b"# Fine\n"], pa.binary())
    cards = pa.table(
        {
            "modelId": ["acme/broken", "acme/huge", "acme/fine"],
            "card": pa.Array.from_buffers(pa.string(), 3, broken.buffers()),
        }
    )
    tags = pa.array([[b"\xff\xfe"], [b"license:mit"], []], pa.list_(pa.binary()))
    broken_tags = pa.ListArray.from_arrays(
        tags.offsets, pa.Array.from_buffers(pa.string(), 2, tags.values.buffers())
    )
    models = pa.table({"id": ["acme/broken", "acme/huge", "acme/fine"], "tags": broken_tags})
    run = taken(tmp_path, models, cards)
    states = {row["id"]: row["card_state"] for row in rows(run, "artefact")}
    assert states == {"acme/broken": "read", "acme/huge": "too-large", "acme/fine": "read"}


@pytest.mark.parametrize("content", [b"", b"PAR1", b"not parquet at all" * 10])
def test_no_parquet(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "models.parquet"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="Parquet"):
        survey(tmp_path / "run", "http://127.0.0.1:9", models=(path,))


def test_no_names(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="modelId"):
        taken(tmp_path, [{"name": "acme/leaf"}])


def test_rows_are_found_in_any_group(tmp_path: Path) -> None:
    long = "x" * 5_000
    names = [*(f"org/{number:04}" for number in range(1_000)), f"zeta/{long}"]
    cards = [{"modelId": name, "card": f"card of {name}"} for name in names]
    stored = store_dump(
        RunFolder(tmp_path / "run"), [dump(tmp_path, "cards", cards)], Kind.MODEL, name="cards"
    )
    rows = StoredRows(stored.path)
    names_in_question = ["org/0999", names[-1], "org/0000", "a", "zz", "org/0250"]
    assert set(rows.find(names_in_question)) == {"org/0999", names[-1], "org/0000", "org/0250"}
    assert rows.find(["org/0500"])["org/0500"]["card"] == "card of org/0500"
    assert rows.find([]) == {}
