"""The rule front-matter-broken (CARD002)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.messages import message
from provenance.model.artifact import CARD
from provenance.model.finding import Evidence, Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule


class FrontMatterBroken(
    Rule, code="CARD002", name="front-matter-broken", family=Family.CARD, severity=Severity.MEDIUM
):
    """The card's metadata cannot be read.

    ## What it checks
    Whether the front matter of the card is valid YAML, is a mapping, and is closed.

    ## Why it matters
    The hub, its search and other tools see no licence, base model or datasets, whatever the author
    meant to declare.

    ## How to fix
    Fix the line that the finding names. The editor on the hub shows the same error.

    ## Example
    ```yaml
    ---
    license: [mit
    ---
    ```

    ## References
    - https://huggingface.co/docs/hub/model-cards#model-card-metadata
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        document = subject.card_document
        if subject.card is None or document is None:
            raise NotApplicableError(message("card.reason.no-card"))
        problem = next((problem for problem in subject.card.problems if problem.fatal), None)
        if problem is None:
            return
        yield self.finding(
            subject,
            message=message("card.front-matter-broken.message", file=CARD, problem=problem.message),
            remedy=message("card.front-matter-broken.remedy", line=problem.line),
            evidence=[Evidence.quoting(document, problem.line, problem.line)],
        )
