"""LIC001."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from provenance.artifact import CARD, ArtifactRef
from provenance.dossier import Dossier
from provenance.finding import Finding, Severity
from provenance.licences import is_licence_file
from provenance.licences.claim import Conclusion
from provenance.lineage import Lineage, ancestors
from provenance.rules.base import CannotTellError, Rule
from provenance.rules.evidence import searched


class LicenceMissing(Rule):
    """No licence is stated anywhere.

    ## What it checks
    Card front matter, hub tags, licence files, the text of the access form and the card's own
    sentences: none of them names a licence. High where nothing in the lineage has one; medium where
    a base model has, whose terms come with its weights; nothing where the card itself leaves it to
    the licence of that base.

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

    code: ClassVar[str] = "LIC001"
    name: ClassVar[str] = "licence-missing"
    family: ClassVar[str] = "licence"
    severity: ClassVar[Severity] = Severity.HIGH

    def check(self, subject: Dossier, lineage: Lineage) -> Iterator[Finding]:
        """See the class."""
        if subject.licence.claims:
            return
        if any(gap.what.startswith(CARD) or is_licence_file(gap.what) for gap in subject.gaps):
            raise CannotTellError("the card or a licence file could not be read")
        licensed = (
            path for path in ancestors(lineage, subject.ref) if _conclusion(lineage, path).licences
        )
        base = next(licensed, None)
        if base and subject.licence.verdict == "as-base":
            return
        if base is None:
            yield Finding(
                self.code,
                self.severity,
                subject.purl,
                "no licence is stated in the card, the hub's tags or a licence file",
                "Ask the author which licence applies; until then no permission to use it is"
                " documented.",
                (subject.purl,),
                details=(searched(subject),),
            )
            return
        conclusion = _conclusion(lineage, base)
        terms = conclusion.licences[0].name
        yield Finding(
            self.code,
            Severity.MEDIUM,
            subject.purl,
            f"no licence of its own is stated; its base {base[-1].name} is under {terms}",
            f"Treat it as under {terms} at least, and ask the author under which terms the changes"
            " may be used.",
            tuple(ref.purl for ref in base),
            tuple(claim.evidence for claim in conclusion.claims[:1]),
            (searched(subject),),
        )


def _conclusion(lineage: Lineage, path: tuple[ArtifactRef, ...]) -> Conclusion:
    """What was concluded for the end of `path`; nothing where it could not be read."""
    dossier = lineage.dossier(path[-1])
    return dossier.licence if dossier else Conclusion()
