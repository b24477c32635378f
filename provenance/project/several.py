"""References that stand for several artefacts: a Space, and everything of an organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.errors import BoundError, NotFoundError
from provenance.hubs import Hub, as_reference, list_owner, open_space, read_owner, read_space
from provenance.messages import message
from provenance.model.artifact import ArtifactId, ArtifactRef, Gap, Kind, Place

# One run follows four hundred artefacts; `provenance survey` takes whole organisations.
MOST_OF_OWNER = 100
_OWNER = re.compile(r"(?:hf:)?[A-Za-z0-9][\w.-]{0,95}/")
# `/*` after an owner; after a prefix also `.*` and `*`, for hubs that join names in another way.
_ALL = re.compile(r".*/\*|\w+:[^/]*\*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A model or dataset that such a reference stands for.

    Attributes:
        text: Its name, with a revision if one is named.
        ref: What it means.
        place: Where it is named; None for a listing.
    """

    text: str
    ref: ArtifactRef
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """What a reference stands for.

    Attributes:
        named: Each artefact once.
        gaps: What could not be read or was left out: reference, place and reason.
    """

    named: tuple[Named, ...]
    gaps: tuple[tuple[str, Place | None, Gap], ...] = ()


def stands_for_several(text: str) -> bool:
    """Whether a reference is a Space, `org/`, or an owner with a star behind it."""
    is_path = text.startswith((".", "/", "~"))
    is_owner = bool(_ALL.fullmatch(text) or _OWNER.fullmatch(text))
    return read_space(text) is not None or (is_owner and not is_path)


def read_several(hub: Hub, text: str) -> Several:
    """What a reference stands for that `stands_for_several` accepts.

    Args:
        hub: A hub, as `open_hub` returns it.
        text: The reference.

    Raises:
        UsageError: It names nothing, or the hub cannot tell.
        HubError: The hub did not answer.
    """
    space = read_space(text)
    if space:
        from provenance.project.spaces import read_content

        return read_content(open_space(hub, *space))
    return _of_owner(hub, text)


def _of_owner(hub: Hub, text: str) -> Several:
    """Models and datasets of an organisation, at most `MOST_OF_OWNER`; the rest is a gap."""
    owner = text if text.endswith("*") else f"{text}*"
    refs, cut = _listed(hub, owner)
    if not refs:
        raise NotFoundError(
            message("hub.owner-holds-nothing", text=text), message("hub.no-owner.hint")
        )
    chosen = sorted(refs)[:MOST_OF_OWNER]
    named = tuple(Named(text=as_reference(ref), ref=ref) for ref in chosen)
    purl = chosen[0].purl
    gaps = [_cut(purl, text, error.message) for error in cut]
    if len(refs) > len(chosen):
        detail = message("hub.owner-cut", text=text, read=len(chosen), count=len(refs))
        gaps.append(_cut(purl, text, detail))
    return Several(named=named, gaps=tuple((text, None, gap) for gap in gaps))


def _listed(hub: Hub, owner: str) -> tuple[set[ArtifactRef], list[BoundError]]:
    """The models and datasets of an owner, unpinned, and where a listing was cut.

    Raises:
        NotFoundError: The owner has neither.
        HubError: A subclass.
    """
    refs: set[ArtifactRef] = set()
    cut: list[BoundError] = []
    missing: list[NotFoundError] = []
    # Some texts name a kind themselves.
    kinds = {read_owner(owner, kind).kind for kind in Kind}
    for kind in sorted(kinds, reverse=True):
        try:
            for listed in list_owner(hub, owner, kind):
                refs.add(listed.ref.unpinned)
        except BoundError as error:
            cut.append(error)
        except NotFoundError as error:
            # A folder in the hub's layout may have no folder of datasets.
            missing.append(error)
    if len(missing) == len(kinds):
        raise missing[0]
    return refs, cut


def _cut(purl: ArtifactId, text: str, detail: str) -> Gap:
    return Gap(artifact=purl, what=text, reason="bound", detail=detail)
