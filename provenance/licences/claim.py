"""The nouns of licence reading: what is claimed, by whom, and what can be concluded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from provenance.licences.clauses import Clause
from provenance.licences.wording import duty_text
from provenance.messages import Message, message
from provenance.model.finding import Evidence

# What a name of several licences, or of a changed one, ends with.
WITH_CHANGES = ", with changes"
AS_LIST = " (a list that does not say how they go together)"


class Source(StrEnum):
    """Where a licence claim was read, from the strongest to the weakest."""

    TEXT = "licence-text"
    GATED_PROMPT = "gated-prompt"
    CARD = "card"
    TAG = "hub-tag"
    FILE = "metadata-file"
    WEIGHTS = "weight-header"


class Role(StrEnum):
    """What something that stands beside the licence is."""

    OTHER_PART = "other-part"
    NOTICE = "notice"
    USE_POLICY = "use-policy"
    BASE = "base"
    SAME_AS_BASE = "same-as-base"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A licence that a text resembles or holds.

    Attributes:
        licence: Key into the licence catalogue.
        similarity: Jaccard index of the two texts' word shingles, 0 to 1.
        contained: Share of the licence's own text that the text holds, 0 to 1.
    """

    licence: str
    similarity: float
    contained: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDifference:
    """Where a text differs from the reference that it is a copy of.

    Attributes:
        kind: `added`, `removed` or `changed`.
        start: Offset of the first character of the passage in the text.
        end: Offset behind its last character.
        quote: The passage, shortened.
    """

    kind: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMatch:
    """What a licence text is, as far as the reference texts tell.

    Attributes:
        verdict: `exact`: a known text in all that matters; `modified`: one with changed, added or
            missing passages; `family`: a relative whose title, version or wording differs;
            `several`: more than one text in one file; `unknown`.
        licence: Key into the licence catalogue for `exact`; for `modified` the licence that was
            modified; else None.
        spdx: SPDX identifier or LicenseRef for `exact`; for `several` an AND expression where
            nothing but headings is left over beside the texts found; else None.
        similarity: Likeness to the best candidate, 0 to 1.
        candidates: Licences with a similar text, the likest first; all the texts found for
            `several`.
        passages: For `modified` what stands in no copy of `licence`, for `several` what belongs to
            none of the texts found, each at most 300 characters; else empty.
        titled: Key of the licence that the text calls itself: for `modified` where what differs
            touches no number, date or place and no word that grants or denies, or is the use policy
            behind the licence; otherwise where no reference text of that licence is at hand to
            compare it with; else None.
        differences: The same passages with their places, for `modified` and `several`.
    """

    verdict: str
    licence: str | None = None
    spdx: str | None = None
    similarity: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    passages: tuple[str, ...] = ()
    titled: str | None = None
    differences: tuple[TextDifference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceClaim:
    """One statement of a licence.

    Attributes:
        value: As written (`apache-2.0`, `other`, the title of a licence text).
        licence: Key into the licence catalogue (`provenance/licences/data/licences.json`), or None
            where the value names no licence known there.
        source: Where it was read.
        evidence: The place.
        name: `license_name` beside `other`, else empty.
        link: `license_link`, else empty.
        match: What the text was found to be, for a claim that is a text; else None.
        spdx: SPDX identifier, `LicenseRef-...` or expression that the value stands for, or None
            where there is none.
        choice: Whether this is one of several licences that one statement offers as a choice.
    """

    value: str
    licence: str | None
    source: Source
    evidence: Evidence
    name: str = ""
    link: str = ""
    match: TextMatch | None = None
    spdx: str | None = None
    choice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A text or sentence that speaks of terms and is no claim about the artefact's own licence.

    Attributes:
        role: A licence for another part (code, another text where one is named for the weights), a
            notice, a use policy, a sentence on the licence of the base, or one that leaves the
            licence to that of the base.
        value: Title of the text, or the sentence.
        licence: Key into the licence catalogue, or None where it names none known there.
        evidence: The place.
    """

    role: Role
    value: str
    licence: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something a licence asks of those who use or pass on the work.

    Attributes:
        id: Stable word, such as `use-restrictions`, by which duties of two licences are compared.
        text: Few words for a person: `use restrictions`.
        clause: Section of the licence, such as `3.2`; empty where unnumbered.
        scope: What the duty is bound to where its word is not all: the words to display, the limit
            in users or US dollars, the regions left out (`EU KR`), the agreement or policy to hand
            on; else empty.
        above: From which number of users or which revenue on it binds; empty where it binds all.
    """

    id: str
    text: str
    clause: str
    scope: str = ""
    above: str = ""

    def __str__(self) -> str:
        return str(self.with_clause)

    @property
    def with_clause(self) -> str:
        """What is asked, with the clause that asks it."""
        if not self.clause:
            return self.text
        return message("duty.with-clause", text=self.text, clause=self.clause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """One licence of the catalogue.

    Attributes:
        id: The hub's identifier, lower case (`apache-2.0`, `gemma`), or a key of ours where the hub
            has none.
        spdx: SPDX licence identifier, or None where the SPDX list has none.
        ref: `LicenseRef-...` where there is no SPDX identifier, else None.
        name: Full name.
        category: `permissive`, `copyleft`, `vendor-community`, `responsible-use`, `non-commercial`,
            `no-derivatives`, `data`, `source-available`, `use-policy` (no licence by itself),
            `family`, `unresolved`.
        url: Where the text can be read; empty where not known.
        duties: What the terms ask, sorted by id; empty for a licence whose terms are not
            catalogued.
        known_terms: Whether `duties` is the whole list: without it nothing may be concluded from
            its emptiness.
        source: Where the terms were read.
        note: What a reader of the identifier is easily wrong about; empty where nothing is.
        on_hub: Whether the hub's own list has `id`, so that people can filter by it.
    """

    id: str
    spdx: str | None
    ref: str | None
    name: str
    category: str
    url: str = ""
    duties: tuple[Duty, ...] = ()
    known_terms: bool = False
    source: str = ""
    note: str = ""
    on_hub: bool = False


class Limit(StrEnum):
    """What an artefact's own words keep people from, whatever licence they name."""

    NON_COMMERCIAL = "non-commercial"
    RESEARCH_ONLY = "research-only"
    PERSONAL_ONLY = "personal-only"
    EVALUATION_ONLY = "evaluation-only"
    NOT_PRODUCTION = "not-production"
    NO_DERIVATIVES = "no-derivatives"
    REGISTRATION = "registration"
    SEPARATE_LICENCE = "separate-licence"
    PERMISSION = "permission"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """Words of a licence text, card, notice or access form that restrict what may be done.

    Attributes:
        limit: What they keep people from.
        quote: The words, shortened.
        source: In what kind of place they stand.
        evidence: The place, with lines where these are known.
    """

    limit: Limit
    quote: str
    source: Source
    evidence: Evidence

    @property
    def duty(self) -> Duty | None:
        """The duty of the catalogue that says the same, or None where no duty does."""
        if self.limit not in _DUTIES:
            return None
        return Duty(id=str(self.limit), text=duty_text(self.limit), clause="")


# Limits that licences of the catalogue know as duties of the same word.
_DUTIES = (
    Limit.NON_COMMERCIAL,
    Limit.RESEARCH_ONLY,
    Limit.NO_DERIVATIVES,
    Limit.REGISTRATION,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """One passage in which a licence text differs from the known licence that it is a copy of.

    Attributes:
        licence: Key into the licence catalogue: what was changed.
        kind: `added`, `removed` or `changed`.
        quote: The passage as it stands in the text; for `removed` the words before the gap.
        evidence: The file with the lines of the passage.
    """

    licence: str
    kind: str
    quote: str
    evidence: Evidence

    @property
    def kind_name(self) -> Message:
        """The kind in the reader's language."""
        return message(f"licence.change.{self.kind}")


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Something about the licence that is present and could not be read as a licence.

    Attributes:
        what: The field or file: `license`, `license_name`, `LICENSE.pdf`.
        why: In a few words, such as `a mapping without a name`.
        evidence: The place.
    """

    what: str
    why: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class StatedClause:
    """A clause of a licence text that no catalogue has, as its words read.

    Attributes:
        clause: What it appears to say, with its quote and number.
        evidence: The file with the lines of the clause.
    """

    clause: Clause
    evidence: Evidence


class Joined(StrEnum):
    """How several licences of one conclusion go together."""

    ALL = "all"
    CHOICE = "choice"
    UNKNOWN = "unknown"


# Keys of claims that name no licence in particular.
_NAMES_NOTHING = (None, "other", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What can be concluded from all claims about one artefact.

    Attributes:
        claims: Every claim, the strongest source first.
        declared: SPDX expression of what card or hub declare, or None where nothing is declared,
            where what is declared names no licence, or where it is a list without an operator.
        concluded: SPDX expression of what applies as far as was read, or None where that could not
            be told, where a text was changed, or where other words restrict it.
        licences: Catalogue entries behind `concluded`; where a known text was changed, where words
            restrict a licence, or where a list has no operator, the licences named there.
        verdict: `agreed`, `declared-only`, `text-only`, `text-outranks`; `text-modified`: the text
            is a known one with changes; `contradicted`: the card's own sentences or its access form
            state another licence than its front matter, from which `concluded` is; `text-unknown`:
            a licence is declared, and beside it stands a text that is not recognised; `restricted`:
            a licence is named, and words beside it restrict what it allows; `list`: several
            licences are declared without saying how they go together; `unresolved`: what is stated
            names no licence; `as-base`: the card leaves it to the licence of what it was made from;
            `none`: nothing is stated.
        beside: What speaks of terms and is no claim about the artefact itself.
        restrictions: Words that restrict what may be done, beyond what `licences` say by
            themselves.
        unclear: Words that may restrict what may be done, such as what a model was released for.
        changes: Where the licence text differs from the known one in `licences`.
        not_understood: What is present about the licence and could not be read.
        joined: How the licences of `licences` go together where there are several.
        clauses: What licence texts that no catalogue has appear to say, clause by clause.
    """

    claims: tuple[LicenceClaim, ...] = ()
    declared: str | None = None
    concluded: str | None = None
    licences: tuple[Licence, ...] = ()
    verdict: str = "none"
    beside: tuple[Beside, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    unclear: tuple[Restriction, ...] = ()
    changes: tuple[TextChange, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    joined: Joined = Joined.ALL
    clauses: tuple[StatedClause, ...] = ()

    @property
    def duties(self) -> tuple[Duty, ...]:
        """What the licences and the words that restrict them ask together, sorted by word."""
        duties = {
            (duty.id, duty.scope): duty for licence in self.licences for duty in licence.duties
        }
        for restriction in self.restrictions:
            duty = restriction.duty
            if duty:
                duties.setdefault((duty.id, duty.scope), duty)
        return tuple(duties[key] for key in sorted(duties))

    @property
    def name(self) -> str:
        """What the licences are called together, for a person; empty where none is known."""
        names = tuple(dict.fromkeys(licence.name for licence in self.licences))
        if self.changes:
            return f"{' and '.join(names)}{WITH_CHANGES}"
        if self.joined is Joined.UNKNOWN and len(names) > 1:
            return f"{', '.join(names)}{AS_LIST}"
        return (" or " if self.joined is Joined.CHOICE else " and ").join(names)

    @property
    def stated_name(self) -> str:
        """What the author calls the licence that is not known here; of a list, the unknown member.
        Empty where nothing is claimed."""
        unknown = [claim for claim in self.claims if claim.licence in _NAMES_NOTHING]
        stated = (unknown or self.claims)[:1]
        return next((claim.name or claim.value for claim in stated), "")

    @property
    def category_is_known(self) -> bool:
        """Whether every licence behind `concluded` has terms in the catalogue."""
        return bool(self.licences) and all(licence.known_terms for licence in self.licences)
