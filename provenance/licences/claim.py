"""The nouns of licence reading: what is claimed, by whom, and what can be concluded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from provenance.finding import Evidence


class Source(StrEnum):
    """Where a licence claim was read, from the strongest to the weakest."""

    TEXT = "licence-text"
    GATED_PROMPT = "gated-prompt"
    CARD = "card"
    TAG = "hub-tag"
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


@dataclass(frozen=True, slots=True)
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
    """

    verdict: str
    licence: str | None = None
    spdx: str | None = None
    similarity: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    passages: tuple[str, ...] = ()
    titled: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
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
    """

    value: str
    licence: str | None
    source: Source
    evidence: Evidence
    name: str = ""
    link: str = ""
    match: TextMatch | None = None
    spdx: str | None = None


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Duty:
    """Something a licence asks of those who use or pass on the work.

    Attributes:
        id: Stable word, such as `use-restrictions`, by which duties of two licences are compared.
        text: Few words for a person: `use restrictions`.
        clause: Section of the licence, such as `3.2`; empty where unnumbered.
        scope: What the duty is bound to where its word is not all: the words to display, the limit
            in users or US dollars, the regions left out (`EU KR`), the agreement or policy to hand
            on; else empty.
    """

    id: str
    text: str
    clause: str
    scope: str = ""

    def __str__(self) -> str:
        return f"{self.text} ({self.clause})" if self.clause else self.text


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What can be concluded from all claims about one artefact.

    Attributes:
        claims: Every claim, the strongest source first.
        declared: SPDX expression of what card or hub declare (a list means AND), or None where
            nothing is declared or what is declared names no licence.
        concluded: SPDX expression of what applies as far as was read, or None where that could not
            be told.
        licences: Catalogue entries behind `concluded`.
        verdict: `agreed`, `declared-only`, `text-only`, `text-outranks`; `text-modified`: the text
            is a known one with changes; `contradicted`: the card's own sentences or its access form
            state another licence than its front matter, from which `concluded` is; `text-unknown`:
            a licence is declared, and beside it stands a text that is not recognised; `unresolved`:
            what is stated names no licence; `as-base`: the card leaves it to the licence of what it
            was made from; `none`: nothing is stated.
        beside: What speaks of terms and is no claim about the artefact itself.
    """

    claims: tuple[Claim, ...] = ()
    declared: str | None = None
    concluded: str | None = None
    licences: tuple[Licence, ...] = ()
    verdict: str = "none"
    beside: tuple[Beside, ...] = ()

    @property
    def category_is_known(self) -> bool:
        """Whether every licence behind `concluded` has terms in the catalogue."""
        return bool(self.licences) and all(licence.known_terms for licence in self.licences)
