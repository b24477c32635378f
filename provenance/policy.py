"""What a team demands of the models it uses: rules, severities, limits, waivers, the gate. No file
is read here."""

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

LONGEST_WAIVER = 366
DEFAULT = "default"
ANYTHING = "*"
_GLOB = "*?[]"
_PURL_TYPE = re.compile(r"^pkg:[a-z0-9.+-]+/")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySetting:
    """One thing that the policy file says.

    Attributes:
        key: Where it stands in the document, such as `licences.denied`.
        value: What it says; one entry of a list.
        place: File and line.
        quote: That line.
    """

    key: str
    value: str
    place: Place
    quote: str

    def evidence(self) -> Evidence:
        """The line as proof."""
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
    """What is permitted of licences, hubs or organisations.

    Attributes:
        allowed: Where this is not empty, nothing else is permitted.
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
        """The settings that refuse something, or None where it is permitted.

        Args:
            matches: Whether a word of the policy means it.
            listed_only: Whether the list of what is allowed speaks of it at all.
            permits: Whether a word among what is allowed permits it, where that takes more than
                meaning it; else `matches` says so.
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
    """What somebody accepted of an artefact, for a reason and a time.

    Attributes:
        artifact: purl or `org/name`, `*` standing for anything, as written.
        reason: Why it is accepted.
        owner: Who answers for that.
        until: The last day on which it holds.
        setting: Where it stands.
    """

    artifact: ArtifactId
    reason: str
    owner: str
    until: date
    setting: PolicySetting

    @property
    def subject(self) -> str:
        """What is accepted, as a message names it."""
        raise NotImplementedError

    def names(self, purl: ArtifactId) -> bool:
        """Whether it speaks of an artefact: of any revision, unless the pattern holds one."""
        return any(fnmatchcase(name.lower(), self.artifact.lower()) for name in _names(purl))

    def expired(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.until < today

    def excess(self, today: date) -> tuple[str, ...]:
        """In what it reaches further than one thing that was accepted; nothing where it does
        not."""
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
        """What is written at what it covers."""
        return Waived(
            by="waiver",
            reason=self.reason,
            owner=self.owner,
            until=self.until.isoformat(),
            place=self.setting.place,
        )


@dataclass(frozen=True, slots=True)
class Waiver(Acceptance):
    """A finding that somebody accepted.

    Attributes:
        rule: Code, name, family or beginning of codes, as written.
        codes: The rules that this means.
    """

    rule: str
    codes: frozenset[str]

    @property
    def subject(self) -> str:
        """See `Acceptance.subject`."""
        return self.rule

    def covers(self, finding: Finding) -> bool:
        """Whether it speaks of a finding, expired or not."""
        return finding.rule in self.codes and self.names(finding.artifact)

    def excess(self, today: date) -> tuple[str, ...]:
        """See `Acceptance.excess`."""
        several = message("policy.excess.rules", count=len(self.codes), rule=self.rule)
        further = Acceptance.excess(self, today)
        return (several, *further) if len(self.codes) > 1 else further


@dataclass(frozen=True, slots=True)
class GapWaiver(Acceptance):
    """A gap that somebody accepted: what could not be read, and need not be for this time.

    Attributes:
        gap: The reason of the gap, such as `gated`; `*` stands for any.
        what: What was sought, such as `README.md` or `repository`; `*` stands for anything.
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
        """Whether it speaks of a gap, expired or not."""
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
    """Findings that were there before.

    Attributes:
        report: The earlier report, as written.
        fingerprints: What it found and did not waive.
        setting: Where it is named.
        data: That report's file.
    """

    report: str
    fingerprints: frozenset[str]
    setting: PolicySetting
    data: bytes = b""

    def waived(self) -> Waived:
        """What is written at a finding that was there before."""
        return Waived(
            by="baseline",
            reason=f"found already in {self.report}",
            owner="",
            until="",
            place=self.setting.place,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The settings under which findings are judged, each with its place in the policy file.

    Attributes:
        file: The policy file, relative to the repository's root where there is one.
        digest: SHA-256 over what the policy says, whatever its layout.
        data: The policy file.
        settings: Everything that it says, in the order of its lines.
        selected: Codes of the rules whose findings count.
        severities: By code, where it is not the rule's own.
        licences: SPDX identifiers, hub identifiers or categories of licences.
        hubs: Kinds of hub (`hf`, `folder`) or host names.
        organisations: Names, `*` standing for anything.
        fail_on: The severity from which a finding fails, by family or `default`; None where none
            does.
        waivers: Findings that were accepted.
        gap_waivers: Gaps that were accepted.
        baseline: Findings that were there before.
        profiles: Names of privacy profiles to ask.
        use: What is meant to be done with the models, where nothing else tells.
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
    fail_on: Mapping[str, Severity | None] = field(default_factory=lambda: MappingProxyType({}))
    waivers: tuple[Waiver, ...] = ()
    gap_waivers: tuple[GapWaiver, ...] = ()
    baseline: Baseline | None = None
    profiles: tuple[str, ...] = ()
    use: IntendedUse | None = None

    def waived(self, finding: Finding, today: date) -> Waived | None:
        """Why a finding does not count, or None where it does: the first waiver that holds, else
        the baseline."""
        for waiver in self.waivers:
            if waiver.covers(finding) and not waiver.expired(today):
                return waiver.waived()
        if self.baseline and finding.fingerprint in self.baseline.fingerprints:
            return self.baseline.waived()
        return None

    def acceptances(self) -> tuple[Acceptance, ...]:
        """All waivers, of findings and of gaps, in the order of the file."""
        return tuple(
            sorted((*self.waivers, *self.gap_waivers), key=lambda waiver: waiver.setting.place.line)
        )

    def accepted(self, gap: Gap, today: date) -> Waived | None:
        """Why a run that holds a gap is not incomplete, or None where it is: the first waiver that
        holds. A baseline accepts no gap: what was not read then may hold anything now."""
        for waiver in self.gap_waivers:
            if waiver.covers(gap) and not waiver.expired(today):
                return waiver.waived()
        return None


def same_organisation(word: str, organisation: str) -> bool:
    """Whether a word of the policy means an organisation; upper and lower case are the same."""
    return fnmatchcase(organisation.lower(), word.lower())


def _names(purl: ArtifactId) -> Iterator[str]:
    """The names by which a waiver may call an artefact: purl with and without its revision,
    `org/name`."""
    yield purl
    yield purl.identity
    yield ("datasets/" if purl.kind is Kind.DATASET else "") + purl.name
