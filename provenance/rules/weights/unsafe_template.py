"""The rule unsafe-template (WGT009)."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.messages import message
from provenance.model.artifact import FileEntry
from provenance.model.finding import Finding, Severity
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import file_evidence
from provenance.weights import ChatTemplate, LoadVerdict

_SHOWN = 5


class UnsafeTemplate(
    Rule,
    code="WGT009",
    name="unsafe-template",
    family=Family.WEIGHTS,
    severity=Severity.HIGH,
):
    """A chat template reaches for what no conversation needs.

    ## What it checks
    Every chat template of tokenizer_config.json, chat_template files and GGUF headers for
    attributes of Python's own (`__class__`, `__globals__`), for ways around a check of them, and
    for templates that it loads. High; medium for what may be harmless. No template is run.

    ## Why it matters
    A template is a program that runs on every prompt. Where it is not sandboxed, such an attribute
    leads to any function of the process.

    ## How to fix
    Do not use the template. Write one of your own, or take it from the base model.

    ## Example
    `{{ messages.__class__.__mro__ }}`

    ## References
    - https://jinja.palletsprojects.com/en/stable/sandbox/
    - https://huggingface.co/docs/transformers/chat_templating
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        templates = subject.templates
        is_clean = True
        for template in templates:
            if template.uses:
                is_clean = False
                yield self._finding(context, template)
        if not is_clean:
            return
        unread = [gap.what for gap in subject.gaps if "template" in gap.what]
        if unread:
            raise CannotTellError(message("weights.reason.unread", files=tuple(unread)))
        if not templates:
            raise NotApplicableError(message("weights.unsafe-template.not-applicable"))

    def _finding(self, context: Context, template: ChatTemplate) -> Finding:
        subject = context.subject
        is_dangerous = any(use.verdict is LoadVerdict.DANGEROUS for use in template.uses)
        names = tuple(use.name for use in template.uses[:_SHOWN])
        entry = subject.snapshot.file(template.file) or FileEntry(path=template.file)
        return self.finding(
            subject,
            severity=Severity.HIGH if is_dangerous else Severity.MEDIUM,
            message=message("weights.unsafe-template.message", place=template.place, names=names),
            remedy=message("weights.unsafe-template.remedy"),
            evidence=[file_evidence(subject, entry)],
            key=template.place,
        )
