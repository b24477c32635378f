"""The known hubs, one line each."""

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
from provenance.hubs.remote import Remote
from provenance.hubs.unity import Unity
from provenance.hubs.vertex import Vertex

# Each hub tries a reference in turn. The Hugging Face hub comes last, because it accepts plain
# `org/name`, which other hubs may claim first.
HUBS: tuple[HubType, ...] = (
    Folder(),
    Oci(),
    Azure(),
    Kaggle(),
    ModelScope(),
    Ngc(),
    GitHub(),
    MLflow(),
    Unity(),
    Vertex(),
    HuggingFace(),
    Remote(),
)
