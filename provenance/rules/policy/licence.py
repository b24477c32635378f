"""The rule licence-not-permitted (POL001)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import can_be_kept, is_of_family, lookup, readable, restrictions
from provenance.licences.claim import LicenceClaim, Limit, Role
from provenance.licences.identity import identity
from provenance.messages import Message, message
from provenance.model.artifact import ArtifactId, Kind
from provenance.model.finding import Evidence, Severity
from provenance.policy import Limits, PolicySetting
from provenance.report import Report, ReportLicence
from provenance.rules.base import CannotTellError
from provenance.rules.evidence import evidence_of
from provenance.rules.policy.limit import LimitRule, Refusal

_NON_COMMERCIAL, _NO_DERIVATIVES = "non-commercial", "no-derivatives"
# The categories that statements of an artefact amount to, whatever licence it names.
_CATEGORIES = {
    Limit.NON_COMMERCIAL: _NON_COMMERCIAL,
    Limit.RESEARCH_ONLY: _NON_COMMERCIAL,
    Limit.PERSONAL_ONLY: _NON_COMMERCIAL,
    Limit.EVALUATION_ONLY: _NON_COMMERCIAL,
    Limit.NOT_PRODUCTION: _NON_COMMERCIAL,
    Limit.SEPARATE_LICENCE: _NON_COMMERCIAL,
    Limit.NO_DERIVATIVES: _NO_DERIVATIVES,
}
# The categories that duties of a licence amount to, if it is sorted under another.
_BY_DUTY = {
    "non-commercial": _NON_COMMERCIAL,
    "research-only": _NON_COMMERCIAL,
    "no-derivatives": _NO_DERIVATIVES,
}
# Every licence of a list is asked about, so nothing is left undetermined.
_EACH_PERMITTED = "list"
# The licence of the base, which is asked about itself.
_AS_BASE, _DATASET = "as-base", "dataset"
# Verdicts under which claims name different licences and nobody has said which is meant.
_UNDECIDED = ("text-outranks", "contradicted")
_NAMES_NOTHING, _FAMILY = "unresolved", "family"


class LicenceNotPermitted(
    LimitRule, code="POL001", name="licence-not-permitted", severity=Severity.HIGH
):
    """A licence is used that the policy does not permit.

    ## What it checks
    The concluded licence of the model, of its bases and of their training data against
    `licences.denied`; that of the model and its bases also against `licences.allowed`, if there is
    such a list. All spellings of an SPDX identifier are one: denying `GPL-2.0-or-later` denies
    `gpl-2.0+` and `GPL-2.0-only WITH Classpath-exception-2.0`; allowing it allows what permits as
    much. A family such as `gpl` stands for each of its licences, in the policy and in a card. A
    category also covers statements that amount to it: `non-commercial` fires on a licence text,
    card or access form that allows research only. Of `A OR B` one has to be permitted, of `A AND B`
    both; if tag and text name different licences, both. With a list of what is allowed, a licence
    that could not be determined is not permitted; without one it is unknown, not passed.

    ## Why it matters
    Somebody in your organisation decided which terms it accepts. A model under other terms takes
    one line of code.

    ## How to fix
    Use another model, ask those who wrote the policy to allow the licence, or have this case waived
    with a reason.

    ## Example
    `licences.denied = ["non-commercial"]`, and a merge declared as Apache-2.0 with one base under
    CC BY-NC 4.0.

    ## References
    - https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/
    """

    @property
    def limits(self) -> Limits:
        return self.policy.licences

    def refusal(self, purl: ArtifactId, report: Report, is_data: bool) -> Refusal | None:
        licence = _licence(purl, report)
        listed_only = not is_data
        if licence is None:
            return self._unknown(message("policy.licence-not-permitted.unread"), purl, listed_only)
        refused = self._words(licence) or self._named(licence, listed_only)
        if not refused and purl.kind is Kind.DATASET:
            refused = self._of_parts(licence)
        if refused:
            return refused
        if licence.verdict == _AS_BASE and _has_base(purl, report):
            return None
        if licence.concluded is None and licence.verdict != _EACH_PERMITTED:
            subject = message("policy.licence-not-permitted.undetermined", name=licence.name)
            return self._unknown(subject, purl, listed_only)
        return None

    def _unknown(self, subject: Message, purl: ArtifactId, listed_only: bool) -> Refusal | None:
        """A licence that could not be determined.

        It is not on a list of what is allowed, and nobody knows whether it is denied.
        """
        if self.limits.allowed and listed_only:
            key = ":".join((subject.id, *map(str, subject.arguments.values())))
            return Refusal(key, subject, self.limits.allowed)
        if not self.limits.denied:
            return None
        raise CannotTellError(message("policy.licence-not-permitted.unknown", name=purl.name))

    def _words(self, licence: ReportLicence) -> Refusal | None:
        """A statement of the artefact that amounts to a category that is denied."""
        for restriction in licence.restrictions:
            category = _CATEGORIES.get(restriction.limit)
            denied = tuple(
                setting for setting in self.limits.denied if setting.value.lower() == category
            )
            if denied:
                quote = message(
                    "policy.licence-not-permitted.quote", quote=restriction.quote, name=licence.name
                )
                return Refusal(restriction.quote, quote, denied)
        return None

    def _of_parts(self, licence: ReportLicence) -> Refusal | None:
        """The first licence of a part of a dataset that restricts it and is denied."""
        for part in licence.other_terms:
            if part.role is not Role.OTHER_PART or not part.licence:
                continue
            if not _categories(part.licence) & {_NON_COMMERCIAL, _NO_DERIVATIVES}:
                continue
            settings = self._settings(part.licence, listed_only=False)
            if settings:
                return Refusal(part.licence, readable(part.licence), settings)
        return None

    def _named(self, licence: ReportLicence, listed_only: bool) -> Refusal | None:
        """The first name of a licence that binds and is not permitted."""
        for expression in _binding(licence):
            refused: list[PolicySetting] = []

            def accept(identifier: str, refused: list[PolicySetting] = refused) -> bool:
                settings = self._settings(identifier, listed_only)
                refused.extend(settings or ())
                return settings is None

            if not can_be_kept(expression, accept):
                settings = tuple(dict.fromkeys(refused))
                return Refusal(expression, readable(expression), settings)
        return None

    def _settings(self, identifier: str, listed_only: bool) -> tuple[PolicySetting, ...] | None:
        """The settings that refuse one identifier of an expression."""
        licence = identity(identifier)
        categories = _categories(identifier)

        def denies(word: str) -> bool:
            if word.lower() in categories or identity(word).is_kin(licence):
                return True
            # `gpl` may be any version, and whoever denies `gpl` denies every one.
            return _is_of_family(identifier, word) or _is_of_family(word, identifier)

        def permits(word: str) -> bool:
            strictest = categories & {_NON_COMMERCIAL, _NO_DERIVATIVES}
            in_category = word.lower() in (strictest or categories)
            of_family = not strictest and _is_of_family(identifier, word)
            return in_category or of_family or identity(word).permits(licence)

        return self.limits.refusal(denies, listed_only=listed_only, permits=permits)

    def proof(self, purl: ArtifactId, report: Report) -> tuple[Evidence, ...]:
        """The statement that restricts it, and the strongest claim."""
        licence = _licence(purl, report)
        if licence is None:
            return ()
        restrictions = evidence_of(licence.restrictions[:1])
        claims = evidence_of(licence.claims[:1])
        return (*restrictions, *claims)


def _licence(purl: ArtifactId, report: Report) -> ReportLicence | None:
    return next((licence for licence in report.licences if licence.artifact == purl), None)


def _binding(licence: ReportLicence) -> Iterator[str]:
    """The expressions that bind: the concluded one, and what claims name besides it until somebody
    says which is meant."""
    if licence.concluded:
        yield licence.concluded
    if licence.concluded and licence.verdict not in _UNDECIDED:
        return
    yield from licence.named
    for claim in licence.claims:
        name = _name(claim)
        if name and name != licence.concluded:
            yield name


def _name(claim: LicenceClaim) -> str:
    """The licence that a claim names; what nobody knows by its own name."""
    entry = lookup(claim.licence or "")
    if entry and entry.category == _NAMES_NOTHING:
        return claim.name
    stated = claim.spdx or claim.licence or claim.name
    if stated:
        return stated
    # `AGPL-3.0-only WITH LicenseRef-x` is no known expression, but says which licence it changes.
    return claim.value if lookup(identity(claim.value).base) else ""


def _has_base(purl: ArtifactId, report: Report) -> bool:
    """Whether the lineage has a model that an artefact was made from."""
    edges = report.lineage.edges
    return any(edge.child == purl and edge.relation != _DATASET for edge in edges)


def _is_of_family(identifier: str, family: str) -> bool:
    """Whether a licence is in a family that another name means: `GPL-3.0-or-later` in `gpl`."""
    whole = lookup(family)
    if whole is None or whole.category != _FAMILY:
        return False
    member = lookup(identifier) or lookup(identity(identifier).base)
    return member is not None and is_of_family(member.id, whole.id)


def _categories(identifier: str) -> frozenset[str]:
    """The category of a licence, and those that its duties amount to."""
    entry = lookup(identifier) or lookup(identity(identifier).base)
    if entry is None:
        return frozenset()
    by_duty = {_BY_DUTY[word] for word in restrictions([entry])}
    return frozenset({entry.category, *by_duty})
