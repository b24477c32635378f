"""What a licence says about an intended use: what it denies, leaves open and requires."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from provenance.licences.claim import Duty, Licence
from provenance.licences.regions import left_out
from provenance.licences.terms import Term, terms
from provenance.licences.use import IntendedUse, Reason, Task, UseVerdict
from provenance.licences.wording import duty_text, field_names
from provenance.messages import message

_HANDING_ON = ("product", "redistribute")
_OFFERING = ("product", "hosted-api", "redistribute")
_TEACHING = ("distil", "train-on-outputs")
# The activities that a duty binds; a duty that is not here binds every use. Duties of those who
# hand on copies do not apply to internal use.
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
# Duties that decide on the use itself, each through one of the checks below; no-derivatives is
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
# Duties whose term has more detail than the duty's few words.
_TOLD_BY = {"pass-terms": "hand-on", "keep-notices": "hand-on", "notice-file": "notice-file"}


@dataclass(frozen=True, slots=True)
class UseContext:
    """What the answer depends on besides licence and use.

    Attributes:
        derived: Whether the use is about something made from the licensed work.
        multimodal: Whether the licensed work takes or makes more than text; None if unknown.
    """

    derived: bool = False
    multimodal: bool | None = None


_NON_COMMERCIAL = "non-commercial"
_FAMILY = "family"
# The duty that states what a topic asks about, where it has another word.
_DUTY_OF = {"commercial-use": _NON_COMMERCIAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inquiry:
    licence: Licence
    use: IntendedUse
    setting: UseContext
    terms: dict[str, Term] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)

    def value(self, word: str) -> Any:
        """The value of a term, or None if the licence does not state it."""
        return self.terms[word].value if word in self.terms else None

    def reason(
        self, topic: str, verdict: UseVerdict, *, text: str, question: str, word: str = ""
    ) -> Reason:
        """A reason under the clause of the term or duty `word`; secondary sources never deny, nor
        does the single reading of a clause that nothing else confirms."""
        term = self.terms.get(word or topic)
        duty = self.duties.get(word or _DUTY_OF.get(topic, topic))
        is_known = self.licence.known_terms or self._is_confirmed(topic, term)
        if not is_known or (term and not term.primary):
            verdict = UseVerdict.REVIEW
        of_term, of_duty = term.clause if term else "", duty.clause if duty else ""
        clause = of_term or of_duty
        return Reason(
            verdict=verdict, topic=topic, text=text, question=question, **self.ground(clause)
        )

    def _is_confirmed(self, topic: str, term: Term | None) -> bool:
        """Whether a term that forbids commerce is confirmed: by what the licence is known as, or by
        every text of its family."""
        if term is None:
            is_asked_by_all = self.licence.category == _FAMILY and _NON_COMMERCIAL in self.duties
            return topic == "commercial-use" and is_asked_by_all
        forbids_commerce = term.id in ("commercial-use", "research-only")
        return forbids_commerce and self.licence.category == _NON_COMMERCIAL

    def review(self, topic: str, key: str, *, word: str = "", **arguments: Any) -> Reason:
        """A reason to review the terms: the sentence `key`, with the question `key.ask`."""
        return self.reason(
            topic,
            UseVerdict.REVIEW,
            text=message(key, **arguments),
            question=message(f"{key}.ask", **arguments),
            word=word,
        )

    def ground(self, clause: str) -> dict[str, Any]:
        """The licence and clause behind a reason or duty."""
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
    """Check a use against the terms of a licence.

    Args:
        licence: An entry of the catalogue.
        use: The intended use.
        setting: What is known of the licensed work.

    Returns:
        Why the use is denied or needs review, and the duties that come with it. Both are empty if
        the text allows it without conditions, but never if the terms are not wholly known.
    """
    inquiry = _Inquiry(
        licence=licence,
        use=use,
        setting=setting or UseContext(),
        terms={term.id: term for term in terms(licence)},
        duties={duty.id: duty for duty in licence.duties},
    )
    reasons = [reason for ask in _QUESTIONS for reason in ask(inquiry)]
    return tuple(reasons), tuple(_tasks(inquiry))


def _commercial(inquiry: _Inquiry) -> Iterator[Reason]:
    word, commercial = inquiry.value("commercial-use"), inquiry.use.commercial
    if word is None and "non-commercial" in inquiry.duties:
        word = "no"
    if word == "no" and commercial is not False:
        verdict = UseVerdict.DENY if commercial else UseVerdict.REVIEW
        ask = "ask-licence" if commercial else "ask-use"
        yield inquiry.reason(
            "commercial-use",
            verdict,
            text=message("use.commercial-denied"),
            question=message(f"use.commercial-denied.{ask}"),
        )
    elif word == "not-stated" and commercial is not False:
        yield inquiry.review("commercial-use", "use.commercial-not-stated")


def _research(inquiry: _Inquiry) -> Iterator[Reason]:
    barred = inquiry.value("commercial-use") == "no" and inquiry.use.commercial
    if "research-only" in inquiry.duties and not barred:
        yield inquiry.review("research-only", "use.research-only")


def _supply(inquiry: _Inquiry) -> Iterator[Reason]:
    restricted = "commercial-distribution" in inquiry.duties
    if restricted and inquiry.use.commercial is not False and inquiry.use.does(*_OFFERING):
        yield from _depends(
            inquiry,
            "commercial-distribution",
            on="third-party-supply",
            key="use.supply",
            word="commercial-use",
        )


def _competitors(inquiry: _Inquiry) -> Iterator[Reason]:
    if "competitor-limit" in inquiry.duties:
        word = "competitors" if "competitors" in inquiry.terms else "commercial-use"
        yield from _depends(
            inquiry, "competitor-limit", on="competing-product", key="use.competitors", word=word
        )


def _depends(inquiry: _Inquiry, topic: str, *, on: str, key: str, word: str) -> Iterator[Reason]:
    """Ask about a circumstance if it is not stated; deny if it applies."""
    applies = inquiry.use.states(on)
    if applies is None:
        yield inquiry.review(topic, key, word=word)
    elif applies:
        text, question = message(key), message(f"{key}.ask-licence")
        yield inquiry.reason(topic, UseVerdict.DENY, text=text, question=question, word=word)


def _limit(inquiry: _Inquiry) -> Iterator[Reason]:
    limit = inquiry.value("limit")
    if not limit or (limit.get("commercial") and inquiry.use.commercial is False):
        return
    by_users, most = limit["metric"] == "users", int(limit["most"])
    at_release = "-at-release" if limit.get("measured") == "at-release" else ""
    stated = inquiry.use.users if by_users else inquiry.use.revenue
    key = f"use.limit-users{at_release}" if by_users else "use.limit-revenue"
    if stated is None:
        yield inquiry.review("limit", key, limit=most)
    elif stated > most:
        text = message("use.limit-exceeded", limit=message(key, limit=most), stated=stated)
        question = message(f"use.limit-exceeded{at_release}.ask")
        yield inquiry.reason("limit", UseVerdict.DENY, text=text, question=question)


def _territory(inquiry: _Inquiry) -> Iterator[Reason]:
    limit = inquiry.value("territory")
    if not limit or ("models" in limit and inquiry.setting.multimodal is False):
        return
    excluded, regions = limit["excluded"], inquiry.use.regions
    places = tuple(excluded)
    hit = left_out(excluded, regions)
    if regions and not hit:
        return
    if "models" in limit:
        ask = "ask-model" if inquiry.setting.multimodal is None else "ask"
        yield inquiry.reason(
            "territory",
            UseVerdict.REVIEW,
            text=message("use.territory-multimodal", places=places),
            question=message(f"use.territory-multimodal.{ask}", places=places),
        )
    elif hit:
        yield inquiry.reason(
            "territory",
            UseVerdict.DENY,
            text=message("use.territory-hit", places=places, stated=tuple(hit)),
            question=message("use.territory-hit.ask"),
        )
    else:
        yield inquiry.review("territory", "use.territory", places=places)


def _fields(inquiry: _Inquiry) -> Iterator[Reason]:
    barred, bound = inquiry.value("fields") or (), inquiry.value("fields-conditional") or ()
    excluded = [word for word in inquiry.use.fields if word in barred]
    conditional = [word for word in inquiry.use.fields if word in bound and word not in barred]
    if excluded:
        yield inquiry.reason(
            "fields",
            UseVerdict.DENY,
            text=message("use.fields-excluded", fields=field_names(excluded)),
            question=message("use.fields-excluded.ask"),
        )
    if conditional:
        fields = field_names(conditional)
        yield inquiry.review("fields-conditional", "use.fields-conditional", fields=fields)
    elif not barred and not bound:
        yield from _unread_policy(inquiry)


def _unread_policy(inquiry: _Inquiry) -> Iterator[Reason]:
    """Ask about a field if a use policy is known to exist but not which fields it names."""
    words = [word for word in ("use-policy", "use-restrictions") if _states(inquiry, word)]
    if inquiry.use.fields and words:
        fields = field_names(inquiry.use.fields)
        yield inquiry.review("use-policy", "use.fields-unknown", word=words[0], fields=fields)


def _states(inquiry: _Inquiry, word: str) -> bool:
    return word in inquiry.terms or word in inquiry.duties


def _outputs(inquiry: _Inquiry) -> Iterator[Reason]:
    value = str(inquiry.value("outputs-training") or "")
    if not inquiry.use.does(*_TEACHING) or not value.startswith("forbidden"):
        return
    word = value.removeprefix("forbidden-")
    scope = message(f"use.outputs-training.{word}")
    is_meant = word == "other" or inquiry.use.states(f"{word}-model")
    if is_meant is False:
        return
    if is_meant:
        verdict, question = UseVerdict.DENY, message("use.outputs-training.ask-other")
    else:
        verdict = UseVerdict.REVIEW
        question = message("use.outputs-training.ask", scope=scope)
    text = message("use.outputs-training", scope=scope)
    yield inquiry.reason("outputs-training", verdict, text=text, question=question)


def _derivatives(inquiry: _Inquiry) -> Iterator[Reason]:
    modified = inquiry.setting.derived or inquiry.use.does("fine-tune", "distil")
    if "no-derivatives" in inquiry.duties and modified and inquiry.use.does(*_HANDING_ON):
        yield inquiry.reason(
            "no-derivatives",
            UseVerdict.DENY,
            text=message("use.derivatives"),
            question=message("use.derivatives.ask"),
        )


def _unknown(inquiry: _Inquiry) -> Iterator[Reason]:
    if not inquiry.licence.known_terms or any(not term.primary for term in inquiry.terms.values()):
        yield inquiry.review("terms-unknown", "use.terms-unknown")


_QUESTIONS: tuple[Callable[[_Inquiry], Iterator[Reason]], ...] = (
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


def _task_text(inquiry: _Inquiry, duty: Duty) -> str:
    """The words of a duty: those of its term where that says more and no other duty shows it."""
    duties = {other.id for other in inquiry.licence.duties}
    if duty.id == "keep-notices" and "pass-terms" in duties:
        return duty.text
    term = inquiry.terms.get(_TOLD_BY.get(duty.id, ""))
    return term.text if term else duty.text


def _tasks(inquiry: _Inquiry) -> Iterator[Task]:
    use = inquiry.use
    for duty in inquiry.licence.duties:
        if duty.id in _JUDGED or not use.does(*BINDS.get(duty.id, use.activities)):
            continue
        if duty.id in _COMMERCIAL_ONLY and use.commercial is False:
            continue
        yield Task(duty=duty.id, text=_task_text(inquiry, duty), **inquiry.ground(duty.clause))
    if inquiry.value("outputs-training") == "allowed-as-derivative" and use.does(*_TEACHING):
        term = inquiry.terms["outputs-training"]
        yield Task(
            duty="student-terms", text=duty_text("student-terms"), **inquiry.ground(term.clause)
        )
