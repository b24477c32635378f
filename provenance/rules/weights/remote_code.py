"""WGT003."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from provenance.dossier import Dossier
from provenance.finding import Evidence, Finding, Severity
from provenance.lineage import Lineage
from provenance.rules.base import NotApplicableError, Rule
from provenance.rules.evidence import file_evidence
from provenance.weights import file_format

_SHOWN = 3


class CustomCodeRequired(Rule):
    """Loading the model runs Python from its repository.

    ## What it checks
    config.json or tokenizer_config.json maps classes to Python files (`auto_map`), and the
    repository holds Python
    files: the model loads only with `trust_remote_code=True`.

    ## Why it matters
    That code runs with your rights and can change with every commit.

    ## How to fix
    Read the code, pin the commit, and load it in a sandbox.

    ## Example
    `"auto_map": {"AutoModelForCausalLM": "modeling_x.XForCausalLM"}`

    ## References
    - https://huggingface.co/docs/transformers/custom_models
    """

    code: ClassVar[str] = "WGT003"
    name: ClassVar[str] = "custom-code-required"
    family: ClassVar[str] = "weights"
    severity: ClassVar[Severity] = Severity.MEDIUM

    def check(self, subject: Dossier, lineage: Lineage) -> Iterator[Finding]:
        """See the class."""
        if not subject.configs:
            raise NotApplicableError("no configuration file was read")
        code = [entry for entry in subject.snapshot.files if file_format(entry.path) == "python"]
        for path, config in subject.configs.items():
            if config.get("auto_map") and code:
                document = subject.documents[path]
                line = next(
                    (n for n, text in enumerate(document.lines(), 1) if '"auto_map"' in text), 1
                )
                yield Finding(
                    self.code,
                    self.severity,
                    subject.purl,
                    f"{path} names Python code of the repository that loading the model would run",
                    "Read the code, pin the commit, and load it in a sandbox.",
                    (subject.purl,),
                    (
                        Evidence.quoting(document, line, line),
                        *(file_evidence(subject, entry) for entry in code[:_SHOWN]),
                    ),
                )
                return
