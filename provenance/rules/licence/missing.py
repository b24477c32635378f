"""The rule licence-missing (LIC001)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from provenance.licences import binding, lost_duties, speaks_of_licences, strictest
from provenance.licences.claim import Conclusion, Licence
from provenance.lineage.doubts import NO_LICENCE, doubts
from provenance.lineage.graph import Lineage, ancestors
from provenance.lineage.record import ArtifactRecord
from provenance.messages import Message, message
from provenance.model.artifact import CARD, ArtifactRef
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, Rule
from provenance.rules.evidence import evidence_of, joined, restricting, searched

Path = tuple[ArtifactRef, ...]


class LicenceMissing(
    Rule, code="LIC001", name="licence-missing", family=Family.LICENCE, severity=Severity.HIGH
):
    """No licence is stated anywhere.

    ## What it checks
    Whether card front matter, hub tags, licence files, the text of the access form or the card's
    own sentences name a licence. High if nothing in the lineage has one, if a base drops the terms
    of another one above it, or if the terms of a base are not known; medium if all are known, since
    they come with the weights; nothing if the card itself refers to the licence of its base. The
    finding names the strictest terms above.

    ## Why it matters
    Without a licence nobody but the author has permission to copy, change or use a work. That a hub
    lets you download something does not mean you may use it.

    ## How to fix
    Ask the author which licence applies and, if the model was made from others, whether their terms
    allow it. Authors: add `license:` to the card and the licence text as a file `LICENSE`.

    ## Example
    A model with six files and no card, fine-tuned from one under Apache-2.0.

    ## References
    - https://huggingface.co/docs/hub/repositories-licenses
    - https://choosealicense.com/no-permission/
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        if subject.licence.claims:
            return
        if _may_be_unread(subject):
            raise CannotTellError(message("licence.licence-missing.unknown"))
        above = ancestors(lineage, subject.ref)
        licensed = [path for path in above if binding(_conclusion(lineage, path))]
        if licensed and subject.licence.verdict == "as-base":
            return
        if licensed:
            yield self._under_base(context, licensed)
            return
        yield self.finding(
            subject,
            message=message("licence.licence-missing.message"),
            remedy=message("licence.licence-missing.remedy"),
            evidence=evidence_of(subject.licence.restrictions),
            details=[
                searched(subject),
                *restricting(subject.licence),
                *_open_above(subject, lineage),
            ],
        )

    def _under_base(self, context: Context, licensed: list[Path]) -> Finding:
        """A model without a licence, made from others whose terms come with their weights."""
        subject, lineage = context.subject, context.lineage
        conclusions = {path: _conclusion(lineage, path) for path in licensed}
        strict = strictest(chain.from_iterable(map(binding, conclusions.values())))
        deciding = [_nearest(lineage, licensed, licence) for licence in strict]
        loose = next((path for path in licensed if _drops(lineage, path, deciding)), None)
        unknown = tuple(_open_above(subject, lineage))
        terms = joined([licence.name for licence in strict])
        shown = dict.fromkeys([*deciding, loose] if loose else deciding)
        first_claims = [conclusions[path].claims[:1] for path in shown]
        return self.finding(
            subject,
            severity=self.severity if loose or unknown else Severity.MEDIUM,
            message=_message(lineage, deciding, loose, terms),
            remedy=message("licence.licence-missing.remedy-base", terms=terms),
            path=deciding[0],
            evidence=evidence_of(*first_claims),
            details=[searched(subject), *restricting(subject.licence), *unknown],
        )


def _message(lineage: Lineage, deciding: list[Path], loose: Path | None, terms: str) -> Message:
    """Which bases decide, and which model in between states less."""
    bases = tuple(dict.fromkeys(path[-1].name for path in deciding))
    if loose is None:
        return message(
            "licence.licence-missing.message-base", count=len(bases), bases=bases, terms=terms
        )
    return message(
        "licence.licence-missing.message-between",
        count=len(bases),
        bases=bases,
        terms=terms,
        loose=loose[-1].name,
        stated=_conclusion(lineage, loose).name,
    )


def _nearest(lineage: Lineage, licensed: list[Path], licence: Licence) -> Path:
    """The nearest base that is under a licence."""
    return next(path for path in licensed if licence in binding(_conclusion(lineage, path)))


def _drops(lineage: Lineage, path: Path, deciding: list[Path]) -> bool:
    """Whether a base states less than one that it was made from."""
    return any(
        lost_duties(_conclusion(lineage, path), _conclusion(lineage, above))
        for above in deciding
        if above != path and above[: len(path)] == path
    )


def _open_above(subject: ArtifactRecord, lineage: Lineage) -> Iterator[Message]:
    """What is not known of the terms of a base.

    A base that states no licence either is left out: its own bases are asked as well.
    """
    for path in ancestors(lineage, subject.ref):
        for doubt in doubts(lineage, path[-1]):
            if not doubt.known and doubt.topic != NO_LICENCE:
                yield message("rule.detail.doubt", name=path[-1].name, doubt=doubt.text)


def _conclusion(lineage: Lineage, path: Path) -> Conclusion:
    """What was concluded for the end of `path`; nothing where it could not be read."""
    record = lineage.record(path[-1])
    return record.licence if record else Conclusion()


def _may_be_unread(subject: ArtifactRecord) -> bool:
    """Whether a licence may stand where something could not be read."""
    return any(gap.what.startswith(CARD) or speaks_of_licences(gap.what) for gap in subject.gaps)
