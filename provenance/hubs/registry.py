"""The hubs that are known here, one line for each."""

from __future__ import annotations

from provenance.hubs.base import HubType
from provenance.hubs.folder import Folder
from provenance.hubs.huggingface import HuggingFace

# A reference is offered to each in turn. The Hugging Face hub comes last: it also takes plain
# `org/name`, which other hubs may want to read first.
HUBS: tuple[HubType, ...] = (
    Folder(),
    HuggingFace(),
)
