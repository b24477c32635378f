"""Data types of licence reading: what is claimed, by whom, and what follows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from provenance.licences.clauses import Clause
from provenance.licences.wording import duty_text
from provenance.messages import Message, message
from provenance.model.finding import Evidence

# Endings of names that cover several licences or a changed one.
WITH_CHANGES = ", with changes"
AS_LIST = " (a list that does not say how they go together)"


class Source(StrEnum):
    """Where a licence claim was read, strongest first."""

    TEXT = "licence-text"
    GATED_PROMPT = "gated-prompt"
    CARD = "card"
    TAG = "hub-tag"
    FILE = "metadata-file"
    WEIGHTS = "weight-header"


class Role(StrEnum):
    """What a text or sentence beside the licence is."""

    OTHER_PART = "other-part"
    NOTICE = "notice"
    USE_POLICY = "use-policy"
    BASE = "base"
    SAME_AS_BASE = "same-as-base"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A licence that a text resembles or contains.

    Attributes:
        licence: Key into the licence catalogue.
        similarity: Jaccard index of the two texts' word shingles, 0 to 1.
        contained: Share of the licence's own text that is in the text, 0 to 1.
    """

    licence: str
    similarity: float
    contained: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDifference:
    """A difference between a text and the reference that it is a copy of.

    Attributes:
        kind: `added`, `removed` or `changed`.
        start: Offset of the first character of the passage in the text.
        end: Offset after its last character.
        quote: The passage, shortened.
    """

    kind: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMatch:
    """Which licence a text is, according to the reference texts.

    Attributes:
        verdict: `exact`: a known text in all that matters; `modified`: a known text with changed,
            added or missing passages; `family`: a relative with another title, version or wording;
            `several`: more than one text in one file; `notice`: no licence, but a few words that
            put the work under one; `unknown`.
        licence: Key into the licence catalogue for `exact`; the modified licence for `modified`;
            the licence that a `notice` points to; else None.
        spdx: SPDX identifier or LicenseRef for `exact` and `notice`; for `several` an AND
            expression if only headings are left over beside the texts found; else None.
        similarity: Similarity to the best candidate, 0 to 1.
        candidates: Licences with a similar text, most similar first; all the texts found for
            `several`.
        passages: For `modified` the passages that no copy of `licence` has, for `several` those
            that belong to none of the texts found, for `notice` the words that point to the
            licence, at most 300 characters each; else empty.
        titled: Key of the licence that the text calls itself: for `modified` if the differences
            touch no number, date or place and no word that grants or denies, or are the use policy
            after the licence; for other verdicts if that licence has no reference text to compare
            with; else None.
        differences: The same passages with their positions, for `modified` and `several`.
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
    """A statement of a licence.

    Attributes:
        value: As written (`apache-2.0`, `other`, the title of a licence text).
        licence: Key into the licence catalogue (`provenance/licences/data/licences.json`), or None
            if the value is not a known licence.
        source: Where it was read.
        evidence: The place.
        name: `license_name` beside `other`, else empty.
        link: `license_link`, else empty.
        match: The result of text matching if the claim is a text, else None.
        spdx: SPDX identifier, `LicenseRef-...` or expression for the value, or None if there is
            none.
        choice: Whether this is one of several licences offered as a choice in one statement.
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
class OtherTerms:
    """A text or sentence about terms that is not a claim about the artefact's own licence.

    Attributes:
        role: A licence for another part (code, or a further text if one is named for the weights),
            a notice, a use policy, a sentence on the licence of the base, or a sentence that defers
            to the licence of the base.
        value: Title of the text, or the sentence.
        licence: Key into the licence catalogue, or None if it names no known licence.
        evidence: The place.
    """

    role: Role
    value: str
    licence: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A duty that a licence puts on those who use or pass on the work.

    Attributes:
        id: Stable word for comparing duties of two licences, such as `use-restrictions`.
        text: A few words for readers: `use restrictions`.
        clause: Section of the licence, such as `3.2`; empty where unnumbered.
        scope: Details that the duty depends on: the words to display, the limit in users or US
            dollars, the excluded regions (`EU KR`), the agreement or policy to hand on; else empty.
        above: Number of users or revenue from which it binds; empty if it binds everyone.
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
        """The duty with the clause that states it."""
        if not self.clause:
            return self.text
        return message("duty.with-clause", text=self.text, clause=self.clause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence of the catalogue.

    Attributes:
        id: The hub's identifier, lower case (`apache-2.0`, `gemma`), or our own key if the hub has
            none.
        spdx: SPDX licence identifier, or None if it is not on the SPDX list.
        ref: `LicenseRef-...` if there is no SPDX identifier, else None.
        name: Full name.
        category: `permissive`, `copyleft`, `vendor-community`, `responsible-use`, `non-commercial`,
            `no-derivatives`, `data`, `source-available`, `use-policy` (not a licence by itself),
            `family`, `unresolved`.
        url: Where to read the text; empty if unknown.
        duties: What the terms require, sorted by id; empty for a licence whose terms are not
            catalogued.
        known_terms: Whether `duties` is complete; if not, an empty list proves nothing.
        source: Where the terms were read.
        note: A common misreading of the identifier; empty if there is none.
        on_hub: Whether `id` is on the hub's own list, so that users can filter by it.
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
    """What an artefact's own words rule out, whatever licence they name."""

    NON_COMMERCIAL = "non-commercial"
    RESEARCH_ONLY = "research-only"
    PERSONAL_ONLY = "personal-only"
    EVALUATION_ONLY = "evaluation-only"
    NOT_PRODUCTION = "not-production"
    NO_DERIVATIVES = "no-derivatives"
    REGISTRATION = "registration"
    SEPARATE_LICENCE = "separate-licence"
    PERMISSION = "permission"
    CONDITION = "condition"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """Words of a licence text, card, notice or access form that restrict use.

    Attributes:
        limit: What they rule out.
        quote: The words, shortened.
        source: Kind of place where they were read.
        evidence: The place, with lines if known.
    """

    limit: Limit
    quote: str
    source: Source
    evidence: Evidence

    @property
    def duty(self) -> Duty | None:
        """The equivalent duty of the catalogue, or None."""
        if self.limit not in _DUTIES:
            return None
        return Duty(id=str(self.limit), text=duty_text(self.limit), clause="")


# Limits that match a duty of the same word in the catalogue.
_DUTIES = (
    Limit.NON_COMMERCIAL,
    Limit.RESEARCH_ONLY,
    Limit.NO_DERIVATIVES,
    Limit.REGISTRATION,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """A passage in which a licence text differs from the known licence that it is a copy of.

    Attributes:
        licence: Catalogue key of the licence that was changed.
        kind: `added`, `removed` or `changed`.
        quote: The passage in the text; for `removed` the words before the gap.
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
    """Information on the licence that is present but could not be read as a licence.

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
    """A clause of a licence text that is not catalogued, as its words read.

    Attributes:
        clause: What it appears to say, with its quote and number.
        evidence: The file with the lines of the clause.
    """

    clause: Clause
    evidence: Evidence


class Joined(StrEnum):
    """How several licences of one conclusion combine."""

    ALL = "all"
    CHOICE = "choice"
    UNKNOWN = "unknown"


# Keys of claims that name no particular licence.
_NAMES_NOTHING = (None, "other", "unknown")
# A name that only says in which file the terms are.
_NAMES_THE_FILE = re.compile(
    r"(?:see )?(?:the )?(?:licen[cs]e|copying)(?:[ ._-](?:file|text|md|txt))*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What follows from all claims about an artefact.

    Attributes:
        claims: Every claim, strongest source first.
        declared: SPDX expression that card or hub declare, or None if nothing is declared, if it
            names no licence, or if it is a list without an operator.
        concluded: SPDX expression of what applies as far as was read, or None if it could not be
            determined, a text was changed, or other words restrict it.
        licences: Catalogue entries behind `concluded`; if a known text was changed, words restrict
            a licence, or a list has no operator, the licences named there.
        verdict: `agreed`, `declared-only`, `text-only`, `text-outranks`; `text-modified`: the text
            is a known one with changes; `contradicted`: the card's own sentences or its access form
            state another licence than its front matter, on which `concluded` is based;
            `text-unknown`: a licence is declared, but the text beside it is not recognised;
            `restricted`: a licence is named, but words beside it restrict what it allows; `list`:
            several licences are declared without a rule for combining them; `unresolved`: the
            statement names no licence; `as-base`: the card defers to the licence of what it was
            made from; `none`: nothing is stated.
        other_terms: Texts and sentences about terms that are not claims about the artefact itself.
        restrictions: Words that restrict use beyond the terms of `licences`.
        unclear: Words that may restrict use, such as the purpose for which a model was released.
        changes: Where the licence text differs from the known one in `licences`.
        not_understood: Information on the licence that is present but could not be read.
        joined: How several licences in `licences` combine.
        clauses: What uncatalogued licence texts appear to say, clause by clause.
    """

    claims: tuple[LicenceClaim, ...] = ()
    declared: str | None = None
    concluded: str | None = None
    licences: tuple[Licence, ...] = ()
    verdict: str = "none"
    other_terms: tuple[OtherTerms, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    unclear: tuple[Restriction, ...] = ()
    changes: tuple[TextChange, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    joined: Joined = Joined.ALL
    clauses: tuple[StatedClause, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """Catalogue keys of `licences`."""
        return frozenset(licence.id for licence in self.licences)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """The duties of the licences and of words that restrict them, together, sorted by word."""
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
        """Display name of the licences together; empty if none is known."""
        names = tuple(dict.fromkeys(licence.name for licence in self.licences))
        if self.changes:
            return f"{' and '.join(names)}{WITH_CHANGES}"
        if self.joined is Joined.UNKNOWN and len(names) > 1:
            return f"{', '.join(names)}{AS_LIST}"
        return (" or " if self.joined is Joined.CHOICE else " and ").join(names)

    @property
    def stated_name(self) -> str:
        """The author's name for a licence that is not catalogued; for a list, its unknown member.
        Empty without a claim."""
        unknown = [claim for claim in self.claims if claim.licence in _NAMES_NOTHING]
        stated = (unknown or self.claims)[:1]
        return next((claim.name or claim.value for claim in stated), "")

    @property
    def unknown_name_beside_text(self) -> bool:
        """Whether the author gives the licence a name that nobody knows beside a text that is
        known: nobody can tell whether the name means that text."""
        names = [claim.name for claim in self.claims if claim.licence in _NAMES_NOTHING]
        is_named = any(name and not _NAMES_THE_FILE.fullmatch(name) for name in names)
        return self.verdict == "text-only" and is_named

    @property
    def category_is_known(self) -> bool:
        """Whether every licence behind `concluded` has terms in the catalogue."""
        return bool(self.licences) and all(licence.known_terms for licence in self.licences)
