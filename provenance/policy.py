"""A team's policy: rules, severities, limits, waivers. `auditing.policy_file` reads it from a
file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from types import MappingProxyType

from provenance.licences.use import IntendedUse
from provenance.messages import message
from provenance.model.artifact import NO_ARTIFACT, ArtifactId, Gap, Kind, Place, Waived
from provenance.model.finding import Evidence, Finding, Severity, shorten
from provenance.signatures import SignerTrust

LONGEST_WAIVER = 366
ANYTHING = "*"
_GLOB = "*?[]"
_PURL_TYPE = re.compile(r"^pkg:[a-z0-9.+-]+/")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySetting:
    """A setting in the policy file.

    Attributes:
        key: Its key, such as `licences.denied`.
        value: Its value; for a list, one entry.
        place: File and line.
        quote: The text of that line.
    """

    key: str
    value: str
    place: Place
    quote: str

    def evidence(self) -> Evidence:
        """The line as evidence."""
        line = self.place.line
        return Evidence(
            artifact=NO_ARTIFACT,
            file=self.place.file,
            revision="",
            start_line=line,
            end_line=line,
            quote=shorten(self.quote),
            sha256=None,
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """Allowed and denied licences, hubs or organisations.

    Attributes:
        allowed: If not empty, nothing else is permitted.
        denied: Never permitted.
    """

    allowed: tuple[PolicySetting, ...] = ()
    denied: tuple[PolicySetting, ...] = ()

    def refusal(
        self,
        matches: Callable[[str], bool],
        *,
        listed_only: bool = True,
        permits: Callable[[str], bool] | None = None,
    ) -> tuple[PolicySetting, ...] | None:
        """The settings that refuse something, or None if it is permitted.

        Args:
            matches: Whether a policy word matches it.
            listed_only: Whether the allow list applies to it.
            permits: Whether an allowed word permits it, if matching alone is not enough; defaults
                to `matches`.
        """
        denied = tuple(setting for setting in self.denied if matches(setting.value))
        if denied:
            return denied
        allows = permits or matches
        if not listed_only or any(allows(setting.value) for setting in self.allowed):
            return None
        return self.allowed or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """An exception for an artefact, with a reason and an expiry date.

    Attributes:
        artifact: purl or `org/name`, with `*` as wildcard, as written.
        reason: Why it is accepted.
        owner: Who is responsible.
        until: Last valid day.
        setting: Its place in the policy.
    """

    artifact: ArtifactId
    reason: str
    owner: str
    until: date
    setting: PolicySetting

    @property
    def subject(self) -> str:
        """What is accepted, as messages name it."""
        raise NotImplementedError

    def names(self, purl: ArtifactId) -> bool:
        """Whether it covers an artefact: at any revision, unless the pattern names one."""
        return any(fnmatchcase(name.lower(), self.artifact.lower()) for name in _names(purl))

    def expired(self, today: date) -> bool:
        """Whether it has expired."""
        return self.until < today

    def excess(self, today: date) -> tuple[str, ...]:
        """How it covers more than one accepted thing; empty if it does not."""
        name = _PURL_TYPE.sub("", self.artifact).removeprefix("datasets/")
        organisation = name.partition("/")[0]
        anybody = not organisation.strip(_GLOB)
        lasting = (self.until - today).days > LONGEST_WAIVER
        tests = (
            (anybody, message("policy.excess.anybody", artifact=self.artifact)),
            (lasting, message("policy.excess.lasting", until=self.until.isoformat())),
        )
        return tuple(text for holds, text in tests if holds)

    def waived(self) -> Waived:
        """The waiver record for whatever it covers."""
        return Waived(
            by="waiver",
            reason=self.reason,
            owner=self.owner,
            until=self.until.isoformat(),
            place=self.setting.place,
        )


@dataclass(frozen=True, slots=True)
class Waiver(Acceptance):
    """An accepted finding.

    Attributes:
        rule: Code, name, family or code prefix, as written.
        codes: The matching rules.
    """

    rule: str
    codes: frozenset[str]

    @property
    def subject(self) -> str:
        """See `Acceptance.subject`."""
        return self.rule

    def covers(self, finding: Finding) -> bool:
        """Whether it covers a finding, expired or not."""
        return finding.rule in self.codes and self.names(finding.artifact)

    def excess(self, today: date) -> tuple[str, ...]:
        """See `Acceptance.excess`."""
        several = message("policy.excess.rules", count=len(self.codes), rule=self.rule)
        further = Acceptance.excess(self, today)
        return (several, *further) if len(self.codes) > 1 else further


@dataclass(frozen=True, slots=True)
class GapWaiver(Acceptance):
    """An accepted gap.

    Attributes:
        gap: Reason of the gap, such as `gated`; `*` matches any.
        what: What could not be read, such as `README.md` or `repository`; `*` matches anything.
    """

    gap: str
    what: str = ANYTHING

    @property
    def subject(self) -> str:
        """See `Acceptance.subject`."""
        if self.what == ANYTHING:
            return message("policy.waiver.gap", reason=self.gap)
        return message("policy.waiver.gap-of", reason=self.gap, what=self.what)

    def covers(self, gap: Gap) -> bool:
        """Whether it covers a gap, expired or not."""
        return (
            self.gap in (ANYTHING, gap.reason)
            and fnmatchcase(gap.what, self.what)
            and self.names(gap.artifact)
        )

    def excess(self, today: date) -> tuple[str, ...]:
        """See `Acceptance.excess`."""
        further = Acceptance.excess(self, today)
        return (message("policy.excess.any-gap"), *further) if self.gap == ANYTHING else further


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Findings of an earlier report.

    Attributes:
        report: The earlier report, as written.
        fingerprints: Its findings that were not waived.
        setting: Its place in the policy.
        data: Content of that report.
    """

    report: str
    fingerprints: frozenset[str]
    setting: PolicySetting
    data: bytes = b""

    def waived(self) -> Waived:
        """The waiver record for an earlier finding."""
        return Waived(
            by="baseline",
            reason=f"found already in {self.report}",
            owner="",
            until="",
            place=self.setting.place,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The settings for judging findings, each with its place in the policy file.

    Attributes:
        file: Path of the policy file, relative to the root of the repository if there is one.
        digest: SHA-256 of the settings, independent of formatting.
        data: Content of the policy file.
        settings: All settings, in line order.
        selected: Codes of the selected rules.
        severities: Changed severities by rule code.
        licences: SPDX identifiers, hub identifiers or categories of licences.
        hubs: Kinds of hub (`hf`, `folder`) or host names.
        organisations: Names, with `*` as wildcard.
        weights: Formats of weights, `executable` or `unsigned`.
        fail_on: Lowest failing severity, by family or `default`; None if nothing fails.
        waivers: Accepted findings.
        gap_waivers: Accepted gaps.
        baseline: Findings of an earlier report.
        profiles: Names of the selected privacy profiles.
        use: Intended use of the models, if nothing else states one.
        cover: What stands on the cover of a dossier: `organisation`, `number`, `classification`.
        signer: Expected signer of the models, if nothing else states one.
    """

    file: str
    digest: str
    data: bytes = b""
    settings: tuple[PolicySetting, ...] = ()
    selected: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))
    licences: Limits = Limits()
    hubs: Limits = Limits()
    organisations: Limits = Limits()
    weights: Limits = Limits()
    fail_on: Mapping[str, Severity | None] = field(default_factory=lambda: MappingProxyType({}))
    waivers: tuple[Waiver, ...] = ()
    gap_waivers: tuple[GapWaiver, ...] = ()
    baseline: Baseline | None = None
    profiles: tuple[str, ...] = ()
    use: IntendedUse | None = None
    cover: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    signer: SignerTrust | None = None

    def waived(self, finding: Finding, today: date) -> Waived | None:
        """Why a finding does not count, or None if it does: the first valid waiver, else the
        baseline."""
        for waiver in self.waivers:
            if waiver.covers(finding) and not waiver.expired(today):
                return waiver.waived()
        if self.baseline and finding.fingerprint in self.baseline.fingerprints:
            return self.baseline.waived()
        return None

    def acceptances(self) -> tuple[Acceptance, ...]:
        """All waivers, of findings and of gaps, in file order."""
        return tuple(
            sorted((*self.waivers, *self.gap_waivers), key=lambda waiver: waiver.setting.place.line)
        )

    def accepted(self, gap: Gap, today: date) -> Waived | None:
        """Why a gap does not make a run incomplete, or None if it does: the first valid waiver. A
        baseline accepts no gaps, because unread content may have changed."""
        for waiver in self.gap_waivers:
            if waiver.covers(gap) and not waiver.expired(today):
                return waiver.waived()
        return None


def same_organisation(word: str, organisation: str) -> bool:
    """Whether a policy word names an organisation, ignoring case."""
    return fnmatchcase(organisation.lower(), word.lower())


def _names(purl: ArtifactId) -> Iterator[str]:
    """The names that a waiver may use for an artefact: purl with and without revision,
    `org/name`."""
    yield purl
    yield purl.identity
    yield ("datasets/" if purl.kind is Kind.DATASET else "") + purl.name
