"""Settings, options and environment variables that name a model or dataset, in any program."""

from __future__ import annotations

import re

from provenance.model.artifact import Kind
from provenance.scan.calls import NAMES_A_MODEL

_MODELS = re.compile(
    r"(?:[a-z]+_)*(?:hf|huggingface|hugging_face)_(?:model|repo)(?:_id|_name|_path)?"
    r"|(?:[a-z]+_)*model_id|hf_hub_url|hf_repo|model_url|embedding_model_name"
    r"|sentence_transformer_model"
)
_DATASETS = re.compile(
    r"(?:hf|huggingface|hugging_face)_dataset(?:_id|_name|_path)?|(?:[a-z]+_)*dataset_(?:name|id"
    r"|path)|dataset_name_or_path"
)
REVISIONS = (
    "revision",
    "model_revision",
    "hf_revision",
    "hf_hub_revision",
    "revision_of_model",
    "dataset_revision",
)


def normal(key: str) -> str:
    """Normalise a key: `--Model-ID` and `MODEL_ID` become `model_id`."""
    return key.lstrip("-").replace("-", "_").replace(".", "_").lower()


def kind_of(key: str) -> Kind | None:
    """What a key names, or None if the key alone is ambiguous.

    Args:
        key: The normalised key.
    """
    if _DATASETS.fullmatch(key):
        return Kind.DATASET
    return Kind.MODEL if NAMES_A_MODEL.fullmatch(key) or _MODELS.fullmatch(key) else None
