"""Read two openly licensed collections of licence texts: ScanCode LicenseDB (CC-BY-4.0), the SPDX
list (CC0-1.0)."""

from __future__ import annotations

import json
import re
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import yaml

_FENCE = re.compile(r"^---[ ]*$\n?", re.MULTILINE)
_FOLDER = "licensedcode/data/licenses/"


@dataclass(frozen=True)
class Source:
    """One licence of LicenseDB."""

    name: str
    category: str
    spdx: str
    other_spdx: tuple[str, ...]
    text: str


def licensedb(wheel: Path) -> dict[str, Source]:
    """Every licence of the LicenseDB in a scancode-toolkit-mini wheel, by its key."""
    entries = {}
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith(_FOLDER) and name.endswith(".LICENSE"):
                _, front, text = _FENCE.split(archive.read(name).decode("utf-8"), maxsplit=2)
                row = yaml.safe_load(front)
                entries[row["key"]] = Source(
                    name=row["name"],
                    category=row["category"],
                    spdx=row.get("spdx_license_key") or "",
                    other_spdx=tuple(row.get("other_spdx_license_keys") or ()),
                    text=text,
                )
    return entries


def spdx_list(tarball: Path) -> dict[str, str]:
    """Name of every licence of the SPDX list, by its identifier."""
    return {spdx: str(row["name"]) for spdx, row in _spdx(tarball).items()}


def spdx_texts(tarball: Path) -> dict[str, str]:
    """Text of every licence of the SPDX list, by its identifier."""
    return {spdx: str(row["licenseText"]) for spdx, row in _spdx(tarball).items()}


def _spdx(tarball: Path) -> dict[str, dict[str, object]]:
    with tarfile.open(tarball) as archive:
        members = sorted(archive.getnames())
        rows = {}
        for name in members:
            if name.startswith("package/licenses/") and name.endswith(".json"):
                file = archive.extractfile(name)
                if file is not None:
                    rows[Path(name).stem] = json.load(file)
        return rows
