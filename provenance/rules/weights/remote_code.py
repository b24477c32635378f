"""The rule custom-code-required (WGT003)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from provenance.lineage.config_files import SERVED
from provenance.lineage.graph import loaded_bases
from provenance.lineage.record import ArtifactRecord
from provenance.messages import message
from provenance.model.artifact import FileEntry, Kind
from provenance.model.finding import Evidence, Finding, Severity
from provenance.parents import CodeReference, code_references, named_like_code
from provenance.rules.base import Context, Family, NotApplicableError, Rule
from provenance.rules.evidence import file_evidence
from provenance.rules.weights.card_example import CUSTOM_PIPELINE, example_line
from provenance.rules.weights.named_code import is_own, require_configs
from provenance.rules.weights.requirements import requirement_findings
from provenance.weights import file_format

_SHOWN = 3
# Files that loaders run by their name. transformers runs the first one in `generate`
# (https://huggingface.co/docs/transformers/generation_strategies), diffusers the second one as
# `custom_pipeline`
# (https://huggingface.co/docs/diffusers/using-diffusers/custom_pipeline_overview),
# and torch.hub the third one (https://pytorch.org/docs/stable/hub.html).
_PIPELINE_CODE = "pipeline.py"
_RUN_BY_NAME = ("custom_generate/generate.py", _PIPELINE_CODE, "hubconf.py")
# Without this file the model is none of diffusers, and only a service runs pipeline.py.
_PIPELINE_INDEX = "model_index.json"
_PROGRAM = "executable"


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
    `type` in modules.json, parts of model_index.json; or whether there is pipeline.py, hubconf.py
    or custom_generate/generate.py. The model then loads only with `trust_remote_code=True`.
    For a dataset, whether it has a loading script, which has the dataset's name. Code from another
    repository is a separate finding (WGT004). Low if only an example in the card sets
    `trust_remote_code` or `custom_pipeline`, for native programs and libraries, and for handler.py
    and requirements.txt, which a service runs or installs when it deploys the model; medium if the
    requirements come from an address that is not pinned to a commit, or from a file that is not in
    the repository. What requirements include from other files is named and not read; nor is code of
    the base that an adapter is loaded with, which is named here (low).

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
        listed = {entry.path: entry for entry in subject.snapshot.files}
        if subject.ref.kind is not Kind.MODEL:
            script = listed.get(f"{subject.ref.name.rpartition('/')[2]}.py")
            if script is None:
                raise NotApplicableError(message("weights.reason.not-a-model"))
            yield self._script(subject, script)
            return
        programs = [entry for entry in listed.values() if file_format(entry.path) == _PROGRAM]
        if programs:
            yield self._programs(subject, programs)
        references = _own_references(subject, listed)
        paths = dict.fromkeys(path for ref in references for path in ref.files_in(listed))
        is_pipeline = _PIPELINE_INDEX in listed
        run_by_name = [
            path
            for path in _RUN_BY_NAME
            if path in listed and (is_pipeline or path != _PIPELINE_CODE)
        ]
        paths.update(dict.fromkeys(run_by_name))
        line = example_line(subject)
        if references or paths:
            yield self._finding(subject, references, [listed[path] for path in paths], run_by_name)
        elif line is not None:
            yield self._example(subject, line)
        served = SERVED if is_pipeline else (*SERVED, _PIPELINE_CODE)
        deployed = [listed[path] for path in served if path in listed]
        if deployed:
            yield self._deployed(subject, deployed)
            yield from requirement_findings(self, subject)
        of_bases = [*self._of_bases(context)]
        yield from of_bases
        if not (references or paths or line or programs or deployed or of_bases):
            require_configs(subject)

    def _script(self, subject: ArtifactRecord, script: FileEntry) -> Finding:
        """The script with which the datasets library loads the data."""
        return self.finding(
            subject,
            message=message("weights.custom-code-required.message-script", file=script.path),
            remedy=message("weights.custom-code-required.remedy"),
            evidence=[file_evidence(subject, script)],
            key="script",
        )

    def _programs(self, subject: ArtifactRecord, programs: list[FileEntry]) -> Finding:
        """Native programs and libraries, which do nothing until somebody runs or loads them."""
        paths = tuple(entry.path for entry in programs[:_SHOWN])
        return self.finding(
            subject,
            severity=Severity.LOW,
            message=message("weights.custom-code-required.message-program", files=paths),
            remedy=message("weights.custom-code-required.remedy-program"),
            evidence=[file_evidence(subject, entry) for entry in programs[:_SHOWN]],
            key="program",
        )

    def _deployed(self, subject: ArtifactRecord, files: list[FileEntry]) -> Finding:
        """Files that do nothing on loading, and run or install code where the model is served."""
        paths = tuple(entry.path for entry in files)
        return self.finding(
            subject,
            severity=Severity.LOW,
            message=message("weights.custom-code-required.message-deployed", files=paths),
            remedy=message("weights.custom-code-required.remedy-deployed"),
            evidence=[file_evidence(subject, entry) for entry in files],
            key="deployed",
        )

    def _of_bases(self, context: Context) -> Iterator[Finding]:
        """Python files of the bases that an adapter is loaded with."""
        for path, base in loaded_bases(context.lineage, context.subject):
            names = named_like_code(entry.path for entry in base.snapshot.files)
            files = [entry for entry in base.snapshot.files if entry.path in names]
            if not files:
                continue
            yield self.finding(
                context.subject,
                severity=Severity.LOW,
                message=message(
                    "weights.custom-code-required.message-base",
                    name=base.ref.name,
                    files=tuple(names[:_SHOWN]),
                    count=len(names),
                ),
                remedy=message("weights.custom-code-required.remedy-base", name=base.ref.name),
                path=path,
                evidence=[file_evidence(base, entry) for entry in files[:_SHOWN]],
                key=f"base {base.ref.name}",
            )

    def _example(self, subject: ArtifactRecord, line: Evidence) -> Finding:
        """The card's example permits code although no configuration that was read names any."""
        has_pipeline = CUSTOM_PIPELINE.search(line.quote or "") is not None
        key = "message-pipeline" if has_pipeline else "message-example"
        return self.finding(
            subject,
            severity=Severity.LOW,
            message=message(f"weights.custom-code-required.{key}"),
            remedy=message("weights.custom-code-required.remedy-example"),
            evidence=[line],
            key="example",
        )

    def _finding(
        self,
        subject: ArtifactRecord,
        references: list[CodeReference],
        files: list[FileEntry],
        run_by_name: list[str],
    ) -> Finding:
        if references:
            file = references[0].evidence.file
            text = message("weights.custom-code-required.message-named", file=file)
        else:
            text = message("weights.custom-code-required.message-file", file=run_by_name[0])
        places = list(dict.fromkeys(reference.evidence for reference in references))
        shown = [file_evidence(subject, entry) for entry in files[:_SHOWN]]
        return self.finding(
            subject,
            message=text,
            remedy=message("weights.custom-code-required.remedy"),
            evidence=[*places[:_SHOWN], *shown],
        )


def _own_references(subject: ArtifactRecord, listed: Collection[str]) -> list[CodeReference]:
    """Where a configuration names code of this repository that loading it would run."""
    return [
        reference
        for reference in code_references(subject.documents, subject.configs)
        if is_own(reference, subject) and (reference.explicit or reference.files_in(listed))
    ]
