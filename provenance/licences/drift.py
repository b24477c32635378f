"""Which duties of an ancestor's licence a child's licence does not carry on."""

from __future__ import annotations

from collections.abc import Iterable

from provenance.licences.claim import Conclusion, Duty, Licence, Role, Source

# A duty that includes another: research only is narrower than non-commercial, the terms of an
# agreement handed on to recipients hold its notices.
_INCLUDES = {
    "non-commercial": ("research-only",),
    "keep-notices": ("pass-terms", "share-alike", "notice-file"),
}
# What an open licence may ask for without its terms having been read.
_USUAL = ("keep-notices", "share-alike", "source-code", "network-source")
_LIMITS = ("user-limit", "revenue-limit")
_REGIONS = ("territory", "territory-multimodal")


def lost_duties(child: Conclusion, ancestor: Conclusion) -> tuple[Duty, ...] | None:
    """The ancestor's duties that the child's licence does not carry.

    Rights and duties are compared, not names: attribution under one permissive licence is as good
    as under another, a lower limit of users covers a higher one, and a duty to hand on one vendor's
    agreement is not met by another's.

    Args:
        child: What is concluded for the model that was made.
        ancestor: What is concluded for what it was made from.

    Returns:
        Lost duties sorted by word; empty where none is lost, or where the child's card leaves its
        licence to that of its base; None where it cannot be told, because the child's terms are not
        known, or because nothing is lost of what is known where either's terms are not wholly
        known.
    """
    if child.verdict == "as-base" or _same(child, ancestor):
        return ()
    unread = [licence for licence in child.licences if not licence.known_terms]
    if (
        not child.licences
        or not ancestor.licences
        or any(not _is_open(licence) for licence in unread)
    ):
        return None
    if " OR " in f"{child.concluded} {ancestor.concluded}":
        return None
    own = [duty for licence in child.licences for duty in licence.duties]
    asked = {
        (duty.id, duty.scope): duty for licence in ancestor.licences for duty in licence.duties
    }
    lost = tuple(
        duty
        for _, duty in sorted(asked.items())
        if not _carried(duty, own) and not (unread and duty.id in _USUAL)
    )
    return lost if lost or (ancestor.category_is_known and not unread) else None


def is_told_beside(child: Conclusion, ancestor: Conclusion) -> bool:
    """Whether the child's own documents name every licence of the ancestor as that of its base.

    Args:
        child: What is concluded for the model that was made.
        ancestor: What is concluded for what it was made from.
    """
    told = {said.licence for said in child.beside if said.role in (Role.BASE, Role.NOTICE)}
    return bool(ancestor.licences) and {licence.id for licence in ancestor.licences} <= told


def _is_open(licence: Licence) -> bool:
    """Whether it is an open licence of the SPDX list: none of these carries a vendor's terms,
    limits or policies."""
    return licence.spdx is not None and licence.category in ("permissive", "copyleft")


def _same(child: Conclusion, ancestor: Conclusion) -> bool:
    """Whether both stand under the same licences or under the very same texts."""
    if child.concluded and child.concluded == ancestor.concluded:
        return True
    above = _digests(ancestor)
    return bool(above) and above == _digests(child)


def _digests(conclusion: Conclusion) -> frozenset[str | None]:
    return frozenset(
        claim.evidence.sha256 for claim in conclusion.claims if claim.source is Source.TEXT
    )


def _carried(duty: Duty, own: Iterable[Duty]) -> bool:
    return any(
        (mine.id == duty.id and _covers(mine, duty)) or mine.id in _INCLUDES.get(duty.id, ())
        for mine in own
    )


def _covers(mine: Duty, asked: Duty) -> bool:
    if asked.id in _LIMITS:
        return int(mine.scope) <= int(asked.scope)
    if asked.id in _REGIONS:
        return set(mine.scope.split()) >= set(asked.scope.split())
    return mine.scope == asked.scope
