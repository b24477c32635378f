"""PRIV082."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.graph import data_behind
from provenance.model.artifact import DATA
from provenance.model.finding import Finding, Severity
from provenance.privacy.disclosure import Grade
from provenance.rules.base import CannotTellError, Context, Family, Rule
from provenance.rules.evidence import nothing_named


class PrivacySectionPlaceholder(
    Rule,
    code="PRIV082",
    name="privacy-section-placeholder",
    family=Family.PRIVACY,
    severity=Severity.LOW,
):
    """The section on personal data was left as the template had it.

    ## What it checks
    The card of the dataset, or of a dataset that the model names as training data, has a section on personal and
    sensitive information, and nobody filled it.

    ## Why it matters
    The maker knew the question and did not answer it. Whether people are in the data stays open.

    ## How to fix
    Ask the maker to fill the section: which kinds of personal data, from whom, what was removed and how it was checked.

    ## Example
    ```markdown
    ### Personal and Sensitive Information
    [More Information Needed]
    ```

    ## References
    - https://huggingface.co/docs/hub/datasets-cards
    - PRIV-082 in `provenance privacy`
    """  # noqa: E501

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        paths = data_behind(lineage, subject.ref)
        if not paths:
            raise nothing_named(subject, DATA, "no training data is named")
        left = {
            path: disclosure
            for path in paths
            if (record := lineage.record(path[-1]))
            for disclosure in record.disclosures
            if disclosure.check == "PRIV-082" and disclosure.grade is Grade.PLACEHOLDER
        }
        if left:
            path = min(left, key=len)
            yield Finding(
                self.code,
                self.severity,
                subject.purl,
                "the section on personal data was left unfilled:"
                f" {', '.join(path[-1].name for path in left)}",
                "Ask the maker which kinds of personal data it holds, what was removed, and how"
                " that was checked.",
                tuple(ref.purl for ref in path),
                tuple(proof for disclosure in left.values() for proof in disclosure.evidence[:1]),
                questions=("PRIV-082",),
            )
        elif any(lineage.record(path[-1]) is None for path in paths):
            raise CannotTellError("not every named dataset could be read")
