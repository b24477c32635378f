"""WGT003."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import FileEntry, Kind
from provenance.model.finding import Evidence, Finding, Severity
from provenance.parents import CODE, CODE_CONFIGS, CodeReference, code_references
from provenance.rules.base import CannotTellError, Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import file_evidence

_SHOWN = 3
# transformers runs it in `generate` (https://huggingface.co/docs/transformers/generation_strategies).
_CUSTOM_GENERATE = "custom_generate/generate.py"
_PERMITTED = re.compile(r"\btrust_remote_code\s*=\s*True\b")
_LONGEST_LINE = 2000


class CustomCodeRequired(
    Rule,
    code="WGT003",
    name="custom-code-required",
    family=Family.WEIGHTS,
    severity=Severity.MEDIUM,
):
    """Loading the model runs Python from its repository.

    ## What it checks
    Whether a configuration names a Python module of the repository: `auto_map` and
    `custom_pipelines` of config.json, tokenizer_config.json and the configurations of processors,
    `type` in modules.json, parts of model_index.json; or whether custom_generate/generate.py is
    there. The model loads only with `trust_remote_code=True`. Code of another repository is a
    finding of its own (WGT004). Low where only an example in the card sets `trust_remote_code`.

    ## Why it matters
    That code runs with your rights and can change with every commit.

    ## How to fix
    Read the code, pin the commit, and load it in a sandbox.

    ## Example
    `"auto_map": {"AutoModelForCausalLM": "modeling_x.XForCausalLM"}`

    ## References
    - https://huggingface.co/docs/transformers/custom_models
    """

    def check(self, context: Context) -> Iterator[Finding]:
        subject = context.subject
        if subject.ref.kind is not Kind.MODEL:
            raise NotApplicableError("it is no model")
        listed = {entry.path: entry for entry in subject.snapshot.files}
        own = [
            reference
            for reference in code_references(subject.documents, subject.configs)
            if is_own(reference, subject) and (reference.explicit or reference.file in listed)
        ]
        paths = dict.fromkeys(reference.file for reference in own if reference.file in listed)
        if _CUSTOM_GENERATE in listed:
            paths[_CUSTOM_GENERATE] = None
        if own or paths:
            yield self._finding(subject, own, [listed[path] for path in paths])
            return
        if advised := self._advised(subject):
            yield advised
            return
        unread = unread_configs(subject)
        if unread:
            raise CannotTellError(f"{', '.join(unread)} could not be read")
        if not subject.configs:
            raise NotApplicableError("no configuration file was read")

    def _advised(self, subject: ArtifactRecord) -> Finding | None:
        """The card's example permits code although no configuration that was read names any."""
        document = subject.card_document
        if document is None or any(parent.relation == CODE for parent in subject.parents):
            return None
        for number, line in enumerate(document.lines(), 1):
            if _PERMITTED.search(line[:_LONGEST_LINE]):
                return Finding(
                    self.code,
                    Severity.LOW,
                    subject.purl,
                    "the card's example runs code of a repository; no configuration names which",
                    "Ask the author whether `trust_remote_code` is needed, and leave it out.",
                    (subject.purl,),
                    (Evidence.quoting(document, number, number),),
                    key="example",
                )
        return None

    def _finding(
        self, subject: ArtifactRecord, own: list[CodeReference], files: list[FileEntry]
    ) -> Finding:
        places = dict.fromkeys(reference.evidence for reference in own)
        where = own[0].evidence.file if own else _CUSTOM_GENERATE
        verb = "names" if own else "is"
        return Finding(
            self.code,
            self.severity,
            subject.purl,
            f"{where} {verb} Python code of the repository that loading the model would run",
            "Read the code, pin the commit, and load it in a sandbox.",
            (subject.purl,),
            (
                *list(places)[:_SHOWN],
                *(file_evidence(subject, entry) for entry in files[:_SHOWN]),
            ),
        )


def is_own(reference: CodeReference, subject: ArtifactRecord) -> bool:
    """Whether code lies in the artefact's own repository, by whichever name it is called."""
    return reference.repository in ("", subject.ref.name)


def unread_configs(subject: ArtifactRecord) -> list[str]:
    """Configurations, or keys of them, that may name code and could not be read."""
    paths = [
        entry.path
        for entry in subject.snapshot.files
        if entry.path.rpartition("/")[2] in CODE_CONFIGS
    ]
    unread = {gap.what for gap in subject.gaps}
    return sorted(
        what
        for what in unread
        if any(what == path or what.startswith(f"{path} ") for path in paths)
    )
