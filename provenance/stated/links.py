"""Resolve links to the hub's site, however they are written."""

from __future__ import annotations

from provenance.hubs import read_address
from provenance.model.artifact import Kind


def hub_link(url: str) -> tuple[Kind, str] | None:
    """Parse an address on the hub's site or its file system.

    Returns:
        Kind and name of the model or dataset whose page or file the address points to; None for
        anything else.
    """
    address = read_address(url)
    if address is None or address.kind is None:
        return None
    return address.kind, address.name
