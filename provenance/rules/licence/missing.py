"""LIC001."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.licences import binding, lost_duties, speaks_of_licences, strictest
from provenance.licences.claim import Conclusion, Licence
from provenance.lineage.doubts import NO_LICENCE, doubts
from provenance.lineage.graph import Lineage, ancestors
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import CARD, ArtifactRef
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, Rule
from provenance.rules.evidence import restricting, searched

Path = tuple[ArtifactRef, ...]


class LicenceMissing(
    Rule, code="LIC001", name="licence-missing", family=Family.LICENCE, severity=Severity.HIGH
):
    """No licence is stated anywhere.

    ## What it checks
    Card front matter, hub tags, licence files, the text of the access form and the card's own
    sentences: none of them names a licence. High where nothing in the lineage has one, where a base
    drops the terms of another one above it, and where the terms of a base are not known; medium
    where all are known, since they come with the weights; nothing where the card itself leaves it
    to the licence of its base. The strictest terms above are named.

    ## Why it matters
    Without a licence nobody but the author has permission to copy, change or use a work: what a hub
    lets you download is not thereby yours to use.

    ## How to fix
    Ask the author which licence applies, and where the model was made from others, whether their
    terms allow it. An author adds `license:` to the card and the licence text as a file `LICENSE`.

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
        if any(gap.what.startswith(CARD) or speaks_of_licences(gap.what) for gap in subject.gaps):
            raise CannotTellError("the card or a licence file could not be read")
        licensed = [
            path for path in ancestors(lineage, subject.ref) if binding(_conclusion(lineage, path))
        ]
        if licensed and subject.licence.verdict == "as-base":
            return
        if licensed:
            yield self._under_base(subject, lineage, licensed)
            return
        yield Finding(
            self.code,
            self.severity,
            subject.purl,
            "no licence is stated in the card, the hub's tags or a licence file",
            "Ask the author which licence applies; until then no permission to use it is"
            " documented.",
            (subject.purl,),
            tuple(said.evidence for said in subject.licence.restrictions),
            (
                searched(subject),
                *restricting(subject.licence),
                *_open_above(subject, lineage),
            ),
        )

    def _under_base(
        self, subject: ArtifactRecord, lineage: Lineage, licensed: list[Path]
    ) -> Finding:
        """A model without a licence, made from others whose terms come with their weights."""
        strict = strictest(
            licence for path in licensed for licence in binding(_conclusion(lineage, path))
        )
        deciding = [_nearest(lineage, licensed, licence) for licence in strict]
        names = ", ".join(dict.fromkeys(path[-1].name for path in deciding))
        terms = " and ".join(licence.name for licence in strict)
        which = f"base {names} is" if len(deciding) == 1 else f"bases {names} are"
        loose = next((path for path in licensed if _drops(lineage, path, deciding)), None)
        between = ""
        if loose:
            between = f"; {loose[-1].name} in between says {_conclusion(lineage, loose).name}"
        untold = tuple(_open_above(subject, lineage))
        shown = dict.fromkeys([*deciding, loose] if loose else deciding)
        return Finding(
            self.code,
            self.severity if loose or untold else Severity.MEDIUM,
            subject.purl,
            f"no licence of its own is stated; its {which} under {terms}{between}",
            f"Treat it as under {terms} at least, and ask the author under which terms the changes"
            " may be used.",
            tuple(ref.purl for ref in deciding[0]),
            tuple(
                claim.evidence for path in shown for claim in _conclusion(lineage, path).claims[:1]
            ),
            (searched(subject), *restricting(subject.licence), *untold),
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


def _open_above(subject: ArtifactRecord, lineage: Lineage) -> Iterator[str]:
    """What is not known of the terms of a base. That one states no licence either is left out: its
    own bases are asked as well."""
    for path in ancestors(lineage, subject.ref):
        for doubt in doubts(lineage, path[-1]):
            if not doubt.known and doubt.topic != NO_LICENCE:
                yield f"{path[-1].name}: {doubt.text}"


def _conclusion(lineage: Lineage, path: Path) -> Conclusion:
    """What was concluded for the end of `path`; nothing where it could not be read."""
    record = lineage.record(path[-1])
    return record.licence if record else Conclusion()
