"""Data types of intended use: what a user plans for a model, and what the licence texts say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from provenance.model.artifact import ArtifactId
from provenance.model.finding import Evidence

# What can be done with a model; a licence has different requirements for each.
ACTIVITIES = {
    "internal": "used inside the organisation only",
    "product": "part of a product or service for others",
    "hosted-api": "the model itself offered over a network",
    "redistribute": "weights, changed or not, handed to others",
    "fine-tune": "its weights changed by further training",
    "distil": "another model made to imitate it",
    "train-on-outputs": "its outputs used to train another model",
}
# Fields of application that licences exclude or restrict, and other common ones.
FIELDS = {
    "military": "defence and warfare",
    "weapons": "weapons and their development",
    "nuclear": "nuclear industries",
    "espionage": "intelligence gathering",
    "surveillance": "watching people",
    "biometric": "recognising or sorting people by their bodies",
    "critical-infrastructure": "energy, water, networks and the like",
    "transport": "transport and heavy machinery",
    "law-enforcement": "police, justice, migration, asylum",
    "automated-decisions": "decisions about people without a person",
    "medical": "medicine and health",
    "legal": "legal practice",
    "finance": "credit, insurance, financial practice",
    "employment": "hiring and managing people",
    "housing": "letting and selling homes",
    "education": "schools, universities, examinations",
    "government": "public sector",
}
# Circumstances that licences make a use depend on besides the activity, each with its opposite
# (`no-` before it).
CIRCUMSTANCES = {
    "competing-product": "a product of the user competes with the licensor's, or resembles it",
    "third-party-supply": "third parties get the model or an interface to it",
    "competing-model": "the model that is trained on outputs competes with the licensor's",
    "foundation-model": "the model that is trained on outputs is a foundation model",
}
OPPOSITE = "no-"


class UseVerdict(StrEnum):
    """What the licence texts say about a use; `rank` orders them, best first."""

    ALLOW = "allow"
    DUTIES = "allow-with-duties"
    REVIEW = "review"
    DENY = "deny"

    @property
    def rank(self) -> int:
        """0 for allow to 3 for deny."""
        return list(UseVerdict).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntendedUse:
    """What a user plans to do with a model.

    Attributes:
        activities: Words of `ACTIVITIES`, in that order; `product` by default.
        commercial: Whether for commercial advantage, or None if not stated.
        users: Monthly active users of all products and services of the user and affiliates, or
            None. For a licence that counts at the release of its model, the month before that.
        revenue: Yearly revenue of the user and affiliates in US dollars, or None.
        regions: Where it is used or offered: ISO 3166-1 alpha-2 codes and `EU`, sorted.
        fields: Words of `FIELDS`, in that order.
        circumstances: Words of `CIRCUMSTANCES` that apply, and with `no-` before them those that do
            not; the others are not stated.
    """

    activities: tuple[str, ...] = ("product",)
    commercial: bool | None = None
    users: int | None = None
    revenue: int | None = None
    regions: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()

    def states(self, circumstance: str) -> bool | None:
        """Whether a word of `CIRCUMSTANCES` applies; None if not stated."""
        if circumstance in self.circumstances:
            return True
        return False if f"{OPPOSITE}{circumstance}" in self.circumstances else None

    def does(self, *activities: str) -> bool:
        """Whether one of these activities is intended."""
        return not set(activities).isdisjoint(self.activities)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Whose terms a reason or duty rests on, and where in the lineage.

    Attributes:
        licence: Key into the licence catalogue; empty if no licence is known.
        name: Its full name; empty if no licence is known.
        clause: Section of the licence; empty if it has no number.
        source: Where the terms were read.
        path: purls from the audited artefact to the one with these terms, the nearest if there are
            several.
        others: purls of further artefacts to which the same applies.
    """

    licence: str = ""
    name: str = ""
    clause: str = ""
    source: str = ""
    path: tuple[ArtifactId, ...] = ()
    others: tuple[ArtifactId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason(Ground):
    """Why a use is denied or needs review.

    Attributes:
        verdict: `deny` or `review`.
        topic: Its subject: a word of the licence's terms or duties, or `unread`, `no-licence` and
            the like.
        text: What the licence text says, or what is unknown: a predicate without a full stop.
        question: What to answer or to do next.
        evidence: Where that artefact states its licence.
    """

    verdict: UseVerdict
    topic: str
    text: str
    question: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Task(Ground):
    """A duty that comes with the use.

    Attributes:
        duty: Word of the duty, such as `notice-file`.
        text: A few words for readers.
    """

    duty: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UseJudgement:
    """What the terms of a whole lineage say about a use. It reports texts and is not legal advice.

    Attributes:
        artifact: purl of the audited artefact.
        use: The intended use.
        verdict: The worst of all reasons; without reasons, whether there are duties.
        reasons: Denials first, then reviews; nearest artefacts first.
        duties: The checklist; nearest artefacts first.
    """

    artifact: ArtifactId
    use: IntendedUse
    verdict: UseVerdict
    reasons: tuple[Reason, ...]
    duties: tuple[Task, ...]
