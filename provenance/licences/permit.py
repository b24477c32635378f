"""What one licence says to one intended use: what it denies, what has to be asked, what it asks
for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from provenance.licences.claim import Duty, Licence
from provenance.licences.regions import left_out
from provenance.licences.terms import Term, terms
from provenance.licences.use import IntendedUse, Reason, Task, UseVerdict

_HANDING_ON = ("product", "redistribute")
_OFFERING = ("product", "hosted-api", "redistribute")
_TEACHING = ("distil", "train-on-outputs")
# The activities that a duty binds; one that is not here binds every use. Duties of those who hand
# on copies are not asked of an internal use.
BINDS = {
    "keep-notices": _HANDING_ON,
    "notice-file": _HANDING_ON,
    "share-alike": _HANDING_ON,
    "source-code": _HANDING_ON,
    "pass-terms": _OFFERING,
    "display": _OFFERING,
    "ai-disclosure": _OFFERING,
    "network-source": ("product", "hosted-api"),
    "name-prefix": ("redistribute", "fine-tune", "distil"),
    "name-prefix-outputs": _TEACHING,
    "display-models": ("fine-tune", *_TEACHING),
    "no-derivatives": ("fine-tune",),
}
# Duties that decide about the use itself, each by one of the questions below; no-derivatives is
# both.
_JUDGED = (
    "non-commercial",
    "research-only",
    "commercial-distribution",
    "competitor-limit",
    "user-limit",
    "revenue-limit",
    "territory",
    "territory-multimodal",
    "outputs-training",
)
_COMMERCIAL_ONLY = ("registration",)
# Duties of which a term says more than the duty's few words.
_TOLD_BY = {"pass-terms": "hand-on", "keep-notices": "hand-on", "notice-file": "notice-file"}


@dataclass(frozen=True, slots=True)
class UseContext:
    """What the answer depends on beside licence and use.

    Attributes:
        derived: Whether what the use is about was made from the licensed work.
        multimodal: Whether the licensed work takes or makes more than text; None where nothing
            tells.
    """

    derived: bool = False
    multimodal: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    licence: Licence
    use: IntendedUse
    setting: UseContext
    terms: dict[str, Term] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)

    def value(self, word: str) -> Any:
        """What a term holds, or None where the licence does not state it."""
        return self.terms[word].value if word in self.terms else None

    def reason(
        self, topic: str, verdict: UseVerdict, text: str, question: str, word: str = ""
    ) -> Reason:
        """A reason under the clause of the term or duty `word`. What is known at second hand never
        denies."""
        said = self.terms.get(word or topic)
        duty = self.duties.get(word or topic)
        if not self.licence.known_terms or (said and not said.primary):
            verdict = UseVerdict.REVIEW
        clause = said.clause if said else duty.clause if duty else ""
        return Reason(
            verdict=verdict, topic=topic, text=text, question=question, **self.ground(clause)
        )

    def ground(self, clause: str) -> dict[str, Any]:
        """The licence and clause that something rests on."""
        licence = self.licence
        return {
            "licence": licence.id,
            "name": licence.name,
            "clause": clause,
            "source": licence.source,
        }


def permit(
    licence: Licence, use: IntendedUse, setting: UseContext | None = None
) -> tuple[tuple[Reason, ...], tuple[Task, ...]]:
    """Ask the terms of a licence about a use.

    Args:
        licence: An entry of the catalogue.
        use: What is meant to be done.
        setting: What is known of the licensed work.

    Returns:
        Why the use is denied or has to be looked at, and the duties it has to carry out. Both empty
        where the text allows it and asks for nothing; never both empty where the terms are not
        wholly known.
    """
    case = _Case(
        licence=licence,
        use=use,
        setting=setting or UseContext(),
        terms={term.id: term for term in terms(licence)},
        duties={duty.id: duty for duty in licence.duties},
    )
    reasons = [reason for ask in _QUESTIONS for reason in ask(case)]
    return tuple(reasons), tuple(_tasks(case))


def _commercial(case: _Case) -> Iterator[Reason]:
    said, commercial = case.value("commercial-use"), case.use.commercial
    if said is None and "non-commercial" in case.duties:
        said = "no"
    if said == "no" and commercial:
        question = "Ask the licensor for a commercial licence, or choose another model."
        yield case.reason(
            "commercial-use", UseVerdict.DENY, "does not allow commercial use", question
        )
    elif said == "no" and commercial is None:
        question = "Is the use commercial? Say so with --use commercial or --use non-commercial."
        yield case.reason(
            "commercial-use", UseVerdict.REVIEW, "does not allow commercial use", question
        )
    elif said == "not-stated" and commercial is not False:
        question = "Have the text read, or ask the licensor."
        yield case.reason(
            "commercial-use", UseVerdict.REVIEW, "does not speak of commercial use", question
        )


def _research(case: _Case) -> Iterator[Reason]:
    barred = case.value("commercial-use") == "no" and case.use.commercial
    if "research-only" in case.duties and not barred:
        question = "Is all of the use research as the text defines it?"
        yield case.reason("research-only", UseVerdict.REVIEW, "is for research only", question)


def _supply(case: _Case) -> Iterator[Reason]:
    if (
        "commercial-distribution" in case.duties
        and case.use.commercial is not False
        and case.use.does(*_OFFERING)
    ):
        text = (
            "asks for a further licence where the model is supplied to third parties commercially"
        )
        question = (
            "Does a third party get the model or an interface to it? Then ask the licensor for a"
            " licence."
        )
        yield case.reason(
            "commercial-distribution", UseVerdict.REVIEW, text, question, "commercial-use"
        )


def _competitors(case: _Case) -> Iterator[Reason]:
    if "competitor-limit" in case.duties:
        text = "asks competitors of the licensor for a further licence"
        question = (
            "Does any product of yours or your affiliates compete with, or closely resemble, the"
            " licensor's?"
        )
        word = "competitors" if "competitors" in case.terms else "commercial-use"
        yield case.reason("competitor-limit", UseVerdict.REVIEW, text, question, word)


def _limit(case: _Case) -> Iterator[Reason]:
    limit = case.value("limit")
    if not limit or (limit.get("commercial") and case.use.commercial is False):
        return
    by_users, most = limit["metric"] == "users", int(limit["most"])
    told = case.use.users if by_users else case.use.revenue
    unit, option = (
        ("monthly active users", "--users")
        if by_users
        else ("US dollars of yearly revenue", "--revenue")
    )
    when = (
        " in the month before the model's release" if limit.get("measured") == "at-release" else ""
    )
    text = f"asks for a further licence above {most:,} {unit}{when}"
    if told is None:
        question = f"How many {unit} did you and your affiliates have{when}? Say so with {option}."
        yield case.reason("limit", UseVerdict.REVIEW, text, question)
    elif told > most:
        question = "Ask the licensor for a licence."
        question += f" If it was fewer{when}, say that number with {option}." if when else ""
        yield case.reason("limit", UseVerdict.DENY, f"{text}; told are {told:,}", question)


def _territory(case: _Case) -> Iterator[Reason]:
    limit = case.value("territory")
    if not limit or ("models" in limit and case.setting.multimodal is False):
        return
    excluded, regions = limit["excluded"], case.use.regions
    places = ", ".join(excluded)
    hit = left_out(excluded, regions)
    if regions and not hit:
        return
    if "models" in limit:
        text = f"grants no rights in multimodal models to those based in {places}"
        question = (
            f"Is your principal place of business in {places}? End users of a product are exempt."
        )
        if case.setting.multimodal is None:
            question = f"Is this a multimodal model? If so: {question[0].lower()}{question[1:]}"
        yield case.reason("territory", UseVerdict.REVIEW, text, question)
    elif hit:
        question = (
            "Keep the use out of these regions, outputs included, or ask the licensor for a"
            " licence."
        )
        yield case.reason(
            "territory", UseVerdict.DENY, f"leaves out {places}; told is {', '.join(hit)}", question
        )
    else:
        question = "Where will it be used or offered? Say so with --region."
        yield case.reason("territory", UseVerdict.REVIEW, f"leaves out {places}", question)


def _fields(case: _Case) -> Iterator[Reason]:
    barred, bound = case.value("fields") or (), case.value("fields-conditional") or ()
    policy = "use-policy" in case.terms or "use-restrictions" in case.duties
    if hit := [word for word in case.use.fields if word in barred]:
        question = "Choose another model for this, or ask the licensor."
        yield case.reason(
            "fields", UseVerdict.DENY, f"leaves out these fields of use: {', '.join(hit)}", question
        )
    if hit := [word for word in case.use.fields if word in bound and word not in barred]:
        text = f"bars some uses in these fields: {', '.join(hit)}"
        question = "Read the clause: is your use among them?"
        yield case.reason("fields-conditional", UseVerdict.REVIEW, text, question)
    elif case.use.fields and policy and not barred and not bound:
        text = (
            f"has a use policy that is not broken down by field here: {', '.join(case.use.fields)}"
        )
        word = "use-policy" if "use-policy" in case.terms else "use-restrictions"
        yield case.reason(
            "use-policy",
            UseVerdict.REVIEW,
            text,
            "Read the policy: is your use among those barred?",
            word,
        )


def _outputs(case: _Case) -> Iterator[Reason]:
    said = str(case.value("outputs-training") or "")
    if not case.use.does(*_TEACHING) or not said.startswith("forbidden"):
        return
    scope = said.removeprefix("forbidden-")
    text = f"does not allow its outputs to train or improve {scope} models"
    if scope == "other":
        question = (
            "Train on outputs of another model; models derived from this one may be exempt, read"
            " the clause."
        )
        yield case.reason("outputs-training", UseVerdict.DENY, text, question)
    else:
        question = f"Is the model that is trained a {scope} one as the clause means it?"
        yield case.reason("outputs-training", UseVerdict.REVIEW, text, question)


def _derivatives(case: _Case) -> Iterator[Reason]:
    modified = case.setting.derived or case.use.does("fine-tune", "distil")
    if "no-derivatives" in case.duties and modified and case.use.does(*_HANDING_ON):
        question = "Share the unchanged work only, or ask the licensor."
        yield case.reason(
            "no-derivatives",
            UseVerdict.DENY,
            "does not allow modified versions to be shared",
            question,
        )


def _unknown(case: _Case) -> Iterator[Reason]:
    if not case.licence.known_terms or any(not term.primary for term in case.terms.values()):
        text = "has terms that are not wholly known here, or known at second hand"
        yield case.reason(
            "terms-unknown", UseVerdict.REVIEW, text, "Have the licence text itself read."
        )


_QUESTIONS: tuple[Callable[[_Case], Iterator[Reason]], ...] = (
    _commercial,
    _research,
    _supply,
    _competitors,
    _limit,
    _territory,
    _fields,
    _outputs,
    _derivatives,
    _unknown,
)


def _tasks(case: _Case) -> Iterator[Task]:
    use = case.use
    for duty in case.licence.duties:
        if duty.id in _JUDGED or not use.does(*BINDS.get(duty.id, use.activities)):
            continue
        if duty.id in _COMMERCIAL_ONLY and use.commercial is False:
            continue
        said = case.terms.get(_TOLD_BY.get(duty.id, ""))
        text = said.text if said else duty.text
        yield Task(duty=duty.id, text=text, **case.ground(duty.clause))
    if case.value("outputs-training") == "allowed-as-derivative" and use.does(*_TEACHING):
        said = case.terms["outputs-training"]
        text = "a model trained on its outputs to perform like it stands under the same terms"
        yield Task(duty="student-terms", text=text, **case.ground(said.clause))
