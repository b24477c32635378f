"""Four lights for each subject: licence, lineage, personal data, files and security. The worst is
the total."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from provenance.licences.use import UseJudgement, UseVerdict
from provenance.messages import Message, message
from provenance.model.artifact import BASES, DATA, PRIVACY, ArtifactId, Gap, Kind
from provenance.model.finding import Finding, Severity
from provenance.privacy.disclosure import ANSWERED, Disclosure, Grade
from provenance.report import open_gaps
from provenance.weights import is_weights
from provenance.wording.digest import Digest

LICENCE, LINEAGE, PERSONAL_DATA, FILES = "licence", "lineage", "personal-data", "files"
AREAS = (LICENCE, LINEAGE, PERSONAL_DATA, FILES)
# The light for each family of rules.
_AREAS_OF_FAMILIES = {
    "licence": LICENCE,
    "policy": LICENCE,
    "lineage": LINEAGE,
    "privacy": PERSONAL_DATA,
    "card": PERSONAL_DATA,
    "weights": FILES,
    "lock": FILES,
}
_DENIED, _USE_OPEN = "LIC030", "LIC031"
# Settings and code, in which the rules about files look for code that runs.
_EXAMINED = (".json", ".py")
# Rules that repeat what the use judgement already says.
RULES_OF_USE = (_DENIED, _USE_OPEN)


class LightState(StrEnum):
    """The state of a light; `rank` orders states, best first."""

    CLEAR = "clear"
    CONDITIONS = "conditions"
    OPEN = "open"
    STOP = "stop"

    @property
    def rank(self) -> int:
        """0 for clear to 3 for stop."""
        return list(LightState).index(self)

    @property
    def permits(self) -> bool:
        """Whether nothing needs to be settled first."""
        return self in (LightState.CLEAR, LightState.CONDITIONS)


@dataclass(frozen=True, slots=True)
class Light:
    """A light.

    Attributes:
        area: One of `AREAS`.
        state: Its state.
        fact: The reason, in a few words with one number.
    """

    area: str
    state: LightState
    fact: Message


@dataclass(frozen=True, slots=True)
class Lights:
    """The four lights of a subject.

    Attributes:
        artifact: purl of the subject.
        lights: One for each of `AREAS`, in that order.
        verdict: The total in one sentence, for the intended use.
    """

    artifact: ArtifactId
    lights: tuple[Light, ...]
    verdict: Message

    @property
    def total(self) -> LightState:
        """The worst of the four."""
        return max((light.state for light in self.lights), key=lambda state: state.rank)

    def light(self, area: str) -> Light:
        """The light of one area."""
        return next(light for light in self.lights if light.area == area)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredAnswers:
    """How many of the questions that a reviewer needs answered have answers.

    Attributes:
        answered: Fully answered questions.
        partly: Partly answered questions.
        total: Applicable questions.
        critical: True if only critical questions count; False if there are none and all count.
    """

    answered: int
    partly: int
    total: int
    critical: bool

    @property
    def open(self) -> int:
        """Questions without any answer."""
        return self.total - self.answered - self.partly


def required_answers(digest: Digest, subject: ArtifactId) -> RequiredAnswers:
    """Count the answers to the critical questions about personal data, or to all questions if none
    is critical."""
    critical = [
        disclosure
        for disclosure in digest.disclosures[subject]
        if digest.severity(disclosure.check) is Severity.CRITICAL
    ]
    return _counted(critical or digest.disclosures[subject], is_critical=bool(critical))


def lights_of(digest: Digest, subject: ArtifactId) -> Lights:
    """Determine the four lights of a subject.

    A light is clear only if everything behind it was read and nothing is open. Gaps, findings from
    medium up, and required questions without a full answer open it; a use excluded by the terms, or
    a critical finding, stops it.

    Args:
        digest: The indexed report.
        subject: purl of a subject.
    """
    if subject not in digest.artifacts:
        lights = tuple(_unread(area) for area in AREAS)
        verdict = message("dossier.conclusion.unread", name=digest.title(subject))
        return Lights(subject, lights, verdict)
    lights = (
        _licence_light(digest, subject),
        _lineage_light(digest, subject),
        _personal_data_light(digest, subject),
        _files_light(digest, subject),
    )
    return Lights(subject, lights, _verdict(digest, subject, lights))


def all_lights(digest: Digest) -> tuple[Lights, ...]:
    """The lights of every subject, in input order."""
    return tuple(lights_of(digest, subject) for subject in digest.subjects)


def open_findings(digest: Digest, subject: ArtifactId, area: str) -> list[Finding]:
    """The findings of an area that count, from medium up, worst first."""
    findings = [
        finding
        for family, shown_by in _AREAS_OF_FAMILIES.items()
        if shown_by == area
        for finding in digest.findings[subject, family]
        if not finding.waived and finding.severity.reaches(Severity.MEDIUM)
    ]
    return sorted(findings, key=lambda finding: finding.severity.rank)


def unread_things(digest: Digest, subject: ArtifactId, area: str) -> list[Gap]:
    """Gaps of an area that nobody accepted."""
    gaps = open_gaps(digest.gaps(subject))
    return [gap for gap in gaps if area in _areas_of_gap(gap, subject)]


def _areas_of_gap(gap: Gap, subject: ArtifactId) -> tuple[str, ...]:
    """The lights that a gap opens: by its topic, else by the kind of artefact."""
    if gap.topic in (BASES, DATA):
        return (LINEAGE,)
    if gap.topic == PRIVACY:
        return (PERSONAL_DATA,)
    if gap.topic:
        return (FILES,)
    if gap.artifact.identity != subject.identity:
        return (LINEAGE,)
    if _is_examined_file(gap.what):
        return (LICENCE, PERSONAL_DATA, FILES)
    return (LICENCE, PERSONAL_DATA)


def _is_examined_file(path: str) -> bool:
    """Whether the rules about files and security read a file: weights, settings, code."""
    return is_weights(path) or path.endswith(_EXAMINED)


def _unread(area: str) -> Light:
    return Light(area, LightState.OPEN, message("dossier.light.unread"))


def _licence_light(digest: Digest, subject: ArtifactId) -> Light:
    findings = open_findings(digest, subject, LICENCE)
    judgement = digest.uses.get(subject)
    others = [finding for finding in findings if finding.rule not in RULES_OF_USE]
    if judgement is None:
        return _licence_without_use(digest, subject, others)
    if judgement.verdict is UseVerdict.DENY and not _is_denial_accepted(digest, subject):
        return Light(LICENCE, LightState.STOP, message("dossier.light.licence.denied"))
    if _is_stopped(others):
        return Light(LICENCE, LightState.STOP, _to_resolve(others))
    gaps = unread_things(digest, subject, LICENCE)
    open_points = len(judgement.reasons) + len(others) + len(gaps)
    if open_points:
        return Light(LICENCE, LightState.OPEN, message("dossier.light.open", count=open_points))
    if judgement.duties:
        fact = message("dossier.light.licence.conditions", count=acts_of(judgement))
        return Light(LICENCE, LightState.CONDITIONS, fact)
    return Light(LICENCE, LightState.CLEAR, message("dossier.light.licence.clear"))


def acts_of(judgement: UseJudgement) -> int:
    """The number of distinct acts: two licences that require a notice require one act."""
    return len({task.duty for task in judgement.duties})


def _licence_without_use(digest: Digest, subject: ArtifactId, findings: list[Finding]) -> Light:
    state = LightState.STOP if _is_stopped(findings) else LightState.OPEN
    if findings:
        return Light(LICENCE, state, _to_resolve(findings))
    return Light(LICENCE, state, message("dossier.light.licence.no-use"))


def _is_denial_accepted(digest: Digest, subject: ArtifactId) -> bool:
    """Whether the team accepted every finding that the terms exclude the use, for instance because
    it has a separate licence."""
    denials = [
        finding for finding in digest.findings[subject, "licence"] if finding.rule == _DENIED
    ]
    return bool(denials) and all(finding.waived for finding in denials)


def _lineage_light(digest: Digest, subject: ArtifactId) -> Light:
    findings = open_findings(digest, subject, LINEAGE)
    gaps = unread_things(digest, subject, LINEAGE)
    if _is_stopped(findings):
        return Light(LINEAGE, LightState.STOP, _to_resolve(findings))
    if findings or gaps:
        count = len(findings) + len(gaps)
        return Light(LINEAGE, LightState.OPEN, message("dossier.light.open", count=count))
    artifacts = len(digest.reach(subject)) - 1
    if not artifacts:  # Nothing was named, so nothing was read: that is no clear lineage.
        return Light(LINEAGE, LightState.OPEN, _names_no_source(subject))
    return Light(LINEAGE, LightState.CLEAR, message("dossier.light.lineage.clear", count=artifacts))


def _names_no_source(subject: ArtifactId) -> Message:
    if subject.kind is Kind.DATASET:
        return message("dossier.light.lineage.alone-dataset")
    return message("dossier.light.lineage.alone")


def _personal_data_light(digest: Digest, subject: ArtifactId) -> Light:
    findings = open_findings(digest, subject, PERSONAL_DATA)
    required = required_answers(digest, subject)
    fact = _answers_fact(required)
    if _is_stopped(findings):
        return Light(PERSONAL_DATA, LightState.STOP, fact)
    gaps = unread_things(digest, subject, PERSONAL_DATA)
    answered = required.total > 0 and required.answered == required.total
    if findings or gaps or not answered:
        return Light(PERSONAL_DATA, LightState.OPEN, fact)
    return Light(PERSONAL_DATA, LightState.CLEAR, fact)


def _answers_fact(required: RequiredAnswers) -> Message:
    if not required.total:
        return message("dossier.light.personal-data.unread")
    kind = "required" if required.critical else "all"
    extent = "-partly" if required.partly else ""
    return message(
        f"dossier.light.personal-data.{kind}{extent}",
        answered=required.answered,
        partly=required.partly,
        total=required.total,
    )


def _files_light(digest: Digest, subject: ArtifactId) -> Light:
    files = digest.artifacts[subject].files
    findings = open_findings(digest, subject, FILES)
    gaps = unread_things(digest, subject, FILES)
    if _is_stopped(findings):
        return Light(FILES, LightState.STOP, _to_resolve(findings))
    if findings or gaps:
        count = len(findings) + len(gaps)
        return Light(FILES, LightState.OPEN, message("dossier.light.open", count=count))
    if not files:
        return Light(FILES, LightState.OPEN, message("dossier.light.files.none"))
    return Light(FILES, LightState.CLEAR, message("dossier.light.files.clear", count=len(files)))


def _is_stopped(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.CRITICAL for finding in findings)


def _to_resolve(findings: list[Finding]) -> Message:
    return message("dossier.light.open", count=len(findings))


def _counted(disclosures: list[Disclosure], *, is_critical: bool) -> RequiredAnswers:
    answered = sum(disclosure.grade is Grade.DISCLOSED for disclosure in disclosures)
    partly = sum(disclosure.grade in ANSWERED for disclosure in disclosures) - answered
    return RequiredAnswers(
        answered=answered, partly=partly, total=len(disclosures), critical=is_critical
    )


def _verdict(digest: Digest, subject: ArtifactId, lights: tuple[Light, ...]) -> Message:
    """The total as a sentence."""
    name = digest.title(subject)
    judgement = digest.uses.get(subject)
    stopped = [light for light in lights if light.state is LightState.STOP]
    if stopped and stopped[0].area == LICENCE and judgement and _denial(judgement):
        return message("dossier.conclusion.denied", name=name, licence=_denial(judgement))
    if stopped:
        areas = tuple(_area(light.area) for light in stopped)
        return message("dossier.conclusion.stop", name=name, areas=areas)
    open_areas = tuple(_area(light.area) for light in lights if light.state is LightState.OPEN)
    if judgement is None:
        return message("dossier.conclusion.no-use", name=name)
    if open_areas:
        return message("dossier.conclusion.open", name=name, areas=open_areas)
    if judgement.duties:
        return message("dossier.conclusion.conditions", name=name, count=acts_of(judgement))
    return message("dossier.conclusion.clear", name=name)


def _area(area: str) -> Message:
    return message(f"dossier.area.{area}")


def _denial(judgement: UseJudgement) -> str:
    """The licence and clause that exclude the use; empty if none does."""
    for reason in judgement.reasons:
        if reason.verdict is UseVerdict.DENY:
            return with_clause(reason.name, reason.clause)
    return ""


def with_clause(licence: str, clause: str) -> str:
    """A licence with its clause, as lawyers cite it: `Apache License 2.0, § 4`.

    Args:
        licence: Its name, or empty.
        clause: `4` or `1.b.i`; a heading such as `Attachment A` stays as it is.
    """
    if not (licence and clause):
        return licence or clause
    if clause[0].isdecimal():
        return message("dossier.clause.of-licence", licence=licence, clause=clause)
    return f"{licence}, {clause}"
