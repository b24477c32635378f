"""Compact the audit of dataset licences: per dataset what the hub said, what the auditors found,
and where."""

from __future__ import annotations

import re
from typing import Any

_DATED = re.compile(r"(?P<by>[^,]+),.* of (?P<date>\d{4}-\d{2}-\d{2})")
_HUB_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)?")
_SILENT = {"", "None", "Unspecified"}


def audits(audited: dict[str, Any]) -> dict[str, Any]:
    """The packaged form: `datasets` maps a name to hub licences, found licences with one address
    each, generators."""
    rows = {}
    for name, row in sorted(audited["datasets"].items()):
        if not _HUB_NAME.fullmatch(name):
            continue  # one file of a dataset: what was found of it is no opinion on the whole
        addresses: dict[str, str] = {}
        for item in row["audited"]:
            licence, url = str(item["licence"]), str(item["url"])
            if licence not in _SILENT and not addresses.get(licence):
                addresses[licence] = url if url.startswith(("http://", "https://")) else ""
        compact: dict[str, Any] = {}
        hub = sorted(set(row["hub_licence_2023"]) - _SILENT)
        if hub:
            compact["hub"] = hub
        if addresses:
            compact["found"] = dict(sorted(addresses.items()))
        if any(str(item["licence"]) in _SILENT for item in row["audited"]):
            compact["unstated"] = True
        if row["generated_by"]:
            compact["generated_by"] = sorted(row["generated_by"])
        rows[name] = compact
    dated = _DATED.match(audited["source"])
    if dated is None:
        raise SystemExit("the audit's source names no author and day")
    return {
        "schema": "dataset-audits-1",
        **dated.groupdict(),
        "source": audited["source"],
        "datasets": rows,
    }
