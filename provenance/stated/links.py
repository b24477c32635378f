"""Addresses on the hub's site, however they are written: what they lead to."""

from __future__ import annotations

from provenance.hubs import read_address
from provenance.model.artifact import Kind


def hub_link(url: str) -> tuple[Kind, str] | None:
    """Read an address of the hub's site, or of its file system.

    Returns:
        Kind and name of the model or dataset whose page, or a file of which, the address leads to;
        None for anything else.
    """
    address = read_address(url)
    if address is None or address.kind is None:
        return None
    return address.kind, address.name
