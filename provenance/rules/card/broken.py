"""CARD002."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.model.artifact import CARD
from provenance.model.card import CardProblem
from provenance.model.finding import Evidence, Finding, Severity
from provenance.rules.base import Context, Family, NotApplicableError, Rule


class FrontMatterBroken(
    Rule, code="CARD002", name="front-matter-broken", family=Family.CARD, severity=Severity.MEDIUM
):
    """The card's metadata cannot be read.

    ## What it checks
    The front matter of the card is not valid YAML, is not a mapping, or never ends.

    ## Why it matters
    Hub, search and tools see no licence, no base model and no datasets, whatever the author meant to declare.

    ## How to fix
    Mend the line that is named; the hub's editor shows the same error.

    ## Example
    ```yaml
    ---
    license: [mit
    ---
    ```

    ## References
    - https://huggingface.co/docs/hub/model-cards#model-card-metadata
    """  # noqa: E501

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        document = subject.card_document
        if subject.card is None or document is None:
            raise NotApplicableError("there is no card")
        fatal: list[CardProblem] = [problem for problem in subject.card.problems if problem.fatal]
        if fatal:
            line = fatal[0].line
            yield Finding(
                self.code,
                self.severity,
                subject.purl,
                f"{CARD}: {fatal[0].message}",
                f"Mend line {line}; until then nothing it declares was judged.",
                (subject.purl,),
                (Evidence.quoting(document, line, line),),
            )
