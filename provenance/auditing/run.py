"""One run from references to a report: fetch, judge, compare with a lock, apply a policy.

The Python API, the command line and evidence bundles all use `Run`, so they cannot disagree about
the order of the steps or about what decides the result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from provenance.auditing.enforce import accept, enforce
from provenance.auditing.judge import judge
from provenance.auditing.second_sources import with_second_sources
from provenance.hubs import Hub
from provenance.licences.use import IntendedUse
from provenance.lineage.graph import Lineage
from provenance.lineage.ledger import Bounds
from provenance.lineage.progress import Progress
from provenance.lineage.signed import with_signatures_checked
from provenance.lineage.trace import follow
from provenance.lock import against_lock
from provenance.policy import Policy
from provenance.project.subjects import AuditSubjects
from provenance.report import Report
from provenance.signatures import SignerTrust


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What decides the result of a run, apart from what the hub serves.

    An evidence bundle stores every field, because its report is made again from them.

    Attributes:
        use: What the inputs are meant to be used for, or None to judge no use.
        profiles: Names of privacy profiles; none selects the whole catalogue.
        bounds: How far the lineage is followed.
        policy: What a team demands, or None.
        today: The day on which the policy's waivers are judged.
        signer: Who is expected to sign the models; None where nobody is.
        second_sources: Whether to read the licence at the repositories that cards name as theirs.
    """

    use: IntendedUse | None = None
    profiles: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)
    policy: Policy | None = None
    today: date = date.min
    signer: SignerTrust | None = None
    second_sources: bool = False

    def with_policy_defaults(self, *, has_manifest: bool) -> Settings:
        """Take the use and the profiles from the policy where the caller gave none.

        Args:
            has_manifest: Whether a manifest lists the inputs. A manifest states a use of its own
                for each entry, so the policy's use does not apply to it.
        """
        if self.policy is None:
            return self
        default_use = None if has_manifest else self.policy.use
        return replace(
            self,
            use=self.use or default_use,
            profiles=self.profiles or self.policy.profiles,
            signer=self.signer or self.policy.signer,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LockFile:
    """A lock, or an earlier JSON report, to compare the hub with.

    Attributes:
        data: Its content.
        path: Its path in the user's project, as findings name it.
    """

    data: bytes
    path: str


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run. Nothing is fetched before `lineage` is first asked for, and nothing twice.

    Attributes:
        hub: Where to read.
        subjects: The inputs, as `provenance.project.subjects.gather` returns them.
        settings: What decides the result apart from the hub.
        lock: What the hub is expected to serve, or None.
        progress: Called in the calling thread whenever an answer has arrived.
        tolerant: Whether a run that could read none of its inputs returns its gaps and its
            `lineage.failure` instead of raising it.
    """

    hub: Hub
    subjects: AuditSubjects
    settings: Settings = field(default_factory=Settings)
    lock: LockFile | None = None
    progress: Callable[[Progress], None] | None = None
    tolerant: bool = False

    @cached_property
    def lineage(self) -> Lineage:
        """What was fetched: the inputs and everything they were made from.

        Raises:
            UsageError: One artefact is asked for at two revisions, or the key or certificate of
                the expected signer cannot be used.
            HubError: None of the inputs could be read, and the run is not tolerant.
        """
        lineage = follow(
            self.hub, self.subjects, self.settings.bounds, self.progress, tolerant=self.tolerant
        )
        signer = self.settings.signer
        if self.settings.second_sources:
            lineage = with_second_sources(self.hub, lineage)
        return with_signatures_checked(lineage, signer) if signer else lineage

    @cached_property
    def report(self) -> Report:
        """The judgement: rules and intended use, then the lock, then the policy.

        Raises:
            UsageError: A profile is unknown, or the lock is not a lock.
        """
        settings = self.settings
        report = judge(self.lineage, use=settings.use, profiles=settings.profiles)
        if self.lock:
            report = against_lock(report, self.lock.data, self.lock.path)
        if settings.policy:
            report = enforce(report, settings.policy, settings.today)
        return report

    @cached_property
    def inventory(self) -> Report:
        """What was read, without asking any rule; gaps that the policy accepts are marked."""
        lineage, settings = self.lineage, self.settings
        if settings.policy:
            accepted = accept(lineage.gaps, settings.policy, settings.today)
            lineage = replace(lineage, gaps=accepted)
        return judge(lineage, rules=())
