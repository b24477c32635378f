"""Fetch from hubs. Nothing else uses the network, and nothing else knows a hub by name."""

from provenance.hubs.base import Hub, HubSettings, HubType, Listed, Offer, Space
from provenance.hubs.folder import FOLDER
from provenance.hubs.huggingface import HUGGING_FACE, Address, read_address, read_space
from provenance.hubs.opening import (
    SAMPLE_HUB,
    list_owner,
    open_hub,
    open_space,
    read_owner,
    read_refs,
)
from provenance.hubs.pace import seconds_to_wait
from provenance.hubs.references import (
    as_reference,
    client_reference,
    hub_names,
    hub_type,
    is_hub_address,
    parse_reference,
    read_id,
    web_url,
)

__all__ = [
    "FOLDER",
    "HUGGING_FACE",
    "SAMPLE_HUB",
    "Address",
    "Hub",
    "HubSettings",
    "HubType",
    "Listed",
    "Offer",
    "Space",
    "as_reference",
    "client_reference",
    "hub_names",
    "hub_type",
    "is_hub_address",
    "list_owner",
    "open_hub",
    "open_space",
    "parse_reference",
    "read_address",
    "read_id",
    "read_owner",
    "read_refs",
    "read_space",
    "seconds_to_wait",
    "web_url",
]
