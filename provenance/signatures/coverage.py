"""Whether the files of a listing are those that were signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from provenance.signatures.statement import SIGNATURE, SignedModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Listed files next to signed ones, each as sorted paths.

    Attributes:
        same: Signed, and listed with the same digest.
        differing: Signed, and listed with another digest.
        missing: Signed, and not listed.
        unsigned: Listed, and not signed.
        ignored: Listed, and left out by the signer on purpose.
        uncompared: Signed and listed, without a digest on one side.
    """

    same: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    uncompared: tuple[str, ...] = ()


def compare(signed: SignedModel, listed: Mapping[str, str]) -> Coverage:
    """Compare what was signed with a listing.

    Args:
        signed: The statement.
        listed: SHA-256 of each listed file by path, empty where it is not known.
    """
    stated = {file.path: file.sha256 for file in signed.files}
    both = stated.keys() & listed.keys()
    compared = {path for path in both if stated[path] and listed[path]}
    same = {path for path in compared if stated[path] == listed[path]}
    unsigned = listed.keys() - stated.keys() - {SIGNATURE}
    ignored = {path for path in unsigned if _is_ignored(path, signed.ignored)}
    return Coverage(
        same=tuple(sorted(same)),
        differing=tuple(sorted(compared - same)),
        missing=tuple(sorted(stated.keys() - listed.keys())),
        unsigned=tuple(sorted(unsigned - ignored)),
        ignored=tuple(sorted(ignored)),
        uncompared=tuple(sorted(both - compared)),
    )


def _is_ignored(path: str, ignored: tuple[str, ...]) -> bool:
    """Whether a path, or a folder above it, was left out."""
    return any(path == left or path.startswith(f"{left}/") for left in ignored)
