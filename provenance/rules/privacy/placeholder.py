"""The rule privacy-section-placeholder (PII082)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.lineage.graph import data_behind
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import DATA
from provenance.model.finding import Finding, Severity
from provenance.privacy.disclosure import Disclosure, Grade
from provenance.rules.base import CannotTellError, Context, Family, Rule
from provenance.rules.evidence import nothing_named, records_at

_QUESTION = "PRIV-082"


class PrivacySectionPlaceholder(
    Rule,
    code="PII082",
    name="privacy-section-placeholder",
    family=Family.PRIVACY,
    severity=Severity.LOW,
):
    """The section on personal data was left as in the template.

    ## What it checks
    Whether the card of the dataset, or of a dataset that the model names as training data, has a
    section on personal and sensitive information that nobody filled in.

    ## Why it matters
    The maker knew the question and did not answer it. Whether people are in the data stays open.

    ## How to fix
    Ask the maker to fill in the section: which kinds of personal data, about whom, what was removed
    and how that was checked.

    ## Example
    ```markdown
    ### Personal and Sensitive Information
    [More Information Needed]
    ```

    ## References
    - https://huggingface.co/docs/hub/datasets-cards
    - PRIV-082 in `provenance privacy`
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject, lineage = context.subject, context.lineage
        paths = data_behind(lineage, subject.ref)
        if not paths:
            raise nothing_named(subject, DATA, message("rule.reason.no-training-data"))
        records = records_at(lineage, paths)
        answers = {path: _unfilled(record) for path, record in records.items()}
        unfilled = {path: answer for path, answer in answers.items() if answer}
        if unfilled:
            nearest = min(unfilled, key=len)
            yield self.finding(
                subject,
                message=message(
                    "privacy.privacy-section-placeholder.message",
                    names=tuple(path[-1].name for path in unfilled),
                ),
                remedy=message("privacy.privacy-section-placeholder.remedy"),
                path=nearest,
                evidence=[proof for answer in unfilled.values() for proof in answer.evidence[:1]],
                questions=(_QUESTION,),
            )
        elif len(records) < len(paths):
            raise CannotTellError(message("privacy.reason.dataset-unread"))


def _unfilled(record: ArtifactRecord) -> Disclosure | None:
    """The answer that a template's filler replaces."""
    for answer in reversed(record.disclosures):
        if answer.check == _QUESTION and answer.grade is Grade.PLACEHOLDER:
            return answer
    return None
