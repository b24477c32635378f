"""References that stand for several artefacts: a Space, and everything of an organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from provenance.errors import NotFoundError
from provenance.hubs import Hub, list_owner, open_space, read_space
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Gap, Place

# One run follows four hundred artefacts; `provenance survey` takes whole organisations.
MOST_OF_OWNER = 100
_OWNER = re.compile(r"(?:hf:)?[A-Za-z0-9][\w.-]{0,95}/\*?")
_STAR = "/*"


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
    """Whether a reference is a Space, `org/`, or ends in `/*`."""
    is_path = text.startswith((".", "/", "~"))
    is_owner = text.endswith(_STAR) or _OWNER.fullmatch(text) is not None
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
    owner = text.removesuffix("*").removesuffix("/")
    refs = [listed.ref for listed in list_owner(hub, f"{owner}{_STAR}")]
    if _OWNER.fullmatch(text):
        try:
            listing = list_owner(hub, f"datasets/{owner.removeprefix('hf:')}{_STAR}")
            refs = list(chain(refs, (listed.ref for listed in listing)))
        except NotFoundError:
            # A folder in the hub's layout has no folder of datasets.
            pass
    if not refs:
        raise NotFoundError(
            message("hub.owner-holds-nothing", text=text), message("hub.no-owner.hint")
        )
    chosen = sorted(refs)[:MOST_OF_OWNER]
    named = tuple(Named(text=_shown(ref), ref=ref.unpinned) for ref in chosen)
    if len(refs) == len(chosen):
        return Several(named=named)
    detail = message("hub.owner-cut", text=text, read=len(chosen), count=len(refs))
    gap = Gap(artifact=chosen[0].unpinned.purl, what=text, reason="bound", detail=detail)
    return Several(named=named, gaps=((text, None, gap),))


def _shown(ref: ArtifactRef) -> str:
    return str(ref.unpinned)
