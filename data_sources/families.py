"""Build the catalogue of model families from facts about base models.

    python -m data_sources.families FAMILIES_JSON

The input lists base models with geometry and tokenizer facts, as collected by model-provenance-kit
of Cisco (Apache-2.0). Only facts are taken: no text and no weight of a model.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from provenance.weights.families import GEOMETRY

TARGET = Path(__file__).parents[1] / "provenance/weights/data/families.json"
SOURCE = "model-provenance-kit of Cisco, Apache License 2.0; facts only, selected and shortened"
_MERGES = 5
# Tokenizers that makers take for models of their own: GPT-2 and GPT-NeoX-20B. A model with the same
# geometry need not come from another that uses them.
_SHARED_VOCABULARIES = frozenset({50257, 50254, 50277})


def families(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The packaged form of the rows."""
    kept = []
    for row in sorted(rows, key=lambda row: str(row["repo"]).lower()):
        tokenizer = row["tokenizer"]
        merges = tokenizer["first_5_merges"]
        if len(merges) < _MERGES or tokenizer["vocab_size"] in _SHARED_VOCABULARIES:
            continue
        kept.append(
            {
                "repo": row["repo"],
                "family": row["family"],
                "geometry": [row.get(name) for name in GEOMETRY],
                "vocabulary": tokenizer["vocab_size"],
                "merges": merges,
            }
        )
    return {"source": SOURCE, "models": kept}


def main() -> None:
    """Write the catalogue."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("families", type=Path)
    rows = json.loads(parser.parse_args().families.read_text("utf-8"))
    TARGET.write_text(json.dumps(families(rows), indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
