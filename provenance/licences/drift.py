"""Find duties of an ancestor's licence that a child's licence drops."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from provenance.licences.claim import Conclusion, Duty, Licence, Role, Source
from provenance.licences.clause_records import licence_record
from provenance.licences.regions import region_code
from provenance.licences.strictest import asked_by_words, binding, choices
from provenance.licences.terms import terms

Lost = tuple[Duty, ...] | None
# Agreements whose versions require the same things, each for its own version. What differs between
# versions (a limit, a region, training on outputs) is a separate duty and is compared as such.
_AGREEMENTS = {
    **dict.fromkeys(("llama2", "llama3", "llama3.1", "llama3.2", "llama3.3", "llama4"), "llama"),
    **dict.fromkeys(
        (
            "openrail",
            "openrail++",
            "creativeml-openrail-m",
            "bigscience-openrail-m",
            "bigscience-bloom-rail-1.0",
        ),
        "openrail",
    ),
    **dict.fromkeys(
        (
            *("tencent-hunyuan-3d-2", "tencent-hunyuan-3d-2.1", "tencent-hunyuan-3d-omni"),
            *("tencent-hunyuan-7b", "tencent-hunyuan-a13b", "tencent-hunyuan-custom"),
            *("tencent-hunyuan-dit", "tencent-hunyuan-flashvdm", "tencent-hunyuan-gamecraft"),
            *("tencent-hunyuan-image-2.1", "tencent-hunyuan-image-3", "tencent-hunyuan-large"),
            *("tencent-hunyuan-mt", "tencent-hunyuan-ocr", "tencent-hunyuan-video"),
            *("tencent-hunyuan-video-1.5", "tencent-hunyuan-video-avatar"),
            *("tencent-hunyuan-video-foley", "tencent-hunyuan-video-i2v"),
            *("tencent-hunyuan-world-1", "tencent-hunyuan-world-mirror"),
        ),
        "tencent-hunyuan",
    ),
    **dict.fromkeys(("exaone-1.1-nc", "exaone-1.2-nc"), "exaone"),
    **dict.fromkeys(("flux-1-dev-1.1.1", "flux-dev-2.0"), "flux"),
    **dict.fromkeys(("tongyi-qianwen", "qwen-2024", "qwen-research"), "qwen"),
}
# A duty that includes another: research-only is narrower than non-commercial, an agreement handed
# on to recipients includes its notices, and users without a right to commercial use need no further
# licence for it.
_NO_COMMERCE = ("non-commercial", "research-only", "evaluation-only")
_INCLUDES = {
    "non-commercial": _NO_COMMERCE[1:],
    "keep-notices": ("pass-terms", "share-alike", "notice-file"),
    "source-code": ("network-source",),
    "name-prefix-outputs": ("outputs-training",),
    "commercial-distribution": _NO_COMMERCE,
    "registration": _NO_COMMERCE,
    "revenue-limit": _NO_COMMERCE,
    "separate-licence": _NO_COMMERCE,
    "not-production": _NO_COMMERCE[1:],
}
# Share-alike clauses that allow another copyleft licence for a derivative, by their scopes or
# licences: versions of the GPL ask the same of those who pass copies on, the LGPL lets its text be
# replaced by the GPL's, MPL 2.0 names the GNU licences as secondary ones, Creative Commons lists
# the GPL 3.0 as compatible with BY-SA 4.0, and section 13 of the GPL 3.0 allows combination with
# works under the AGPL 3.0, which stay under it.
_GPL = frozenset({"gpl", "gpl-1.0", "gpl-2.0", "gpl-3.0"})
_SHARED_BY = {
    **dict.fromkeys(_GPL, _GPL | {"agpl-3.0"}),
    "lgpl": _GPL,
    "mpl-2.0": frozenset({*_GPL, "lgpl"}),
    "cc-by-sa-4.0": frozenset({"gpl-3.0"}),
}
# What an open licence, or one of the Creative Commons family, may require even if its terms were
# not read.
_USUAL = ("keep-notices", "share-alike", "source-code", "network-source")
_CC_MAY_ASK = (*_USUAL, "non-commercial", "no-derivatives")
# What the reading of a whole text clause by clause does not miss, where the text has it.
_READ_WELL = frozenset(
    {
        *("display", "name-prefix", "name-prefix-outputs", "notice-file", "non-commercial"),
        *("outputs-training", "revenue-limit", "share-alike", "territory", "use-restrictions"),
        *("citation", "competitor-limit", "outputs-owned", "pass-terms", "research-only"),
        "user-limit",
    }
)
# Families whose members all require the same, as far as the catalogue compares duties.
_ALIKE = ("bsd", "gfdl", "gpl", "lgpl", "openrail")
# A share-alike licence of Creative Commons lets an adaptation use the same version or a later one,
# and a work under a version of the GPL may not be passed on under an earlier one alone.
_VERSIONS = re.compile(r"(?P<name>cc-by(?:-nc)?-sa|gpl)-(?P<version>\d\.\d)(?!.*(?:\+|or-later))")
# Limits of users that concern commercial use alone: who may not use commercially stays below them.
_COMMERCIAL_LIMITS = frozenset({"apple-arkitscenes", "qwen-2024", "tongyi-qianwen"})
# Which models must not be trained on outputs, by the term of a licence: "any other model" bars more
# than "competing" or "foundation models".
_OUTPUTS, _ANY_MODEL = "outputs-training", "forbidden-other"
_LIMITS = ("user-limit", "revenue-limit")
_REGIONS = ("territory", "territory-multimodal")
_MULTIMODAL_ONLY = "territory-multimodal"


@dataclass(frozen=True, slots=True)
class _Demand:
    """A duty, the licence that requires it, and the agreement of which that is a version.

    Words beside a licence have neither a licence nor an agreement."""

    duty: Duty
    licence: Licence | None = None
    agreement: str = ""


def lost_duties(child: Conclusion, ancestor: Conclusion, *, multimodal: bool | None = True) -> Lost:
    """The ancestor's duties that the child's licence drops.

    Duties are compared, not names: attribution under one permissive licence equals that under
    another, a lower user limit covers a higher one, and another version of an agreement requires
    the same notices. Handing on another vendor's agreement does not meet a duty to hand on the
    ancestor's. From a choice of licences, the ancestor's counts with the option that loses least,
    the child's with the one that loses most, since recipients may pick it.

    Args:
        child: Conclusion for the derived model.
        ancestor: Conclusion for what it was made from.
        multimodal: Whether the ancestor takes or makes more than text; limits on multimodal models
            bind no other models.

    Returns:
        Lost duties sorted by word; empty if none is lost or the child's card defers to the licence
        of its base; None if it cannot be determined, because the child's terms are unknown, or
        because no known duty is lost but the terms of either are not wholly known.
    """
    if child.verdict == "as-base" or _same(child, ancestor):
        return ()
    if not binding(child) or not (binding(ancestor) or ancestor.restrictions):
        return None
    above = [_demands(ancestor, chosen, multimodal) for chosen in choices(ancestor)]
    known = not ancestor.changes and bool(binding(ancestor))
    answers = []
    for chosen in choices(child):
        own = _demands(child, chosen, multimodal=True)
        losses = [
            _lost(own, _unread(chosen), duties, known=known and _wholly_known(licences))
            for licences, duties in zip(choices(ancestor), above, strict=True)
        ]
        answers.append(min(losses, key=_weight))
    return max(answers, key=_weight)


def strictest(licences: Iterable[Licence]) -> tuple[Licence, ...]:
    """Those licences that together require everything that all of them require.

    Args:
        licences: In display order.

    Returns:
        The licences without those whose duties another one carries in full; of two equal ones, the
        first.
    """
    distinct = list({licence.id: licence for licence in licences}.values())
    alone = [Conclusion(licences=(licence,)) for licence in distinct]
    kept: list[int] = []
    for number, candidate in enumerate(alone):
        others = (other for other in range(len(alone)) if other != number)
        is_held = any(
            lost_duties(alone[other], candidate) == ()
            and (other < number or lost_duties(candidate, alone[other]) != ())
            for other in others
        )
        if not is_held:
            kept.append(number)
    return tuple(distinct[number] for number in kept)


def still_names_licences(child: Conclusion, ancestor: Conclusion) -> bool:
    """Whether the child's own documents still name every licence of the ancestor.

    Args:
        child: Conclusion for the derived model.
        ancestor: Conclusion for what it was made from.
    """
    licences = {
        sentence.licence
        for sentence in child.other_terms
        if sentence.role in (Role.BASE, Role.NOTICE)
    }
    licences |= {claim.licence for claim in child.claims}
    return bool(ancestor.licences) and ancestor.ids <= licences


def _weight(lost: Lost) -> int:
    """How bad an answer is: nothing lost, unknown, then the number of duties."""
    if lost is None:
        return 1
    return len(lost) + 1 if lost else 0


def _demands(
    conclusion: Conclusion, licences: Iterable[Licence], multimodal: bool | None
) -> list[_Demand]:
    """The duties of licences and of the words beside them, each once."""
    demands: dict[tuple[str, str], _Demand] = {}
    for licence in licences:
        for duty in licence.duties:
            if duty.id != _MULTIMODAL_ONLY or multimodal:
                agreement = _AGREEMENTS.get(licence.id, licence.id)
                demands.setdefault((duty.id, duty.scope), _Demand(duty, licence, agreement))
    for duty in asked_by_words(conclusion):
        demands.setdefault((duty.id, duty.scope), _Demand(duty))
    return [demands[key] for key in sorted(demands)]


def _unread(licences: Iterable[Licence]) -> list[Licence]:
    return [licence for licence in licences if not licence.known_terms and licence.id not in _ALIKE]


def _lost(own: list[_Demand], unread: list[Licence], above: list[_Demand], *, known: bool) -> Lost:
    """The duties in `above` that neither `own` nor licences with unread terms carry."""
    missing = [demand for demand in above if not _is_carried(demand, own)]
    if not missing:
        # What was not read of the child's licences can only ask for more.
        return () if known else None
    lost = tuple(
        demand.duty
        for demand in missing
        if not any(_may_ask(licence, demand.duty.id) for licence in unread)
    )
    return lost or None


def _is_carried(demand: _Demand, own: list[_Demand]) -> bool:
    return any(_carries(mine, demand) for mine in own)


def _may_ask(licence: Licence, word: str) -> bool:
    """Whether a licence may require something although it is not among its known duties."""
    if licence.id == "cc":
        return word in _CC_MAY_ASK
    # A licence of the SPDX list or of an open family has no vendor's terms, limits or policies.
    if licence.spdx is not None and licence.category in ("permissive", "copyleft"):
        return word in _USUAL
    was_read = licence.category != "family" and licence_record(licence.id) is not None
    return not was_read or word not in _READ_WELL


def _wholly_known(licences: Iterable[Licence]) -> bool:
    """Whether nothing but notices can be required beyond the known duties."""
    unread = _unread(licences)
    return all(licence.spdx and licence.category == "permissive" for licence in unread)


def _same(child: Conclusion, ancestor: Conclusion) -> bool:
    """Whether both are under the same licences or identical texts."""
    plain = not ancestor.restrictions and not ancestor.changes
    if plain and child.concluded and child.concluded == ancestor.concluded:
        return True
    above = _digests(ancestor)
    return bool(above) and above == _digests(child)


def _digests(conclusion: Conclusion) -> frozenset[str | None]:
    return frozenset(
        claim.evidence.sha256 for claim in conclusion.claims if claim.source is Source.TEXT
    )


def _carries(mine: _Demand, demand: _Demand) -> bool:
    """Whether a duty of the child meets one of the ancestor."""
    if mine.duty.id in _INCLUDES.get(demand.duty.id, ()):
        return True
    is_commercial = demand.licence is not None and demand.licence.id in _COMMERCIAL_LIMITS
    if demand.duty.id == "user-limit" and is_commercial and mine.duty.id in _NO_COMMERCE:
        return True
    return mine.duty.id == demand.duty.id and _covers(mine, demand)


def _covers(mine: _Demand, demand: _Demand) -> bool:
    word, own_scope, asked_scope = demand.duty.id, mine.duty.scope, demand.duty.scope
    if word in _LIMITS:
        return int(own_scope) <= int(asked_scope)
    if word in _REGIONS:
        return _regions(own_scope) >= _regions(asked_scope)
    if word == "share-alike":
        above = demand.licence.id if demand.licence else ""
        if _is_earlier(mine.licence, demand.licence):
            return False
        if own_scope in (*_SHARED_BY.get(asked_scope, ()), *_SHARED_BY.get(above, ())):
            return True
    if word == _OUTPUTS:
        return _models_barred(mine.licence) in (_models_barred(demand.licence), _ANY_MODEL)
    same_agreement = bool(demand.agreement) and mine.agreement == demand.agreement
    return same_agreement or own_scope == asked_scope


def _regions(scope: str) -> frozenset[str | None]:
    """The codes of regions; some licences were read with `UK` and some with `GB`."""
    return frozenset(map(region_code, scope.split()))


def _is_earlier(own: Licence | None, above: Licence | None) -> bool:
    """Whether a share-alike licence is an earlier version of the other."""
    if own is None or above is None:
        return False
    mine, demanded = _VERSIONS.match(own.id), _VERSIONS.match(above.id)
    if mine is None or demanded is None or mine["name"] != demanded["name"]:
        return False
    return mine["version"] < demanded["version"]


def _models_barred(licence: Licence | None) -> str:
    """Which models must not be trained on outputs; any other model if the terms do not say."""
    stated = (term.value for term in (terms(licence) if licence else ()) if term.id == _OUTPUTS)
    return str(next(stated, _ANY_MODEL))
