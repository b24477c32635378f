"""The hubs that are known here, one line for each."""

from __future__ import annotations

from provenance.hubs.azure import Azure
from provenance.hubs.base import HubType
from provenance.hubs.folder import Folder
from provenance.hubs.github import GitHub
from provenance.hubs.huggingface import HuggingFace
from provenance.hubs.kaggle import Kaggle
from provenance.hubs.mlflow import MLflow
from provenance.hubs.modelscope import ModelScope
from provenance.hubs.ngc import Ngc
from provenance.hubs.oci import Oci

# A reference is offered to each in turn. The Hugging Face hub comes last: it also takes plain
# `org/name`, which other hubs may want to read first.
HUBS: tuple[HubType, ...] = (
    Folder(),
    Oci(),
    Azure(),
    Kaggle(),
    ModelScope(),
    Ngc(),
    GitHub(),
    MLflow(),
    HuggingFace(),
)
